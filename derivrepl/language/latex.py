"""Nodes as LaTeX, with as few brackets as mathematics needs; functions by the template in their row.

Texts are composed bottom-up, once for each node, and only as long as a limit allows, as in `language/text.py`.
"""

from __future__ import annotations

import re

from derivrepl import numbers
from derivrepl.language.derivative_names import grouped
from derivrepl.language.latex_arrays import array_latex
from derivrepl.language.text import shared_parts
from derivrepl.store import DIV, IF, INPUT, LIST, MUL, NAMED, NEG, PARAMETER, POW, Node, Store
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.operators import ATOM, COMPARISON, JUXTAPOSED, MATRIX_PRODUCT, POSTFIX, POWER, PRODUCT, UNARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from derivrepl.operation import Operation

LIMIT = 20_000
"""Characters beyond which a formula is not written."""
_greek = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega"
)
GREEK = _greek.split()
LETTERS = dict(zip("αβγδεζηθικλμνξρστυφχψωΓΔΘΛΞΣΥΦΨΩ", GREEK))
DOTS, THIN, LINE = "\\ldots", "\\,", " \\\\ "
SPECIAL = str.maketrans({c: f"\\{c}" for c in "_#$%&{}"})
NAMES = {row.name: row.latex for row in CONSTANTS}
MOST_PRIMES = 3

Written = tuple[str, int]
"""A text and the level at which it binds."""

_named_call = re.compile(r"(\\[a-zA-Z]+|\\operatorname\{\w+\}|[A-Z])(\\left\(.*\\right\))$", re.DOTALL)


