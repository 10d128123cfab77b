"""What a text in the notation of a book or another program would be in this language, for hints."""

from __future__ import annotations

import re

from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.tables.foreign import LATEX_COMMANDS, LATEX_WORDS

_PIECE = re.compile(r"\\([A-Za-z]+|.)\s*|([{}])|\[([^]\\{}]*)\]|([^\\{}\[]|\[)", re.DOTALL)
_WORD = re.compile(r"(?:[^\W\d]\w*|\d+\.?\d*|∂\w*)?")
_DERIVATIVE = re.compile(r"[d∂](?:\^\d+)? (?:[d∂]\w+(?:\^\d+)?\s*)+")
_CHOICES = (
    re.compile(r"\s*if\s(?P<condition>.+?)\sthen\s(?P<then>.+?)\selse\s(?P<otherwise>.+?)\s*", re.DOTALL),
    re.compile(r"(?P<condition>[^?]+)\?(?P<then>[^?:]+):(?P<otherwise>[^?:]+)", re.DOTALL),
    re.compile(r"(?P<then>.+?)\sif\s(?P<condition>.+?)\selse\s(?P<otherwise>.+?)\s*", re.DOTALL),
)
LONGEST = 2_000
"""Longer texts are not translated."""


def choice_as_typed(text: str) -> str | None:
    """`if(c, a, b)` for `c ? a : b`, `if c then a else b` and `a if c else b`; None for anything else."""
    for form in _CHOICES:
        found = form.fullmatch(text) if len(text) <= LONGEST else None
        if found is not None:
            return "if({}, {}, {})".format(*(found[part].strip() for part in ("condition", "then", "otherwise")))
    return None


class _Part:
    """What is being collected: the pieces of a group in braces, or the arguments of a command."""

    __slots__ = ("form", "operand", "option", "pieces", "wanted")

    def __init__(self, wanted: int, form: str) -> None:
        self.wanted = wanted
        self.form = form
        self.pieces: list[str] = []
        self.option = ""
        self.operand = False
        """Whether the last piece is an operand of its own, to which the next one is a factor."""

    def add(self, piece: str, made: bool) -> None:
        """Put a piece behind the others, with the sign between them that LaTeX leaves out. made: by a command."""
        last, first = "".join(self.pieces[-1:]), piece[:1]
        operator = made and piece.startswith(("d/", "∂/", "d^", "∂^")) and "/" in piece
        if last in ("^", "/") and made and not _WORD.fullmatch(piece):
            piece = f"({piece})"
        elif last in FUNCTION_CODES and first.isalnum():
            self.pieces.append(" ")
        elif first.isalnum() and (self.operand or (made and last.isalpha())):
            self.pieces.append("*")
        self.pieces.append(f"{piece} " if operator else piece)
        self.operand = not operator and (
            piece == ")" or (made and piece not in FUNCTION_CODES and piece[-1:].isalnum())
        )
        self.operand = self.operand or (made and piece[-1:] == ")")


def latex_as_typed(text: str) -> str | None:
    r"""`(x^2 + 1)/sqrt(x)` for `\frac{x^2 + 1}{\sqrt{x}}`; None where the braces do not pair."""
    if len(text) > LONGEST:
        return None
    group = _Part(0, "")
    stack = [group]
    for word, brace, option, plain in _PIECE.findall(text):
        if brace == "{":
            stack.append(_Part(0, "{}"))
        elif brace == "}":
            if stack[-1].form != "{}":
                return None
            _take(stack, "".join(stack.pop().pieces).strip(), True, False)
        elif word in LATEX_COMMANDS:
            stack.append(_Part(*LATEX_COMMANDS[word]))
        elif word:
            _take(stack, LATEX_WORDS.get(word, word), False, True)
        elif option and stack[-1].form == LATEX_COMMANDS["sqrt"][1] and not stack[-1].pieces:
            stack[-1].option = option
        elif option:
            stack[-1].pieces.append(f"[{option}]")
        elif not (plain.isspace() and stack[-1].wanted):
            _take(stack, plain, False, False)
    return " ".join("".join(group.pieces).split()) if stack == [group] else None


def _take(stack: list[_Part], piece: str, grouped: bool, made: bool) -> None:
    """Give a piece to what is being collected; commands that then have all their arguments become pieces too."""
    while True:
        top = stack[-1]
        if not top.wanted:
            subscript = grouped and "".join(top.pieces[-1:]).endswith("_")
            top.add(_bracketed(piece) if grouped and not subscript else piece, made)
            return
        top.pieces.append(piece)
        if len(top.pieces) < top.wanted:
            return
        stack.pop()
        alone = "(" in top.form or top.wanted == 1 or _DERIVATIVE.fullmatch(" ".join(top.pieces))
        piece = top.form.format(*(top.pieces if alone else [_bracketed(p) for p in top.pieces]))
        if top.option:
            piece = f"{_bracketed(top.pieces[0])}^(1/{_bracketed(top.option)})"
        grouped, made = False, True


def _bracketed(text: str) -> str:
    """The text in brackets, unless it is one word."""
    return text if _WORD.fullmatch(text) else f"({text})"
