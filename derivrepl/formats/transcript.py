"""A session told as it looked at the prompt: as Markdown, or as a page for a browser."""

from __future__ import annotations

import io
from html import escape

from derivrepl.formats.terminal import Terminal, make_console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session

WIDTH, HEIGHT = 80, 50
"""The terminal that a transcript is laid out for."""

STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
pre { font: 14px/1.35 ui-monospace, monospace; overflow-x: auto; margin: 0 0 1.2rem; }
pre b { color: light-dark(#0b4fb3, #8ab4f8); }
pre.error { border-left: 3px solid light-dark(#b3261e, #f2b8b5); padding-left: .6rem; }"""


def told(session: Session, answers: Iterable[Answer]) -> Iterator[tuple[str, str, bool]]:
    """Each statement behind its prompt, what was answered, and whether it failed."""
    terminal = Terminal(WIDTH, HEIGHT, True, False, session.settings, session.store)
    for answer in answers:
        prompt = f"∂{answer.entry or session.number}> "
        lines = answer.text.strip().split("\n")
        typed = "\n".join([prompt + lines[0], *(" " * len(prompt) + line for line in lines[1:])])
        file = io.StringIO()
        terminal.show(answer, make_console(file, WIDTH, HEIGHT, False, styled=False), len(prompt))
        yield typed, file.getvalue().rstrip("\n"), answer.error is not None


def markdown(session: Session, answers: Iterable[Answer]) -> Iterator[str]:
    """The session as Markdown: a block of text for each statement."""
    yield "# A derivrepl session"
    for typed, shown, _ in told(session, answers):
        yield ""
        yield "```text"
        yield typed
        yield from shown.split("\n") if shown else ()
        yield "```"


def page(session: Session, answers: Iterable[Answer]) -> Iterator[str]:
    """The session as a page that stands alone."""
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8"><title>A derivrepl session</title>'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<style>\n{STYLE}\n</style></head><body>"
    yield "<h1>A derivrepl session</h1>"
    for typed, shown, failed in told(session, answers):
        kind = ' class="error"' if failed else ""
        body = f"\n{escape(shown)}" if shown else ""
        yield f"<pre{kind}><b>{escape(typed)}</b>{body}</pre>"
    yield "</body></html>"
