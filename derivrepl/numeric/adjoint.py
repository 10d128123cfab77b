"""Adjoints of every node at a point: the reverse sweep done in numbers, through the rules' own formulas."""

from __future__ import annotations

from derivrepl.calculus.rules import local_partials
from derivrepl.numeric.evaluate import Program
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def adjoints(store: Store, root: Node, values: Mapping[Node, float]) -> dict[Node, float]:
    """The derivative of the root by each of its nodes, at the point where `values` were computed."""
    nodes = store.live([root])
    partials = local_partials(store, nodes)
    program = Program(store, list(partials.values()))
    known = program.run(values)
    adjoint = dict.fromkeys(nodes, 0.0)
    adjoint[root] = 1.0
    for n in reversed(nodes):
        for k, operand in enumerate(store.operands(n)):
            if operand >= 0:
                adjoint[operand] += adjoint[n] * known[partials[n, k]]
    return adjoint
