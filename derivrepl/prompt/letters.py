"""Names of characters that keyboards lack: `\\alpha` and Tab. A new one is a row here."""

from __future__ import annotations

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho _ sigma tau upsilon phi "
    "chi psi omega"
)

LETTERS = {
    **{name: chr(0x3B1 + k) for k, name in enumerate(_GREEK.split()) if name != "_"},
    **{name.capitalize(): chr(0x391 + k) for k, name in enumerate(_GREEK.split()) if name != "_"},
    "varphi": "ϕ", "vartheta": "ϑ", "varepsilon": "ϵ",
    "partial": "∂", "cdot": "·", "times": "×", "div": "÷", "sqrt": "√", "cbrt": "∛", "prime": "′", "top": "ᵀ",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "inf": "inf", "infty": "inf",
    "squared": "²", "cubed": "³", "inverse": "⁻¹",
}  # fmt: skip
"""Name → character."""
