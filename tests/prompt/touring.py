"""What a person types who takes the tour."""

from __future__ import annotations

TOUR = (
    ("x^2*sin(x)",),
    (":why v3",),
    (":steps",),
    (":eval x=2", ":trace"),
    ("df/dx = 2*x*cos(x)",),
    (":graph",),
    (":save tour.deriv",),
)
"""For each stop the lines that it asks for."""
