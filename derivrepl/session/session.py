"""The session: names, entries and settings, and one step that turns a line into an answer."""

from __future__ import annotations

from itertools import chain, count

from derivrepl.errors import DerivError
from derivrepl.language.parse import Parser
from derivrepl.language.scope import OPERATIONS, Scope
from derivrepl.language.statements import LONGEST
from derivrepl.session import derivatives
from derivrepl.session.answer import Answer, Block, Graph, Lines, Result, Results, claims_in
from derivrepl.session.entry import Entry
from derivrepl.session.files import Files
from derivrepl.session.journal import KEPT, Journal
from derivrepl.session.record import MOST, Record, Recorded
from derivrepl.session.release import clear_when_large
from derivrepl.session.settings import Settings
from derivrepl.session.tour import Tour
from derivrepl.session.view import first_letters
from derivrepl.shapes import is_plain_list
from derivrepl.simplify import hand_of
from derivrepl.simplify.facts import PROPERTIES
from derivrepl.store import Node, Store
from derivrepl.tables.forms import FORMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    from derivrepl.language.parse import Statement
    from derivrepl.language.scope import Definition, Form
    from derivrepl.shapes import Shape

    class Typed(Protocol):
        """What was typed, the oldest first; `clear` forgets it and tells how much."""

        def entries(self) -> list[str]: ...
        def clear(self) -> int: ...

    Format = Callable[["Session", list[Answer]], Iterable[str]]
    """What writes answers as the lines of a file."""
    Transcript = Callable[["Session", Iterable[Answer]], Iterable[str]]
    """What tells of statements and their answers, as the lines of a file."""
    Standing = tuple[int, dict[str, float], dict[str, str], Entry | None]
    """Number of the next entry, point, settings, current expression."""

MAX_NODES = 5_000_000
BARE_COMMANDS = ("quit", "exit", "help")
"""Commands that work without their colon while no name of the session is so called."""


class FormScope(Scope):
    """A scope without names whose texts may differentiate, by `diff` and the other forms, as the session does."""

    def __init__(self, store: Store, session: Session) -> None:
        super().__init__(store)
        self.session = session
        self.forms = FORMS

    def form(self, name: str) -> Form:
        from derivrepl.calculus import forms

        reader: Form = getattr(forms, FORMS[name].reader)
        return reader

    def differentiate(self, node: Node, wanted: list[Node]) -> Node:
        self.works_out = True
        return self.session.derivatives.derivative(node, wanted)

    def shortened(self, node: Node) -> Node:
        return self.session.derivatives.result(node)


class SessionScope(FormScope):
    """The scope of a session: names of its definitions, `_N` for its entries, `%K` for its nodes."""

    def __init__(self, store: Store, session: Session) -> None:
        super().__init__(store, session)
        journal = session.journal
        self.lettered: dict[str, int] = {}
        """How many definitions look like labels (`v1`), by their first letter."""
        self.definitions = journal.table(self._counted)
        self.failed, self.inputs = journal.table(), journal.table()
        store.declared, store.open_sizes = journal.table(), journal.table()
        self.abstract = journal.names()

    def _counted(self, name: str, more: int) -> None:
        for letter in first_letters([name]):
            self.lettered[letter] = self.lettered.get(letter, 0) + more

    def define(self, definition: Definition) -> None:
        """Give a name its meaning, in the place of any other."""
        name = definition.name
        self.failed.pop(name, None)
        self.abstract.discard(name)
        self.arrays.pop(name, None)
        self.definitions[name] = definition
        self.inputs.pop(name, None)

    def entry(self, number: int | None) -> Node:
        entries = self.session.entries
        if not entries:
            raise DerivError("E204", "there is no earlier expression yet")
        if number is None:
            return entries[max(entries)]
        if number not in entries:
            raise DerivError("E204", f"there is no entry {number} (entries {min(entries)} to {max(entries)})")
        return entries[number]

    def numbered(self, label: int | None) -> Node:
        entry = self.session.current
        if entry is None:
            raise DerivError("E204", "there is no numbered table yet")
        node = entry.view.node(f"{entry.view.letter}{label}")
        if node is None:
            from derivrepl.session.chosen import no_such_node

            raise no_such_node(entry.view, f"%{label}")
        return node


