"""Where results hold: conditions of the simplifier, domains and kinks of the functions involved."""

from __future__ import annotations

from math import isfinite

from derivrepl.errors import DerivError
from derivrepl.language.formula import comparisons
from derivrepl.language.text import Writer
from derivrepl.session.merging import merged
from derivrepl.session.wording import condition_text, worded
from derivrepl.simplify import facts as f
from derivrepl.simplify import hidden_conditions, possible_signs
from derivrepl.store import (
    EQUAL,
    FIRST_FUNCTION,
    GREATER,
    GREATER_EQUAL,
    IF,
    LIST,
    NOT_EQUAL,
    ONE,
    PARAMETER,
    ZERO,
    Node,
    Store,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from derivrepl.session.derivatives import Derivatives
    from derivrepl.session.entry import Entry

MOST_CONDITIONS = 4
MOST_NODES = 2_000
"""Larger graphs have more conditions than anyone reads."""
EVERYWHERE = 140
MOST_EXACT = 2.0**53
"""Below it a double is exact as an integer."""


def needed_by_rules(store: Store, results: list[Node]) -> list[str]:
    """Where the rules of array functions hold, when that is not everywhere: `det(X) != 0`.

    Such a rule has the function's own value in it, and what divides it: results without it need nothing.
    """
    writer = Writer(store)
    found: dict[str, None] = {}
    for n in store.live(results):
        row = store.operations[store.op(n)]
        if row.needs:
            (operand,) = store.operands(n)
            text = writer.text(operand)
            if text is not None:
                found[row.needs.format(u=text)] = None
    return list(found)[:MOST_CONDITIONS]


def notes_about(derivatives: Derivatives, entry: Entry, nodes: list[Node]) -> list[str]:
    """What limits the validity of an entry's derivatives, in sentences.

    Conditions of the function that no derivative shows any more (`log(x)` needs x > 0, `1/x` does not say
    so), conditions of the simplifications, and places where the function has no derivative.
    """
    store = derivatives.store
    if derivatives.stopped and nodes:
        return ["simplification stopped"]
    limited = ["simplified only as far as the limit of work allows"] if derivatives.limited else []
    if not nodes:  # what was typed may have derivatives inside, which were simplified
        return _noted("for", condition_texts(store, list(derivatives.conditions), write=worded)) + limited
    if entry.has_arrays:
        texts = condition_texts(store, list(derivatives.conditions))
        needs = [text for text in needed_by_rules(store, [n for n in nodes if n >= 0]) if text not in texts]
        return _noted("for", texts) + _noted("valid for", needs) + limited
    if len(store.live([entry.node])) > MOST_NODES:
        return limited
    hidden = hidden_conditions(store, entry.node, store.node(LIST, *nodes), derivatives.facts())
    given, lost = merged(store, list(derivatives.conditions), hidden)
    used = condition_texts(store, given, lost, write=worded)
    domain = [text for text in condition_texts(store, lost, given, write=worded) if text not in used]
    kinks = kinks_in(store, entry.node)
    rough = [f"not differentiable where {kinks}"] if kinks else []
    return _noted("for", used) + _noted("valid for", domain) + rough + limited


def _noted(start: str, conditions: list[str]) -> list[str]:
    """A note with these conditions, where there are any."""
    return [f"{start} {_listed(conditions)}"] if conditions else []


def kinks_in(store: Store, root: Node) -> str:
    """Where a function inside has no derivative though its rule gives a value, in words."""
    kinks: list[str] = []
    values = set(store.valued([root]))
    for n in store.post_order([root]):
        if n in values and store.op(n) >= FIRST_FUNCTION and not store.operations[store.op(n)].steep:
            kinks += [text for text in kinks_of(store, n) if text not in kinks]
    return _listed(kinks, " or ")


def defined_where(derivatives: Derivatives, nodes: list[Node]) -> str:
    """`everywhere`, or `for` the conditions that the nodes need."""
    store = derivatives.store
    conditions = [*hidden_conditions(store, store.node(LIST, *nodes), ONE, derivatives.facts())]
    texts = condition_texts(store, list(dict.fromkeys([*conditions, *derivatives.conditions])), write=worded)
    return "for " + ", ".join(texts) if texts else "everywhere"


def condition_texts(
    store: Store,
    conditions: Sequence[Node],
    others: Sequence[Node] = (),
    *,
    write: Callable[[Store, Node], str] = condition_text,
) -> list[str]:
    """The conditions as texts, each once, without what always holds and `u != 0` where u > 0 is asked as well.

    write: how one is written, as text of the language or `worded` for people.
    """
    positive = {store.operands(c)[0] for c in (*conditions, *others) if store.op(c) == GREATER}
    texts: list[str] = []
    for condition in conditions:
        if store.op(condition) == NOT_EQUAL and store.operands(condition) in {(p, ZERO) for p in positive}:
            continue
        condition = settled(store, condition)
        if not always(store, condition) and not holds_everywhere(store, condition):
            text = write(store, condition)
            if text and text not in texts:
                texts.append(text)
    return texts


def settled(store: Store, condition: Node) -> Node:
    """The condition with the steps of numbers in it worked out: `if(0 == floor(0), 1, x)` is 1."""
    made: dict[Node, Node] = {}
    for n in store.live([condition]):
        operands = tuple(made.get(a, a) for a in store.operands(n))
        new = store.make(store.op(n), operands) if operands != store.operands(n) else n
        made[n] = _step(store, new) if all(a < 0 for a in operands) else new
    return made.get(condition, condition)


def _step(store: Store, node: Node) -> Node:
    """A step function of a number as the integer that it is; anything else as it is.

    Of other functions a double does not tell whether they are an integer: exp(40) only looks like one.
    """
    if node < 0 or set(store.operations[store.op(node)].partials) != {"0"}:
        return node
    from derivrepl.numeric.evaluate import Program

    try:
        program = Program(store, [node])
    except DerivError:
        return node
    value = program.value(node, program.run({}))
    return store.constant(int(value)) if abs(value) < MOST_EXACT and value.is_integer() else node


def always(store: Store, condition: Node) -> bool:
    """Whether the signs of its sides show that a comparison holds everywhere, or (for ==) nowhere."""
    if condition < 0:
        return True
    left, right = store.operands(condition)
    signs = possible_signs(store, store.sub(left, right))
    impossible = {GREATER: f.ZERO | f.NEGATIVE, GREATER_EQUAL: f.NEGATIVE, NOT_EQUAL: f.ZERO, EQUAL: f.ZERO}
    return not signs & impossible.get(store.op(condition), f.ANY)


def holds_everywhere(store: Store, condition: Node) -> bool:
    """Whether an inequality between functions was met at each of many points: then it is not worth a note."""
    if store.op(condition) in (EQUAL, NOT_EQUAL) or all(store.op(n) < IF for n in store.live([condition])):
        return False
    from derivrepl.numeric.evaluate import Program
    from derivrepl.numeric.sample import points

    try:
        program = Program(store, [condition])
    except DerivError:
        return False
    left, right = store.operands(condition)
    met = 0
    for point in points("everywhere", store.inputs([condition]), EVERYWHERE):
        values = program.run(point)
        if isfinite(program.value(left, values)) and isfinite(program.value(right, values)):
            if not values[condition]:
                return False
            met += 1
    return met > EVERYWHERE // 4


def _listed(texts: list[str], between: str = ", ") -> str:
    more = len(texts) - MOST_CONDITIONS
    return between.join(texts[:MOST_CONDITIONS]) + (f" and {more} more conditions" if more > 0 else "")


def domain_of(store: Store, node: Node) -> list[str]:
    """The conditions of a node's domain, as text, on its own operands; none for a number."""
    return _instantiated(store, node, store.operations[store.op(node)].domain) if node >= 0 else []


def kinks_of(store: Store, node: Node) -> list[str]:
    """Where a function node is not differentiable, as text, on its own operands."""
    return [t.replace(" == ", " = ") for t in _instantiated(store, node, store.operations[store.op(node)].kinks)]


def _instantiated(store: Store, node: Node, conditions: str) -> list[str]:
    texts = []
    params = store.operations[store.op(node)].params
    operands = store.operands(node)
    leaves = {store.leaf(PARAMETER, p): a for p, a in zip(params, operands, strict=True)}
    for pattern in comparisons(store, conditions):
        condition = _value_last(store, settled(store, store.replace(pattern, leaves)))
        texts.append("" if always(store, condition) else _shorter(store, condition))
    return [text for text in texts if text]


def _value_last(store: Store, condition: Node) -> Node:
    """`x == 0` for `0 == x`."""
    if store.op(condition) in (EQUAL, NOT_EQUAL):
        left, right = store.operands(condition)
        if left < 0 <= right:
            return store.node(store.op(condition), right, left)
    return condition


def _shorter(store: Store, condition: Node) -> str:
    """A condition as text; an equation solved where that is shorter: `x == 0` for `x == -x`."""
    text = worded(store, condition)
    if store.op(condition) != EQUAL:
        return text
    from derivrepl.simplify.conditions import solved

    other = solved(store, condition)
    if always(store, other):
        return ""
    shorter = worded(store, other)
    return shorter if 0 < len(shorter) < len(text) else text
