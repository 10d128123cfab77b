"""`config.toml` and `init.deriv`: what they set, what is said about mistakes in them, and that a pipe ignores both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derivrepl.prompt.config import configure
from derivrepl.prompt.init import run_init
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli
    from tests.prompt.pseudo_terminal import Start


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder for what he sets up."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = tmp_path / "derivrepl"
    made.mkdir()
    return made


def configured(text: str, tmp_path: Path, *leave: str) -> tuple[dict[str, str], list[str]]:
    """What differs from the defaults, and the notices."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    settings = Settings()
    notices = configure(settings, str(path), set(leave))
    plain = Settings().values
    return {key: value for key, value in settings.values.items() if value != plain[key]}, notices


# fmt: off
MISTAKES: tuple[tuple[str, dict[str, str], list[str]], ...] = (
    ("",                                  {}, []),
    ("digits = 10\n# c\nbadge = false\n", {"digits": "10", "badge": "off"}, []),
    ("wrt = ['x',\n  'y']",               {"wrt": "x y"}, []),
    ("'theme' = \"mono\"",                {"theme": "mono"}, []),
    ("\n\nsimplify = 'fast'\ndigits = 3", {"digits": "3"},
     ["config.toml:3:12: simplify cannot be fast; simplify is full, light, off, hard"]),
    ("colour = true",                     {}, ["config.toml:1:10: no such setting: colour"]),
    ("digist = 3",                        {}, ["config.toml:1:10: no such setting: digist; did you mean digits?"]),
    ("digits = 0",                        {}, ["config.toml:1:10: digits cannot be 0; digits is a number 1 to 10000"]),
    ("digits = 3\n[look]\ntheme = 'mono'", {"digits": "3"},
     ["config.toml:2:1: [look] is no setting; settings stand alone, as in digits = 10"]),
    ("digits = \nmenu = 'tab'\n",         {"menu": "tab"}, ["config.toml:1:10: invalid value"]),
    ("digits = 3\nmenu",                  {"digits": "3"},
     ["config.toml:2:5: expected '=' after a key in a key/value pair"]),
    ("a = 1\nb = 2\nc = 3\nd = 4\n",      {}, [
        "config.toml:1:5: no such setting: a", "config.toml:2:5: no such setting: b",
        "config.toml:3:5: no such setting: c", "config.toml: and 1 more"]),
)
# fmt: on


@pytest.mark.parametrize(("text", "values", "notices"), MISTAKES)
def test_settings_come_from_the_file_and_mistakes_are_placed(
    text: str, values: dict[str, str], notices: list[str], tmp_path: Path
) -> None:
    assert configured(text, tmp_path) == (values, notices)


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert configure(Settings(), str(path), set()) == []
    path.mkdir()
    assert configure(Settings(), str(path), set()) == [f"{path}: not read: is a directory"]
    path.rmdir()
    path.write_bytes(b"\xff\xfe\x00")
    assert configure(Settings(), str(path), set()) == [f"{path}: not read: it is no UTF-8 text"]


def test_what_an_option_says_goes_before_the_file(folder: Path, start: Start) -> None:
    (folder / "config.toml").write_text("digits = 3\nbanner = false\ntheme = 'nice'\n")
    terminal = start("--digits", "9")
    terminal.wait("∂1>")
    assert "config.toml:3:9: theme cannot be nice; theme is auto, color, mono" in terminal.text()
    assert "type an expression" not in terminal.text()
    terminal.send(":set digits\r")
    terminal.wait("  digits 9")
    terminal.send(":set banner\r")
    terminal.wait("  banner off")


def test_statements_of_the_init_file_are_there_and_its_errors_are_shown(folder: Path, start: Start) -> None:
    (folder / "init.deriv").write_text("g(t) = t^3\nb = sni(3)\n:quit\nc = 5\n")
    terminal = start()
    terminal.wait("∂2>")
    assert f"{folder}/init.deriv:2:5: error: unknown function sni [E201]" in terminal.text().replace("\n", "")
    terminal.send("g(x)\r")
    terminal.wait("∂f/∂x = 3·x²")
    terminal.send(":undo 2\r")
    terminal.wait("only 1 of 2 statements can be undone")


def test_no_init_leaves_both_files_alone(folder: Path, start: Start) -> None:
    (folder / "config.toml").write_text("theme = 'nice'\n")
    (folder / "init.deriv").write_text("a = b +\n")
    terminal = start("--no-init")
    terminal.wait("∂1>")
    assert "theme" not in terminal.text()
    assert "init" not in terminal.text()


def test_a_pipe_reads_neither_file(folder: Path, cli: Cli) -> None:
    (folder / "config.toml").write_text("digits = 3\nsimplify = 'off'\nnonsense")
    (folder / "init.deriv").write_text("x = 5\n1 +\n")
    assert cli("-q", "-e", "x^2*x") == (b"f = x^2*x\ndf/dx = 3*x^2\n", b"", 0)


def test_an_interrupted_init_file_leaves_what_ran_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "init.deriv"
    path.write_text("a = 1\nsin(x)\nb = 2\n")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("derivrepl.session.derivatives.simplify", interrupted)
    session = Session()
    assert [told.split(": ")[1:3] for told in run_init(session, str(path))] == [
        ["error", "interrupted; the statements behind this one have not run [E404]\n  sin(x)\n  ^~~~~~\n"]
    ]
    assert list(session.scope.definitions) == ["a"]
    assert session.at_prompt
