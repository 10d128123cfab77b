"""Nodes as text of the language: what is written here parses back to the same node.

Texts are composed bottom-up, once for each node, and only as long as a limit allows: a shared part
that is written a thousand times never grows beyond it.
"""

from __future__ import annotations

from derivrepl import language
from derivrepl.errors import LEFT_OUT
from derivrepl.interrupts import checkpoint
from derivrepl.language.derivative_names import RAISED
from derivrepl.numbers import text as number_text
from derivrepl.store import DIV, LESS, LIST, MUL, NAMED, NEG, NOT_EQUAL, PARAMETER, POW, Node, Store
from derivrepl.tables.operators import ATOM, COMPARISON, POSTFIX, PRODUCT, UNARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.operation import Operation

LIMIT = 2_000
ENORMOUS = 10**18


class Notation:
    """The signs that an output uses for what the language spells in several ways."""

    __slots__ = ("mark", "pi", "prime", "raised", "relations", "times")

    def __init__(self, times: str, raised: bool, prime: str, pi: str, relations: dict[str, str], mark: str) -> None:
        self.times = times
        self.raised = raised
        """Whether `x^2` is written `x²`."""
        self.prime = prime
        self.pi = pi
        self.relations = relations
        self.mark = mark
        """What stands for text that is left out."""

    def flat(self) -> Notation:
        """The same with powers on the line, `v1^v2`, so that exponents can be labels."""
        return Notation(self.times, False, self.prime, self.pi, self.relations, self.mark)


ASCII = Notation("*", False, "'", "pi", {}, "...")
UNICODE = Notation("·", True, "′", "π", {"<=": "≤", ">=": "≥", "!=": "≠"}, LEFT_OUT)

Written = tuple[str, int]
"""A text and the level at which it binds."""


class Writer:
    """Writes nodes of one store in one notation; remembers what it wrote.

    names   node → text to write instead of the node (labels, shared parts)
    limit   texts longer than this are not made
    """

    def __init__(
        self, store: Store, notation: Notation = ASCII, limit: int = LIMIT, names: dict[Node, str] | None = None
    ) -> None:
        self.store = store
        self.notation = notation
        self.limit = limit
        self.written: dict[Node, Written | None] = {n: (text, ATOM) for n, text in (names or {}).items()}

    def text(self, node: Node) -> str | None:
        """The node's text, or None when it is longer than the limit."""
        written = self._of(node)
        return written[0] if written else None

    def shown(self, node: Node) -> str:
        """The node's text, or the mark of what is left out."""
        return self.text(node) or self.notation.mark

    def row(self, node: Node, labels: dict[Node, str]) -> str:
        """The node's operation on the labels of its operands: `sin(v1)`, `v3 + v4`."""
        unknown = self.notation.mark, ATOM
        operands = [(labels[a], ATOM) if a in labels else self._of(a) or unknown for a in self.store.operands(node)]
        return self.compose(node, operands)[0]

    def _of(self, node: Node) -> Written | None:
        written = self.written
        if node in written:
            return written[node]
        if node < 0:
            written[node] = self._constant(node)
            return written[node]
        store = self.store
        for n in store.live([node], stop=written):
            written[n] = self._one(n)
        return written[node]

    def _one(self, n: Node) -> Written | None:
        checkpoint()
        operands = []
        for a in self.store.operands(n):
            if a < 0 and a not in self.written:
                self.written[a] = self._constant(a)
            part = self.written[a]
            if part is None:
                return None
            operands.append(part)
        made = self.compose(n, operands)
        return made if len(made[0]) <= self.limit else None

    def _constant(self, node: Node) -> Written:
        value = self.store.value(node)
        text = number_text(value)
        level = PRODUCT if "/" in text else UNARY if text[0] == "-" else ATOM
        return text, level

    def compose(self, node: Node, operands: list[Written]) -> Written:
        """The text of one operation from the texts of its operands."""
        store, notation = self.store, self.notation
        op = store.op(node)
        if op <= PARAMETER:
            return self._leaf(node, op)
        operation = store.operations[op]
        if operation.signature:
            return language.array_text.array_text(self, operation, node, operands)
        if not operation.levels:
            inner = ", ".join(text for text, _ in operands)
            if op == LIST:
                return f"[{inner}]", ATOM
            return f"{operation.name.replace(chr(39), notation.prime)}({inner})", ATOM
        if op == POW and notation.raised and self._raisable(store.operands(node)[1]):
            text, level = operands[0]
            return (text if level == ATOM else f"({text})") + operands[1][0].translate(RAISED), POSTFIX
        if op == NEG and self._begins_with_number(store.operands(node)[0]):
            return f"-({operands[0][0]})", UNARY
        return self.operator(node, op, operation, operands)

    def _begins_with_number(self, node: Node) -> bool:
        """Whether a product or quotient starts with a constant, which would take a sign before it as its own."""
        while self.store.op(node) in (MUL, DIV):
            node = self.store.operands(node)[0]
        return node < 0

    def _leaf(self, node: Node, op: int) -> Written:
        name = self.store.name(node)
        if op == NAMED and name == "pi":
            name = self.notation.pi
        return name, ATOM

    def _raisable(self, exponent: Node) -> bool:
        if exponent >= 0:
            return False
        value = self.store.value(exponent)
        return isinstance(value, int) and 1 < value < 1000

    def operator(self, node: Node, op: int, operation: Operation, operands: list[Written]) -> Written:
        """The text of a sign between, before or behind its operands, in brackets where they need them."""
        own, *allowed = operation.levels
        parts = [f"({text})" if level > limit else text for (text, level), limit in zip(operands, allowed, strict=True)]
        if op == MUL and self.store.shapes is not None and scales_product(self.store, node):
            parts[1] = operands[1][0]
        symbol = operation.symbol
        if symbol == "*":
            symbol = symbol if is_elementwise(self.store, node) else self.notation.times
        elif own == COMPARISON:
            symbol = f" {self.notation.relations.get(symbol.strip(), symbol.strip())} "
        return (symbol + parts[0] if len(parts) == 1 else symbol.join(parts)), own


