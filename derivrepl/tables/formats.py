"""The forms of batch output: one row each, with a module of `derivrepl/formats` that makes it.

A module has `make(session, options, out)`, whose result turns an answer into text with `answer(answer, label, source)`
and says by `has_columns` whether the derivatives of a table's rows are seen in it.
"""

from __future__ import annotations


class OutputFormat:
    """One form: as typed behind `--format`, its module, one line of help."""

    __slots__ = ("help", "module", "name")

    def __init__(self, name: str, module: str, help: str) -> None:
        self.name = name
        self.module = module
        self.help = help


# fmt: off
FORMATS = {row.name: row for row in (
    OutputFormat("text",    "text",       "lines that can be typed back"),
    OutputFormat("table",   "table",      "the layout of the prompt"),
    OutputFormat("tsv",     "tsv",        "node tables with tabs between the columns"),
    OutputFormat("program", "program",    "node rows only: a straight-line program"),
    OutputFormat("json",    "json_lines", "one JSON object per statement"),
)}
# fmt: on
