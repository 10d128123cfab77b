"""Nodes as mathematics is written on paper, in two dimensions: fractions stacked, powers raised, roots roofed.

For reading only: what is typed is the one-line form. Boxes are composed bottom-up, once for each node, and
only while they fit: a node whose box would be wider or taller than allowed has none, and neither have its users.
How a function is drawn stands in its row (`drawn`).
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.formats import boxes
from derivrepl.formats.boxes import Box, beside, cases, fenced, fraction, line, matrix, power, root
from derivrepl.formats.columns import cells
from derivrepl.language.array_text import is_call, is_unit
from derivrepl.language.derivative_names import RAISED
from derivrepl.language.latex import LETTERS, distinct_inputs, matrix_rows
from derivrepl.language.text import ASCII, UNICODE, Writer
from derivrepl.store import ADD, DIV, IF, INPUT, LIST, MUL, NEG, PARAMETER, POW, SUB, Node, Store
from derivrepl.tables.operators import ATOM, COMPARISON, JUXTAPOSED, POSTFIX, POWER, PRODUCT, SUM, UNARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.operation import Operation

TALLEST = 30
"""Lines of a box at most."""
FLAT_EXPONENT = 20
"""Cells up to which an exponent is written on one line, with `/` for its fractions."""
MOST_PRIMES = 3
GREEK = {name: letter for letter, name in LETTERS.items()}
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Set = tuple[Box, int]
"""A box and the level at which it binds."""


class Typesetter:
    """Draws nodes of one store.

    room  cells that a box may be wide
    """

    def __init__(self, store: Store, unicode: bool, room: int) -> None:
        self.store = store
        self.unicode = unicode
        self.room = room
        self.signs = boxes.UNICODE if unicode else boxes.ASCII
        self.times = UNICODE.times if unicode else ASCII.times
        self.flat = Writer(store, UNICODE if unicode else ASCII, FLAT_EXPONENT)
        self.wide = Writer(store, self.flat.notation, room)
        self.made: dict[Node, Set | None] = {}
        self.names: dict[Node, str] = {}

    def box(self, node: Node) -> Box | None:
        """The node's box; None where it does not fit."""
        if node < 0:
            box, _ = self._number(node)
            return box if self._fits(box) else None
        self._name(node)
        for n in self.store.live([node], stop=self.made):
            operands = list(map(self._known, self.store.operands(n)))
            known = [part for part in operands if part is not None]
            made = self._of(n, known) if len(known) == len(operands) else None
            self.made[n] = made if made is not None and self._fits(made[0]) else None
        found = self.made[node]
        return found[0] if found is not None else self._broken(node)

    def _known(self, node: Node) -> Set | None:
        """A part that is made already; None where it did not fit."""
        return self._number(node) if node < 0 else self.made[node]

    def _fits(self, box: Box) -> bool:
        return box.width <= self.room and box.height <= TALLEST

    # Sums over several lines

    def _broken(self, node: Node) -> Box | None:
        """A sum that is too wide, its terms on several lines; None where a term is too wide by itself."""
        terms: list[tuple[str, Node]] = []
        while self.store.op(node) in (ADD, SUB) and len(terms) < TALLEST:
            sign = "+" if self.store.op(node) == ADD else "-"
            node, right = self.store.operands(node)
            terms.append((sign, right))
        pieces = []
        for sign, term in [("", node), *reversed(terms)]:
            made = self._known(term)
            if made is None:
                return None
            pieces.append((sign, self._bracketed(made, PRODUCT if sign else SUM)))
        rows = [pieces[0][1]]
        for sign, box in pieces[1:]:
            longer = beside([rows[-1], line(f" {sign} "), box])
            if longer.width <= self.room:
                rows[-1] = longer
            else:
                rows.append(beside([line(f"{sign} "), box]))
        whole = boxes.below(rows)
        return whole if whole.width <= self.room and whole.height <= 2 * TALLEST else None

    # One operation

    def _of(self, node: Node, operands: list[Set]) -> Set:
        store, op = self.store, self.store.op(node)
        if op <= PARAMETER:
            return line(self._leaf(node)), ATOM
        operation = store.operations[op]
        if op == DIV:
            return fraction(operands[0][0], operands[1][0], self.signs), JUXTAPOSED
        if op == POW:
            exponent = self._exponent(store.operands(node)[1], operands[1][0])
            return power(self._bracketed(operands[0], ATOM), exponent, self.signs), POWER
        if op == IF:
            return self._cases(node, operands), COMPARISON
        if op == LIST:
            return self._list(node), ATOM
        if op == NEG:
            inner = self._bracketed(operands[0], PRODUCT)
            return beside([line("- " if self._barred(inner, 0) else "-"), inner]), UNARY
        if op == MUL:
            left, right = (self._bracketed(part, level) for part, level in zip(operands, (PRODUCT, JUXTAPOSED)))
            apart = self._barred(left, -1) or self._barred(right, 0)
            return beside([left, line(f" {self.times} " if apart else self.times), right]), PRODUCT
        if operation.signature and (len(operands) == 1 or not is_call(operation) or self._picks(node)):
            return self._array(node, operation, operands)
        if operation.levels:
            own, *allowed = operation.levels
            left, right = (self._bracketed(part, level) for part, level in zip(operands, allowed))
            sign = operation.symbol.strip()
            text = self.flat.notation.relations.get(sign, sign)
            apart = sign != operation.symbol or self._barred(left, -1) or self._barred(right, 0)
            return beside([left, line(f" {text} " if apart else text), right]), own
        return self._call(node, operation, [box for box, _ in operands])

    def _leaf(self, node: Node) -> str:
        if self.store.op(node) == INPUT:
            return self.names.get(node, self.store.name(node))
        return self.flat.text(node) or self.store.name(node)

    def _number(self, node: Node) -> Set:
        """A constant; a fraction with its bar, the sign in front of it."""
        text = numbers.text(self.store.value(node))
        top, slash, bottom = text.partition("/")
        if not slash:
            return line(text), UNARY if text[0] == "-" else ATOM
        box = fraction(line(top.removeprefix("-")), line(bottom), self.signs)
        return (beside([line("- "), box]), UNARY) if top[0] == "-" else (box, JUXTAPOSED)

    def _barred(self, box: Box, end: int) -> bool:
        """Whether the box has the bar of a fraction at this end of its baseline."""
        return box.height > 1 and box.middle[end] == self.signs.bar

    def _bracketed(self, made: Set, loosest: int) -> Box:
        box, level = made
        return fenced(box, "(", ")", self.signs) if level > loosest else box

    def _exponent(self, node: Node, box: Box) -> Box:
        """An exponent on one line where it is short and raises nothing itself."""
        if box.height == 1:
            return box
        text = self.flat.text(node)
        return line(text) if text is not None and "^" not in text and cells(text) <= FLAT_EXPONENT else box

    def _cases(self, node: Node, operands: list[Set]) -> Box:
        """`if(c, a, b)`; where b is such a choice itself, its cases follow."""
        condition, then, otherwise = (box for box, _ in operands)
        rows = [[then, beside([line("if "), condition])]]
        seen = 0
        _, _, below = self.store.operands(node)
        while below >= 0 and self.store.op(below) == IF and seen < TALLEST:
            parts = [self._part(a) for a in self.store.operands(below)]
            rows.append([parts[1], beside([line("if "), parts[0]])])
            otherwise = parts[2]
            below = self.store.operands(below)[2]
            seen += 1
        return cases([*rows, [otherwise, line("otherwise")]], self.signs)

    def _part(self, node: Node) -> Box:
        """The box of a part that is made already."""
        made = self._known(node)
        return made[0] if made is not None else line("")

    def _list(self, node: Node) -> Box:
        return matrix([[self._part(a) for a in row] for row in matrix_rows(self.store, node)], self.signs)

    def _picks(self, node: Node) -> bool:
        """Whether the node picks an element or a row of an array, `A[1,:]`."""
        return is_unit(self.store, self.store.operands(node)[-1])

    def _array(self, node: Node, operation: Operation, operands: list[Set]) -> Set:
        """A transposed array, a call of one operand, or what is written with indices, on one line."""
        if len(operands) == 1 and operation.symbol:
            base = self._bracketed(operands[0], ATOM)
            if self.unicode:
                return boxes.marked(base, "ᵀ"), POSTFIX
            return beside([base, line(operation.symbol)]), POSTFIX
        if is_call(operation) and not operation.symbol:
            return self._call(node, operation, [box for box, _ in operands])
        return line(self.wide.text(node) or " " * (self.room + 1)), ATOM

    # Functions

    def _call(self, node: Node, operation: Operation, operands: list[Box]) -> Set:
        """A function: as its row says, else its name and its operands in brackets."""
        before, mark, after = operation.drawn.partition("{u}")
        if after and before in self.signs.fences:
            return fenced(operands[0], before, after, self.signs), ATOM
        if before[-1:] == "^":
            exponent = self._exponent(self.store.operands(node)[0], operands[0])
            return power(line(before[:-1]), exponent, self.signs), POWER
        if before in boxes.DEGREES and mark:
            return root(operands[0], boxes.DEGREES[before], self.signs), POSTFIX
        name = line(operation.name)
        if operation.derivative_of is not None and self.unicode:
            name = self._derivative(node, operation.derivative_of)
        elif operation.drawn and not mark and self.unicode:
            name = line(operation.drawn)
        inner = beside([part for k, box in enumerate(operands) for part in ([line(", ")] * (k > 0) + [box])])
        apart = [line(" ")] if name.height > 1 else []
        return beside([name, *apart, fenced(inner, "(", ")", self.signs)]), ATOM

    def _derivative(self, node: Node, derivative_of: tuple[int, tuple[int, ...]]) -> Box:
        """`g′`; with several operands `∂²h/∂x∂y` as a fraction, or `∂₁₂h` where they are no inputs."""
        base, orders = derivative_of
        name, order = self.store.operations[base].name, sum(orders)
        if len(orders) == 1:
            raised = "⁽" + str(order).translate(RAISED) + "⁾"
            return line(name + ("′" * order if order <= MOST_PRIMES else raised))
        leaves = self.store.operands(node)
        if not distinct_inputs(self.store, leaves):
            places = "".join(str(k) * n for k, n in enumerate(orders, 1))
            return line(f"∂{places.translate(LOWERED)}{name}")
        below = [f"∂{self._leaf(a)}{str(n).translate(RAISED) if n > 1 else ''}" for a, n in zip(leaves, orders) if n]
        above = f"∂{str(order).translate(RAISED) if order > 1 else ''}{name}"
        return fraction(line(above), line(" ".join(below)), self.signs)

    # Names

    def _name(self, root: Node) -> None:
        """Greek letters and lowered digits for the inputs, unless two of them would look the same."""
        if not self.unicode:
            return
        leaves = self.store.inputs([root])
        drawn = drawn_names([self.store.name(n) for n in leaves])
        fresh = {n: drawn[self.store.name(n)] for n in leaves} if drawn else {}
        if any(self.names.get(n, text) != text for n, text in fresh.items()) or (leaves and not fresh and self.names):
            self.made.clear()
        self.names = fresh


def drawn_names(names: list[str]) -> dict[str, str]:
    """How each name is drawn; none where two of them would look the same."""
    drawn = {name: drawn_name(name) for name in names}
    return drawn if len(set(drawn.values())) == len(drawn) else {}


def drawn_name(name: str) -> str:
    """`x₁` for x1, `θ₀` for theta_0."""
    stem = name.rstrip("0123456789")
    digits = name[len(stem) :]
    stem = stem.rstrip("_") or stem
    return (GREEK.get(stem, stem) + digits.translate(LOWERED)) if stem else name
