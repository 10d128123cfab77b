"""Exact constants: every operation agrees with `fractions.Fraction`, and what is printed reads back."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivrepl import numbers
from derivrepl.numbers import MAX_BITS, MAX_DIGITS, Number, Ratio, ratio


def value(a: Number) -> Fraction:
    p, q, _ = numbers.parts(a)
    return Fraction(p, q)


def literal(text: str) -> Number:
    """The number that a printed text denotes when the language reads it: a sign, a quotient, literals."""
    if text.startswith("-"):
        return numbers.negate(literal(text[1:]))
    p, slash, q = text.partition("/")
    if not slash:
        return numbers.read(p)
    quotient = numbers.divide(numbers.read(p), numbers.read(q))
    assert quotient is not None
    return quotient


def is_normal(a: Number) -> bool:
    """Whether the number is in the one form that equal numbers share."""
    if isinstance(a, int):
        return True
    return a.q > 0 and math.gcd(a.p, a.q) == 1 and (a.q > 1 or a.decimal)


integers = st.integers(-(10**30), 10**30)
small = st.integers(-12, 12)
fractions = st.builds(ratio, integers, integers.filter(bool))
decimals = st.builds(lambda p, places: ratio(p, 10**places, True), integers, st.integers(0, 40))
any_number = st.one_of(small, integers, fractions, decimals)
bases = st.one_of(
    small, st.builds(ratio, small, small.filter(bool)), st.builds(ratio, small, st.just(10), st.just(True))
)


# Reading and printing

# fmt: off
LITERALS = (
    # typed        prints as
    ("0",          "0"),
    ("12",         "12"),
    ("007",        "7"),
    ("0.0",        "0.0"),
    ("1.0",        "1.0"),
    ("2.",         "2.0"),
    (".5",         "0.5"),
    ("0.5",        "0.5"),
    ("0.50",       "0.5"),
    ("12.25",      "12.25"),
    ("0.1",        "0.1"),
    ("0.000001",   "0.000001"),
    ("0.0000001",  "1e-7"),
    ("2e3",        "2000.0"),
    ("1E-3",       "0.001"),
    ("6.02e23",    "6.02e23"),
    ("1e15",       "1000000000000000.0"),
    ("1e16",       "1e16"),
    ("1.5e-9",     "1.5e-9"),
    ("0e9",        "0.0"),
    ("1e10000",    "1e10000"),
    ("12.5e9999",  "1.25e10000"),
    ("1e-10000",   "1e-10000"),
)
# fmt: on


@pytest.mark.parametrize(("typed", "printed"), LITERALS)
def test_a_literal_is_read_exactly_and_prints_as_a_literal(typed: str, printed: str) -> None:
    read = numbers.read(typed)
    assert value(read) == Fraction(typed)
    assert numbers.text(read) == printed
    assert numbers.read(printed) == read


@pytest.mark.parametrize(
    ("number", "printed"),
    [(-3, "-3"), (ratio(1, 3), "1/3"), (ratio(-1, 3), "-1/3"), (ratio(-1, 4, True), "-0.25"), (ratio(4, -2), "-2")],
)
def test_signs_and_quotients_are_printed(number: Number, printed: str) -> None:
    assert numbers.text(number) == printed


@given(any_number)
def test_what_is_printed_reads_back_as_the_same_number(a: Number) -> None:
    assert literal(numbers.text(a)) == a


@pytest.mark.parametrize("digits", [4_299, 4_300, 4_301, 8_000, MAX_DIGITS])
def test_numbers_longer_than_the_interpreters_limit_read_and_print(digits: int) -> None:
    typed = "7" * digits
    assert numbers.text(numbers.read(typed)) == typed
    assert numbers.text(numbers.read("0." + typed)) == ("0." + typed)
    assert numbers.text(numbers.read("1" + "0" * (digits - 1))) == "1" + "0" * (digits - 1)


@pytest.mark.parametrize(
    "typed", ["1" * (MAX_DIGITS + 1), "1e10001", "1e-10001", "0.1e-10000", "1e99999999"], ids=range(5)
)
def test_a_literal_that_is_too_long_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        numbers.read(typed)


# fmt: off
DECIMALS = (
    # p         q                  kept as a decimal
    (1,         2,                 True),
    (1,         1,                 True),
    (1,         30,                False),  # 0.1/3
    (1,         3,                 False),
    (7,         2**20 * 5**30,     True),
    (7,         2**20 * 5**30 * 7, True),   # lowest terms first
    (1,         2**MAX_DIGITS,     True),
    (1,         2**(MAX_DIGITS+1), False),  # too many places to read back
    (3**15000,  2**MAX_DIGITS,     False),  # too many digits to read back
    (1,         5**MAX_DIGITS,     True),
    (1,         5**(MAX_DIGITS+1), False),
    (-1,        2**MAX_DIGITS,     True),
)
# fmt: on


@pytest.mark.parametrize(("p", "q", "kept"), DECIMALS, ids=range(len(DECIMALS)))
def test_a_number_is_a_decimal_only_while_it_can_be_written_as_one(p: int, q: int, kept: bool) -> None:
    number = ratio(p, q, True)
    assert value(number) == Fraction(p, q)
    assert numbers.parts(number)[2] is kept
    assert literal(numbers.text(number)) == number


def test_the_bound_on_bits_keeps_the_bound_on_digits() -> None:
    assert 2**MAX_BITS <= 10**MAX_DIGITS < 2 ** (MAX_BITS + 1)


# Arithmetic


@given(any_number, any_number)
def test_sum_product_and_quotient_are_exact(a: Number, b: Number) -> None:
    results = [(numbers.add(a, b), value(a) + value(b)), (numbers.multiply(a, b), value(a) * value(b))]
    if value(b):
        results.append((numbers.divide(a, b), value(a) / value(b)))
    for got, expected in results:
        assert got is not None
        assert value(got) == expected
        assert is_normal(got)
        assert literal(numbers.text(got)) == got


@given(any_number)
def test_the_negative_of_the_negative_is_the_number(a: Number) -> None:
    assert value(numbers.negate(a)) == -value(a)
    assert numbers.negate(numbers.negate(a)) == a


@given(any_number, any_number)
def test_comparison_sign_and_order_agree_with_fractions(a: Number, b: Number) -> None:
    x, y = value(a), value(b)
    assert numbers.compare(a, b) == (x > y) - (x < y)
    assert numbers.sign(a) == (x > 0) - (x < 0)


# fmt: off
CONTAGION = (
    # operation          left  right   prints as
    (numbers.add,        "0.1", "0.2", "0.3"),
    (numbers.add,        "1",   "1.0", "2.0"),
    (numbers.add,        "0.5", "0.5", "1.0"),
    (numbers.multiply,   "0.1", "2",   "0.2"),
    (numbers.multiply,   "0.5", "2",   "1.0"),
    (numbers.divide,     "0.1", "3",   "1/30"),
    (numbers.divide,     "1",   "3.0", "1/3"),
    (numbers.divide,     "6",   "0.3", "20.0"),
    (numbers.divide,     "1",   "4",   "1/4"),
    (numbers.divide,     "1",   "4.0", "0.25"),
    (numbers.power,      "0.5", "2",   "0.25"),
    (numbers.power,      "0.5", "-2",  "4.0"),
    (numbers.power,      "4",   "0.5", "2.0"),
    (numbers.power,      "3.0", "-1",  "1/3"),
)
# fmt: on


@pytest.mark.parametrize(("operation", "left", "right", "printed"), CONTAGION)
def test_a_decimal_makes_the_result_a_decimal_where_it_ends(
    operation: object, left: str, right: str, printed: str
) -> None:
    assert callable(operation)
    result = operation(literal(left), literal(right))
    assert numbers.text(result) == printed


@given(bases, st.integers(-40, 40))
def test_whole_powers_are_exact(a: Number, n: int) -> None:
    if value(a) == 0 and n < 0:
        with pytest.raises(ZeroDivisionError):
            numbers.power(a, n)
        return
    got = numbers.power(a, n)
    assert got is not None
    assert value(got) == value(a) ** n
    assert is_normal(got)


@given(st.builds(ratio, st.integers(0, 10**9), st.integers(1, 10**9)), st.integers(1, 9), st.integers(1, 3))
def test_a_root_of_a_perfect_power_is_taken(a: Number, k: int, n: int) -> None:
    power = numbers.power(a, k)
    assert power is not None
    root = numbers.power(power, ratio(n, k))
    assert root is not None
    assert value(root) == value(a) ** n


@given(bases, st.fractions(-3, 3, max_denominator=7))
def test_a_fractional_power_is_either_exact_or_left_alone(a: Number, exponent: Fraction) -> None:
    try:
        got = numbers.power(a, ratio(exponent.numerator, exponent.denominator))
    except ZeroDivisionError:
        assert value(a) == 0
        assert exponent < 0
        return
    if got is not None:
        assert value(got) ** exponent.denominator == value(a) ** exponent.numerator
        assert exponent.denominator == 1 or value(got) >= 0


# fmt: off
POWERS = (
    # base              exponent         result
    (0,                 0,               1),
    (0,                 ratio(1, 2),     0),
    (-1,                10**40,          1),
    (-1,                10**40 + 1,      -1),
    (-1,                -(10**40) - 1,   -1),
    (1,                 -(10**40),       1),
    (0,                 10**40,          0),
    (4,                 ratio(1, 2),     2),
    (2,                 ratio(1, 2),     None),
    (-8,                ratio(1, 3),     None),
    (-4,                ratio(1, 2),     None),
    (ratio(8, 27),      ratio(-2, 3),    ratio(9, 4)),
    (2,                 ratio(1, 65),    None),
    (9,                 9**9,            None),
    (ratio(1, 9),       9**9,            None),
    (2,                 MAX_BITS - 1,    2**(MAX_BITS - 1)),
    (2,                 MAX_BITS,        None),
    (ratio(1, 2),       MAX_BITS,        None),
)
# fmt: on


@pytest.mark.parametrize(("base", "exponent", "result"), POWERS, ids=range(len(POWERS)))
def test_powers_at_the_edges(base: Number, exponent: Number, result: Number | None) -> None:
    assert numbers.power(base, exponent) == result


@pytest.mark.parametrize("exponent", [-1, ratio(-1, 2), ratio(-1, 2, True)])
def test_zero_has_no_negative_power(exponent: Number) -> None:
    with pytest.raises(ZeroDivisionError):
        numbers.power(0, exponent)


@pytest.mark.parametrize("zero", [0, ratio(0, 1, True)])
@pytest.mark.parametrize("a", [0, 1, ratio(1, 3)])
def test_division_by_zero_is_refused(a: Number, zero: Number) -> None:
    with pytest.raises(ZeroDivisionError):
        numbers.divide(a, zero)
    with pytest.raises(ZeroDivisionError):
        ratio(1, 0)


# Bounds

LONG = 2 ** (MAX_BITS - 1)
EXACTLY_LONG = (
    (numbers.add, LONG, LONG),
    (numbers.multiply, LONG, 2),
    (numbers.multiply, LONG, LONG),
    (numbers.divide, ratio(1, LONG), 2),
    (numbers.add, ratio(1, 3**15000), ratio(1, 5**10000)),
)


@pytest.mark.parametrize(("operation", "a", "b"), EXACTLY_LONG, ids=range(len(EXACTLY_LONG)))
def test_a_result_too_long_to_write_is_none(operation: object, a: Number, b: Number) -> None:
    assert callable(operation)
    assert operation(a, b) is None


def test_a_short_result_of_long_numbers_is_found() -> None:
    a, b = ratio(3**15000, 7**10000), ratio(7**10000, 3**15000)
    assert numbers.multiply(a, b) == 1
    assert numbers.divide(a, a) == 1
    assert numbers.add(LONG, 1 - LONG) == 1


# Identity and floats


def test_a_decimal_is_told_apart_from_the_integer_and_the_fraction_of_its_value() -> None:
    keys = [1, ratio(1, 1, True), ratio(1, 2), ratio(1, 2, True), 2, ratio(2, 1, True)]
    assert len(set(keys)) == len(keys)
    assert ratio(1, 2) == ratio(2, 4)
    assert hash(ratio(1, 2)) == hash(ratio(2, 4))
    assert ratio(1, 2) != "1/2"


def test_a_number_shows_its_parts_to_a_developer() -> None:
    assert repr(ratio(1, 2, True)) == "Ratio(1, 2, True)"
    assert isinstance(ratio(6, 3), int)
    assert isinstance(ratio(6, 3, True), Ratio)


@given(any_number)
def test_the_float_is_the_nearest_one(a: Number) -> None:
    assert numbers.as_float(a) == float(value(a))


@pytest.mark.parametrize(
    ("typed", "double"), [("1e400", math.inf), ("1e-400", 0.0), ("0.1", 0.1), ("6.02e23", 6.02e23), ("3", 3.0)]
)
def test_the_float_overflows_to_infinity_and_underflows_to_zero(typed: str, double: float) -> None:
    assert numbers.as_float(numbers.read(typed)) == double
    assert numbers.as_float(numbers.negate(numbers.read(typed))) == -double


@pytest.mark.parametrize("base", [2, -2, 3, 10**20])
def test_a_power_too_long_to_write_is_not_even_begun(base: int) -> None:
    assert numbers.power(base, 10**14) is None
    assert numbers.power(base, -(10**14)) is None