class Latex:
    """Writes nodes of one store.

    names  node → formula to write instead of the node (labels, shared parts)
    limit  formulas longer than this are not made
    """

    def __init__(self, store: Store, limit: int = LIMIT, names: dict[Node, str] | None = None) -> None:
        self.store = store
        self.limit = limit
        self.written: dict[Node, Written | None] = {n: (text, ATOM) for n, text in (names or {}).items()}

    def text(self, node: Node) -> str | None:
        """The node's formula, or None when it is longer than the limit."""
        written = self.written
        for n in self.store.live([node], stop=written):
            operands = [self._known(a) for a in self.store.operands(n)]
            whole = [part for part in operands if part is not None]
            made = self._of(n, whole) if len(whole) == len(operands) else None
            written[n] = made if made is not None and len(made[0]) <= self.limit else None
        found = self._known(node)
        return found[0] if found is not None else None

    def with_parts(self, node: Node) -> str | None:
        """The formula, where it is too long with its shared parts named: `… \\quad\\text{where } t_1 = …`."""
        text = self.text(node)
        parts = sorted(shared_parts(self.store, node), reverse=True) if text is None else []
        if not parts:
            return text
        names = {n: f"t_{k}" for k, n in enumerate(parts, 1)}
        pieces = []
        for n in [node, *parts]:
            text = Latex(self.store, self.limit, {m: name for m, name in names.items() if m != n}).text(n)
            if text is None:
                return None
            pieces.append(f"{names[n]} = {text}" if n in names else text)
        return f"{pieces[0]} \\quad\\text{{where }} " + ",\\quad ".join(pieces[1:])

    def row(self, node: Node, labels: dict[Node, str]) -> str:
        """The node's operation on the labels of its operands."""
        if self.store.op(node) <= PARAMETER:
            return self._leaf(node)
        operands = [(labels[a], ATOM) if a in labels else self._known(a) for a in self.store.operands(node)]
        return self._of(node, [part or (DOTS, ATOM) for part in operands])[0]

    def _known(self, node: Node) -> Written | None:
        if node < 0 and node not in self.written:
            self.written[node] = number(self.store.value(node))
        if node not in self.written:
            self.text(node)
        return self.written[node]

    # One operation

    def _of(self, node: Node, operands: Sequence[Written]) -> Written:
        store, op = self.store, self.store.op(node)
        if op <= PARAMETER:
            return self._leaf(node), ATOM
        operation = store.operations[op]
        if operation.signature:
            return array_latex(store, operation, node, operands)
        if op == DIV:
            return f"\\frac{{{operands[0][0]}}}{{{operands[1][0]}}}", JUXTAPOSED
        if op == POW:
            return self._power(node, *operands)
        if op == MUL:
            arrays = [] if store.shapes is None else [bool(store.shapes.of(a)) for a in store.operands(node)]
            limit = MATRIX_PRODUCT if arrays == [False, True] else JUXTAPOSED
            left, right = bracketed(operands[0], PRODUCT), bracketed(operands[1], limit)
            if arrays == [True, True]:
                return f"{left} \\odot {right}", PRODUCT
            return f"{left}{times(right)}{right}", PRODUCT
        if op == IF:
            return self._cases(node), COMPARISON
        if op == LIST:
            return self._list(node), ATOM
        if op == NEG:
            return f"-{bracketed(operands[0], MATRIX_PRODUCT)}", UNARY
        if operation.levels:
            own, *allowed = operation.levels
            left, right = (bracketed(part, level) for part, level in zip(operands, allowed))
            template = operation.latex or f"{{u}}{operation.symbol}{{v}}"
            return template.format(u=left, v=right), own
        return self._call(node, operation, operands)

    def _leaf(self, node: Node) -> str:
        name = self.store.name(node)
        return NAMES[name] if self.store.op(node) == NAMED else symbol(name)

    def _power(self, node: Node, base: Written, exponent: Written) -> Written:
        """A power; `\\sin^2\\left(x\\right)` for the square of a named function, as is custom."""
        power = braced(exponent[0])
        called = _named_call.match(base[0])
        below = self.store.operands(node)[0]
        if called and exponent[0].isdecimal() and self.store.op(below) > LIST and _closed(called[2]):
            return f"{called[1]}^{power}{called[2]}", ATOM
        return f"{bracketed(base, ATOM)}^{power}", POWER

    def _cases(self, node: Node) -> str:
        """The conditional; one inside its last branch gives further cases."""
        rows = []
        while node >= 0 and self.store.op(node) == IF:
            condition, then, node = self.store.operands(node)
            rows.append(f"{self._part(then)} & \\text{{if }} {self._part(condition)}")
        rows.append(f"{self._part(node)} & \\text{{otherwise}}")
        return f"\\begin{{cases}} {LINE.join(rows)} \\end{{cases}}"

    def _list(self, node: Node) -> str:
        return matrix([[self._part(a) for a in row] for row in matrix_rows(self.store, node)])

    def _part(self, node: Node) -> str:
        found = self._known(node)
        return found[0] if found is not None else DOTS

    # Functions

    def _call(self, node: Node, operation: Operation, operands: Sequence[Written]) -> Written:
        if operation.derivative_of is not None:
            head = self._derivative(node, operation.derivative_of)
        elif operation.latex:
            template = operation.latex
            infix = any(template.startswith(f"{{{p}}} ") for p in operation.params)
            limits = [ATOM if f"{{{p}}}^" in template else POSTFIX if infix else COMPARISON for p in operation.params]
            texts = [bracketed(part, limit) for part, limit in zip(operands, limits)]
            made = template.format(**dict(zip(operation.params, texts)))
            closed = made.endswith(("\\right)", "\\right|", "\\rfloor", "\\rceil", "\\|")) or not operands
            return made, ATOM if closed else PRODUCT if infix else POSTFIX
        else:
            head = function_symbol(operation.name)
        return f"{head}\\left({', '.join(text for text, _ in operands)}\\right)", ATOM

    def _derivative(self, node: Node, derivative_of: tuple[int, tuple[int, ...]]) -> str:
        """`g'`, `g^{(4)}`; with several operands a fraction of partials, by number where they are no inputs."""
        base, orders = derivative_of
        name, order = function_symbol(self.store.operations[base].name), sum(orders)
        if len(orders) == 1:
            return name + ("'" * order if order <= MOST_PRIMES else f"^{{({order})}}")
        leaves = self.store.operands(node)
        if not distinct_inputs(self.store, leaves):
            return "".join(f"\\partial_{k} " * n for k, n in enumerate(orders, 1)) + name
        wanted = [self.store.name(a) for a, n in zip(leaves, orders) for _ in range(n)]
        return quotient(name, wanted)


