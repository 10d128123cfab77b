"""The options: one row each. The parser, `--help`, completions and the manual page read them here."""

from __future__ import annotations

from derivrepl.tables.formats import FORMATS

MAX_NODES = 5_000_000
SHELLS = ("bash", "zsh", "fish")

Number = tuple[float, float]


class Option:
    """One option.

    names    as typed, the short one first
    group    heading in the help
    help     one line of at most 56 characters
    word     what its value is called in the help; empty for a switch
    choices  the values it takes; () for any
    within   the smallest and largest number it takes, whole ones where both are whole
    default  its value when it is not given, as it is kept
    files    whether its value is a path
    """

    __slots__ = ("choices", "default", "files", "group", "help", "key", "names", "within", "word")

    def __init__(
        self, names: str, group: str, help: str, word: str = "", *, choices: tuple[str, ...] = (),
        within: Number | None = None, default: str | float | None = None, files: bool = False,
    ) -> None:  # fmt: skip
        self.names = tuple(names.split())
        self.group = group
        self.help = help
        self.word = word
        self.choices = choices
        self.within = within
        self.default = default
        self.files = files
        self.key = self.names[-1].lstrip("-").replace("-", "_")
        """Its attribute in what `read` returns."""

    def described(self) -> str:
        """What values it takes, in words."""
        if self.choices:
            return ", ".join(self.choices[:-1]) + f" or {self.choices[-1]}"
        if self.within is None:
            return self.word
        low, high = self.within
        return f"a number {low:,} to {high:,}".replace(",", "")


RUN, OUTPUT, OTHER = "", "Output", "Other"

# fmt: off
OPTIONS = (
    Option("-e --expr",        RUN,    "run EXPR, then the :COMMANDs that follow it", "EXPR"),
    Option("-i --interactive", RUN,    "enter the prompt after FILEs or -e"),
    Option("-x --fail-fast",   RUN,    "stop at the first failed statement"),
    Option("--strict",         RUN,    "inputs must be declared; warnings count as failures"),
    Option("--check",          RUN,    "check every derivative numerically; mismatch = failure"),
    Option("--data",           RUN,    "then a table: the last EXPR for each of its rows", "FILE", files=True),
    Option("--safe",           RUN,    "refuse what reads or writes files, for others' input"),

    Option("-q --quiet",       OUTPUT, "results only, no node rows"),
    Option("-r --result",      OUTPUT, "derivatives only, with tabs, one line per statement"),
    Option("-j --json",        OUTPUT, "one JSON object per statement"),
    Option("--format",         OUTPUT, ", ".join(FORMATS), "F", choices=tuple(FORMATS)),
    Option("--no-nodes",       OUTPUT, "leave the nodes out of JSON"),
    Option("--wrt",            OUTPUT, "differentiate by these inputs (default: all)", "x,y"),
    Option("--digits",         OUTPUT, "digits of values; over 15 they are certain", "N", within=(1, 10_000)),
    Option("--simplify",       OUTPUT, "off, light, full or hard", "LEVEL", choices=("off", "light", "full", "hard")),
    Option("--full",           OUTPUT, "write long results out, up to 10 MB a line"),
    Option("--color",          OUTPUT, "auto, always, never", "WHEN", choices=("auto", "always", "never"),
           default="auto"),
    Option("--ascii",          OUTPUT, "no characters outside ASCII"),
    Option("--unicode",        OUTPUT, "the signs of the prompt in --format table"),
    Option("--width",          OUTPUT, "columns of --format table (default 80)", "N", within=(24, 10_000)),
    Option("--errors",         OUTPUT, "short: one line for each error", "FORM", choices=("short", "full"),
           default="full"),
    Option("-s --silent",      OUTPUT, "nothing on stderr"),
    Option("--progress",       OUTPUT, "auto, always, never: a line on stderr that counts", "WHEN",
           choices=("auto", "always", "never"), default="auto"),
    Option("-o --output",      OUTPUT, "write stdout to FILE, replaced when all is written", "FILE", files=True),

    Option("--timeout",        OTHER,  "stop a statement after S seconds", "S", within=(0.001, 1_000_000)),
    Option("--max-nodes",      OTHER,  "refuse graphs with more nodes (default 5000000)", "N",
           within=(1, 1_000_000_000), default=MAX_NODES),
    Option("--no-init",        OTHER,  "no config and no init file at the prompt"),
    Option("--no-history",     OTHER,  "read and write no history"),
    Option("--no-banner",      OTHER,  "no first line at the prompt"),
    Option("--plain",          OTHER,  "no line editing, no colour"),
    Option("--json-schema",    OTHER,  "print the JSON Schema of --json"),
    Option("--completions",    OTHER,  "print a completion script: bash, zsh, fish", "SH", choices=SHELLS),
    Option("--man",            OTHER,  "print the manual page, for man -l -"),
    Option("-V --version",     OTHER,  "print version; twice: and those of the libraries"),
    Option("-h --help",        OTHER,  "print this"),
)
# fmt: on
