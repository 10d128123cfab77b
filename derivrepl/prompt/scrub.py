"""Numbers that a key turns up and down: the one under the cursor, by one in its last written digit."""

from __future__ import annotations

from derivrepl.language.driver import lex
from derivrepl.prompt.reading import ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.driver import Token

LONGEST = 2_000


def scrubbed(text: str, cursor: int, change: int) -> tuple[str, int] | None:
    """The text with its number at the cursor changed, and where the cursor then stands; None where there is none.

    A sign belongs to the number where it is no subtraction and no power binds tighter; a number that
    becomes negative before a power is put in brackets.
    """
    tokens = lex(text) if len(text) <= LONGEST else []
    index = next((k for k, t in enumerate(tokens) if t[0] == "NUMBER" and t[2] <= cursor <= t[3]), None)
    if index is None:
        return None
    _, digits, start, end = tokens[index]
    raised = tokens[index + 1][0] in ("POWER", "SUPERSCRIPT")
    if not raised and _signed(tokens, index):
        start = tokens[index - 1][2]
    new = changed(digits, change, negative=start < tokens[index][2])
    behind = 0
    if raised and new[0] == "-":
        new, behind = f"({new})", 1
    at_end = cursor == end and end == len(text)
    return text[:start] + new + text[end:], start + len(new) - behind - (0 if at_end else 1)


def _signed(tokens: list[Token], index: int) -> bool:
    """Whether the token before a number is its sign."""
    if index == 0 or tokens[index - 1][0] != "MINUS":
        return False
    return index == 1 or tokens[index - 2][0] not in ENDINGS


def changed(digits: str, change: int, negative: bool = False) -> str:
    """A decimal number changed in its last written digit: 0.5 to 0.6, 2e3 to 3e3, 9 to 10."""
    cut = max(digits.lower().find("e"), 0) or len(digits)
    mantissa, exponent = digits[:cut], digits[cut:]
    whole, _, decimals = mantissa.partition(".")
    value = int(whole + decimals or "0") * (-1 if negative else 1) + change
    told = str(abs(value)).zfill(len(decimals) + 1)
    point = f".{told[len(told) - len(decimals) :]}" if decimals else ""
    return ("-" if value < 0 else "") + told[: len(told) - len(decimals)] + point + exponent
