"""One run over the sources of a command line, in one session.

Nothing is collected: each statement is printed and flushed before the next is read. An error is told
on stderr with its place, and the remaining statements still run.
"""

from __future__ import annotations

import os
import stat
import sys

from derivrepl.batch.limits import Clock, TimeIsUp
from derivrepl.batch.progress import Progress
from derivrepl.batch.writing import Output
from derivrepl.errors import DerivError
from derivrepl.formats.files import equip
from derivrepl.formats.text import error_text, result_name
from derivrepl.language.statements import Source, split
from derivrepl.session.answer import MISMATCH, Answer, Results
from derivrepl.session.session import Session
from derivrepl.tables.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from typing import BinaryIO, Protocol, TextIO

    from derivrepl.errors import Caution

    class Format(Protocol):
        """What lays answers out."""

        has_columns: bool
        """Whether tables show the derivatives of their rows."""

        def answer(self, answer: Answer, label: str, source: Source) -> str:
            """The answer as text, each line ended by a newline."""


INTERNAL_ERROR = 70
"""Exit code when a statement met a bug."""
KEPT_ENTRIES = 100
"""How many entries `_N` reaches back to."""


class Place:
    """Where the run is, for the message when it is interrupted."""

    label = ""
    line = 0


place = Place()


class Batch:
    """One run over some sources, in one session.

    Raises OSError when the output cannot be written.
    """

    def __init__(self, session: Session, options: Namespace, out: TextIO, err: TextIO | None) -> None:
        self.session = session
        self.options = options
        self.out = out
        self.err = None if options.silent else err
        self.format = make_format(session, options, out)
        session.fills_columns = self.format.has_columns
        self.clock = Clock(options.timeout)
        self.progress = Progress(self.err if _counts(options, out, self.err) else None)
        self.statements = 0
        self.failures = 0
        self.bugs = 0

    def run(self, sources: Iterable[Source], label: str, flush: bool, shows: bool = True) -> bool:
        """Run statements; False when the run is to end (`:quit`, or a failure with --fail-fast)."""
        shows = shows and not self.options.data
        self.session.shows_tables = shows and not (self.options.quiet or self.options.result)
        self.session.shows_notes = shows and not self.options.result
        for source in sources:
            answer, text = self.step(source, label, shows)
            self.out.write(text)
            if flush:
                self.out.flush()
            self.progress.at(source.end_line, self.failures)
            if answer.error is not None and self.options.fail_fast:
                return False
            if answer.quit:
                return False
        return True

    def step(self, source: Source, label: str, shows: bool = True) -> tuple[Answer, str]:
        """Run one statement, tell its errors and warnings, and give it as text.

        shows: whether what is no command is written at all
        """
        place.label, place.line = label, source.line
        self.statements += 1
        text = ""
        try:
            with self.clock:
                answer = self.session.step(source.text, f"{label}:{source.line}")
                if answer.error is None and (shows or answer.kind == "command"):
                    text = self.format.answer(answer, label, source)
        except TimeIsUp:
            self.session.broken_off(source.text, f"{label}:{source.line}")
            answer = _failed(source, too_long(self.options))
        except Exception as bug:
            answer = _failed(source, self._reported(bug, source))
        if answer.error is not None:
            text = self.format.answer(answer, label, source)
        self.failures += self._told(answer, source, label)
        return answer, text

    def _told(self, answer: Answer, source: Source, label: str) -> bool:
        """Tell what is wrong with an answer on stderr; whether it counts as a failure."""
        errors = [*([answer.error] if answer.error is not None else []), *_mismatches(answer)]
        wrongs: list[DerivError | Caution] = [*errors, *answer.cautions]
        for wrong in wrongs:
            self.complain(wrong, source, label)
        return bool(errors) or (self.options.strict is True and bool(answer.cautions))

    def _reported(self, bug: Exception, source: Source) -> DerivError:
        """E901 for a bug of ours: the other statements still run, the exit code tells."""
        from derivrepl.crash import report

        self.bugs += 1
        return report(bug, source.text)

    def complain(self, wrong: DerivError | Caution, source: Source, label: str) -> None:
        """Tell an error or a warning on stderr, in the form that the options ask for."""
        self.tell(error_text(wrong, source, label, self.options.errors == "short", self.options.ascii))

    def tell(self, text: str) -> None:
        """Write to stderr, behind all that has been written to stdout."""
        if self.err is not None:
            self.progress.clear()
            self.out.flush()
            self.err.write(text)
            self.err.flush()

    def summary(self) -> None:
        """The last line on stderr, when anything failed."""
        self.progress.clear()
        if self.failures and self.statements > 1:
            self.tell(f"derivrepl: {self.failures} of {self.statements} statements failed\n")


