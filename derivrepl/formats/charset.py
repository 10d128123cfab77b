"""What a terminal can show: which characters, which colours; and Unicode text told in ASCII.

One decision each for the whole run: no library looks at the environment by itself.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = {
    "·": "*", "⋅": "*", "×": "x", "÷": "/", "−": "-", "√": "sqrt", "∛": "cbrt", "π": "pi", "τ": "tau", "∞": "inf",
    "′": "'", "ᵀ": ".T", "∂": "d", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "↑": "^", "↓": "v",
    "⇥": "\t", "✓": "ok", "✗": "x", "…": "...", "⋮": ":", "┄": "-", "─": "-", "│": "|", "├": "|", "┤": "|", "┼": "+",
    "└": "`", "╰": "'", "╯": "'", "┴": "'", "●": "o", "▼": "v", "▲": "^", "▌": ">", "█": "#", "—": "-", "–": "-",
    "⌫": "Bs", "⏎": "Enter", "║": "|", "‖": "|",
    "“": '"', "”": '"', "‘": "'", "’": "'", "⎡": "[", "⎣": "[", "⎢": "[", "⎤": "]", "⎦": "]", "⎥": "]", "\u00a0": " ",
}  # fmt: skip
"""Character → what stands for it where only ASCII can be shown."""

CJK = ("ja", "ko", "zh")
"""Languages whose terminals may draw `∂ · ² │ ─` two cells wide."""

_signs = str.maketrans(SIGNS)
_lowered = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_derivative = r"∂[\w/∂]*"
_raised = r"[⁰¹²³⁴-⁹⁻]+"
_blanks = r"( {2,})"
_braille = r"[\u2800-\u28ff]"


def to_ascii(text: str) -> str:
    """The text with every sign of `SIGNS` told in ASCII; names that are not ASCII stay as they are.

    What grows takes the room from the blanks behind it, so that columns stay under each other.
    """
    if text.isascii():
        return text
    told, debt = "", 0
    for piece in re.split(_blanks, text):
        if piece.isspace():
            less = min(debt, len(piece) - 2)
            told += piece[less:]
            debt -= less
        else:
            part = _told(piece)
            debt += len(part) - len(piece)
            told += part
    return told


def _told(text: str) -> str:
    text = text.replace(" · ", " - ")
    text = re.sub(_derivative, lambda found: found.group().translate(_lowered), text)
    text = re.sub(_raised, lambda found: "^" + found.group().translate(_lowered), text)
    return re.sub(_braille, "*", text.translate(_signs))


def wants_unicode(
    encoding: str | None, environ: Mapping[str, str], ascii_only: bool = False, charset: str = ""
) -> bool:
    """Whether output goes beyond ASCII: an encoding that can, a terminal that can, and nobody against it.

    charset  the setting of this name: `ascii`, `unicode` or else (what the environment says)
    """
    able = (encoding or "").lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig", "utf16", "utf32")
    if ascii_only or charset == "ascii" or not able:
        return False
    if charset == "unicode":
        return True
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return environ.get("TERM") != "dumb" and not locale.lower().startswith(CJK)


def wants_color(choice: str, environ: Mapping[str, str], is_terminal: bool) -> bool:
    """Whether output is coloured: `--color`, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "").lower() not in ("", "0", "false", "no"):
        return True
    return is_terminal and environ.get("TERM") != "dumb"


def visible(text: str) -> str:
    """The text with control characters as ^X and undecoded bytes as \\xNN."""
    if text.isprintable():
        return text
    return "".join(_visible(c) for c in text)


def _visible(character: str) -> str:
    code = ord(character)
    if code < 32 or code == 127:
        return f"^{chr(code ^ 64)}"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if character.isprintable():
        return character
    return f"\\u{code:04x}"