def is_elementwise(store: Store, node: Node) -> bool:
    """Whether the node is an operation between two arrays: a dot there would be read as their scalar product."""
    shapes = store.shapes
    return shapes is not None and all(shapes.of(a) for a in store.operands(node))


def scales_product(store: Store, node: Node) -> bool:
    """Whether the node is a number times an array's `@` product, which reads back the same without brackets."""
    scale, product = store.operands(node)
    shapes, op = store.shapes, store.op(product)
    if shapes is None or store.op(node) != MUL or op < 0 or store.operations[op].symbol != "@":
        return False
    return shapes.of(scale) == () != shapes.of(product)


def sizes(store: Store, roots: list[Node], known: dict[Node, int] | None = None) -> dict[Node, int]:
    """About how many characters each live node would take written out, by one pass; at most `ENORMOUS`.

    known: sizes found before, which the result extends.
    """
    size: dict[Node, int] = known if known is not None else {}
    for n in store.live(roots, stop=size):
        op = store.op(n)
        if op <= PARAMETER:
            size[n] = len(store.name(n))
            continue
        operation = store.operations[op]
        own = len(operation.symbol) + 1 if operation.levels else len(operation.name) + 2
        inside = sum(size[a] if a >= 0 else 3 for a in store.operands(n))
        size[n] = min(own + inside, ENORMOUS)
    return size


def roughly(length: int) -> str:
    """A number of characters for reading: `2.1e5`, `over 1e18`."""
    if length >= ENORMOUS:
        return "over 1e18"
    mantissa, exponent = f"{length:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def shared_parts(store: Store, root: Node, at_least: int = 12, at_most: int = 6) -> list[Node]:
    """The parts that are worth naming: used more than once and long, the largest saving first.

    A condition is no value and has no name.
    """
    nodes = store.live([root])
    size = sizes(store, [root])
    uses: dict[Node, int] = dict.fromkeys(nodes, 0)
    for n in nodes:
        for a in store.operands(n):
            if a >= 0:
                uses[a] += 1
    worth = [n for n in nodes if uses[n] > 1 and size[n] > at_least and not LESS <= store.op(n) <= NOT_EQUAL]
    worth.sort(key=lambda n: (-(uses[n] - 1) * size[n], n))
    return worth[:at_most]


def with_parts(
    store: Store, root: Node, notation: Notation = ASCII, limit: int = LIMIT, taken: set[str] | None = None
) -> str | None:
    """`expression where t1 = …, t2 = …` with shared parts named, or None when that is too long as well."""
    parts = sorted(shared_parts(store, root), reverse=True)
    if not parts:
        return None
    letter = next(c for c in "tuwzsabcdghkmnpqr" if not any(t.startswith(c) for t in taken or ()))
    names = {n: f"{letter}{k}" for k, n in enumerate(parts, 1)}
    pieces = []
    for n in parts:
        text = Writer(store, notation, limit, {m: t for m, t in names.items() if m != n}).text(n)
        if text is None:
            return None
        pieces.append(f"{names[n]} = {text}")
    top = Writer(store, notation, limit, {m: t for m, t in names.items() if m != root}).text(root)
    if top is None:
        return None
    whole = f"{top} where {', '.join(pieces)}"
    return whole if len(whole) <= limit else None
