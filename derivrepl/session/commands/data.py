"""`:data`: f and its derivatives for every row of a table, in chunks."""

from __future__ import annotations

import os

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name
from derivrepl.session.answer import Block, Drawing, Lines
from derivrepl.session.commands.registry import command
from derivrepl.store import LIST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Output, Rest, Target
    from derivrepl.session.session import Session

MOST_SHOWN = 1_000
"""Rows that are printed where no file is given."""


@command("data", usage="[NAME] FILE.csv [> OUT.csv]", examples=("sin(x)*y", ":data points.csv > values.csv"))
def data(session: Session, target: Target, output: Output, words: Rest) -> list[Block]:
    """Values of f and its derivatives for every row of a table, as new columns.

    The table is a .csv or .tsv file with a head; its columns named like the inputs
    are read, in chunks, so that it may be larger than memory. Fields that are no
    numbers give nan. Without > OUT at most 1,000 rows are printed.
    """
    from derivrepl.numeric.compile import Function
    from derivrepl.numeric.data import appended, delimiter, write_table

    if len(words) != 1:
        raise DerivError("E502", ":data needs one file", hint="usage: :data FILE.csv [> OUT.csv]")
    path = os.path.expanduser(words[0])
    separator = delimiter(path)
    store = session.store
    vector = store.op(target.node) == LIST
    roots = list(store.operands(target.node)) if vector else [target.node]
    heads = [f"{target.name}{k}" for k in range(1, len(roots) + 1)] if vector else [target.name]
    wanted = [] if vector else session.wanted(target)
    heads += [ascii_name(target.name, [store.name(leaf)]) for leaf in wanted]
    roots += session.derivatives.gradient(target, wanted) if wanted else []
    function = Function(store, target.inputs, roots, session.settings.get("backend"))
    chunks = appended(path, target.input_names(), heads, function)
    if output:
        out = os.path.expanduser(output)
        delimiter(out)
        count = write_table(out, chunks)
        return [Lines([f"wrote {count:,} rows to {out}"], comment=True)]
    rows = []
    for chunk in chunks:
        rows += chunk
        if len(rows) > MOST_SHOWN + 1:
            raise DerivError("E405", f"{path} has over {MOST_SHOWN:,} rows", hint=f":data {words[0]} > OUT.csv")
    lines = [separator.join(row) for row in rows]
    return [Drawing(lambda _: lines, lines)]
