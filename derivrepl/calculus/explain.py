"""How a derivative comes about, as a person writes it: names for the parts, the rule, the parts' derivatives.

`Explanation` takes the graph apart from the root down, level by level, each node once, and states each
node's derivative in the names of its parts. The rules are those of the tables: of `taught.py` for the
operators, a function's own partial derivatives otherwise. Nothing is simplified here.
"""

from __future__ import annotations

from collections import deque

from derivrepl.calculus.byhand import chain, divided, multiplied
from derivrepl.calculus.reverse import active
from derivrepl.calculus.rules import contribution, plus
from derivrepl.language.formula import formula
from derivrepl.store import (
    ADD,
    DIV,
    FIRST_FUNCTION,
    MUL,
    NEG,
    ONE,
    PARAMETER,
    POW,
    SUB,
    ZERO,
    Node,
    Store,
)
from derivrepl.tables.taught import BY_OPERANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = "uwstpqrzabchkmnl"
"""Names for parts, in the order of their use."""
MOST_STEPS = 2_000
"""How many nodes are taken apart; in larger graphs those nearest to the root."""
MOST_TERMS = 24
"""Terms of a sum that one step speaks of; the terms before them are one part."""
MOST_FACTORS = 4
PLAIN_TERMS = 6
"""Terms of a sum inside of something that are differentiated in one line."""

Layer = tuple[int, Node, bool]
"""A constant beside a part: operation, constant (ZERO for a minus), whether it stands in front."""


class Symbol:
    """What a leaf of a statement stands for: a part by its name (`u`), or its derivative (`u′`, `(x^2)′`).

    name  how the leaf is written; empty for the derivative of a part that has no name: the part is written out
    """

    __slots__ = ("name", "node", "prime")

    def __init__(self, name: str, node: Node, prime: bool) -> None:
        self.name = name
        self.node = node
        self.prime = prime


class Step:
    """One rule applied to one node.

    node       what is differentiated
    rule       the rule's name
    core       the node without the constants around it, which the rule is about
    form       the node in the names of its parts: `u*w`
    statement  its derivative in the names of its parts and their derivatives: `u'*w + u*w'`
    prime      the leaf that stands for the node's derivative
    parts      the nodes whose derivatives the statement speaks of
    named      those of them that get their name here
    children   the steps of those parts that no other step explains
    plain      whether it is done in one line, its parts needing no explanation
    number     its place in the whole explanation, from 1
    """

    __slots__ = (
        "children", "core", "depth", "form", "named", "node", "number", "parts", "plain", "prime", "rule", "statement",
    )  # fmt: skip

    def __init__(self, node: Node, depth: int, prime: Node) -> None:
        self.node = node
        self.prime = prime
        self.core = node
        self.depth = depth
        self.rule = ""
        self.form = node
        self.statement: Node = ZERO
        self.parts: list[Node] = []
        self.named: list[Node] = []
        self.children: list[Step] = []
        self.plain = False
        self.number = 0


