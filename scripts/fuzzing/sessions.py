"""Saved sessions: one that was saved loads again, proves all it says and is the same; a damaged one changes nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from derivrepl.language.statements import split
from derivrepl.language.text import Writer
from derivrepl.session.session import Session
from derivrepl.session.settings import SETTINGS
from scripts.fuzzing import texts
from scripts.fuzzing.driver import Driver
from scripts.fuzzing.intact import answers, intact

STATEMENTS = (
    "a = 3*b", "a = a + 1", "f(x) = x^2*a", "f(x, y) = x*y", "g : function", "g(x)*y", "x : positive",
    "k : integer", "A : matrix(2, 3)", "u : vector(3)", "sum((A@u)^2)", "S : symmetric(n)", "trace(S@S)",
    "[x*y, x + y]", ":jacobian", "df/dx = 2*x", "dy/dx = 1", ":eval x=1 y=2 z=3", ":eval x=1/3", ":set digits 9",
    ":set simplify off", ":wrt x", ":reset", ":d x 2", ":hessian", ":grad", ":fn h f", "h(2)", ":undo", ":undo 2",
    ":redo", ":undef a", ":undef f", "v1 = x^2", ":inputs x q", "_1*2", "_^2", "%3", ":rule r(u) = cos(u)",
    "r : function", "r(x^2)", ":wrt auto", "f'(3)", "e^x; y^2", ":set domain complex", ":set strict on",
    ":set wrt none", ":set output results", ":taylor x 3", ":simplify hard",
)  # fmt: skip
BYTES = (b"\0", b"\xff", b"\xed\xa0\x80", b"\r", b"\n", b"(", b")", b"=", b";", b"#", b"\\", b" ", b":", b"\xe2\x82")


def said(random: Random) -> str:
    """A session, one statement a line."""
    lines = []
    for _ in range(random.randint(1, 8)):
        kind = random.random()
        if kind < 0.5:
            lines.append(random.choice(STATEMENTS))
        elif kind < 0.75:
            lines.append(texts.expression(random, random.randint(1, 3)))
        else:
            lines.append(texts.line(random))
    return "\n".join(lines)


def run(text: str) -> Session:
    """A session in which this was said, none of which touched a file."""
    session = Session()
    session.files.open = False
    for source in split(text.split("\n")):
        if session.step(source.text).quit:
            break
    session.files.open = True
    return session


def state(session: Session) -> dict[str, object]:
    """What a session holds, apart from the numbers of its nodes."""
    store, scope = session.store, session.scope
    writer = Writer(store, limit=10**5)
    return {
        "definitions": {name: (d.params, writer.text(d.node)) for name, d in scope.definitions.items()},
        "entries": [writer.text(node) for node in session.entries.values()],
        "current": session.current and (session.current.name, writer.text(session.current.node)),
        "abstract": set(scope.abstract),
        "arrays": dict(scope.arrays),
        "assumptions": {kind: set(names) for kind, names in session.assumptions.items() if names},
        "point": dict(session.point),
        "settings": {key: value for key, value in session.settings.values.items() if SETTINGS[key].travels},
    }


def spoken(path: Path) -> list[str]:
    """The lines of a file that say something; what no claim can say is a comment, and is not said again."""
    return [line for line in path.read_text("utf-8", "surrogateescape").split("\n") if line and line[0] != "#"]


def check_saved(text: str) -> None:
    """What was saved loads into an empty session, which is the same then and is saved as the same file."""
    session = run(text)
    with TemporaryDirectory() as folder:
        first, second = Path(folder, "first.deriv"), Path(folder, "second.deriv")
        saved = session.step(f":save {first}")
        assert saved.error is None, saved.error.message
        intact(session)
        other = Session()
        loaded = other.step(f":load {first}")
        assert loaded.error is None, (loaded.error.message, first.read_bytes())
        intact(other)
        before, after = state(session), state(other)
        for key, value in before.items():
            assert after[key] == value, (key, value, after[key], first.read_bytes())
        again = Session()
        for source in split(first.read_text("utf-8", "surrogateescape").split("\n")):
            answer = again.step(source.text, f"first:{source.line}")
            assert answer.error is None, (source.text, answer.error.message)
        assert other.step(f":save {second}").error is None
        assert spoken(second) == spoken(first), (spoken(first), spoken(second))
        for ending in ("md", "html", "json"):
            told = session.step(f":save {Path(folder, 'told')}.{ending}")
            assert told.error is None, told.error.message


def damaged(random: Random) -> str:
    """A session, then a mark and the damage: a seed, so that a case stays a text."""
    return f"{said(random)}\n§§{random.randrange(10**9)}"


def check_damaged(case: str) -> None:
    """A file with bytes lost, doubled and exchanged loads, or is refused and leaves the session as it was."""
    text, _, seed = case.rpartition("\n§§")
    random = Random(seed)
    session = run(text)
    with TemporaryDirectory() as folder:
        path = Path(folder, "damaged.deriv")
        if session.step(f":save {path}").error is not None:
            return
        data = path.read_bytes()
        for _ in range(random.randint(1, 4)):
            start = random.randrange(len(data) + 1)
            end = min(len(data), start + random.choice((0, 1, 1, 5, 50)))
            put = random.choice((b"", random.choice(BYTES), data[end : end + 20], bytes([random.randrange(256)])))
            data = data[:start] + put + data[end:]
        path.write_bytes(data)
        for line in (f":load? {path}", f":load {path}"):
            before = state(session)
            session.files.open = True
            answer = session.step(line)
            if answer.error is not None or line.startswith(":load?"):
                assert state(session) == before, f"{line.split()[0]} has changed the session"
            intact(session)
    answers(session)


SAVED = Driver("saved", said, check_saved)
DAMAGED = Driver("damaged", damaged, check_damaged)
