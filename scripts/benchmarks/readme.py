"""The README's table of ratios, written between its markers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scripts.benchmarks.figures import Figure, mean, short

BEGIN, END = "<!-- speed: made by scripts/bench --readme -->", "<!-- end of speed -->"
ROWS = (
    ("start", "", "start, one statement, whole process"),
    ("pipe", "simplify off", "pipe, a line's whole gradient, printed as it comes"),
    ("pipe", "simplify light", "pipe, terms collected"),
    ("pipe", "simplify full", "pipe, the shortest form sought (the default)"),
    ("gradients", ", all", "build a graph and its gradient"),
    ("gradients", "alone", "the gradient of a graph alone"),
    ("language", "parse", "read an expression"),
    ("language", "print", "write a large graph with its parts named"),
    ("language", "memory", "bytes a node"),
    ("evaluate", "", "values of f and its gradient at many points"),
    ("arrays", "gradient, evaluation", "gradients by arrays, one more evaluation"),
    ("arrays", "Hessian, evaluation", "Hessians by arrays, one more evaluation"),
    ("arrays", "whole", "derivatives by arrays, from the text to the first value"),
    ("simplify", "", "length of the simplified derivative"),
)
"""Section, what a case contains, and what the row is called."""
MOST = 5


def grouped(figures: list[Figure]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each row with figures: its name and the peers' geometric mean ratios, in the order of measuring."""
    for section, part, name in ROWS:
        ratios: dict[str, list[float]] = {}
        for figure in figures:
            if figure.section == section and part in figure.case and figure.ratio is not None:
                ratios.setdefault(figure.peer, []).append(figure.ratio)
        if ratios:
            yield name, [(peer, mean(values)) for peer, values in ratios.items()]


def summary(figures: list[Figure]) -> str:
    """The table: a row for each kind of work, its peers with their ratios."""
    lines = ["| peer's time over derivrepl's: above 1, derivrepl is ahead | |", "|---|---|"]
    for name, ratios in grouped(figures):
        lines.append(f"| {name} | {', '.join(f'{peer} {short(ratio)}' for peer, ratio in ratios)} |")
    return "\n".join(lines)


def write_between(path: Path, text: str) -> None:
    """Put the text between the markers of a file; raises ValueError where they are missing."""
    whole = path.read_text(encoding="utf-8")
    before, begin, rest = whole.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} has no markers for the table of ratios")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
