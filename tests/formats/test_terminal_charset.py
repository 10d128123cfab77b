"""The decisions about characters and colours, and Unicode told in ASCII."""

from __future__ import annotations

import pytest

from derivrepl.formats.charset import SIGNS, to_ascii, wants_color, wants_unicode


@pytest.mark.parametrize(("text", "told"), [
    ("∂f/∂x = 2·x",              "df/dx = 2*x"),
    ("∂²f/∂x∂y",                 "d2f/dxdy"),
    ("∂³f/∂x³ = -cos(x)",        "d3f/dx3 = -cos(x)"),
    ("x² + y¹⁰",                 "x^2 + y^10"),
    ("x⁻¹",                      "x^-1"),
    ("v2 is 2×3 ✓",              "v2 is 2x3 ok"),
    ("derivrepl 0.1.0 · :help",  "derivrepl 0.1.0 - :help"),
    ("a, b → c — d …",           "a, b -> c - d ..."),
    ("[x…]      gradient",       "[x...]    gradient"),
    ("⠋⠙",                       "**"),
    ("α + β",                    "α + β"),
])  # fmt: skip
def test_signs_are_told_in_ascii(text: str, told: str) -> None:
    assert to_ascii(text) == told


def test_what_stands_for_a_sign_is_ascii() -> None:
    assert all(text.isascii() for text in SIGNS.values())


@pytest.mark.parametrize(("encoding", "environ", "flag", "charset", "wanted"), [
    ("utf-8",   {"TERM": "xterm", "LANG": "C.UTF-8"},     False, "auto",    True),
    ("UTF8",    {},                                       False, "auto",    True),
    ("utf-8",   {"TERM": "dumb"},                         False, "auto",    False),
    ("utf-8",   {"LANG": "ja_JP.UTF-8"},                  False, "auto",    False),
    ("utf-8",   {"LANG": "ja_JP.UTF-8"},                  False, "unicode", True),
    ("utf-8",   {"LANG": "ja_JP.UTF-8", "LC_ALL": "C"},   False, "auto",    True),
    ("utf-8",   {},                                       True,  "unicode", False),
    ("utf-8",   {},                                       False, "ascii",   False),
    ("latin-1", {},                                       False, "unicode", False),
    (None,      {},                                       False, "auto",    False),
])  # fmt: skip
def test_characters_follow_flag_encoding_setting_and_locale(
    encoding: str | None, environ: dict[str, str], flag: bool, charset: str, wanted: bool
) -> None:
    assert wants_unicode(encoding, environ, flag, charset) is wanted


@pytest.mark.parametrize(("choice", "environ", "terminal", "wanted"), [
    ("auto",   {},                                       True,  True),
    ("auto",   {},                                       False, False),
    ("auto",   {"NO_COLOR": "1"},                        True,  False),
    ("auto",   {"NO_COLOR": ""},                         True,  True),
    ("auto",   {"NO_COLOR": "1", "FORCE_COLOR": "1"},    True,  False),
    ("auto",   {"FORCE_COLOR": "1"},                     False, True),
    ("auto",   {"FORCE_COLOR": "0"},                     True,  True),
    ("auto",   {"FORCE_COLOR": "false"},                 False, False),
    ("auto",   {"TERM": "dumb"},                         True,  False),
    ("auto",   {"TERM": "dumb", "FORCE_COLOR": "yes"},   True,  True),
    ("always", {"NO_COLOR": "1"},                        False, True),
    ("never",  {"FORCE_COLOR": "1"},                     True,  False),
])  # fmt: skip
def test_colour_follows_option_environment_and_terminal(
    choice: str, environ: dict[str, str], terminal: bool, wanted: bool
) -> None:
    assert wants_color(choice, environ, terminal) is wanted
