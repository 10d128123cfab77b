"""`:data`: f and its derivatives for every row of a table, in chunks."""

from __future__ import annotations

from derivrepl.errors import DerivError, NoValue
from derivrepl.language.derivative_names import ascii_name
from derivrepl.session.answer import Block, Lines, Listing
from derivrepl.session.commands.registry import command
from derivrepl.session.points import evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from derivrepl.numeric.data import Rows
    from derivrepl.session.commands.words import Output, Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

MOST_SHOWN = 1_000
"""Rows that are printed where no file is given."""


@command("data", usage="[NAME] FILE.csv [> OUT.csv]", examples=("sin(x)*y", ":data points.csv > values.csv"))
def data(session: Session, target: Target, output: Output, words: Rest) -> list[Block]:
    """Values of f and its derivatives for every row of a table, as new columns.

    The table is a .csv, .tsv or .parquet file; its columns named like the
    inputs are read, in chunks, so that it may be larger than memory. Fields
    that are no numbers give nan. Without > OUT at most 1,000 rows are shown.
    """
    if len(words) != 1:
        raise DerivError("E502", ":data needs one file", hint="usage: :data FILE.csv [> OUT.csv]")
    work = work_on(session, target, words[0])
    if output:
        out = session.files.path(output)
        return [Lines([f"wrote {work.written(out):,} rows to {out}"], comment=True)]
    heads, *rows = work.printed(words[0])
    between = separator(work.path)
    return [Listing(heads, rows, [between.join(row) for row in (heads, *rows)])]


def work_on(session: Session, target: Entry, name: str) -> Work:
    """A table with what an expression appends to it; raises DerivError for an expression without values."""
    from derivrepl.numeric.compile import Function

    path = session.files.path(name)
    store = session.store
    if not target.is_list and session.shape(target.node):
        raise DerivError("E302", f"{target.name} is an array, and a table's fields are numbers", hint="take an element")
    heads, roots = map(list, zip(*target.functions))
    wanted = [leaf for leaf in session.taken_by(target) if not session.shape(leaf)]
    heads += [ascii_name(target.name, [store.name(leaf)]) for leaf in wanted]
    roots += session.derivatives.gradient(target, wanted)
    columns = [leaf for leaf in target.inputs if not session.shape(leaf)]
    function: Callable[..., list[Any]]
    if target.has_arrays:
        function = _row_by_row(session, target, roots, columns)
    else:
        function = Function(store, columns, roots, session.settings.get("backend"))
    return Work(path, [store.name(leaf) for leaf in columns], heads, function, session.meter)


def _row_by_row(session: Session, target: Entry, roots: list[Node], columns: list[Node]) -> Callable[..., list[Any]]:
    """A function of columns of numbers, whose arrays are the kept point's."""
    store = session.store
    missing = [n for n in target.input_names() if session.shape(store.input(n)) and n not in session.point]
    if missing:
        hint = f":eval {missing[0]}=… keeps a value; the columns of a table are numbers"
        raise NoValue(missing, hint=hint)
    at = evaluator(store, roots, target.inputs)
    names = [store.name(leaf) for leaf in columns]
    fixed = {name: value for name, value in session.point.items() if name not in names}

    def call(*values: Any) -> list[Any]:
        rows = [at({**fixed, **dict(zip(names, map(float, row)))}) for row in zip(*values)]
        return list(zip(*(rows or [at(fixed)])))

    return call


def separator(path: str) -> str:
    """What separates the fields of a table that is written as text."""
    from derivrepl.numeric.data import delimiter

    return "," if path.lower().endswith(".parquet") else delimiter(path)


class Work:
    """One table with what is to be appended to it."""

    def __init__(
        self, path: str, names: list[str], heads: list[str], function: Callable[..., list[Any]],
        meter: Callable[[int, int], None] | None = None,
    ) -> None:  # fmt: skip
        self.path = path
        self.arguments = names, heads, function, meter
        self.parquet = path.lower().endswith(".parquet")

    def rows(self) -> Iterator[Rows]:
        """The rows with their values, chunk by chunk."""
        if self.parquet:
            from derivrepl.numeric.parquet import rows

            return rows(self.path, *self.arguments)
        from derivrepl.numeric.data import appended

        return appended(self.path, *self.arguments)

    def written(self, out: str) -> int:
        """Write them to a file; how many there are."""
        if self.parquet and out.lower().endswith(".parquet"):
            from derivrepl.numeric.parquet import batches, write

            return write(out, batches(self.path, *self.arguments))
        from derivrepl.numeric.data import delimiter, write_table

        if out.lower().endswith(".parquet"):
            raise DerivError("E702", f"cannot write {out}: a Parquet table is made of a Parquet table, not of text")
        delimiter(out)
        return write_table(out, self.rows())

    def printed(self, shown: str) -> Rows:
        """The heads and a few rows; raises E405 for a longer table."""
        rows: Rows = []
        for chunk in self.rows():
            rows += chunk
            if len(rows) > MOST_SHOWN + 1:
                raise DerivError("E405", f"{self.path} has over {MOST_SHOWN:,} rows", hint=f":data {shown} > OUT.csv")
        return rows
