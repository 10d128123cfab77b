"""The words behind a command's name, read by the annotations of the command's parameters."""

from __future__ import annotations

import re

from derivrepl.errors import DerivError, NoValue
from derivrepl.language.derivative_names import bounded
from derivrepl.language.driver import lex
from derivrepl.language.operands import between_commas
from derivrepl.session.commands.redirect import redirected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from derivrepl.errors import Span
    from derivrepl.session.commands.registry import Command
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

    # What a command's parameters are annotated with; READERS says how each is read.
    Target = Entry
    """The expression the command works on: a first word that names a definition, else the current one."""
    Inputs = list[Node]
    """Names of inputs of the target; all of them when none is given."""
    Orders = list[Node]
    """Inputs, each perhaps followed by how often: `x 3`, `x y`."""
    Point = dict[str, float]
    """Words NAME=VALUE."""
    Seeds = dict[Node, Node]
    """Words dNAME=EXPRESSION."""
    Expressions = list[Node]
    """Expressions without blanks, one a word."""
    Output = str
    """`> FILE` at the end; empty where there is none."""
    Ranges = dict[str, tuple[float, float]]
    """Words NAME=LOW..HIGH."""
    Count = int
    """A word n=NUMBER; 0 where there is none."""
    Window = tuple[float, float] | None
    """A word y=LOW..HIGH where y is no input, or NAME=LOW..HIGH with the target's own name."""
    Sizes = dict[str, int]
    """Words w=NUMBER and h=NUMBER, where these are no inputs."""
    Bare = list[str]
    """Words up to one with `=`."""
    Formulas = list[Node]
    """All that is left, as expressions with commas between them, at least one."""
    Text = tuple[str, int]
    """All that is left as typed, and its place in the statement."""
    Forced = bool
    """Whether the command's name ends in `!`."""
    Asked = bool
    """Whether the command's name ends in `?`."""
    Path = str
    """The name of a file: all that is left, without quotes."""
    Rest = list[str]
    """All words that are left."""
    Explained = tuple[list[Node], int]
    """Inputs to differentiate by, one after the other, and at the end perhaps the number of a step."""

MOST_COUNTED = 1_000_000
"""The largest n of `n=NUMBER`."""

LARGEST_SIZE = 10_000
"""The largest width or height of a picture."""

_list = r"\[(?:[^][]|\[(?:[^][]|\[[^][]*\])*\])*\]"
"""An array of up to three axes, perhaps with blanks in it."""
_word = rf"[^\s=]+(?:\s*=\s*(?:\([^()]*\)|{_list}|[^\s])*)?|=\S*"


class Word:
    """One word with its place in the statement."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end

    def parts(self) -> tuple[str, str, str]:
        """Name, sign and value of a word NAME=VALUE, without blanks."""
        name, equals, value = self.text.partition("=")
        return name.strip(), equals, value.strip()


class Words:
    """A command's words, taken from the front as its parameters ask for them.

    offset: what is added to places in `text` to get places in the statement as typed.
    """

    def __init__(self, session: Session, text: str, offset: int) -> None:
        self.session = session
        text, self.redirect = redirected(text, offset)
        self.text = text
        self.offset = offset
        name, _, _ = text[1:].partition(" ")
        self.name = name.split()[0] if name.split() else ""
        start = 1 + len(self.name)
        found = re.compile(_word).finditer(text, start)
        self.left = [Word(m.group(), m.start() + offset, m.end() + offset) for m in found]
        self.command: Command | None = None
        self.target: Entry | None = None

    def place(self) -> Span | None:
        """Where the words stand in the statement; None where there are none."""
        return (self.left[0].start, self.left[-1].end) if self.left else None

    def usage(self) -> str:
        """The command's usage under the name that was typed."""
        return f"usage: :{self.name} {self.command.usage if self.command else ''}"

    def read_all(self, command: Command) -> list[Any]:
        """The command's arguments; raises DerivError for words that it does not take."""
        arguments = [READERS[kind](self) for kind in command.kinds]
        if self.left:
            word = self.left[0]
            message = f":{command.name} does not take {word.text}"
            raise DerivError("E502", message, (word.start, word.end), f"usage: {command.call}")
        return arguments

    def entry(self) -> Entry:
        """The command's target; raises DerivError where there is no expression yet."""
        if self.target is None:
            self.target = _target(self)
        return self.target


def _target(words: Words) -> Entry:
    session = words.session
    if words.left:
        word = words.left[0].text
        definition = session.scope.definitions.get(word)
        current = session.current
        if definition is not None and not (current and word in current.input_names()):
            words.left.pop(0)
            return session.entry_of(definition)
    return session.current_entry()


