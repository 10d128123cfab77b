"""`--data FILE`: after the statements, the current expression for every row of a table, as it is read."""

from __future__ import annotations

import csv

from derivrepl.batch.limits import TimeIsUp
from derivrepl.batch.run import Batch, too_long
from derivrepl.errors import DerivError
from derivrepl.language.statements import Source
from derivrepl.session.commands.data import separator, work_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def write_table(batch: Batch, name: str, out: TextIO | None, path: str | None) -> None:
    """Write the table `name` with f and its derivatives behind its columns, to `out` or, as Parquet, to a file.

    An error is told, and counts as a failed statement.
    """
    session = batch.session
    session.meter = batch.progress.part
    batch.statements += 1
    try:
        with batch.clock:
            work = work_on(session, session.current_entry(), name)
            if out is None:
                work.written(session.files.path(path or ""))
            else:
                writer = csv.writer(out, delimiter=separator(name), lineterminator="\n")
                for rows in work.rows():
                    writer.writerows(rows)
    except (DerivError, TimeIsUp) as caught:
        error = caught if isinstance(caught, DerivError) else too_long(batch.options)
        source = Source(f"--data {name}")
        batch.complain(error, source, "command line")
        batch.failures += 1
