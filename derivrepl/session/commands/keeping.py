"""Commands that keep a session: `:save`, `:load`."""

from __future__ import annotations

import os

from derivrepl.errors import DerivError
from derivrepl.language.counted import counted
from derivrepl.language.statements import Pasted, split
from derivrepl.session.answer import Block, Lines, Note
from derivrepl.session.commands.registry import command
from derivrepl.session.saved import Program, Rerun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer
    from derivrepl.session.commands.words import Asked, Forced, Path
    from derivrepl.session.session import Session

LISTED = 50
"""Errors that :load? lists."""
DEEPEST = 20
"""How many files may load one another."""


@command("save", "save!", usage="FILE", examples=("sin(x) + x*y", ":save homework.deriv"), recorded=False)
def save(session: Session, forced: Forced, name: Path) -> list[Block]:
    """Write the session to a file: its statements, and its results as checks.

    The file is a program: :load, or derivrepl FILE, runs it and proves its
    results again. With .md, .html or .json it is a transcript of all that was
    typed, with the answers. :save! replaces a file that exists.
    """
    if not forced and os.path.exists(session.files.path(name)):
        raise DerivError("E703", f"{name} exists", hint=f":save! {name} replaces it")
    ending = os.path.splitext(name)[1].lower()
    if ending in session.transcripts:
        rerun = Rerun(session)
        rerun.session.formats = session.formats
        session.files.write(name, session.transcripts[ending](rerun.session, (answer for _, answer in rerun.answers())))
        return [Lines([f"saved {counted(len(rerun.said), 'statement')} with answers to {name}"], comment=True)]
    program = Program(session)
    session.files.write(name, program.lines())
    made = f"saved {counted(program.statements, 'statement')} and {counted(program.checks, 'check')} to {name}"
    return [Lines([f"{made}   (derivrepl {name})"], comment=True)]


@command("load", "source", "load?", usage="FILE", examples=(":load homework.deriv",), recorded=False)
def load(session: Session, asked: Asked, name: Path) -> list[Block]:
    """Run the statements of a file, all of them or none.

    The first error ends it, and nothing of the file stays. :load? FILE only
    lists what is wrong with it.
    """
    run = Loading(session, name, session.files.read(name))
    if asked:
        return [Lines(run.errors(), comment=True)]
    run.all()
    total = counted(run.statements, "statement")
    checked = f", {counted(run.checks, 'check')} ok" if run.checks else ""
    return [*run.blocks, *run.notes, Lines([f"{total}{checked}"], comment=True)]


def _statements(text: str) -> Iterator[Source]:
    """The statements of a file, which may be a transcript."""
    pasted = Pasted(text.split("\n"))
    return map(pasted.placed, split(pasted.lines))


class Loading:
    """One file as it is run: at a prompt the last expression is shown, elsewhere everything."""

    def __init__(self, session: Session, name: str, text: str) -> None:
        self.session = session
        self.name = name
        self.sources = _statements(text)
        self.statements = 0
        self.checks = 0
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        """What was accepted but may not be meant."""

    def all(self) -> None:
        """Run every statement; raises the first error, with its place in the file."""
        typed, self.session.at_prompt = self.session.at_prompt, False
        try:
            for source in self.sources:
                answer = self._step(source)
                if answer.error is not None:
                    error = answer.error
                    raise DerivError(error.code, f"{self._place(source, error)}: {error.message}", hint=error.hint)
                self._keep(answer, source, typed)
                if answer.quit:
                    return
        finally:
            self.session.at_prompt = typed

    def errors(self) -> list[str]:
        """What is wrong with the file, a line for each; the session stays as it is."""
        journal = self.session.journal
        told = []
        journal.begin("")
        try:
            for source in self.sources:
                error = self._step(source).error
                if error is not None:
                    told.append(f"{self._place(source, error)}: {error.message} [{error.code}]")
        finally:
            journal.take_back()
            journal.end()
        wrong = len(told)
        if wrong > LISTED:
            told[LISTED:] = [f"and {wrong - LISTED:,} more"]
        total = counted(self.statements, "statement")
        return [*told, f"{wrong:,} of {total} would fail" if told else f"{total}, nothing is wrong"]

    def _step(self, source: Source) -> Answer:
        if len(self.session.journal.running) > DEEPEST:
            raise DerivError("E701", f"cannot read {self.name}: files load one another more than {DEEPEST} deep")
        self.statements += 1
        return self.session.run(source.text, f"{self.name}:{source.line}")

    def _place(self, source: Source, error: DerivError) -> str:
        line, column = source.place(error.span[0] if error.span else 0)
        return f"{self.name}:{line}:{column}"

    def _keep(self, answer: Answer, source: Source, typed: bool) -> None:
        self.checks += answer.kind == "check"
        if typed:
            self.blocks = answer.blocks if answer.kind == "expression" else []
        else:
            self.blocks += answer.blocks
        for caution in answer.cautions:
            line, column = source.place(caution.span[0] if caution.span else 0)
            self.notes.append(Note(f"{self.name}:{line}:{column}: {caution.message}"))
