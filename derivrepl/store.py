"""The interned expression graph: a node is an integer, and equal expressions are the same integer.

Row n of the store is one operation on smaller rows, so the store is the Wengert list: every forward
pass is a loop upward, every reverse pass a loop downward, and nothing recurses. Constants are negative
numbers, with 0, 1, 2 and -1 at fixed places, so "is it a constant" is `node < 0`.

The constructors keep what was typed and do only what nobody would contest: constants fold, `0` and `1`
vanish, `--a` is `a`, `a + -b` is `a - b`, a sign at the front of a product moves before it.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.numbers import Number
from derivrepl.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable
    from typing import Any

    from derivrepl.shapes import Dim, Shape, Shapes

Node = int
"""A row number of the store, or a negative number for a constant."""

# Constants at fixed places.
ZERO, ONE, TWO, MINUS_ONE = -1, -2, -3, -4

# Operation codes: leaves, then the operators in the order of `tables/operators.py`, then functions.
INPUT, NAMED, SIZE, PARAMETER = range(4)
ADD, SUB, NEG, MUL, DIV, POW, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL, IF, LIST = range(4, 18)
FIRST_FUNCTION = 18


class Store:
    """Interned nodes over a growing table of operations.

    `keys[n]` is the tuple (op, operand, …) of node n; `operations[op]` says what op is.
    """

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = list(operations)
        self.keys: list[tuple[int, ...]] = []
        self.index: dict[tuple[int, ...], Node] = {}
        self.labels: list[str] = []
        self.label_index: dict[Hashable, int] = {}
        self.label_shapes: dict[int, tuple[Shape, bool]] = {}
        """Label of an array → its shape, and whether it is a symmetric matrix."""
        self.declared: dict[str, tuple[Shape, bool]] = {}
        """Name of an input that is declared as an array → its shape, and whether it is a symmetric matrix."""
        self.open_sizes: dict[str, Dim] = {}
        """Size that a declaration left open → what it was found to be."""
        self.shapes: Shapes | None = None
        """What is known of arrays; None as long as everything is a scalar."""
        self.constants: list[Number] = []
        self.constant_index: dict[tuple[int, Number], Node] = {}
        self.derived: dict[tuple[int, tuple[int, ...]], int] = {}
        self.abstract_codes: dict[tuple[str, int], int] = {}
        self.settled: dict[object, set[Node]] = {}
        """What the simplifier assumes → its results so far: simplifying one again gives itself."""
        self.shortened: dict[object, Any] = {}
        """Elementwise parts of arrays, with what the simplifier assumes → what it made of them."""
        self.generation = 0
        """Goes up when node numbers are given anew."""
        self.limit: int | None = None
        self._fix_constants()

    def __len__(self) -> int:
        return len(self.keys)

    def _fix_constants(self) -> None:
        for value in (0, 1, 2, -1):
            self.constant(value)

    def start_over(self) -> Store:
        """Forget all nodes, names and shapes, but no operation; the store that still has them."""
        old = Store(self.operations)
        old.keys, old.labels, old.constants, old.label_shapes = (
            self.keys,
            self.labels,
            self.constants,
            self.label_shapes,
        )
        self.keys, self.index, self.labels, self.label_index, self.label_shapes = [], {}, [], {}, {}
        old.shapes, self.shapes = self.shapes, None
        self.constants, self.constant_index, self.settled, self.shortened = [], {}, {}, {}
        self._fix_constants()
        self.generation += 1
        return old

    # Leaves

    def constant(self, value: Number) -> Node:
        """The node of an exact number. An integral decimal (`2.0`) stays apart from the integer."""
        key = (isinstance(value, int), value)
        node = self.constant_index.get(key)
        if node is None:
            self.constants.append(value)
            node = self.constant_index[key] = -len(self.constants)
        return node

    def value(self, node: Node) -> Number:
        """The number that a constant node (node < 0) stands for."""
        return self.constants[-1 - node]

    def leaf(self, op: int, name: str) -> Node:
        """The node of an input, a named constant or a parameter."""
        if op == INPUT and self.shapes is not None and name in self.shapes.declared:
            return self.array(name, *self.shapes.declared[name])
        label = self.label_index.get(name)
        if label is None:
            label = self.label_index[name] = len(self.labels)
            self.labels.append(name)
        return self.node(op, label)

    def array(self, name: str, shape: Shape, symmetric: bool = False) -> Node:
        """The node of an input that is an array; one of the same name and another shape is another node."""
        key = (name, shape, symmetric)
        label = self.label_index.get(key)
        if label is None:
            label = self.label_index[key] = len(self.labels)
            self.label_shapes[label] = shape, symmetric
            self.labels.append(name)
        return self.node(INPUT, label)

    def shape_of_leaf(self, node: Node) -> Shape:
        """The shape that the input was declared with."""
        return self.label_shapes.get(self.keys[node][1], ((), False))[0]

    def is_symmetric(self, node: Node) -> bool:
        """Whether the node is an input that was declared as a symmetric matrix."""
        return node >= 0 and self.keys[node][0] == INPUT and self.label_shapes.get(self.keys[node][1], ((), False))[1]

    def input(self, name: str) -> Node:
        """The node of the input called `name`."""
        return self.leaf(INPUT, name)

    def name(self, node: Node) -> str:
        """The name of a leaf."""
        return self.labels[self.keys[node][1]]

    def mend(self) -> None:
        """Take back what an interrupt left half done: a number given to a node or name that was not kept."""
        while len(self.index) > len(self.keys):
            self.index.popitem()
        while len(self.label_index) > len(self.labels):
            self.label_index.popitem()

    # Structure

    def node(self, *key: int) -> Node:
        """The one node with this operation and these operands."""
        keys = self.keys
        node = self.index.setdefault(key, len(keys))
        if node == len(keys):
            keys.append(key)
            if node == self.limit:
                raise DerivError("E405", f"stopped: the graph has over {node:,} nodes")
        return node

    def op(self, node: Node) -> int:
        """The operation code; -1 for a constant number."""
        return self.keys[node][0] if node >= 0 else -1

    def operands(self, node: Node) -> tuple[int, ...]:
        """The operands; none for leaves and constants."""
        if node < 0:
            return ()
        key = self.keys[node]
        return key[1:] if key[0] > PARAMETER else ()

    def make(self, op: int, operands: tuple[Node, ...]) -> Node:
        """The node for any operation, by its smart constructor where it has one."""
        smart = SMART.get(op)
        if smart is not None:
            return smart(self, *operands)
        build = self.operations[op].build
        return self.node(op, *operands) if build is None else build(self, op, operands)

    def live(self, roots: list[Node], stop: Container[Node] = ()) -> list[Node]:
        """The non-constant nodes that the roots reach, ascending (operands before their users).

        Looks at the reachable part only, never at the whole store. Nodes in `stop` are not entered.
        """
        keys = self.keys
        seen: set[Node] = set()
        stack = []
        for n in roots:
            if n >= 0 and n not in seen and n not in stop:
                seen.add(n)
                stack.append(n)
        found = []
        while stack:
            n = stack.pop()
            found.append(n)
            key = keys[n]
            if key[0] > PARAMETER:
                for a in key[1:]:
                    if a >= 0 and a not in seen and a not in stop:
                        seen.add(a)
                        stack.append(a)
        found.sort()
        return found

    def unconditional(self, roots: list[Node]) -> list[Node]:
        """The nodes whose values count whatever branches the conditionals take, ascending."""
        return self._through(roots, slice(1))

    def valued(self, roots: list[Node]) -> list[Node]:
        """The nodes that add to the roots' values, ascending: without those that only decide a conditional."""
        return self._through(roots, slice(1, None))

    def _through(self, roots: list[Node], of_a_choice: slice) -> list[Node]:
        """The nodes below the roots, with these operands of each conditional, ascending."""
        seen = {n for n in roots if n >= 0}
        stack = list(seen)
        while stack:
            n = stack.pop()
            operands = self.operands(n)
            for a in operands[of_a_choice] if self.keys[n][0] == IF else operands:
                if a >= 0 and a not in seen:
                    seen.add(a)
                    stack.append(a)
        return sorted(seen)

    def post_order(self, roots: list[Node], seen: Container[Node] = ()) -> list[Node]:
        """The nodes under the roots, operands before their users, left before right; `seen` ones are left out.

        Unlike the order of `live` it is that of the expression, whatever the store held before.
        """
        keys = self.keys
        order: list[Node] = []
        entered: set[Node] = set()
        stack = [n for n in reversed(roots) if n >= 0 and n not in seen]
        while stack:
            n = stack.pop()
            if n < 0:  # ~n: all below n has been visited
                order.append(~n)
            elif n not in entered:
                entered.add(n)
                key = keys[n]
                if key[0] > PARAMETER:
                    stack.append(~n)
                    for a in key[:0:-1]:
                        if a >= 0 and a not in entered and a not in seen:
                            stack.append(a)
                else:
                    order.append(n)
        return order

    def inputs_met(self, root: Node) -> list[Node]:
        """The input nodes that the root reaches, in the order in which the expression meets them."""
        return [n for n in self.post_order([root]) if self.keys[n][0] == INPUT]

    def inputs(self, roots: list[Node]) -> list[Node]:
        """The input nodes that the roots reach, in the order of their creation."""
        return [n for n in self.live(roots) if self.keys[n][0] == INPUT]

    def replace(self, root: Node, replaced: dict[Node, Node]) -> Node:
        """The node with others put in the place of some of its leaves or parts, all at once.

        Raises DerivError where the result has no value (1/0), unless a conditional leaves that part out.
        """
        made = dict(replaced)
        failed: dict[Node, DerivError] = {}
        for n in self.live([root], stop=replaced):
            operands = self.operands(n)
            new = tuple(made.get(a, a) for a in operands)
            if failed:
                bad = [a for a in operands if a in failed]
                if bad and not (
                    self.keys[n][0] == IF and new[0] < 0 and operands[2 if new[0] == ZERO else 1] not in bad
                ):
                    failed[n] = failed[bad[0]]
                    continue
            if new != operands:
                try:
                    made[n] = self.make(self.keys[n][0], new)
                    if self.shapes is not None:
                        made[n] = self.shapes.kept(self.keys[n][0], new, made[n])
                except DerivError as error:
                    failed[n] = error
        if root in failed:
            raise failed[root]
        return made.get(root, root)

    # Functions without a formula

    def abstract(self, name: str, arity: int) -> int:
        """The operation code of a function that is known by name only."""
        code = self.abstract_codes.get((name, arity))
        if code is None:
            params = " ".join(f"u{k}" for k in range(1, arity + 1))
            code = self.abstract_codes[name, arity] = len(self.operations)
            self.operations.append(Operation(name, params, ("",) * arity, help="a function without a formula"))
        return code

    def derivative_code(self, op: int, index: int) -> int:
        """The operation code of an operation's derivative by operand `index`: `g'`, `h'[1,2]`."""
        operation = self.operations[op]
        arity = len(operation.params)
        base, orders = operation.derivative_of or (op, (0,) * arity)
        orders = tuple(n + (k == index) for k, n in enumerate(orders))
        code = self.derived.get((base, orders))
        if code is None:
            marks = "'" * orders[0]
            if arity > 1:
                marks = "'[" + ",".join(str(k + 1) for k, n in enumerate(orders) for _ in range(n)) + "]"
            name, params = self.operations[base].name + marks, " ".join(operation.params)
            code = self.derived[base, orders] = len(self.operations)
            row = Operation(name, params, ("",) * arity, derivative_of=(base, orders), help="a derivative")
            self.operations.append(row)
        return code

    # Smart constructors

    def add(self, a: Node, b: Node) -> Node:
        if a < 0 and b < 0:
            folded = numbers.add(self.value(a), self.value(b))
            if folded is not None:
                return self.constant(folded)
        if a < 0 and not self._weight(a):
            return b
        if b < 0:
            sign = self._weight(b)
            if not sign:
                return a
            if sign < 0:
                return self.node(SUB, a, self.negative(b))
        else:
            positive = self._unsigned(b)
            if positive is not None:
                return self.sub(a, positive)
        return self.node(ADD, a, b)

    def sub(self, a: Node, b: Node) -> Node:
        if a < 0:
            if b < 0:
                folded = numbers.add(self.value(a), numbers.negate(self.value(b)))
                if folded is not None:
                    return self.constant(folded)
            if not self._weight(a):
                return self.neg(b)
        if b < 0:
            sign = self._weight(b)
            if not sign:
                return a
            if sign < 0:
                return self.node(ADD, a, self.negative(b))
        else:
            positive = self._unsigned(b)
            if positive is not None:
                return self.add(a, positive)
        return self.node(SUB, a, b)

    def neg(self, a: Node) -> Node:
        if a < 0:
            return self.negative(a)
        key = self.keys[a]
        op = key[0]
        if op == NEG:
            return key[1]
        if op == MUL and key[1] < 0:
            return self.node(MUL, self.negative(key[1]), key[2])
        if op == DIV and key[1] < 0:
            return self.node(DIV, self.negative(key[1]), key[2])
        return self.node(NEG, a)

    def mul(self, a: Node, b: Node) -> Node:
        if a < 0:
            if b < 0:
                folded = numbers.multiply(self.value(a), self.value(b))
                if folded is not None:
                    return self.constant(folded)
            unit = self._unit(a)
            if unit == 0:
                return ZERO
            if unit is not None:
                return b if unit > 0 else self.neg(b)
        elif self.keys[a][0] == NEG:
            return self.neg(self.mul(self.keys[a][1], b))
        if b < 0:
            unit = self._unit(b)
            if unit == 0:
                return ZERO
            if unit is not None:
                return a if unit > 0 else self.neg(a)
        elif a < 0 and self.keys[b][0] == NEG:
            return self.mul(self.negative(a), self.keys[b][1])
        return self.node(MUL, a, b)

    def div(self, a: Node, b: Node) -> Node:
        if b < 0:
            value = self.value(b)
            if numbers.sign(value) == 0:
                raise DerivError("E401", "division by zero")
            if a < 0:
                folded = numbers.divide(self.value(a), value)
                if folded is not None:
                    return self.constant(folded)
            if self._unit(b) == 1:
                return a
        if a < 0:
            if not self._weight(a):
                return ZERO
        elif self.keys[a][0] == NEG:
            return self.neg(self.div(self.keys[a][1], b))
        return self.node(DIV, a, b)

    def pow(self, a: Node, b: Node) -> Node:
        if b < 0:
            if a < 0:
                try:
                    folded = numbers.power(self.value(a), self.value(b))
                except ZeroDivisionError:
                    raise DerivError("E401", "zero has no negative power") from None
                if folded is not None:
                    return self.constant(folded)
            unit = self._unit(b)
            if unit == 1:
                return a
            if unit == 0:
                return ONE
        elif a == ONE:
            return ONE
        return self.node(POW, a, b)

    def choose(self, condition: Node, a: Node, b: Node) -> Node:
        """`if(condition, a, b)`; decided at once where both branches are the same."""
        if a == b:
            return a
        if condition < 0:
            return a if self._weight(condition) else b
        return self.node(IF, condition, a, b)

    def negative(self, constant: Node) -> Node:
        """The constant with the other sign."""
        return self.constant(numbers.negate(self.value(constant)))

    def _weight(self, constant: Node) -> int:
        return numbers.sign(self.value(constant))

    def _unit(self, constant: Node) -> int | None:
        """0, 1 or -1 when the constant is that, an unmarked integer or `1.0`."""
        value = self.value(constant)
        if isinstance(value, int):
            return value if -1 <= value <= 1 else None
        return value.p if value.q == 1 and abs(value.p) <= 1 else None

    def _unsigned(self, node: Node) -> Node | None:
        """The node without its leading minus, or None where it has none."""
        key = self.keys[node]
        op = key[0]
        if op == NEG or ((op == MUL or op == DIV) and key[1] < 0 and self._weight(key[1]) < 0):
            return self.neg(node)
        return None


def _comparison(op: int, holds: tuple[int, ...]) -> Callable[[Store, Node, Node], Node]:
    """The constructor of a comparison: numbers decide it at once (1 true, 0 false)."""

    def compare(store: Store, a: Node, b: Node) -> Node:
        if a < 0 and b < 0:
            return ONE if numbers.compare(store.value(a), store.value(b)) in holds else ZERO
        return store.node(op, a, b)

    return compare


SMART: dict[int, Callable[..., Node]] = {
    ADD: Store.add,
    SUB: Store.sub,
    NEG: Store.neg,
    MUL: Store.mul,
    DIV: Store.div,
    POW: Store.pow,
    IF: Store.choose,
    LESS: _comparison(LESS, (-1,)),
    LESS_EQUAL: _comparison(LESS_EQUAL, (-1, 0)),
    GREATER: _comparison(GREATER, (1,)),
    GREATER_EQUAL: _comparison(GREATER_EQUAL, (0, 1)),
    EQUAL: _comparison(EQUAL, (0,)),
    NOT_EQUAL: _comparison(NOT_EQUAL, (-1, 1)),
}
