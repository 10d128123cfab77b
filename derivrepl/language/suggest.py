"""The nearest known name to a mistyped one."""

from __future__ import annotations

import re

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

SYNONYMS = {
    "tg": "tan", "ctg": "cot", "cotg": "cot", "arctg": "atan", "sqr": "sqrt", "squareroot": "sqrt",
    "lg": "log10", "lb": "log2", "cosec": "csc", "sgn": "sign", "fabs": "abs", "ch": "cosh", "sh": "sinh",
    "th": "tanh", "logarithm": "log", "inverse": "inv", "tr": "trace", "derivative": "diff",
    "Derivative": "diff", "differentiate": "diff", "Tr": "trace", "inner": "dot", "ceiling": "ceil",
    "lngamma": "loggamma", "expit": "sigmoid",
    "psi": "digamma", "ψ": "digamma", "Γ": "gamma", "ζ": "zeta", "sen": "sin", "ProductLog": "lambertw",
    "LambertW": "lambertw", "Max": "max", "Min": "min", "Abs": "abs", "Piecewise": "piecewise",
}  # fmt: skip
"""What other programs and books call the functions."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The name that was probably meant, or None.

    In this order: a synonym, the same letters in other case, an edit distance of 1 (none for a single
    letter, 2 for words of more than four). Ties go to the earlier candidate class, the shorter name, the alphabet.
    """
    names = list(dict.fromkeys(candidates))
    synonym = SYNONYMS.get(word)
    if synonym is not None and (synonym in names or not names):
        return synonym
    for name in names:
        if name != word and name.lower() == word.lower():
            return name
    limit = 0 if len(word) == 1 else 1 if len(word) <= 4 else 2
    best: tuple[int, int, int, str] | None = None
    letters = set(word)
    for rank, name in enumerate(names):
        if name == word or abs(len(name) - len(word)) > limit or (len(word) == 1 and len(name) == 1):
            continue
        if len(letters.symmetric_difference(name)) > 2 * limit:
            continue  # one edit changes two letters at most: this decides nearly all of thousands of names
        found = distance(word, name, limit)
        if found <= limit:
            key = (found, len(name), rank, name)
            best = key if best is None else min(best, key)
    return best[3] if best else None


class Misspelt(DerivError):
    """A word that nothing is called, with the known one that was probably meant.

    otherwise  the hint where none of the names is near
    """

    def __init__(self, code: str, message: str, word: str, names: Iterable[str], otherwise: str = "") -> None:
        self.word = word
        self.close = nearest(word, names) if word else None
        super().__init__(code, message, hint=f"did you mean {self.close}?" if self.close else otherwise)

    def within(self, text: str) -> DerivError:
        """At the place where the word stands last."""
        found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(self.word)}(?!\w)", text)]
        if found:
            self.span = found[-1]
            self.fix = (*self.span, self.close) if self.close else None
        return self


def distance(a: str, b: str, limit: int) -> int:
    """The optimal string alignment distance (a transposition counts 1), or limit + 1 if it is larger."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