def _not_an_input(word: Word, name: str, entry: Entry, chosen: Sequence[str] = ()) -> DerivError:
    names = entry.input_names()
    left = [n for n in names if n not in chosen]
    from derivrepl.language.suggest import nearest

    close = nearest(name, names) or (left[0] if len(left) == 1 else None)
    error = entry.no_such_input(name)
    span = (word.start, word.start + len(name))
    if not close or error.hint:
        return error.at(span)
    return DerivError(error.code, error.message, span, f"did you mean {close}?", (*span, close))


def _input(words: Words, word: Word, name: str, chosen: Sequence[Node] = ()) -> Node:
    entry = words.entry()
    node = words.session.store.input(name)
    if node not in entry.inputs:
        raise _not_an_input(word, name, entry, [words.session.store.name(n) for n in chosen])
    return node


def read_inputs(words: Words) -> list[Node]:
    """Input names up to a word of another kind; all inputs when there is none."""
    entry = words.entry()
    chosen: list[Node] = []
    while words.left and "=" not in words.left[0].text:
        word = words.left.pop(0)
        for name in word.text.replace(",", " ").split():
            chosen.append(_input(words, word, name, chosen))
    return chosen or list(entry.inputs)


def _order(word: Word) -> int:
    """A word that says how often; raises DerivError E203 for 0 and for what is too large."""
    return bounded(int(word.text) if len(word.text) < 9 and int(word.text) else -1, (word.start, word.end))


def read_orders(words: Words) -> list[Node]:
    """`x`, `x 3`, `x y`, `x 2 y`: inputs with counts."""
    entry = words.entry()
    chosen: list[Node] = []
    while words.left and "=" not in words.left[0].text:
        word = words.left.pop(0)
        if word.text.isdecimal() and chosen:
            chosen.extend([chosen[-1]] * (_order(word) - 1))
        elif word.text.isdecimal() and len(entry.inputs) == 1:
            chosen.extend([entry.inputs[0]] * _order(word))
        else:
            for name in word.text.replace(",", " ").split():
                chosen.append(_input(words, word, name))
    if not chosen:
        if len(entry.inputs) != 1:
            raise DerivError("E203", f"by which input? {entry.name} has {' '.join(entry.input_names()) or 'none'}")
        chosen = list(entry.inputs)
    return chosen


def read_explained(words: Words) -> tuple[list[Node], int]:
    """`x`, `x y`, `x 4`, `4`: inputs, then perhaps a number, which is 0 where there is none."""
    number = 0
    if words.left and words.left[-1].text.isdecimal():
        number = min(int(words.left.pop().text), MOST_COUNTED)
    names = [(word, name) for word in words.left for name in word.text.replace(",", " ").split()]
    words.left = []
    return [_input(words, word, name) for word, name in names], number


def read_point(words: Words) -> dict[str, float]:
    """Words NAME=VALUE; values are constant expressions, perhaps of inputs that the kept point knows."""
    point: dict[str, float] = {}
    while words.left and "=" in words.left[0].text:
        from derivrepl.session.points import number_of

        word = words.left.pop(0)
        name, _, value = word.parts()
        if words.session.current is not None or words.target is not None:
            _input(words, word, name)
        begin = word.end - len(value)
        if not value:
            raise NoValue([name], (word.start, word.end), f"write {name}=1")
        try:
            point[name] = number_of(words.session, value)
        except DerivError as error:
            raise error.shifted(begin) from None
    return point


def read_count(words: Words) -> int:
    """A word n=NUMBER, wherever it stands, unless n is an input; 0 where there is none."""
    for word in words.left:
        name, _, value = word.parts()
        if name == "n" and value.isdecimal() and "n" not in words.entry().input_names():
            words.left.remove(word)
            return min(int(value), MOST_COUNTED)
    return 0


def read_output(words: Words) -> str:
    """The file behind `>`, empty where there is none; for commands that write a file in their own way."""
    signs = [word for word in words.left if word.text.startswith(">")]
    redirect, words.redirect = words.redirect, None
    if signs or (redirect is not None and redirect.adds):
        place = (signs[0].start, words.left[-1].end) if signs else words.place()
        raise DerivError("E502", "one file name is expected behind >", place)
    return redirect.name if redirect is not None else ""


def read_ranges(words: Words) -> dict[str, tuple[float, float]]:
    """Words NAME=LOW..HIGH, wherever they stand."""
    ranges: dict[str, tuple[float, float]] = {}
    for word in list(words.left):
        name, _, value = word.parts()
        low, dots, high = value.partition("..")
        if dots:
            words.left.remove(word)
            _input(words, word, name)
            ranges[name] = (_number(words, word, low), _number(words, word, high))
    return ranges


