"""The manual page derivrepl(1), made of the options, the commands and the help pages."""

from __future__ import annotations

from derivrepl import __version__
from derivrepl.options.rows import OPTIONS, RUN
from derivrepl.options.usage import EXAMPLES, FILES, SUMMARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.registry import Command

DESCRIPTION = """\
Reads expressions such as sin(x) + x*y, one statement a line,
and prints their derivatives: exact, simplified, with the numbered graph that they are made of.
Without FILE and \\-e it opens a prompt at a terminal and reads stdin in a pipe.
.PP
In a pipe each statement is answered before the next is read.
Every line that is printed can be typed back, and the output typed back proves itself.
A failed statement is told on stderr with its place; the others still run."""

FILES_USED = (
    ("$XDG_CONFIG_HOME/derivrepl/config.toml", "Settings of the prompt, such as digits = 10. A pipe reads none."),
    ("$XDG_CONFIG_HOME/derivrepl/init.deriv", "Statements that run before the first prompt. A pipe runs none."),
    ("$XDG_STATE_HOME/derivrepl/history", "What was typed at the prompt. A pipe reads and writes no history."),
    ("$XDG_STATE_HOME/derivrepl/crash-*.txt", "What a report of a bug needs; the last five are kept."),
    ("$XDG_CACHE_HOME/derivrepl/", "Tables of the grammar; made again when they are missing."),
)
ENVIRONMENT = (
    ("NO_COLOR, FORCE_COLOR", "No colour, or colour even where no terminal is; --color comes before them."),
    ("COLUMNS, LINES", "Size of the terminal where it does not tell."),
    ("DERIVREPL_CONFIG", "Path of the settings; empty for none."),
    ("DERIVREPL_HISTORY", "Path of the history; empty for none."),
    ("PAGER", "What :more shows long answers with; less -RFX by default."),
    ("VISUAL, EDITOR", "Editor of long lines at the prompt."),
)
STATUSES = (
    ("0", "Every statement succeeded."),
    ("1", "A statement failed, a claim or a check did not hold, or the output could not be written."),
    ("2", "A wrong option or a file that cannot be read: nothing was run."),
    ("70", "A bug in derivrepl."),
    ("129, 130, 141, 143", "Ended by SIGHUP, SIGINT, SIGPIPE or SIGTERM; the process dies of the signal."),
)
SYNTAX = ("syntax", "derivatives", "keys")
"""Help topics that the page holds whole."""


def manual() -> str:
    """The page in the man macros of troff."""
    from derivrepl.session.commands import COMMANDS
    from derivrepl.tables.topics import TOPICS

    parts = [
        f'.TH DERIVREPL 1 "" "derivrepl {__version__}" "User Commands"',
        ".SH NAME", "derivrepl \\- type an expression, understand its derivative",
        ".SH SYNOPSIS", ".B derivrepl", "[options] [FILE ...]", ".br",
        ".B derivrepl", "[options] \\-e EXPR [:COMMAND WORD ...] ...",
        ".SH DESCRIPTION", _escaped(SUMMARY), ".PP", DESCRIPTION,
        ".SH OPTIONS", *_entry("\\fIFILE\\fR", FILES),
    ]  # fmt: skip
    group = RUN
    for row in OPTIONS:
        if row.group != group:
            group = row.group
            parts.append(f".SS {group}")
        names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in row.names)
        value = f" \\fI{_escaped(row.word)}\\fR" if row.word else ""
        parts += _entry(names + value, row.help)
    parts.append(".SH COMMANDS")
    for command in COMMANDS.values():
        parts += _command(command)
    for topic in SYNTAX:
        parts += [f".SH {topic.upper()}", ".nf", *map(_line, TOPICS[topic].strip("\n").split("\n")), ".fi"]
    for title, rows in (("EXIT STATUS", STATUSES), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES_USED)):
        parts.append(f".SH {title}")
        for head, text in rows:
            parts += _entry(f"\\fB{_escaped(head)}\\fR", text)
    parts += [".SH EXAMPLES", ".nf", *map(_line, [e for line in EXAMPLES for e in line.split("        ")]), ".fi"]
    return "\n".join(parts) + "\n"


def _command(command: Command) -> list[str]:
    usage = f" \\fR{_escaped(command.usage)}" if command.usage else ""
    head = f"\\fB:{_escaped(command.name)}{usage}\\fR"
    text, _, more = command.text.partition("\n")
    lines = _entry(head, text)
    if more.strip():
        lines += [".nf", *(_line(line) for line in more.strip().split("\n")), ".fi"]
    if command.aliases:
        lines += [".br", "Also " + " ".join(f"\\fB:{_escaped(alias)}\\fR" for alias in command.aliases) + "."]
    return lines


def _entry(head: str, text: str) -> list[str]:
    return [".TP", head, _line(text)]


def _line(text: str) -> str:
    """One line of text that troff takes for no request."""
    text = _escaped(text.rstrip())
    return "\\&" + text if text[:1] in (".", "'") else text or "\\&"


def _escaped(text: str) -> str:
    """The text with what troff reads otherwise spelled out: signs that can be typed stay as they are."""
    for sign, spelled in (("\\", "\\e"), ("-", "\\-"), ("^", "\\(ha"), ("~", "\\(ti"), ("`", "\\(ga")):
        text = text.replace(sign, spelled)
    return text
