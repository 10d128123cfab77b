"""`:latex`: results, the node table or the steps of an explanation as LaTeX."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.latex import DOTS, Latex, derivative_name, symbol
from derivrepl.language.suggest import Misspelt
from derivrepl.session.answer import Block, Drawing, Steps
from derivrepl.session.commands.registry import command
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Equality
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

WORDS = ("f", "grad", "table", "steps")
MOST_ROWS = 500
"""Rows of a table at most."""


@command(
    "latex", "tex", usage="[NAME] [f | grad | table | steps]",
    examples=("sin(x) + x*y", ":latex", ":latex grad", ":latex table", ":latex steps"),
)  # fmt: skip
def latex(session: Session, target: Target, words: Rest) -> list[Block]:
    """LaTeX of f and its derivatives, of one of both, of the table, or of the steps.

    f_x is the derivative by x. Long formulas name their shared parts.
    """
    asked = words[0] if words else ""
    if asked not in ("", *WORDS, target.name) or len(words) > 1:
        raise Misspelt("E502", f":latex does not take {words[-1]}", words[-1], () if len(words) > 1 else WORDS)
    if asked == "table":
        return [_flush(_table(session, target))]
    if asked == "steps":
        return [_flush(_steps(session, target))]
    return [_results(session, target, asked)]


def _flush(lines: list[str]) -> Drawing:
    return Drawing(lambda *_: lines, lines, flush=True)


def _results(session: Session, target: Entry, asked: str) -> Drawing:
    """One line for f and each derivative; on a screen their signs of equality under each other."""
    store = session.store
    made: list[tuple[str, Node]] = [] if asked == "grad" else [(derivative_name(target.name, []), target.node)]
    if asked in ("", "grad"):
        wanted = session.taken_by(target)
        for leaf, node in zip(wanted, session.derivatives.gradient(target, wanted), strict=True):
            made.append((derivative_name(target.name, [store.name(leaf)]), node))
    writer = Latex(store)
    texts = [(head, writer.with_parts(node)) for head, node in made]
    width = max((len(head) for head, _ in texts), default=0)
    piped = [f"{head} = {text}" if text else _too_long(head) for head, text in texts]
    screen = [f"  {head:<{width}} = {text}" if text else _too_long(head) for head, text in texts]
    return Drawing(lambda *_: screen, piped, flush=True)


def _too_long(head: str) -> str:
    return f"% {head} is too long to write; :latex table names its parts"


def _table(session: Session, target: Entry) -> list[str]:
    """The node table as an array: label, operation, expression."""
    session.derivatives.number_gradient(target)
    view = target.view
    if len(view.numbered()) > MOST_ROWS:
        raise DerivError(
            "E506", f"{len(view.numbered()):,} rows are too many for a table in LaTeX (at most {MOST_ROWS})"
        )
    labels = {n: symbol(label) for n, label in view.labels.items()}
    writer = Latex(session.store, 400)
    lines = ["\\begin{array}{lll}", "\\text{node} & \\text{operation} & \\text{expression} \\\\ \\hline"]
    for n in view.numbered():
        row = "\\text{input}" if n in view.inputs else writer.row(n, labels)
        lines.append(f"{labels[n]} & {row} & {writer.text(n) or DOTS} \\\\")
    return [*lines, "\\end{array}"]


def _steps(session: Session, target: Entry) -> list[str]:
    """The steps of the derivative by each input, as arrays: rule, parts, what the rule says."""
    from derivrepl.session.commands.explain import steps

    lines: list[str] = []
    for block in steps(session, target, ([], 0)) or []:
        if isinstance(block, Steps):
            lines += _explained(session, block)
    return lines


def _explained(session: Session, block: Steps) -> list[str]:
    names: dict[Node, str] = {}
    plain = Latex(session.store, 400)
    for leaf, part in block.symbols.items():
        if part.name:
            names[leaf] = _primed(part.name)
        else:
            text = plain.text(part.node) or DOTS
            names[leaf] = f"{text}'" if text.isalnum() else f"\\left({text}\\right)'"
    writer = Latex(session.store, 2_000, names)

    def written(equalities: list[Equality]) -> str:
        texts = []
        for one in equalities:
            left = "" if one.left is None else writer.text(one.left) or DOTS
            texts.append(f"{left} = {writer.text(one.right) or DOTS}".lstrip())
        return ",\\; ".join(texts)

    lines = ["\\begin{array}{lll}"]
    for row in block.rows:
        rule = f"\\text{{{row.rule}}}" if row.rule else ""
        if rule or row.given or row.follows:
            lines.append(f"{rule} & {written(row.given)} & {written(row.follows)} \\\\")
    return [*lines, "\\end{array}"]


def _primed(name: str) -> str:
    """A part's name, its primes and index as LaTeX writes them."""
    bare = name.rstrip("′'")
    return symbol(bare) + "'" * (len(name) - len(bare)) if bare.isidentifier() else name.replace("′", "'")
