"""The settings: one row each with its type, default and help. `:set`, the config file and options read them."""

from __future__ import annotations

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Setting:
    """A key with what it may be: one of `words`, or a whole number in `numbers`, or a list of names.

    writes   the word that makes the program write files, which `--safe` refuses
    travels  whether a saved session brings it along, because its results depend on it
    """

    __slots__ = ("default", "help", "key", "names", "numbers", "travels", "words", "writes")

    def __init__(
        self, key: str, words: str, help: str, numbers: tuple[int, int] | None = None, names: bool = False,
        writes: str = "", travels: bool = False,
    ) -> None:  # fmt: skip
        self.key = key
        self.words = tuple(words.split())
        self.default = self.words[0]
        self.help = help
        self.numbers = numbers
        self.names = names
        self.writes = writes
        self.travels = travels

    def read(self, text: str) -> str:
        """The text as this setting keeps it; raises DerivError."""
        if text in self.words or (self.names and text.strip()):
            return text
        if self.numbers and text.isdecimal() and self.numbers[0] <= int(text) <= self.numbers[1]:
            return text
        raise DerivError("E508", f"{self.key} cannot be {text}", hint=f"{self.key} is {self.range()}")

    def range(self) -> str:
        """What the setting may be, in words."""
        parts = [w for w in self.words if not w.isdecimal()]
        if self.numbers:
            parts.append(f"a number {self.numbers[0]} to {self.numbers[1]}")
        if self.names:
            parts.append("a list of inputs")
        return ", ".join(parts)


# fmt: off
SETTINGS = {row.key: row for row in (
    Setting("wrt",      "auto none",          "inputs that results are differentiated by", names=True, travels=True),
    Setting("output",   "table results none", "what an expression prints"),
    Setting("display",  "line 2d",            "how results are written: on one line, or as on paper"),
    Setting("rows",     "auto",               "rows of a node table before it is cut", numbers=(1, 1_000_000)),
    Setting("digits",   "6",         "digits of values; over 15: all certain", numbers=(1, 10_000), travels=True),
    Setting("simplify", "full light off hard", "how hard results are simplified", travels=True),
    Setting("badge",    "on off",             "check every derivative numerically"),
    Setting("preview",  "on off",             "derivatives while typing"),
    Setting("menu",     "auto tab",           "when the completion menu opens"),
    Setting("suggest",  "on off",             "grey suggestion from history"),
    Setting("editmode", "emacs vi",           "keys of the line editor"),
    Setting("theme",    "auto color mono",    "colours"),
    Setting("charset",  "auto unicode ascii", "characters of the output"),
    Setting("backend",  "numpy c",            "what runs compiled functions on arrays", writes="c"),
    Setting("strict",   "off on",             "inputs must be declared", travels=True),
    Setting("banner",   "on off",             "first line at the start"),
    Setting("history",  "on off",             "keep what is typed"),
    Setting("timing",   "off on",             "time of each statement"),
)}
# fmt: on


class Settings:
    """The values of all settings."""

    def __init__(self, values: Iterable[tuple[str, str]] = ()) -> None:
        self.values = {key: row.default for key, row in SETTINGS.items()}
        for key, value in values:
            self.set(key, value)

    def get(self, key: str) -> str:
        """The value of a setting, as text."""
        return self.values[key]

    def on(self, key: str) -> bool:
        """Whether an on/off setting is on."""
        return self.values[key] == "on"

    def set(self, key: str, value: str) -> None:
        """Change a setting; raises DerivError for an unknown key or value."""
        self.values[key] = row_of(key).read(value)


def row_of(key: str) -> Setting:
    """The row of a setting; raises DerivError with the nearest one."""
    row = SETTINGS.get(key)
    if row is None:
        from derivrepl.language.suggest import Misspelt

        raise Misspelt("E508", f"no such setting: {key}", key, SETTINGS)
    return row
