"""Statements from files, a pipe or `-e`: read one, run it, print it, go on.

Nothing is collected: each statement is printed and flushed before the next is read. An error is told
on stderr with its place, and the remaining statements still run.
"""

from __future__ import annotations

import os
import sys

from derivrepl.errors import DerivError
from derivrepl.formats.files import FORMATS
from derivrepl.formats.text import TextFormat, caution_text, error_text, result_name
from derivrepl.language.statements import Source, split
from derivrepl.session.answer import MISMATCH, Answer, Results
from derivrepl.session.session import KEPT_ENTRIES, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, TextIO

    from derivrepl.formats.terminal_batch import TerminalBatch


INTERNAL_ERROR = 70
"""Exit code when a statement met a bug."""


class Progress:
    """Where the run is, for the message when it is interrupted."""

    label = ""
    line = 0


progress = Progress()


class Batch:
    """One run over some sources, in one session.

    Raises OSError when the output cannot be written.
    """

    def __init__(self, session: Session, options: Namespace, out: TextIO, err: TextIO) -> None:
        self.session = session
        self.options = options
        self.out = out
        self.err = err
        self.format = _format(session, options, out)
        self.statements = 0
        self.failures = 0
        self.bugs = 0

    def run(self, sources: Iterable[Source], label: str, flush: bool, shows: bool = True) -> bool:
        """Run statements; False when the run is to end (`:quit`, or a failure with --fail-fast)."""
        self.session.shows_tables = shows and not (self.options.quiet or self.options.result)
        for source in sources:
            answer = self.step(source, label)
            if shows or answer.kind == "command" or answer.error is not None:
                self.out.write(self._written(answer, label, source))
            if flush:
                self.out.flush()
            if answer.error is not None and self.options.fail_fast:
                return False
            if answer.quit:
                return False
        return True

    def step(self, source: Source, label: str) -> Answer:
        """Run one statement and tell its errors and warnings."""
        progress.label, progress.line = label, source.line
        try:
            answer = self.session.step(source.text, f"{label}:{source.line}")
        except Exception as bug:
            answer = Answer("error", source.text)
            answer.error = self._reported(bug, source)
        self.statements += 1
        failed = answer.error is not None
        if answer.error is not None:
            self._tell(error_text(answer.error, source, label, self.options.errors == "short"))
        for caution in answer.cautions:
            self._tell(caution_text(caution, source, label, self.options.errors == "short"))
            failed = failed or self.options.strict
        failed = failed or self._mismatch(answer, source, label)
        self.failures += failed
        return answer

    def _written(self, answer: Answer, label: str, source: Source) -> str:
        """The answer as text; nothing but a report where that fails."""
        try:
            return self.format.answer(answer, label, source)
        except Exception as bug:
            self._tell(error_text(self._reported(bug, source), source, label))
            self.failures += 1
            return ""

    def _reported(self, bug: Exception, source: Source) -> DerivError:
        """E901 for a bug of ours: the other statements still run, the exit code tells."""
        from derivrepl.crash import report

        self.bugs += 1
        return report(bug, source.text)

    def _mismatch(self, answer: Answer, source: Source, label: str) -> bool:
        """Whether a numeric check of the answer failed; then it is told."""
        bad = [r for b in answer.blocks if isinstance(b, Results) for r in b.results if r.badge == MISMATCH]
        for result in bad:
            error = DerivError("E602", f"the check of {result_name(result)} disagrees: {result.detail}")
            self._tell(error_text(error, source, label))
        return bool(bad)

    def _tell(self, text: str) -> None:
        if not self.options.silent:
            self.out.flush()
            self.err.write(text)
            self.err.flush()

    def summary(self) -> None:
        """The last line on stderr, when anything failed."""
        if self.failures and self.statements > 1:
            self._tell(f"derivrepl: {self.failures} of {self.statements} statements failed\n")


def _format(session: Session, options: Namespace, out: TextIO) -> TextFormat | TerminalBatch:
    """What lays the answers out: the text of a pipe, or at a terminal the layout of the prompt."""
    if options.quiet or options.result or not out.isatty():
        return TextFormat(session.store, options.quiet, options.result)
    from derivrepl.formats.terminal_batch import TerminalBatch

    return TerminalBatch(session, out, options.color, options.ascii)


def lines_of(file: BinaryIO) -> Iterator[str]:
    """The lines of a binary stream; bytes that are no UTF-8 stay as lone surrogates, for the lexer to refuse."""
    for raw in file:
        yield raw.decode("utf-8", "surrogateescape")


def run(options: Namespace) -> tuple[int, Session]:
    """Run what the options name; the exit code and the session. Raises OSError for output that fails."""
    from derivrepl.session.settings import Settings

    session = Session(Settings(options.settings), KEPT_ENTRIES, checks=options.check)
    session.checks_all = options.check
    session.formats = FORMATS
    session.apply_settings()
    session.max_nodes = options.max_nodes
    out = _output(options)
    batch = Batch(session, options, out, sys.stderr)
    for kind, label, content in options.sources:
        if kind == "expression":
            going = _run_expression(batch, label, *content)
        else:
            going = _run_file(batch, label, content)
        if not going:
            break
    out.flush()
    batch.summary()
    if out is not sys.stdout:
        out.close()
    return INTERNAL_ERROR if batch.bugs else 1 if batch.failures else 0, session


def _run_expression(batch: Batch, label: str, expression: str, commands: list[str]) -> bool:
    """One `-e` and its commands: with a command the expression's own output is suppressed."""
    before = batch.failures
    going = batch.run(split(expression.split("\n")), label, True, shows=not commands)
    if batch.failures > before:
        return going  # one cause, one error: the commands have nothing to work on
    return going and all(batch.run(split([command]), label, True) for command in commands)


def _run_file(batch: Batch, label: str, path: str) -> bool:
    if path == "-":
        regular = os.path.isfile("/dev/stdin") if os.path.exists("/dev/stdin") else False
        return batch.run(split(lines_of(sys.stdin.buffer)), label, flush=not regular)
    with open(path, "rb") as file:
        return batch.run(split(lines_of(file)), label, flush=False)


def _output(options: Namespace) -> TextIO:
    if options.output is None:
        return sys.stdout
    return open(options.output, "w", encoding="utf-8", newline="\n")