class Session:
    """Everything that a user has said so far.

    keep    how many entries stay reachable as `_N`; None for all
    checks  whether each derivative is checked numerically as it is shown
    """

    def __init__(self, settings: Settings | None = None, keep: int | None = None, checks: bool = False) -> None:
        self.settings = settings or Settings()
        self.first_settings = dict(self.settings.values)
        """The settings at the start, before any statement."""
        self.keep = keep
        self.checks = checks
        self.checks_all = False
        """Whether every derivative is checked, however long that takes; else only what is not felt."""
        self.tour = Tour()
        self.at_prompt = False
        """Whether a person types: then a prefix of a command's name is enough, and Ctrl-C keeps what is there."""
        self.shows_tables = True
        """Whether expressions print their node table; off in `-q`, where the labels mean nothing."""
        self.fills_columns = True
        """Whether a table has the derivatives of its rows beside them; off where no output shows them."""
        self.shows_notes = True
        """Whether what limits the results is told; off in `-r`, which finds it out for nobody."""
        self.max_nodes = MAX_NODES
        """How many nodes one statement may make."""
        self.files = Files()
        """The door to the user's files."""
        self.formats: dict[str, Format] = {}
        """How answers are written to files, by the ending of the name; `""` for any other."""
        self.typed: Typed | None = None
        """The history of a prompt; None where nobody types."""
        self.meter: Callable[[int, int], None] | None = None
        """What is told how much of a long command is done, of how much; it may be called often."""
        self.transcripts: dict[str, Transcript] = {}
        """How a whole session is told, by the ending of a file's name."""
        self.store = Store(OPERATIONS)
        self.journal = Journal(self, KEPT if keep is None else keep)
        self.record = Record(None if keep is None else MOST)
        self.scope: SessionScope = SessionScope(self.store, self)
        self.parser = Parser(self.scope)
        self.derivatives = derivatives.Derivatives(self)
        self.entries: dict[int, Node] = self.journal.table()
        self.number = 1
        """The number that the next entry gets."""
        self.current: Entry | None = None
        self.selected: dict[str, Entry] = {}
        """Definitions that commands have worked on, as entries."""
        self.point: dict[str, float] = {}
        """Values of inputs that :eval was given last."""
        self.declared: set[str] = self.journal.names()
        """Inputs that were declared, by `:inputs` or with a kind."""
        self.assumptions: dict[str, set[str]] = {kind: self.journal.names() for kind in PROPERTIES}
        """Declared property → names of inputs."""
        self.last: tuple[Answer, int] | None = None
        """The last answer that showed something, for `:more` and `:copy`, and the store's generation then."""
        self.cleared_at = 0
        """Size of the store when it was last cleared of what nothing reaches."""
        self.apply_settings()

    def step(self, text: str, place: str = "") -> Answer:
        """The answer to one statement. Never raises DerivError: a failed statement changes nothing.

        place: where the statement stands (`file:12`), for messages about names that failed.
        """
        self.journal.settle()
        return self.run(text, place)

    def run(self, text: str, place: str = "") -> Answer:
        """The same for a statement inside of another, whose step it belongs to."""
        answer = Answer("empty", text)
        stripped = text.strip()
        if not stripped:
            return answer
        self.store.mend()
        self.derivatives.begin()
        self.store.limit = len(self.store) + self.max_nodes
        self.journal.begin(stripped)
        try:
            self._answer(answer, stripped)
        except (DerivError, MemoryError) as error:
            self.journal.take_back()
            if answer.kind == "unread":
                self._note_failure(text, place)
            answer.error = error if isinstance(error, DerivError) else DerivError("E405", "stopped: out of memory")
            answer.blocks = []
        except BaseException:
            self.journal.take_back()
            self.journal.end()
            raise
        self._record(answer, self.journal.end())
        self.tour.advance(self, answer)
        return answer

    def broken_off(self, text: str, place: str) -> None:
        """A statement was interrupted and counts as failed: what it would have defined has no value."""
        self.journal.begin(text)
        self._note_failure(text, place)
        self.journal.end()

    def _note_failure(self, text: str, place: str) -> None:
        from derivrepl.session.equations import note_failure

        note_failure(self, text, place)

    def _answer(self, answer: Answer, stripped: str) -> None:
        """Fill the answer; raises DerivError."""
        if len(stripped) > LONGEST:
            raise DerivError("E109", f"the statement has over {LONGEST:,} characters")
        if self.is_command(stripped):
            answer.kind = "command"
            from derivrepl.session.commands import run_command  # no other statement needs them

            run_command(self, answer, answer.text)
        else:
            self._statement(answer)

    def _record(self, answer: Answer, changed: bool) -> None:
        """Record what was said, unless it is a command about the session itself."""
        text = " ".join(line.strip() for line in answer.text.strip().split("\n"))
        if answer.command:
            from derivrepl.session.commands import find

            command = find(answer.command)
            if not command.recorded:
                return
            text = f":{command.name} {text.lstrip(':?').partition(' ')[2].strip()}".rstrip()
        if answer.blocks:
            self.last = answer, self.store.generation
        shows = any(claims_in(answer))
        self.record.add(Recorded(text, "error" if answer.error else answer.kind, changed, shows))

    def standing(self) -> Standing:
        """What the session holds apart from its containers."""
        return self.number, dict(self.point), dict(self.settings.values), self.current

    def stand(self, standing: Standing) -> None:
        """Hold this again; the containers are as they were then."""
        self.number, point, settings, current = standing
        self.point = dict(point)
        self.settings.values.update(settings)
        self.apply_settings()
        self.select(current)

    def is_command(self, text: str) -> bool:
        """Whether a statement (without blanks around it) is a command."""
        word = text.split(None, 1)[0]
        if word in BARE_COMMANDS and (text == word or word == "help"):
            return word not in self.scope.definitions and word not in self.scope.inputs and "=" not in text
        return text[0] == ":" or text[0] == "?"

    # Statements

    def _statement(self, answer: Answer) -> None:
        clear_when_large(self)
        if self._is_compiled(answer.text):
            from derivrepl.session.called import compiled_call

            if compiled_call(self, answer):
                return
        try:
            read = self.parser.statement(answer.text)
        except DerivError:
            answer.kind = "unread"
            raise
        answer.cautions = list(self.parser.cautions)
        answer.kind = read.kind
        if read.kind == "expression":
            self._expression(answer, read)
        else:
            from derivrepl.session import equations

            (equations.equation if read.kind == "equation" else equations.declaration)(self, answer, read)
        if read.kind != "declaration":
            self._remember_inputs()

    def _is_compiled(self, text: str) -> bool:
        """Whether the statement begins with the name of a compiled function."""
        definition = self.scope.definitions.get(text.partition("(")[0].strip())
        return definition is not None and definition.compiled

    def _remember_inputs(self) -> None:
        for name in self.parser.met:
            self.scope.inputs.setdefault(name)

    def _expression(self, answer: Answer, read: Statement) -> None:
        if read.left is None:
            return
        node = read.left.node
        if self.scope.works_out and not is_plain_list(self.store, node):
            node = self.derivatives.result(node, hand_of(self.store, node))
        entry = self.make_entry(node, answer.text, self.free_name(node), self.number)
        self.select(entry)
        answer.entry = self.number
        answer.blocks = self.present(entry)
        self.remember(node)

    def remember(self, node: Node) -> None:
        """Give the node the next entry number."""
        self.entries[self.number] = node
        if self.keep is not None and len(self.entries) > self.keep:
            del self.entries[min(self.entries)]
        self.number += 1

    def make_entry(self, node: Node, text: str, name: str, number: int = 0) -> Entry:
        """An entry for a node that has just been read."""
        taken = {letter for letter, names in self.scope.lettered.items() if names}
        return Entry(self.store, number, name, node, text, taken)

    def select(self, entry: Entry | None) -> None:
        """Make the entry the current one; with None there is none."""
        self.current = entry
        self.scope.current = (entry.name, entry.node) if entry is not None else None
        self.scope.recent = {*(entry.input_names() if entry is not None else ()), *self.declared}

    def declare(self, name: str) -> None:
        """Make a name an input, whether or not it has been used."""
        self.scope.inputs.setdefault(name)
        self.declared.add(name)
        self.scope.recent.add(name)

    def current_entry(self) -> Entry:
        """The current expression; raises DerivError E204 where there is none."""
        if self.current is None:
            raise DerivError("E204", "there is no expression yet", hint="type one first: sin(x) + x*y")
        return self.current

    def apply_settings(self) -> None:
        """Let a changed setting take effect."""
        self.scope.strict = self.settings.on("strict")

    def forget(self) -> None:
        """Start over; the settings stay."""
        self.journal.clear()
        self.selected.clear()
        self.derivatives.forget()
        self.stand((1, {}, self.settings.values, None))

    def entry_of(self, definition: Definition) -> Entry:
        """A definition as the expression that a command works on; it becomes the current one."""
        entry = self.selected.get(definition.name)
        if entry is None or entry.node != definition.node:
            entry = self.make_entry(definition.node, definition.name, definition.name)
            self.selected[definition.name] = entry
        self.select(entry)
        return entry

    def free_name(self, node: Node) -> str:
        """What results call an expression: f, else y, else out, whichever is not in use.

        Where one of them is a function, its parameters are in use too: beside `f(x, y)`, y is no result.
        """
        used = {self.store.name(n) for n in self.store.inputs([node])}
        for name in chain(("f", "y", "out"), (f"out{k}" for k in count(2))):
            definition = self.scope.definitions.get(name)
            if definition is not None:
                used.update(definition.params or ())
            elif name not in used and name not in self.scope.abstract:
                return name
        raise AssertionError

    def present(self, entry: Entry) -> list[Block]:
        """What an expression shows: its table, itself and its derivatives, as the settings say."""
        output = self.settings.get("output")
        if output == "none":
            return []
        wanted = self.taken_by(entry)
        found = self.derivatives.gradient(entry, wanted)
        results = [Result(entry.name, (), entry.node)]
        results += self.derivatives.results(entry, [[n] for n in wanted], found) if found else []
        blocks: list[Block] = []
        if self.shows_tables and output == "table":
            self.derivatives.number(entry, found, wanted, self.fills_columns)
            entry.shown = True
            blocks.append(Graph(entry.view))
        blocks.append(Results(entry.view if self.shows_tables else None, results))
        if not self.wanted(entry) and entry.inputs and self.settings.get("wrt") not in ("auto", "none"):
            blocks.append(Lines([f"no input of {entry.name} is among wrt {self.settings.get('wrt')}"], comment=True))
        if entry.is_list and self.wanted(entry):
            blocks.append(Lines(["a vector: :jacobian shows its derivatives"], comment=True))
        return blocks + (self.derivatives.notes(entry, found) if self.shows_notes else [])

    def shape(self, node: Node) -> Shape:
        """The shape of a node; () for a number."""
        return () if self.store.shapes is None else self.store.shapes.of(node) or ()

    def taken_by(self, entry: Entry) -> list[Node]:
        """The inputs that an expression shows a derivative by: none of a list, whose functions have theirs."""
        return [] if entry.is_list else self.wanted(entry)

    def wanted(self, entry: Entry) -> list[Node]:
        """The inputs that an expression's results are differentiated by."""
        setting = self.settings.get("wrt")
        if setting == "none":
            return []
        if setting == "auto":
            return entry.inputs
        names = setting.replace(",", " ").split()
        return [self.store.input(name) for name in names if self.store.input(name) in entry.inputs]
