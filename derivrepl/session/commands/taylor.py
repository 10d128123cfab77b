"""`:taylor`: the Taylor polynomial about a point, with exact coefficients."""

from __future__ import annotations

from math import factorial

from derivrepl.calculus.forward import by_input
from derivrepl.contraction import constant_array
from derivrepl.errors import DerivError
from derivrepl.language.text import ASCII, UNICODE, Writer
from derivrepl.numbers import ratio
from derivrepl.session.answer import Block, Equation, Page
from derivrepl.session.commands.registry import command
from derivrepl.shapes import shapes_of
from derivrepl.store import ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

ORDER = 5
MOST = 100
MOST_VERIFIED = 300
"""Nodes of a function up to which its polynomial is compared with power series."""
BITS = 256


@command("taylor", usage="[NAME] x[=VALUE] [ORDER]", examples=("exp(x)*cos(x)", ":taylor x 4", ":taylor x=pi 3"))
def taylor(session: Session, target: Target, words: Rest) -> list[Block]:
    """Taylor polynomial in one input about a value, exact.

    About 0 and to order 5 where nothing else is said; other inputs stay as
    they are. Power series in ball arithmetic check the coefficients.
    """
    if target.is_list:
        raise DerivError("E302", f"{target.name} is not a scalar", hint="take one component")
    leaf, center, order = _asked(session, target, words)
    if session.shape(leaf):
        name = session.store.name(leaf)
        hint = ":hessian shows the second order"
        raise DerivError("E304", f"{name} is an array, and a Taylor polynomial is one in a number", hint=hint)
    store = session.store
    name = store.name(leaf)
    distance = store.sub(leaf, center)
    sweep = None if target.has_arrays else by_input(store, leaf)
    shape = session.shape(target.node)
    derivative, polynomial = target.node, ZERO
    values = []
    for k in range(order + 1):
        try:
            value = session.derivatives.simplify(store.replace(derivative, {leaf: center})).node
            _defined(session, value)
        except DerivError:
            message = f"derivative {k} of {target.name} by {name} has no value there"
            raise DerivError("E401", message, hint=f"expand about another value: :taylor {name}=1") from None
        values.append(value)
        coefficient = store.mul(store.constant(ratio(1, factorial(k))), value)
        coefficient, power = session.derivatives.simplify(coefficient).node, store.pow(distance, store.constant(k))
        if k and shape and coefficient == constant_array(shapes_of(store), "zeros", shape):
            pass
        elif polynomial != ZERO and (Writer(store).text(coefficient) or "").startswith("-"):
            polynomial = store.sub(polynomial, store.mul(store.neg(coefficient), power))
        else:
            polynomial = store.add(polynomial, store.mul(coefficient, power))
        derivative = sweep.of(derivative) if sweep else session.derivatives.derivative(derivative, [leaf])
    _verify(session, target, leaf, center, values)
    following = store.pow(distance, store.constant(order + 1))
    screen, piped = (f"the next term has {Writer(store, n).shown(following)}" for n in (UNICODE, ASCII))
    return [Equation("taylor", polynomial), Page([screen], [f"# {piped}"])]


def _verify(session: Session, target: Entry, leaf: Node, center: Node, values: list[Node]) -> None:
    """Raise E602 where power series in ball arithmetic contradict a derivative; silent where there are none."""
    store = session.store
    if target.has_arrays or store.inputs([target.node]) != [leaf] or len(store.live([target.node])) > MOST_VERIFIED:
        return
    try:
        from flint import ctx

        from derivrepl.numeric.balls import Balls
        from derivrepl.numeric.circles import NoSeries
        from derivrepl.numeric.series import Series
    except ImportError:
        return
    with ctx.workprec(BITS):
        try:
            at = Balls(store, [center]).run({})[0]
            found = Series(store, target.node).coefficients({leaf: at}, leaf, len(values))
            own = Balls(store, values).run({})
        except (NoSeries, DerivError):
            return
        for k, (true, value) in enumerate(zip(found, own)):
            if value.is_finite() and true.is_finite() and not (value / factorial(k)).overlaps(true):
                name = store.name(leaf)
                message = f"the rules give {(value / factorial(k)).str(6, radius=False)} for {name}^{k}"
                sure = true.str(10, radius=False)
                raise DerivError("E602", f"{message}, power series prove {sure}", hint="expand about another value")


def _defined(session: Session, value: Node) -> None:
    """Raise DerivError where a coefficient without inputs is not finite."""
    from derivrepl.session.points import values_at

    if value < 0 or session.store.inputs([value]):
        return
    try:
        values_at(session, [value], {})
    except DerivError as error:
        if error.code != "E403":  # a function without a formula has coefficients in symbols
            raise


def _asked(session: Session, target: Entry, words: list[str]) -> tuple[Node, Node, int]:
    """The input, the node of its value, the order; raises DerivError."""
    center, order, name = ZERO, ORDER, ""
    for word in words:
        before, equals, value = word.partition("=")
        count = value if equals and before == "n" and "n" not in target.input_names() else word
        if count.isdecimal():
            order = int(count)
        elif not name:
            name = before
            center = session.parser.expression_node(value) if equals else ZERO
        else:
            raise DerivError("E502", f":taylor does not take {word}", hint="usage: :taylor x[=VALUE] [ORDER]")
    names = target.input_names()
    if not name and len(names) == 1:
        name = names[0]
    if name not in names:
        raise target.no_such_input(name or "nothing")
    leaf = session.store.input(name)
    if session.store.inputs([center]):
        raise DerivError("E402", "the value to expand about is a number", hint=f":taylor {name}=0")
    if order > MOST:
        raise DerivError("E405", f"the order of a Taylor polynomial is at most {MOST}")
    return leaf, center, order
