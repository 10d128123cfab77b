"""A text between its commas: the arguments of a call, the conditions of a row."""

from __future__ import annotations


def pieces(text: str) -> list[str]:
    """The pieces between the commas outside of brackets, none of an empty text.

    Raises ValueError where brackets do not match.
    """
    if not text:
        return []
    found, depth = [""], 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            raise ValueError
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    if depth:
        raise ValueError
    return found
