"""What a text in the notation of NumPy, MATLAB or paper would be in this language, where arrays are in it."""

from __future__ import annotations

import re

from derivrepl.tables.foreign import PROGRAM_TEXT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 2_000
"""Longer texts are not translated."""
ROUNDS = 8
"""How often the rows are gone through: one text may have calls inside of calls."""

_rows = [(re.compile(pattern), replacement) for pattern, replacement in PROGRAM_TEXT]
_einsum = re.compile(r"""einsum\(\s*["']([A-Za-z]+(?:,[A-Za-z]+)*)\s*->\s*([A-Za-z]*)["']\s*,([^()]*)\)""")
_name = re.compile(r"[^\W\d]\w*")
_transposed = re.compile(r"([^\W\d]\w*)(?:'|\^T\b)(\s*\*\s*)?")
_neighbours = re.compile(r"([^\W\d]\w*(?:\.T)?)\s+(?=([^\W\d]\w*))")


def arrays_as_typed(text: str, arrays: Collection[str]) -> str | None:
    """`norm(x)` for `np.linalg.norm(x)`, `x.T @ A @ x` for `x' A x`; None where nothing is to be told.

    arrays: the names of the session's arrays
    """
    if len(text) > LONGEST:
        return None
    made = _einsum.sub(_indexed, text)
    made = _transposed.sub(lambda m: f"{m[1]}.T{' @ ' if m[2] else ''}" if m[1] in arrays else m[0], made)
    made = _neighbours.sub(lambda m: f"{m[1]} @ " if {m[1].removesuffix(".T"), m[2]} <= set(arrays) else m[0], made)
    for _ in range(ROUNDS):
        before = made
        for pattern, replacement in _rows:
            made = pattern.sub(replacement, made)
        if made == before:
            break
    return None if made == text else made


def _indexed(found: re.Match[str]) -> str:
    """`einsum(A[i,j]*x[j], i)` for `einsum("ij,j->i", A, x)`."""
    letters, operands = found[1].split(","), [part.strip() for part in found[3].split(",")]
    if len(letters) != len(operands) or not all(map(_name.fullmatch, operands)):
        return found[0]
    factors = [f"{name}[{','.join(axes)}]" for name, axes in zip(operands, letters)]
    return f"einsum({', '.join(['*'.join(factors), *found[2]])})"
