"""What a function and its derivatives cost: operations of each sweep, size written out, values alive at once.

Counted as in Griewank and Walther, Evaluating Derivatives (2008), chapter 3: every operation of the rules
once, constants free, a sum of k contributions k - 1 additions. Nodes that look alike to a rule are counted once.
"""

from __future__ import annotations

from derivrepl.calculus.reverse import active
from derivrepl.calculus.rules import plus
from derivrepl.numeric.trace import brought_first
from derivrepl.store import PARAMETER, ZERO, Node, Store

ENDLESS = 10**18


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

    def __init__(self, store: Store, root: Node, nodes: list[Node], wanted: list[Node]) -> None:
        self.store = store
        self.scratch = Store(store.operations)
        self.scratch.derived.update(store.derived)
        self.moving = set(active(store, root, wanted))
        self.known: dict[tuple[object, ...], tuple[int, tuple[int, ...]]] = {}
        self.nodes = nodes
        self.function = sum(store.op(n) > PARAMETER for n in nodes)
        self.forward = self.reverse = 0
        self._sweeps()
        self.written = self._tree(root)
        self.peak = self._alive()

    @property
    def forward_all(self) -> int:
        """Operations of the function and one tangent sweep for each wanted input."""
        return self.function + self.forward * sum(n in self.moving for n in self.nodes if self._input(n))

    @property
    def forward_one(self) -> int:
        """Operations of the function and one tangent sweep."""
        return self.function + self.forward

    @property
    def reverse_all(self) -> int:
        """Operations of the function and the adjoint sweep."""
        return self.function + self.reverse

    def _input(self, node: Node) -> bool:
        return self.store.op(node) <= PARAMETER

    def _sweeps(self) -> None:
        contributions: dict[Node, int] = {}
        for n in self.nodes:
            if n not in self.moving or self._input(n):
                continue
            forward, updates = self._rule(n)
            self.forward += forward
            for operand, update in zip(self.store.operands(n), updates, strict=True):
                if update >= 0:
                    self.reverse += update
                    contributions[operand] = contributions.get(operand, 0) + 1
        self.reverse += sum(count - 1 for count in contributions.values())

    def _rule(self, node: Node) -> tuple[int, tuple[int, ...]]:
        """Operations of a node's tangent, and of each operand's update (-1 where there is none)."""
        operands = self.store.operands(node)
        places = {a: k for k, a in reversed(list(enumerate(operands)))}
        look = tuple([(self._constant(a), a in self.moving, places[a]) for a in operands])
        key = (self.store.op(node), look)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._counted(node)
        return found

    def _constant(self, node: Node) -> object:
        return self.store.value(node) if node < 0 else None

    def _counted(self, node: Node) -> tuple[int, tuple[int, ...]]:
        """The same, by making the rule's nodes in the scratch store."""
        store, scratch = self.store, self.scratch
        operands = store.operands(node)
        leaves = [scratch.input(f"v{a}") if a >= 0 else scratch.constant(store.value(a)) for a in operands]
        here = scratch.node(store.op(node), *leaves)
        given = {here, *leaves}
        tangent, updates = ZERO, []
        for k, operand in enumerate(operands):
            update = brought_first(scratch, here, k, scratch.input("g")) if operand in self.moving else ZERO
            updates.append(self._operations(update, given) if update != ZERO else -1)
            piece = brought_first(scratch, here, k, scratch.input(f"t{operand}")) if update != ZERO else ZERO
            if piece != ZERO:
                tangent = piece if tangent == ZERO else plus(scratch, tangent, piece)
        return self._operations(tangent, given), tuple(updates)

    def _operations(self, root: Node, given: set[Node]) -> int:
        if root < 0 or root in given:
            return 0
        return sum(self.scratch.op(n) > PARAMETER for n in self.scratch.live([root], stop=given))

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
