"""The target latex: f and its derivatives as formulas, from the rows' templates."""

from __future__ import annotations

from derivrepl.formats.code.style import RELATIONS, Style, Written
from derivrepl.numbers import Number, parts, text
from derivrepl.store import DIV, IF, MUL, NAMED, PARAMETER, POW, Node, Store
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.operators import ATOM, JUXTAPOSED, POSTFIX, POWER, PRODUCT, SUM, UNARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega"
)
LETTERS = dict(zip("αβγδεζηθικλμνξρστυφχψωΓΔΘΛΞΣΥΦΨΩ", GREEK.split()))
SIGNS = {"<=": "\\le", ">=": "\\ge", "==": "=", "!=": "\\ne"}


class Signs(Style):
    """LaTeX's signs."""

    constants = {row.name: row.latex for row in CONSTANTS}

    def number(self, value: Number) -> Written:
        p, q, decimal = parts(value)
        if decimal or q == 1:
            written = text(value)
            return written, UNARY if written.startswith("-") else ATOM
        sign = "-" if p < 0 else ""
        return f"{sign}\\frac{{{abs(p)}}}{{{q}}}", UNARY if sign else JUXTAPOSED

    def operation(self, store: Store, node: Node, operands: list[Written]) -> Written:
        op = store.op(node)
        row = store.operations[op]
        if op == DIV:
            return f"\\frac{{{operands[0][0]}}}{{{operands[1][0]}}}", JUXTAPOSED
        if op == POW:
            return f"{parenthesised(operands[0], ATOM)}^{{{operands[1][0]}}}", POWER
        if op == MUL:
            left, right = parenthesised(operands[0], PRODUCT), parenthesised(operands[1], POWER)
            between = " \\cdot " if right[0].isdigit() else " \\, "
            return f"{left}{between}{right}", PRODUCT
        if op == IF:
            (condition, _), (a, _), (b, _) = operands
            return f"\\begin{{cases}} {a} & {condition} \\\\ {b} & \\text{{otherwise}} \\end{{cases}}", PRODUCT
        if op in RELATIONS:
            sign = RELATIONS[op]
            return f"{operands[0][0]} {SIGNS.get(sign, sign)} {operands[1][0]}", SUM
        if row.levels:
            return super().operation(store, node, operands)
        texts = [t for t, _ in operands]
        if row.latex:
            return row.latex.format(**dict(zip(row.params, texts))), POSTFIX
        return f"\\operatorname{{{row.name}}}\\left({', '.join(texts)}\\right)", POSTFIX


def parenthesised(written: Written, limit: int) -> str:
    """The text in growing brackets where it binds more loosely than the limit."""
    inner, level = written
    return f"\\left({inner}\\right)" if level > limit else inner


def symbol(name: str) -> str:
    """An input's name: x_{1} for x1, Greek letters by their commands."""
    stem = name.rstrip("0123456789")
    digits = name[len(stem) :]
    stem = stem.rstrip("_") or name
    head = f"\\{LETTERS[stem]}" if stem in LETTERS else f"\\{stem}" if stem in GREEK.split() else stem
    if len(stem) > 1 and head == stem:
        head = f"\\mathrm{{{stem}}}".replace("_", "\\_")
    return f"{head}_{{{digits}}}" if digits and stem != name else head


def write(code: Code, store: Store) -> list[str]:
    """One line for f and each derivative."""
    style = Signs(code.target)
    names = [symbol(store.name(n)) for n in code.leaves]
    written: dict[Node, Written] = dict(zip(code.leaves, [(name, ATOM) for name in names]))
    roots = [code.value, *code.gradient] if 1 in code.orders else [code.value]
    for n in store.live(roots):
        if n not in written and store.op(n) == NAMED:
            written[n] = style.named(store.name(n))
        elif n not in written and store.op(n) > PARAMETER:
            operands = [written[a] if a >= 0 else style.number(store.value(a)) for a in store.operands(n)]
            written[n] = style.operation(store, n, operands)
    texts = [written[r][0] if r >= 0 else style.number(store.value(r))[0] for r in roots]
    head = symbol(code.name)
    heads = [head, *(f"\\frac{{\\partial {head}}}{{\\partial {name}}}" for name in names)]
    return [f"{left} = {right}" for left, right in zip(heads, texts)]