def make_format(session: Session, options: Namespace, out: TextIO) -> Format:
    """What lays the answers out: as asked, else the text of a pipe, or at a terminal the layout of the prompt."""
    from importlib import import_module

    name = options.format or ("table" if out.isatty() and not options.quiet else "text")
    made: Format = import_module(f"derivrepl.formats.{FORMATS[name].module}").make(session, options, out)
    return made


def too_long(options: Namespace) -> DerivError:
    """E404: the time limit was reached."""
    return DerivError("E404", f"stopped after {options.timeout:g} second{'' if options.timeout == 1 else 's'}")


def _failed(source: Source, error: DerivError) -> Answer:
    """The answer to a statement that was broken off."""
    answer = Answer("error", source.text)
    answer.error = error
    return answer


def _mismatches(answer: Answer) -> list[DerivError]:
    """What numeric checks say against an answer's results."""
    bad = [r for b in answer.blocks if isinstance(b, Results) for r in b.results if r.badge == MISMATCH]
    return [DerivError("E602", f"the check of {result_name(r)} disagrees: {r.detail}") for r in bad]


def _counts(options: Namespace, out: TextIO, err: TextIO | None) -> bool:
    """Whether a line on stderr counts the statements."""
    if err is None or options.progress == "never":
        return False
    if options.progress == "always":
        return True
    return err.isatty() and not out.isatty() and os.environ.get("TERM") != "dumb"


def run(options: Namespace) -> tuple[int, Session]:
    """Run what the options name; the exit code and the session. Raises OSError for output that fails."""
    from derivrepl.session.settings import Settings

    session = Session(Settings(options.settings), KEPT_ENTRIES, checks=options.check)
    session.checks_all = options.check
    equip(session, options)
    columns = bool(options.data and (options.output or "").lower().endswith(".parquet"))
    with Output(None if columns else options.output) as out:
        batch = Batch(session, options, out, sys.stderr)
        for kind, label, content in options.sources:
            going = (
                _run_expression(batch, label, *content) if kind == "expression" else _run_file(batch, label, content)
            )
            if not going:
                break
        if options.data and not batch.failures:
            from derivrepl.batch.table import write_table

            write_table(batch, options.data, None if columns else out, options.output)
    batch.summary()
    return INTERNAL_ERROR if batch.bugs else 1 if batch.failures else 0, session


def _run_expression(batch: Batch, label: str, expression: str, commands: list[str]) -> bool:
    """One `-e` and its commands: with a command the expression's own output is suppressed."""
    before = batch.failures
    going = batch.run(split(expression.split("\n")), label, True, shows=not commands)
    if batch.failures > before:
        return going  # one cause, one error: the commands have nothing to work on
    return going and all(batch.run(split([command]), label, True) for command in commands)


def _run_file(batch: Batch, label: str, path: str) -> bool:
    """The statements of a file, or of stdin: a pipe is answered line by line."""
    if path == "-":
        return _run_stream(batch, label, sys.stdin.buffer)
    with open(path, "rb") as file:
        return _run_stream(batch, label, file)


def _run_stream(batch: Batch, label: str, file: BinaryIO) -> bool:
    from derivrepl.batch.reading import lines_of

    regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    if regular:
        batch.progress.over(file)
    return batch.run(split(lines_of(file)), label, flush=not regular)
