"""The expression graph: interning, what the smart constructors may do, and which nodes are live."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.numbers import ratio
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
    FIRST_FUNCTION,
    GREATER,
    GREATER_EQUAL,
    IF,
    INPUT,
    LESS,
    LESS_EQUAL,
    LIST,
    MINUS_ONE,
    MUL,
    NAMED,
    NEG,
    NOT_EQUAL,
    ONE,
    POW,
    SMART,
    SUB,
    TWO,
    ZERO,
    Node,
    Store,
)
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.numbers import Number

SIN = FIRST_FUNCTION + [row.name for row in FUNCTIONS].index("sin")


@pytest.fixture
def store() -> Store:
    return new_store()


def new_store() -> Store:
    return Store(OPERATORS + FUNCTIONS)


def written(store: Store, node: Node) -> str:
    """The node as a formula with every bracket, exactly as it is stored."""
    made: dict[Node, str] = {}
    for n in store.live([node]):
        parts = [made[a] if a >= 0 else numbers.text(store.value(a)) for a in store.operands(n)]
        row = store.operations[store.op(n)]
        if not parts and store.op(n) != LIST:
            made[n] = store.name(n)
        elif store.op(n) == NEG:
            made[n] = f"(-{parts[0]})"
        elif row.symbol:
            made[n] = f"({row.symbol.strip().join(parts)})"
        else:
            made[n] = f"{row.name}({','.join(parts)})"
    return made[node] if node >= 0 else numbers.text(store.value(node))


# Leaves and interning


def test_the_named_constants_are_at_their_fixed_places(store: Store) -> None:
    assert [store.value(n) for n in (ZERO, ONE, TWO, MINUS_ONE)] == [0, 1, 2, -1]
    assert [store.constant(v) for v in (0, 1, 2, -1)] == [ZERO, ONE, TWO, MINUS_ONE]
    assert len(store) == 0


def test_equal_constants_are_one_node_and_a_decimal_stays_apart(store: Store) -> None:
    values: list[Number] = [3, ratio(1, 2), ratio(1, 2, True), ratio(2, 1, True), ratio(1, 1, True)]
    nodes = [store.constant(v) for v in values]
    assert len({*nodes, ZERO, ONE, TWO, MINUS_ONE}) == len(nodes) + 4
    assert [store.constant(v) for v in values] == nodes
    assert [store.value(n) for n in nodes] == values
    assert all(n < 0 for n in nodes)


def test_a_leaf_is_known_by_kind_and_name(store: Store) -> None:
    x = store.input("x")
    assert store.input("x") == x
    assert store.input("y") != x
    assert store.leaf(NAMED, "x") != x
    assert store.name(x) == store.name(store.leaf(NAMED, "x")) == "x"
    assert store.op(x) == INPUT
    assert store.operands(x) == ()


def test_equal_expressions_are_the_same_node(store: Store) -> None:
    x, y = store.input("x"), store.input("y")
    first = store.add(store.make(SIN, (x,)), store.mul(x, y))
    size = len(store)
    assert store.add(store.make(SIN, (x,)), store.mul(x, y)) == first
    assert len(store) == size
    assert store.mul(y, x) != store.mul(x, y), "the operands stay in the order in which they were typed"


def test_a_constant_has_no_operation_and_no_operands(store: Store) -> None:
    assert store.op(TWO) == -1
    assert store.operands(TWO) == ()


# Smart constructors

# fmt: off
CONSTRUCTED = (
    # operation   left     right    stored
    ("add",       "x",     "y",     "(x+y)"),
    ("add",       "x",     "0",     "x"),
    ("add",       "0",     "x",     "x"),
    ("add",       "x",     "0.0",   "x"),
    ("add",       "x",     "-2",    "(x-2)"),
    ("add",       "-2",    "x",     "(-2+x)"),
    ("add",       "x",     "-y",    "(x-y)"),
    ("add",       "x",     "-2*y",  "(x-(2*y))"),
    ("add",       "x",     "-2/y",  "(x-(2/y))"),
    ("add",       "1",     "2",     "3"),
    ("add",       "0.1",   "0.2",   "0.3"),
    ("add",       "x",     "x",     "(x+x)"),
    ("sub",       "x",     "y",     "(x-y)"),
    ("sub",       "x",     "0",     "x"),
    ("sub",       "0",     "x",     "(-x)"),
    ("sub",       "x",     "-2",    "(x+2)"),
    ("sub",       "x",     "-y",    "(x+y)"),
    ("sub",       "x",     "-2*y",  "(x+(2*y))"),
    ("sub",       "1",     "2",     "-1"),
    ("sub",       "x",     "x",     "(x-x)"),
    ("mul",       "x",     "y",     "(x*y)"),
    ("mul",       "x",     "0",     "0"),
    ("mul",       "0",     "x",     "0"),
    ("mul",       "0.0",   "x",     "0"),
    ("mul",       "1",     "x",     "x"),
    ("mul",       "x",     "1",     "x"),
    ("mul",       "1.0",   "x",     "x"),
    ("mul",       "-1",    "x",     "(-x)"),
    ("mul",       "x",     "-1",    "(-x)"),
    ("mul",       "x",     "2",     "(x*2)"),
    ("mul",       "2",     "-y",    "(-2*y)"),
    ("mul",       "-x",    "y",     "(-(x*y))"),
    ("mul",       "-x",    "-1",    "x"),
    ("mul",       "1/3",   "3",     "1"),
    ("mul",       "2.0",   "x",     "(2.0*x)"),
    ("mul",       "x",     "2.0",   "(x*2.0)"),
    ("mul",       "1/2",   "x",     "(1/2*x)"),
    ("div",       "x",     "2.0",   "(x/2.0)"),
    ("pow",       "x",     "2.0",   "(x^2.0)"),
    ("pow",       "x",     "1/2",   "(x^1/2)"),
    ("pow",       "x",     "1.0",   "x"),
    ("div",       "x",     "y",     "(x/y)"),
    ("div",       "x",     "1",     "x"),
    ("div",       "0",     "x",     "0"),
    ("div",       "1",     "3",     "1/3"),
    ("div",       "0.1",   "3",     "1/30"),
    ("div",       "-x",    "y",     "(-(x/y))"),
    ("div",       "x",     "2",     "(x/2)"),
    ("div",       "x",     "x",     "(x/x)"),
    ("pow",       "x",     "y",     "(x^y)"),
    ("pow",       "x",     "1",     "x"),
    ("pow",       "x",     "0",     "1"),
    ("pow",       "1",     "x",     "1"),
    ("pow",       "0",     "x",     "(0^x)"),
    ("pow",       "2",     "10",    "1024"),
    ("pow",       "4",     "1/2",   "2"),
    ("pow",       "2",     "1/2",   "(2^1/2)"),
    ("pow",       "x",     "-1",    "(x^-1)"),
)
# fmt: on


def operand(store: Store, text: str) -> Node:
    """A leaf, a number, or one of the signed forms of the table above."""
    minus = text.startswith("-")
    first, _, second = text.removeprefix("-").partition("*" if "*" in text else "/")
    a, b = (store.input(t) if t.isalpha() else store.constant(numbers.read(t or "1")) for t in (first, second))
    node = store.mul(a, b) if "*" in text else store.div(a, b)
    return store.neg(node) if minus else node


@pytest.mark.parametrize(("operation", "left", "right", "stored"), CONSTRUCTED)
def test_a_constructor_does_only_what_nobody_would_contest(
    store: Store, operation: str, left: str, right: str, stored: str
) -> None:
    construct = getattr(store, operation)
    assert written(store, construct(operand(store, left), operand(store, right))) == stored


def test_the_sign_of_a_sign_is_gone(store: Store) -> None:
    x = store.input("x")
    assert written(store, store.neg(x)) == "(-x)"
    assert store.neg(store.neg(x)) == x
    assert written(store, store.neg(store.mul(TWO, x))) == "(-2*x)"
    assert written(store, store.neg(store.div(TWO, x))) == "(-2/x)"
    assert store.neg(TWO) == store.constant(-2)


@pytest.mark.parametrize(
    ("construct", "a", "b"),
    [
        (Store.div, 1, 0),
        (Store.div, 0, 0),
        (Store.div, 1, ratio(0, 1, True)),
        (Store.pow, 0, -1),
        (Store.pow, 0, ratio(-1, 2)),
    ],
)
def test_a_division_of_numbers_by_zero_is_an_error(
    store: Store, construct: Callable[[Store, Node, Node], Node], a: Number, b: Number
) -> None:
    with pytest.raises(DerivError) as error:
        construct(store, store.constant(a), store.constant(b))
    assert error.value.code == "E401"


def test_a_division_by_a_literal_zero_is_an_error_and_of_zero_is_zero(store: Store) -> None:
    x = store.input("x")
    with pytest.raises(DerivError):
        store.div(x, ZERO)
    assert store.div(ZERO, x) == ZERO


def test_a_power_too_long_to_write_stays_unevaluated(store: Store) -> None:
    nine = store.constant(9)
    tower = store.pow(nine, store.pow(nine, store.pow(nine, nine)))
    assert written(store, tower) == "(9^(9^387420489))"


# fmt: off
COMPARISONS = (
    # operation       1, 2   2, 2   2, 1
    (LESS,           (True,  False, False)),
    (LESS_EQUAL,     (True,  True,  False)),
    (GREATER,        (False, False, True)),
    (GREATER_EQUAL,  (False, True,  True)),
    (EQUAL,          (False, True,  False)),
    (NOT_EQUAL,      (True,  False, True)),
)
# fmt: on


@pytest.mark.parametrize(("op", "holds"), COMPARISONS)
def test_numbers_are_compared_at_once_and_by_value(store: Store, op: int, holds: tuple[bool, ...]) -> None:
    two, x = store.constant(ratio(2, 1, True)), store.input("x")
    pairs = [(ONE, two), (TWO, two), (two, ONE)]
    assert [store.make(op, pair) for pair in pairs] == [ONE if h else ZERO for h in holds]
    assert store.operands(store.make(op, (x, TWO))) == (x, TWO)


def test_a_decided_choice_is_its_branch(store: Store) -> None:
    x, y = store.input("x"), store.input("y")
    condition = store.make(LESS, (x, y))
    assert store.make(IF, (ONE, x, y)) == x
    assert store.make(IF, (ZERO, x, y)) == y
    assert store.make(IF, (store.constant(ratio(0, 1, True)), x, y)) == y
    assert store.make(IF, (condition, x, x)) == x
    assert written(store, store.make(IF, (condition, x, y))) == "if((x<y),x,y)"


def test_every_operator_code_is_its_row_of_the_table() -> None:
    assert [OPERATORS[op].symbol.strip() for op in (ADD, SUB, NEG, MUL, DIV, POW)] == list("+--*/^")
    assert len(OPERATORS) == FIRST_FUNCTION
    assert set(SMART) < set(range(FIRST_FUNCTION))


# Random expressions: a step is an operation and two earlier results, or an exponent

BINARY = (Store.add, Store.sub, Store.mul, Store.div)
values = st.one_of(
    st.integers(-3, 3),
    st.builds(ratio, st.integers(-4, 4), st.integers(1, 4)),
    st.builds(ratio, st.integers(-20, 20), st.just(10), st.just(True)),
)
steps = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 30)), max_size=10)
points = st.tuples(st.fractions(-3, 3, max_denominator=5), st.fractions(-3, 3, max_denominator=5))


def fraction(value: Number) -> Fraction:
    p, q, _ = numbers.parts(value)
    return Fraction(p, q)


def step(store: Store, kind: int, a: Node, b: Node, n: int) -> Node:
    """One construction; a power has a small whole exponent."""
    if kind < 4:
        return BINARY[kind](store, a, b)
    return store.neg(a) if kind == 4 else store.pow(a, store.constant(n))


def outcome(op: int, a: Fraction | None, b: Fraction | None, n: int = 0) -> Fraction | None:
    """The value of one operation, None where it has none."""
    if a is None or b is None:
        return None
    if op in (DIV, POW) and (b if op == DIV else a) == 0 and (op == DIV or n < 0):
        return None
    table: dict[int, Callable[[], Fraction]] = {
        ADD: lambda: a + b,
        SUB: lambda: a - b,
        MUL: lambda: a * b,
        DIV: lambda: a / b,
        NEG: lambda: -a,
        POW: lambda: a**n,
    }
    return table[op]()


def evaluated(store: Store, root: Node, point: dict[Node, Fraction]) -> Fraction | None:
    """The value of a node by one loop upward over what it needs."""
    got: dict[Node, Fraction | None] = dict(point)
    for n in store.live([root]):
        if n not in point:
            a, b = (store.operands(n) * 2)[:2]
            x, y = (got[m] if m >= 0 else fraction(store.value(m)) for m in (a, b))
            got[n] = outcome(store.op(n), x, y, int(y) if y is not None and store.op(n) == POW else 0)
    return got[root] if root >= 0 else fraction(store.value(root))


class Built:
    """A store with every expression that the steps make and the value that each should have at the point."""

    def __init__(
        self, constants: list[Number], recipe: list[tuple[int, int, int]], point: tuple[Fraction, ...]
    ) -> None:
        self.store = new_store()
        self.inputs = [self.store.input("x"), self.store.input("y")]
        self.point = dict(zip(self.inputs, point, strict=True))
        self.nodes = self.inputs + [self.store.constant(c) for c in constants]
        self.expected: list[Fraction | None] = [*point, *map(fraction, constants)]
        for kind, i, j in recipe:
            i, j, n = i % len(self.nodes), j % len(self.nodes), j % 7 - 3
            op = (ADD, SUB, MUL, DIV, NEG, POW)[kind]
            try:
                self.nodes.append(step(self.store, kind, self.nodes[i], self.nodes[j], n))
            except DerivError:
                assert outcome(op, self.expected[i], self.expected[j], n) is None
            else:
                self.expected.append(outcome(op, self.expected[i], self.expected[j], n))


built = st.builds(Built, st.lists(values, max_size=4), steps, points)


@given(built)
def test_a_constructed_expression_has_the_value_of_what_was_typed(b: Built) -> None:
    for node, expected in zip(b.nodes, b.expected, strict=True):
        if expected is not None:
            assert evaluated(b.store, node, b.point) == expected


@given(built)
def test_constructing_a_stored_node_again_gives_that_node(b: Built) -> None:
    size = len(b.store)
    for n in range(size):
        assert b.store.op(n) == INPUT or b.store.make(b.store.op(n), b.store.operands(n)) == n
    assert len(b.store) == size


@given(built)
def test_operands_are_older_than_their_users_and_every_key_is_its_nodes(b: Built) -> None:
    for n, key in enumerate(b.store.keys):
        assert all(a < n for a in b.store.operands(n))
        assert b.store.index[key] == n
    assert len(b.store.index) == len(b.store)


@given(built)
def test_the_negative_of_the_negative_is_the_node(b: Built) -> None:
    for n in b.nodes:
        assert b.store.neg(b.store.neg(n)) == n


@given(built)
def test_adding_a_negative_is_subtracting(b: Built) -> None:
    for left in b.nodes[:3]:
        for right in b.nodes[-3:]:
            assert b.store.add(left, b.store.neg(right)) == b.store.sub(left, right)


@given(built)
def test_replacing_the_inputs_by_numbers_folds_to_the_value(b: Built) -> None:
    numbers_for = {n: b.store.constant(ratio(v.numerator, v.denominator)) for n, v in b.point.items()}
    for node, expected in zip(b.nodes, b.expected, strict=True):
        if expected is not None:
            replaced = b.store.replace(node, numbers_for)
            assert evaluated(b.store, replaced, {}) == expected


def test_replacing_is_done_all_at_once(store: Store) -> None:
    x, y = store.input("x"), store.input("y")
    node = store.sub(store.make(SIN, (x,)), y)
    assert written(store, store.replace(node, {x: y, y: x})) == "(sin(y)-x)"
    assert store.replace(node, {}) == node
    assert store.replace(node, {node: x}) == x


# Live nodes


def reached(store: Store, root: Node) -> set[Node]:
    """What a root reaches, by the definition."""
    own = {root} if root >= 0 else set()
    return own.union(*(reached(store, a) for a in store.operands(root)))


@given(built, st.lists(st.integers(0, 30), max_size=4), st.lists(st.integers(0, 30), max_size=2))
def test_live_nodes_are_those_reached_once_each_and_ascending(b: Built, roots: list[int], stops: list[int]) -> None:
    chosen = [b.nodes[k % len(b.nodes)] for k in roots]
    live = b.store.live(chosen)
    assert live == sorted(set().union(*(reached(b.store, n) for n in chosen)))
    assert b.store.inputs(chosen) == [n for n in live if n in b.inputs]
    stop = {b.nodes[k % len(b.nodes)] for k in stops}
    cut = b.store.live(chosen, stop)
    assert cut == sorted(set(cut) - stop)
    assert set(cut) <= set(live)


def test_a_root_given_twice_is_live_once(store: Store) -> None:
    x = store.input("x")
    assert store.live([x, x, TWO]) == [x]
    assert store.live([]) == store.live([TWO]) == []


def test_nodes_to_stop_at_hide_what_only_they_reach(store: Store) -> None:
    x, y = store.input("x"), store.input("y")
    inner = store.make(SIN, (x,))
    outer = store.mul(inner, y)
    assert store.live([outer], stop={inner}) == [y, outer]
    assert store.live([outer, x], stop={inner}) == [x, y, outer]


class Counted(list[tuple[int, ...]]):
    """A list that counts how often one of its items is looked at."""

    looks = 0

    def __getitem__(self, index: object) -> tuple[int, ...]:  # type: ignore[override]
        self.looks += 1
        return super().__getitem__(index)  # type: ignore[no-any-return, call-overload]


def test_finding_what_is_live_never_looks_at_the_rest_of_the_store(store: Store) -> None:
    x = store.input("x")
    chain = x
    for _ in range(10_000):
        chain = store.make(SIN, (chain,))
    small = store.mul(store.input("y"), store.add(x, TWO))
    store.keys = Counted(store.keys)
    assert len(store.live([small])) == 4
    assert store.keys.looks <= 8


def test_a_hundred_thousand_levels_are_walked_without_recursion(store: Store) -> None:
    node = store.input("x")
    for _ in range(100_000):
        node = store.make(SIN, (node,))
    assert len(store.live([node])) == 100_001
    assert store.inputs([node]) == [store.input("x")]


# Limits and functions without a formula


def test_a_node_over_the_limit_is_an_error_and_known_nodes_are_not(store: Store) -> None:
    x = store.input("x")
    store.limit = 3
    one, two = store.make(SIN, (x,)), store.mul(x, x)
    assert (store.make(SIN, (x,)), store.mul(x, x)) == (one, two)
    with pytest.raises(DerivError) as error:
        store.add(x, one)
    assert error.value.code == "E405"
    assert "3 nodes" in error.value.message


def test_mixed_derivatives_of_an_abstract_function_are_one_operation(store: Store) -> None:
    g, h = store.abstract("g", 1), store.abstract("h", 2)
    assert store.abstract("g", 1) == g
    assert store.abstract("g", 2) != g
    names = [store.operations[op].name for op in (store.derivative_code(g, 0), store.derivative_code(h, 1))]
    assert names == ["g'", "h'[2]"]
    both = [store.derivative_code(store.derivative_code(h, i), 1 - i) for i in (0, 1)]
    assert both[0] == both[1]
    assert store.operations[both[0]].name == "h'[1,2]"
    assert store.operations[store.derivative_code(store.derivative_code(g, 0), 0)].name == "g''"
