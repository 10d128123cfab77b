"""The tables' partial derivatives as Python functions over a store, compiled when first needed.

A rule is text in the row's own parameters; `ans` is the call's value and `g` what the chain rule
multiplies by. One rule serves both sweeps: it is linear in `g`, so it maps an operand's tangent to its
part of the call's tangent, and the call's adjoint to its part of the operand's adjoint.
"""

from __future__ import annotations

from derivrepl import calculus
from derivrepl.language.formula import formula
from derivrepl.language.scope import OPERATIONS
from derivrepl.store import IF, INPUT, LIST, MINUS_ONE, NAMED, ONE, PARAMETER, SMART, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from derivrepl.operation import Operation

    Pull = Callable[..., Node]

MOST_GUARDS = 16
"""How deep nested conditionals are opened: the work for each node stays bounded."""

METHODS = {code: name for code, make in SMART.items() if hasattr(Store, name := getattr(make, "__name__", ""))}
"""The operations whose constructor is a method of the store."""


def contribution(store: Store, node: Node, index: int, g: Node) -> Node:
    """g times the partial derivative of the node by its operand number `index`; ZERO where it vanishes.

    A `g` that vanishes outside of a branch keeps its branch in front, `if(c, g, 0)` giving `if(c, …, 0)`:
    what is not a number outside of the branch is then never multiplied by zero. An operation that mixes elements
    takes a branch that was chosen element by element as it is.
    """
    if g < 0 or store.keys[g][0] != IF or _is_mixed(store, node, g):
        return _pulled(store, node, index, g)
    guards: list[tuple[Node, bool]] = []
    while len(guards) < MOST_GUARDS and store.op(g) == IF and ZERO in store.operands(g)[1:]:
        condition, then, otherwise = store.operands(g)
        guards.append((condition, otherwise == ZERO))
        g = then if otherwise == ZERO else otherwise
    result = _pulled(store, node, index, g)
    for condition, inside in reversed(guards):
        result = store.choose(condition, result, ZERO) if inside else store.choose(condition, ZERO, result)
    return result


def local_partials(store: Store, nodes: Iterable[Node]) -> dict[tuple[Node, int], Node]:
    """The partial derivative of each node by each of its operands, under the node and the operand's place."""
    return {(n, k): contribution(store, n, k, ONE) for n in nodes for k in range(len(store.operands(n)))}


def _is_mixed(store: Store, node: Node, g: Node) -> bool:
    """Whether the node's operation does not work element by element, as the choice in g does."""
    shapes = store.shapes
    return shapes is not None and shapes.is_structural(store.op(node)) and bool(shapes.of(g))


def _pulled(store: Store, node: Node, index: int, g: Node) -> Node:
    """The row's rule applied to one node."""
    key = store.keys[node]
    pull = None if key[0] == LIST else store.operations[key[0]].pulls[index]
    return _pulled_first(store, node, index, g) if pull is None else pull(store, g, node, *key[1:])


def _pulled_first(store: Store, node: Node, index: int, g: Node) -> Node:
    """The same where the rule is not compiled, or the operation has none that could be."""
    key = store.keys[node]
    operation = store.operations[key[0]]
    if operation.signature:
        rules = calculus.contracted
        return (rules.factor_adjoint if operation.contracts else rules.row_adjoint)(store, node, index, g)
    if key[0] == LIST:
        return calculus.contracted.list_adjoint(store, node, index, g)
    if not operation.partials[index]:
        code = store.derivative_code(key[0], index)
        return store.mul(store.node(code, *key[1:]), g)
    pull = operation.pulls[index] = compile_rule(operation, index)
    return pull(store, g, node, *key[1:])


def plus(store: Store, a: Node, b: Node) -> Node:
    """The sum of two derivatives; parts of one `if` go into its branches, where one of them is zero."""
    keys = store.keys
    if a < 0 or b < 0 or keys[a][0] != IF or keys[b][0] != IF:
        return store.add(a, b)
    shells: list[tuple[Node, bool, Node]] = []
    while len(shells) < MOST_GUARDS and store.op(a) == IF == store.op(b):
        condition, a_then, a_else = store.operands(a)
        same, b_then, b_else = store.operands(b)
        if same != condition or (ZERO not in (a_then, b_then) and ZERO not in (a_else, b_else)):
            break
        if ZERO in (a_then, b_then):
            shells.append((condition, True, store.add(a_then, b_then)))
            a, b = a_else, b_else
        else:
            shells.append((condition, False, store.add(a_else, b_else)))
            a, b = a_then, b_then
    result = store.add(a, b)
    for condition, then_done, done in reversed(shells):
        result = store.choose(condition, done, result) if then_done else store.choose(condition, result, done)
    return result


def compile_rule(operation: Operation, index: int) -> Pull:
    """The rule of a table's row as a function of (store, g, ans, operands…)."""
    scratch = Store(OPERATIONS)
    return compile_partial(scratch, formula(scratch, operation.partials[index]), operation)


def compile_partial(scratch: Store, root: Node, operation: Operation) -> Pull:
    """The same for a partial derivative that is a node: its leaves are called like the row's parameters, or `ans`.

    The result works on every store that knows the operations of this one.
    """
    names = {"g": "g", "ans": "ans"} | {p: f"u{k}" for k, p in enumerate(operation.params)}
    nodes = scratch.live([root])
    linear = any(scratch.keys[n][0] == PARAMETER and scratch.name(n) == "g" for n in nodes)
    lines = [f"def pull(s, g, ans, {', '.join(names[p] for p in operation.params)}):"]
    lines += [f"    t{n} = {_call(scratch, n, names)}" for n in nodes]
    result = _word(root)
    times = {ONE: "g", MINUS_ONE: "s.neg(g)"}.get(root, f"s.mul({result}, g)")
    lines.append(f"    return {result if linear or root == ZERO else times}")
    constants = {a: scratch.value(a) for n in (*nodes, root) for a in (n, *scratch.operands(n)) if a < 0}
    space: dict[str, object] = {"make": Store.make, "numbers": constants}
    exec(compile("\n".join(lines), f"<{operation.rule}>", "exec"), space)
    pull: Pull = space["pull"]  # type: ignore[assignment]
    return pull


def _call(scratch: Store, node: Node, names: dict[str, str]) -> str:
    """The Python text that makes one node of the formula."""
    op = scratch.op(node)
    if op in (INPUT, PARAMETER):
        return names[scratch.name(node)]
    if op == NAMED:
        return f"s.leaf({NAMED}, {scratch.name(node)!r})"
    operands = ", ".join(_word(a) for a in scratch.operands(node))
    method = METHODS.get(op)
    return f"s.{method}({operands})" if method else f"s.make({op}, ({operands},))"


def _word(node: Node) -> str:
    if node >= MINUS_ONE:
        return f"t{node}" if node >= 0 else str(node)
    return f"s.constant(numbers[{node}])"
