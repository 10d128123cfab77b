"""The user's `init.deriv`: statements that run before the first prompt. They print nothing but their errors."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.formats.text import error_text
from derivrepl.language.statements import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.session.session import Session


def run_init(session: Session, path: str) -> Iterator[str]:
    """Run the file; each error as the lines of a message. What has run cannot be undone any more.

    Reading ends at `:quit` and at Ctrl-C; what ran before stays.
    """
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except FileNotFoundError:
        return
    except OSError as error:
        yield f"{path}: not read: {(error.strerror or str(error)).lower()}\n"
        return
    session.at_prompt = False
    for source in split(text.split("\n")):
        try:
            answer = session.step(source.text, f"{path}:{source.line}")
            wrong, ends = answer.error, answer.quit
        except KeyboardInterrupt:
            wrong, ends = DerivError("E404", "interrupted; the statements behind this one have not run"), True
        except Exception as bug:
            from derivrepl.crash import report

            wrong, ends = report(bug, source.text), False
        if wrong is not None:
            yield error_text(wrong, source, path)
        if ends:
            break
    session.at_prompt = True
    session.journal.done.clear()