class Explanation:
    """The steps of one derivative.

    names  what the function and its derivative are called
    taken  names in use, which parts must not get
    """

    def __init__(self, store: Store, root: Node, leaf: Node, names: tuple[str, str], taken: set[str]) -> None:
        self.store = store
        self.root = root
        self.leaf = leaf
        self.moving = set(active(store, root, [leaf]))
        self.symbols: dict[Node, Symbol] = {}
        """Leaf of a statement → what it stands for."""
        self._names: dict[Node, Node] = {}
        self._primes: dict[Node, Node] = {}
        self._free = _free_names(taken | {*names} | {store.name(n) for n in store.inputs([root])})
        self._name(root, *names)
        self.first = Step(root, 0, self.prime(root, True))
        self.steps: list[Step] = []
        """All steps, in the order of their numbers."""
        self._explore()

    def symbol(self, node: Node, also_input: bool = False) -> Node:
        """The leaf that stands for a named part; another node is itself.

        also_input: whether the input stands for a part that has a name, as in the product rule for `x*sin(x)`
        """
        return node if node == self.leaf and not also_input else self._names.get(node, node)

    def prime(self, node: Node, also_input: bool = False) -> Node:
        """The leaf that stands for a part's derivative; 1 for the input, 0 for a constant."""
        if node == self.leaf and not also_input:
            return ONE
        leaf = self._primes.get(node)
        if node not in self.moving:
            return ZERO if leaf is None else leaf
        if leaf is None:
            leaf = self._primes[node] = self.store.leaf(PARAMETER, f"({node})'")
            self.symbols[leaf] = Symbol("", node, True)
        return leaf

    def named(self, node: Node) -> bool:
        """Whether the part has a name."""
        return node in self._names

    # Taking apart

    def _explore(self) -> None:
        queue = deque([self.first])
        seen = {self.root}
        while queue:
            step = queue.popleft()
            self._open(step)
            for part in step.parts:
                if part not in seen and len(seen) < MOST_STEPS and not step.plain:
                    seen.add(part)
                    step.children.append(Step(part, step.depth + 1, self.prime(part, True)))
            queue.extend(step.children)
        stack = [self.first]
        while stack:
            step = stack.pop()
            self.steps.append(step)
            step.number = len(self.steps)
            stack.extend(reversed(step.children))

    def _open(self, step: Step) -> None:
        """Find the rule, the parts and the statement of a step."""
        layers, core = self._peeled(step.node, whole=step.depth == 0)
        step.core = core
        step.plain = self._plain(step.node, whole=step.depth == 0)
        op = self.store.op(core)
        if core == self.leaf:
            step.rule = "linear" if layers else "identity"
            statement = ONE
            form = core
        elif core not in self.moving:
            step.rule, form, statement = "constant", core, ZERO
        elif op in (ADD, SUB):
            form, statement = self._sum(step, core)
        elif op == MUL:
            form, statement = self._product(step, core)
        else:
            form, statement = self._operation(step, core)
        if step.plain:
            form = core
        step.form = step.node if form == core else self._wrapped(layers, form, terms=True)
        step.statement = self._wrapped(layers, statement, terms=False)
        if statement == ZERO and core in self.moving:
            step.plain = True

    def _peeled(self, node: Node, whole: bool = False) -> tuple[list[Layer], Node]:
        """The constant factors and terms around a node, outermost first, and what they stand around.

        whole: whether it is the function itself, in which constant terms are spoken of
        """
        store, moving = self.store, self.moving
        layers: list[Layer] = []
        while node in moving and node != self.leaf:
            op = store.op(node)
            if op == NEG:
                layers.append((NEG, ZERO, True))
                node = store.operands(node)[0]
                continue
            if op not in (MUL, DIV) and (whole or op not in (ADD, SUB)):
                break
            a, b = store.operands(node)
            if b not in moving:
                layers.append((op, b, False))
                node = a
            elif op != DIV and a not in moving:
                layers.append((op, a, True))
                node = b
            else:
                break
        return layers, node

    def _wrapped(self, layers: list[Layer], node: Node, terms: bool) -> Node:
        """The node with constants put around it again; constant terms only where `terms`."""
        store = self.store
        product = multiplied if len(layers) <= MOST_TERMS else Store.mul
        for op, constant, in_front in reversed(layers):
            if op == NEG or (op == SUB and in_front and not terms):
                node = store.neg(node)
            elif op == DIV:
                node = divided(store, node, constant) if product is multiplied else store.div(node, constant)
            elif op == MUL:
                node = product(store, constant, node) if in_front else product(store, node, constant)
            elif terms:
                node = store.make(op, (constant, node) if in_front else (node, constant))
        return node

    def _plain(self, node: Node, whole: bool = False) -> bool:
        """Whether a person differentiates the node in one line: a rule applied to the input itself, or a short sum."""
        core = self._peeled(node, whole)[1]
        if self.store.op(core) not in (ADD, SUB):
            return self._at_input(core)
        terms = self._terms(core)
        return not whole and len(terms) <= PLAIN_TERMS and all(self._plain_term(t) for _, t in terms)

    def _plain_term(self, term: Node) -> bool:
        core = self._peeled(term)[1]
        return self.store.op(core) not in (ADD, SUB) and self._at_input(core)

    def _at_input(self, core: Node) -> bool:
        """Whether a rule is applied to the input itself, perhaps below a bar: `sin(x)`, `x^3`, `2^x`, `1/x^2`."""
        store = self.store
        if core not in self.moving or core == self.leaf:
            return True
        inside = [a for a in store.operands(core) if a in self.moving]
        if store.op(core) == DIV and len(inside) == 1 and store.op(inside[0]) == POW:
            inside = [a for a in store.operands(inside[0]) if a in self.moving]
            return inside == [self.leaf] and store.operands(store.operands(core)[1])[0] == self.leaf
        return inside == [self.leaf]

    # One rule

    def _terms(self, core: Node) -> list[tuple[bool, Node]]:
        """The terms of a sum, as typed, each with whether it is subtracted."""
        terms: list[tuple[bool, Node]] = []
        while self.store.op(core) in (ADD, SUB) and len(terms) < MOST_TERMS:
            core, term = self.store.operands(core)[0], core
            terms.append((self.store.op(term) == SUB, self.store.operands(term)[1]))
        terms.append((False, core))
        terms.reverse()
        return terms

    def _sum(self, step: Step, core: Node) -> tuple[Node, Node]:
        store = self.store
        step.rule = "sum rule"
        terms = self._terms(core)
        step.parts = [t for _, t in terms if t in self.moving and t != self.leaf]
        if not step.plain:
            if step.depth == 0:
                step.parts = [t for _, t in terms]
            self._name_parts(step, [t for t in step.parts if t != self.leaf and not self._plain(t)])
            if step.depth == 0:
                self._speak_of(step.parts)
        form, statement = self.symbol(terms[0][1]), self.prime(terms[0][1], step.depth == 0)
        for minus, term in terms[1:]:
            join = store.sub if minus else store.add
            form, statement = join(form, self.symbol(term)), join(statement, self.prime(term, step.depth == 0))
        return form, statement

    def _product(self, step: Step, core: Node) -> tuple[Node, Node]:
        """Of two or more factors that all depend on the input."""
        store = self.store
        factors: list[Node] = []
        rest = core
        while store.op(rest) == MUL and len(factors) < MOST_FACTORS - 1:
            a, b = store.operands(rest)
            if a not in self.moving or b not in self.moving:
                break
            factors.append(b)
            rest = a
        factors = [rest, *reversed(factors)]
        step.rule = BY_OPERANDS["mul", ("u", "v")].name
        step.parts = factors
        self._name_parts(step, factors)
        symbols = [self.symbol(a, True) for a in factors]
        total = ZERO
        for k, factor in enumerate(factors):
            changed = [*symbols[:k], self.prime(factor, True), *symbols[k + 1 :]]
            total = store.add(total, chain(store, changed)) if k else chain(store, changed)
        return chain(store, symbols), total

    def _operation(self, step: Step, core: Node) -> tuple[Node, Node]:
        """Any other operation: the row of `taught.py` for its moving operands, else the function's own rule."""
        store = self.store
        operation = store.operations[store.op(core)]
        operands = store.operands(core)
        pulled = [k for k, a in enumerate(operands) if a in self.moving and contribution(store, core, k, ONE) != ZERO]
        inside = list(dict.fromkeys(operands[k] for k in pulled))
        step.parts = [a for a in inside if a != self.leaf or len(inside) > 1]
        if not step.plain:
            self._name_parts(step, step.parts)
        several = len(inside) > 1
        form = store.node(store.op(core), *[self.symbol(a, several) for a in operands])
        row = BY_OPERANDS.get((operation.name, tuple(operation.params[k] for k in pulled)))
        step.rule = row.name if row else operation.rule
        if self.store.op(core) == DIV and step.plain and operands[1] != self.leaf:
            step.rule = BY_OPERANDS["pow", ("u",)].name
        outer = store.op(core) >= FIRST_FUNCTION or store.op(core) == POW
        if outer and len(inside) == 1 and inside[0] != self.leaf:
            step.rule = "chain rule"
        if row is None:
            statement = ZERO
            for k in pulled:
                piece = contribution(store, form, k, self.prime(operands[k], several))
                if store.op(piece) == MUL:
                    piece = multiplied(store, *store.operands(piece))
                statement = piece if statement == ZERO else plus(store, statement, piece)
            return form, statement
        replaced: dict[Node, Node] = {}
        for param, operand in zip(operation.params, operands, strict=True):
            replaced[store.leaf(PARAMETER, param)] = self.symbol(operand, several)
            replaced[store.leaf(PARAMETER, f"d{param}")] = self.prime(operand, several)
        return form, store.replace(formula(store, row.text), replaced)

    # Names

    def _name_parts(self, step: Step, parts: list[Node]) -> None:
        for part in parts:
            if part not in self._names:
                name = next(self._free)
                self._name(part, name, f"{name}′")
                step.named.append(part)

    def _speak_of(self, parts: list[Node]) -> None:
        """Let the derivatives of constants and of the input be written, though they are 0 and 1."""
        for part in parts:
            if part not in self._primes and (part not in self.moving or part == self.leaf):
                leaf = self._primes[part] = self.store.leaf(PARAMETER, f"({part})'")
                self.symbols[leaf] = Symbol("", part, True)

    def _name(self, node: Node, name: str, derivative: str) -> None:
        leaf = self._names[node] = self.store.leaf(PARAMETER, name)
        self.symbols[leaf] = Symbol(name, node, False)
        leaf = self._primes[node] = self.store.leaf(PARAMETER, derivative)
        self.symbols[leaf] = Symbol(derivative, node, True)


def _free_names(taken: set[str]) -> Iterator[str]:
    """Letters that no name in use is, then letters with numbers."""
    yield from (letter for letter in LETTERS if letter not in taken)
    k = 1
    while True:
        yield from (f"{letter}{k}" for letter in LETTERS if f"{letter}{k}" not in taken)
        k += 1