def matrix_rows(store: Store, node: Node) -> list[tuple[Node, ...]]:
    """The rows of a list as it is drawn: a vector as a column, a list of lists of equal length as a matrix."""
    parts = store.operands(node)
    lengths = {len(store.operands(a)) if a >= 0 and store.op(a) == LIST else 0 for a in parts}
    return [store.operands(a) for a in parts] if len(lengths) == 1 and 0 not in lengths else [(a,) for a in parts]


def distinct_inputs(store: Store, nodes: tuple[Node, ...]) -> bool:
    """Whether the nodes are inputs, none of them twice: then a derivative can name what it is taken by."""
    return len(set(nodes)) == len(nodes) and all(a >= 0 and store.op(a) == INPUT for a in nodes)


def number(value: numbers.Number) -> Written:
    """A constant: fractions with a bar, powers of ten as such."""
    text = numbers.text(value)
    sign = "-" if text[0] == "-" else ""
    top, slash, bottom = text.removeprefix("-").partition("/")
    if slash:
        return f"{sign}\\frac{{{top}}}{{{bottom}}}", UNARY if sign else JUXTAPOSED
    digits, e, exponent = top.partition("e")
    if e and digits == "1" and not sign:
        return f"10^{{{int(exponent)}}}", POWER
    if e:
        return f"{sign}{digits} \\cdot 10^{{{int(exponent)}}}", PRODUCT
    return text, UNARY if sign else ATOM


def matrix(rows: Sequence[Sequence[str]]) -> str:
    """Rows of formulas as a matrix in brackets."""
    return f"\\begin{{bmatrix}} {LINE.join(' & '.join(row) for row in rows)} \\end{{bmatrix}}"


def times(right: str) -> str:
    """What stands before a second factor: a dot where it begins with a digit, else a thin space."""
    return " \\cdot " if right[:1].isdigit() else "\\,"


def bracketed(written: Written, loosest: int) -> str:
    """The text in growing brackets where it binds more loosely than the limit."""
    text, level = written
    return f"\\left({text}\\right)" if level > loosest else text


def braced(text: str) -> str:
    """A formula as an index or exponent: braces only around more than one sign."""
    return text if len(text) == 1 else f"{{{text}}}"


def _closed(text: str) -> bool:
    """Whether the bracket that opens the text closes at its end only."""
    depth = 0
    for found in re.finditer(r"\\left\(|\\right\)", text):
        depth += 1 if found[0] == "\\left(" else -1
        if depth == 0:
            return found.end() == len(text)
    return False


def symbol(name: str) -> str:
    """A name: `x_1` for x1, `x_{\\mathrm{max}}` for x_max, Greek letters by their commands."""
    stem, _, index = name.partition("_")
    if not stem or not index:
        stem = name.rstrip("0123456789_")
        index = name[len(stem) :].strip("_")
    if not stem:
        return _upright(name)
    if not index:
        return _upright(stem)
    return f"{_upright(stem)}_{braced(index if index.isdecimal() else _upright(index))}"


def _upright(name: str) -> str:
    """A letter as it is, a Greek one as its command, several letters upright."""
    greek = LETTERS.get(name, name)
    if greek in GREEK:
        return f"\\{greek}"
    return name.translate(SPECIAL) if len(name) == 1 else f"\\mathrm{{{name.translate(SPECIAL)}}}"


def function_symbol(name: str) -> str:
    """A function's name: one letter as it is, several upright and apart from what follows."""
    made = symbol(name)
    return made.replace("\\mathrm", "\\operatorname", 1) if made.startswith("\\mathrm") else made


def quotient(function: str, variables: list[str]) -> str:
    """`\\frac{\\partial^2 f}{\\partial x\\,\\partial y}`."""
    order = len(variables)
    power = f"^{braced(str(order))}" if order > 1 else ""
    below = [f"\\partial {symbol(name)}" + (f"^{braced(str(n))}" if n > 1 else "") for name, n in grouped(variables)]
    return f"\\frac{{\\partial{power} {function}}}{{{THIN.join(below)}}}"


def derivative_name(function: str, variables: list[str]) -> str:
    """`f_x`, `f_{xy}`; a quotient where the function's own name has an index."""
    if not variables:
        return symbol(function)
    head = symbol(function)
    if "_" in head:
        return quotient(head, variables)
    return f"{head}_{braced(''.join(symbol(name) for name in variables))}"
