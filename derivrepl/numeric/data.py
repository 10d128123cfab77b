"""Tables that need not fit in memory: read in chunks, values appended as columns, written as they come."""

from __future__ import annotations

import csv
import math
import os
from io import TextIOWrapper

from derivrepl.errors import DerivError
from derivrepl.numeric.digits import shortest
from derivrepl.replacing import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Meter = Callable[[int, int], None]
    """Is told how much is done, of how much."""

Rows = list[list[str]]

CHUNK = 50_000
"""Rows that are in memory at a time."""
DELIMITERS = {".csv": ",", ".tsv": "\t", ".txt": "\t"}


def delimiter(path: str) -> str:
    """What separates the fields of a file, by the ending of its name; raises E701 for other files."""
    ending = os.path.splitext(path)[1].lower()
    if ending not in DELIMITERS:
        raise DerivError("E701", f"cannot read {path}: a table ends in .csv, .tsv or .parquet")
    return DELIMITERS[ending]


def appended(
    path: str, names: list[str], heads: list[str], function: Callable[..., list[Any]], meter: Meter | None = None
) -> Iterator[Rows]:
    """The file's rows with the function's values behind them, chunk by chunk, the row of heads first.

    names  the columns that are the function's operands. A field that is empty or no number gives nan.
    meter  is told how many bytes have been read, of how many

    Raises E701 where the file cannot be read, E402 where a column is missing.
    """
    try:
        with open(path, "rb") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as file:
            size = os.fstat(raw.fileno()).st_size
            reader = csv.reader(file, delimiter=delimiter(path))
            head = next(reader, [])
            need_columns(path, names, head)
            places = [head.index(name) for name in names]
            yield [[*head, *heads]]
            width = len(head)
            while chunk := _chunk(reader, width):
                yield _evaluated(chunk, places, function)
                if meter is not None:
                    meter(raw.tell(), size)
    except OSError as error:
        raise DerivError("E701", f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DerivError("E701", f"cannot read {path}: {error}") from None


def need_columns(path: str, names: list[str], head: list[str]) -> None:
    """Raise E402 where the table has no column for one of the names."""
    missing = [name for name in names if name not in head]
    if missing:
        known = ", ".join(head[:12]) or "none"
        raise DerivError("E402", f"{path} has no column {', '.join(missing)} (columns: {known})")


def _chunk(reader: Iterator[list[str]], width: int) -> Rows:
    """The next rows, each as wide as the head; blank lines are left out."""
    rows: Rows = []
    for row in reader:
        if row:
            rows.append(row if len(row) >= width else row + [""] * (width - len(row)))
        if len(rows) == CHUNK:
            break
    return rows


def _evaluated(rows: Rows, places: list[int], function: Callable[..., list[Any]]) -> Rows:
    import numpy as np

    columns = [np.array([_number(row[k]) for row in rows]) for k in places]
    found = [values.tolist() for values in evaluated_columns(function, columns, len(rows))]
    return [[*row, *map(shortest, values)] for row, values in zip(rows, zip(*found))]


def evaluated_columns(function: Callable[..., list[Any]], columns: list[Any], length: int) -> list[Any]:
    """The function's values as arrays of this length, constant ones too."""
    import numpy as np

    return [np.broadcast_to(np.asarray(v, float), (length,)) for v in function(*columns)]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def write_table(path: str, chunks: Iterator[Rows]) -> int:
    """Write the chunks to a file, which is replaced at the end; how many rows of values; raises E702."""
    count = -1
    try:
        with replacing(path) as raw:
            file = TextIOWrapper(raw, "utf-8", newline="")
            writer = csv.writer(file, delimiter=delimiter(path), lineterminator="\n")
            for chunk in chunks:
                writer.writerows(chunk)
                count += len(chunk)
            file.flush()
            file.detach()
    except OSError as error:
        raise DerivError("E702", f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None
    return count
