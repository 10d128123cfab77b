"""Parquet tables, where pyarrow is installed: the same as `data.py`, batch by batch, with typed columns."""

from __future__ import annotations

from importlib import import_module
from itertools import chain

from derivrepl.errors import DerivError
from derivrepl.numeric.data import CHUNK, Rows, evaluated_columns, need_columns
from derivrepl.numeric.digits import shortest
from derivrepl.replacing import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from derivrepl.numeric.data import Meter


def library() -> tuple[Any, Any]:
    """pyarrow and its module for Parquet; raises E701 where it is missing."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise DerivError("E701", "Parquet files need pyarrow", hint="pip install pyarrow") from None


def batches(
    path: str, names: list[str], heads: list[str], function: Callable[..., list[Any]], meter: Meter | None = None
) -> Iterator[Any]:
    """The file's record batches with the function's values as further columns.

    meter: is told how many rows are done, of how many.
    Raises E701 where the file cannot be read, E402 where a column is missing.
    """
    arrow, parquet = library()
    import numpy as np

    try:
        file = parquet.ParquetFile(path)
    except (OSError, arrow.ArrowInvalid) as error:
        raise DerivError("E701", f"cannot read {path}: {str(error).splitlines()[0]}") from None
    with file:
        need_columns(path, names, file.schema_arrow.names)
        done = 0
        for batch in file.iter_batches(batch_size=CHUNK):
            operands = [np.asarray(batch.column(name).cast("float64").fill_null(np.nan)) for name in names]
            for head, values in zip(heads, evaluated_columns(function, operands, batch.num_rows)):
                batch = batch.append_column(head, arrow.array(values, from_pandas=False))
            yield batch
            done += batch.num_rows
            if meter is not None:
                meter(done, file.metadata.num_rows)


def rows(
    path: str, names: list[str], heads: list[str], function: Callable[..., list[Any]], meter: Meter | None = None
) -> Iterator[Rows]:
    """The same as rows of texts, the row of heads first."""
    first = True
    for batch in batches(path, names, heads, function, meter):
        if first:
            yield [batch.schema.names]
            first = False
        columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
        yield [list(row) for row in zip(*columns)]


def _text(value: Any) -> str:
    return shortest(value) if isinstance(value, float) else "" if value is None else str(value)


def write(path: str, found: Iterator[Any]) -> int:
    """Write the batches to a file, which is replaced at the end; how many rows; raises E702."""
    _, parquet = library()
    first = next(found, None)
    if first is None:
        return 0
    count = 0
    try:
        with replacing(path) as file, parquet.ParquetWriter(file, first.schema) as writer:
            for batch in chain([first], found):
                writer.write_batch(batch)
                count += batch.num_rows
    except OSError as error:
        raise DerivError("E702", f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None
    return count
