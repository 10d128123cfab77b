"""What `derivrepl --help` prints."""

from __future__ import annotations

from derivrepl.options.rows import OPTIONS, RUN, Option

SYNOPSIS = ("derivrepl [options] [FILE ...]", "derivrepl [options] -e EXPR [:COMMAND WORD ...] ...")
SUMMARY = "Differentiate expressions, interactively or in a pipe."
FILES = "statements to run, one per line; - is stdin"
STATUS = "Exit status: 0 all fine, 1 a statement failed, 2 wrong usage."
EXAMPLES = (
    "derivrepl -e 'sin(x)*y' :grad x y",
    "derivrepl -q < exprs.deriv        derivrepl --json f.deriv | jq .text",
)
COLUMN = 23


def usage() -> str:
    """The whole help, within 80 columns."""
    lines = [f"usage: {SYNOPSIS[0]}", f"       {SYNOPSIS[1]}", "", SUMMARY, "", f"{'  FILE':<{COLUMN}}{FILES}"]
    group = RUN
    for option in OPTIONS:
        if option.group != group:
            group = option.group
            lines += ["", group]
        lines.append(_line(option))
    lines += ["", STATUS, "Examples:", *(f"  {example}" for example in EXAMPLES)]
    return "\n".join(lines) + "\n"


def _line(option: Option) -> str:
    names = ", ".join(option.names) if len(option.names) > 1 else "    " + option.names[0]
    head = f"  {names} {option.word}".rstrip()
    return f"{head + ' ':<{COLUMN}}{option.help}"
