"""What a function and its derivatives cost: operations of each sweep, size written out, values alive at once.

Counted as in Griewank and Walther, Evaluating Derivatives (2008), chapter 3: every operation of the rules
once, constants free, a sum of k contributions k - 1 additions. Nodes that look alike to a rule are counted once.
Operations on arrays are counted by their elements, see `flops.py`.
"""

from __future__ import annotations

from derivrepl.calculus.reverse import active
from derivrepl.numeric.amount import Amount
from derivrepl.numeric.flops import flops, size_of
from derivrepl.numeric.formulas import Formulas
from derivrepl.store import PARAMETER, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numeric.formulas import Short

    Work = Amount | int

ENDLESS = 10**18


def settled(work: Work) -> Work:
    """The amount, as a number where it needs no sizes."""
    return work.settled if isinstance(work, Amount) else work


class Cost:
    """The costs of one function.

    nodes     its nodes, operands before their users; leaves are inputs and named constants
    wanted    the inputs that derivatives are taken by
    function  operations of the function alone
    forward   operations of one tangent sweep, beside the function's
    reverse   operations of the adjoint sweep, for all wanted inputs, beside the function's
    written   nodes of the expression written out as a tree, at most `ENDLESS`
    peak      most values alive at once while the function is computed
    """

    def __init__(self, store: Store, root: Node, nodes: list[Node], wanted: list[Node], short: Short) -> None:
        self.store = store
        self.formulas = Formulas(store, {n: f"v{n}" for n in nodes}, short)
        self.moving = set(active(store, root, wanted))
        self.known: dict[tuple[object, ...], tuple[Work, tuple[Work | None, ...]]] = {}
        self.nodes = nodes
        self.function: Work = sum([flops(store, n) for n in nodes])
        self.forward: Work = 0
        self.reverse: Work = 0
        self.directions: Work = sum([size_of(store, n) for n in nodes if self._input(n) and n in self.moving])
        self._sweeps()
        self.function, self.forward, self.reverse, self.directions = map(
            settled, (self.function, self.forward, self.reverse, self.directions)
        )
        self.written = self._tree(root)
        self.peak = self._alive()

    @property
    def forward_all(self) -> Work:
        """Operations of the function and one tangent sweep for each element of a wanted input."""
        return settled(self.function + self.forward * self.directions)

    @property
    def forward_one(self) -> Work:
        """Operations of the function and one tangent sweep."""
        return settled(self.function + self.forward)

    @property
    def reverse_all(self) -> Work:
        """Operations of the function and the adjoint sweep."""
        return settled(self.function + self.reverse)

    def _input(self, node: Node) -> bool:
        return self.store.op(node) <= PARAMETER

    def _sweeps(self) -> None:
        met: set[Node] = set()
        for n in self.nodes:
            if n not in self.moving or self._input(n):
                continue
            forward, updates = self._rule(n)
            self.forward += forward
            for operand, update in zip(self.store.operands(n), updates, strict=True):
                if update is not None:
                    self.reverse += update + (size_of(self.store, operand) if operand in met else 0)
                    met.add(operand)

    def _rule(self, node: Node) -> tuple[Work, tuple[Work | None, ...]]:
        """Operations of a node's tangent, and of each operand's update (None where there is none)."""
        store, operands = self.store, self.store.operands(node)
        places = {a: k for k, a in reversed(list(enumerate(operands)))}
        shapes = [store.shapes.of(a) if store.shapes is not None else () for a in operands]
        look = [(self._constant(a), a in self.moving, places[a], shape) for a, shape in zip(operands, shapes)]
        key = (store.op(node), *look)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._counted(node)
        return found

    def _constant(self, node: Node) -> object:
        return self.store.value(node) if node < 0 else None

    def _counted(self, node: Node) -> tuple[Work, tuple[Work | None, ...]]:
        """The same, by making the rule's formulas."""
        formulas = self.formulas
        moving = [k for k, a in enumerate(self.store.operands(node)) if a in self.moving]
        updates: list[Work | None] = [None] * len(self.store.operands(node))
        for k in moving:
            made, here = formulas.adjoint_update(node, k)
            updates[k] = self._operations(made, here) if made != ZERO else None
        return self._operations(*formulas.whole_tangent(node, self.moving)), tuple(updates)

    def _operations(self, root: Node, here: Node) -> Work:
        scratch = self.formulas.scratch
        return 0 if root < 0 else sum([flops(scratch, n) for n in scratch.live([root], stop={here}) if n != here])

    def _tree(self, root: Node) -> int:
        """How many nodes the expression has when shared parts are counted wherever they stand."""
        size: dict[Node, int] = {}
        for n in self.store.live([root]):
            size[n] = min(1 + sum(size[a] for a in self.store.operands(n) if a >= 0), ENDLESS)
        return size.get(root, 0)

    def _alive(self) -> int:
        """The most values that are still needed at one time; inputs are there from the start."""
        store = self.store
        last = {a: n for n in self.nodes for a in store.operands(n) if a >= 0}
        alive = {n for n in self.nodes if self._input(n)}
        peak = len(alive)
        for n in self.nodes:
            if self._input(n):
                continue
            dying = {a for a in store.operands(n) if a in alive and last[a] == n}
            alive.add(n)
            peak = max(peak, len(alive) - bool(dying))
            alive -= dying
        return peak