def read_window(words: Words) -> tuple[float, float] | None:
    """A word y=LOW..HIGH where y is no input, or NAME=LOW..HIGH with the target's own name; None without one."""
    entry = words.entry()
    for word in words.left:
        name, _, value = word.parts()
        low, dots, high = value.partition("..")
        if dots and name in (entry.name, "y") and name not in entry.input_names():
            words.left.remove(word)
            ends = _number(words, word, low), _number(words, word, high)
            if not ends[0] < ends[1]:
                raise DerivError("E502", f"the range {word.text} is empty", (word.start, word.end), "write y=LOW..HIGH")
            return ends
    return None


def read_sizes(words: Words) -> dict[str, int]:
    """Words w=NUMBER and h=NUMBER, wherever they stand, where these are no inputs."""
    sizes: dict[str, int] = {}
    for word in list(words.left):
        name, equals, value = word.parts()
        if equals and name in ("w", "h") and name not in words.entry().input_names():
            words.left.remove(word)
            if not value.isdecimal() or not 0 < int(value) <= LARGEST_SIZE:
                message = f"{name} is a size: a number 1 to {LARGEST_SIZE:,}"
                raise DerivError("E502", message, (word.start, word.end), f"write {name}=60")
            sizes[name] = int(value)
    return sizes


def _number(words: Words, word: Word, text: str) -> float:
    """The value of a constant expression in a word."""
    from derivrepl.session.points import number_of

    if not text:
        raise DerivError("E502", f"{word.text} is no range", (word.start, word.end), "write x=1..3")
    try:
        return number_of(words.session, text)
    except DerivError as error:
        raise error.shifted(word.start + word.text.index(text)) from None


def read_bare(words: Words) -> list[str]:
    """Words up to one with `=`."""
    bare = []
    while words.left and "=" not in words.left[0].text:
        bare.append(words.left.pop(0).text)
    return bare


def read_rest(words: Words) -> list[str]:
    """Every word that is left."""
    rest = [word.text for word in words.left]
    words.left = []
    return rest


def read_text(words: Words) -> tuple[str, int]:
    """All that is left as typed, with its place in the statement."""
    start = words.left[0].start if words.left else len(words.text) + words.offset
    words.left = []
    return words.text[start - words.offset :], start


def read_forced(words: Words) -> bool:
    """Whether the command was called with `!` behind its name."""
    return words.name.endswith("!")


def read_asked(words: Words) -> bool:
    """Whether the command was called with `?` behind its name."""
    return words.name.endswith("?")


def read_path(words: Words) -> str:
    """The name of a file; raises E502 where there is none."""
    text, _ = read_text(words)
    name = text.strip()
    if name[:1] in ("'", '"') and name[-1:] == name[:1]:
        name = name[1:-1]
    if not name:
        raise DerivError("E502", f":{words.name} needs a file", None, words.usage())
    return name


def read_formulas(words: Words) -> list[Node]:
    """All that is left, as expressions with commas between them; raises DerivError where there is none."""
    if not words.left:
        raise DerivError("E502", f":{words.name} needs an expression", None, words.usage())
    start = words.left[0].start
    words.left = []
    text = words.text[start - words.offset :]
    nodes = []
    for begin, end in between_commas(lex(text)):
        try:
            nodes.append(words.session.parser.expression_node(text[begin:end]))
        except DerivError as error:
            raise error.shifted(start + begin) from None
    return nodes


def read_seeds(words: Words) -> dict[Node, Node]:
    """Words `dx=EXPRESSION`, wherever they stand: a direction for each input; where `dx` is an input, it is a value."""
    seeds: dict[Node, Node] = {}
    for word in list(words.left):
        name, equals, value = word.parts()
        if equals and name[:1] == "d" and name not in words.entry().input_names():
            words.left.remove(word)
            if not value:
                raise NoValue([name], (word.start, word.end), f"write {name}=1")
            seeds[_input(words, word, name[1:])] = _expression(words, word, value)
    return seeds


def read_expressions(words: Words) -> list[Node]:
    """Expressions without blanks in them, one a word."""
    nodes = []
    while words.left and "=" not in words.left[0].text:
        word = words.left.pop(0)
        nodes.append(_expression(words, word, word.text))
    return nodes


def _expression(words: Words, word: Word, text: str) -> Node:
    try:
        return words.session.parser.expression_node(text)
    except DerivError as error:
        raise error.shifted(word.end - len(text)) from None


READERS: dict[str, Callable[[Words], Any]] = {
    "Target": Words.entry,
    "Inputs": read_inputs,
    "Orders": read_orders,
    "Point": read_point,
    "Output": read_output,
    "Ranges": read_ranges,
    "Count": read_count,
    "Window": read_window,
    "Sizes": read_sizes,
    "Bare": read_bare,
    "Rest": read_rest,
    "Text": read_text,
    "Forced": read_forced,
    "Explained": read_explained,
    "Asked": read_asked,
    "Path": read_path,
    "Formulas": read_formulas,
    "Seeds": read_seeds,
    "Expressions": read_expressions,
}
"""How the words for a parameter are read, by its annotation."""
