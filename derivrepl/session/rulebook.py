"""The rules in words: what `:rules` lists, and what steps, completion and help say about a function.

Everything is made from the tables: a row's partials, the operators' rules as they are taught, the rewrites.
"""

from __future__ import annotations

import re

from derivrepl.language.array_text import axis_of
from derivrepl.language.scope import FUNCTION_CODES, OPERATIONS
from derivrepl.language.signs import typeset
from derivrepl.language.suggest import Misspelt
from derivrepl.operation import ArrayOperation, Operation
from derivrepl.tables.arrays import ARRAYS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.rewrites import REWRITES
from derivrepl.tables.taught import BY_OPERANDS, FORMS, TAUGHT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.session import Session
    from derivrepl.store import Node, Store
    from derivrepl.tables.rewrites import Rewrite
    from derivrepl.tables.taught import Taught

_word = re.compile(r"[^\W\d]\w*")
_called = re.compile(r"([^\W\d]\w*)\(")
_sum = re.compile(r" [+-] ")
_ans = re.compile(r"\bans\b")
GROUPS = ("operators", "functions", "arrays", "rewrites")


def rule(name: str, row: Operation, unicode: bool) -> str:
    """The derivative rule in one line: `d sin(u) = cos(u)·du`."""
    call = f"{name}({', '.join(row.params)})"
    terms = [
        _term(partial, param, call, row.name)
        for param, partial in zip(row.params, row.partials, strict=True)
        if partial != "0"
    ]
    text = f"d {call} = " + (" + ".join(terms).replace("+ -", "- ") or "0")
    return typeset(text) if unicode else text


def _term(partial: str, param: str, call: str, name: str) -> str:
    """One partial times the differential of its operand."""
    d = f"d{param}"
    if not partial:
        return f"{name}'({param})*{d}"
    words = _word.findall(partial)
    partial = _word.sub(lambda found: {"ans": call, "g": d}.get(found.group(), found.group()), partial)
    if "g" in words:
        return partial
    for one, start in (("1", ""), ("-1", "-")):
        if partial == one:
            return start + d
        if partial.startswith(f"{one}/"):
            return f"{start}{d}{partial[len(one) :]}"
    return f"({partial})*{d}" if _sum.search(_outside(partial)) else f"{partial}*{d}"


def _outside(text: str) -> str:
    """The text without what stands in brackets."""
    while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
        text = shorter
    return text


# Rules by name


def lines(session: Session, topic: str) -> list[str]:
    """What `:rules` shows; raises DerivError E509 where nothing is so called."""
    topic = topic.strip().removesuffix("()")
    if not topic:
        return _overview(session)
    if topic in GROUPS:
        return _group(topic)
    found = about_operation(session, topic)
    taught = [row for row in TAUGHT if topic in (row.name, row.operation, row.name.removesuffix(" rule"))]
    found += [taught_line(row) for row in taught]
    found += [f"{name}: {typeset(text)}" for name, text in FORMS.items() if topic in (name, name.removesuffix(" rule"))]
    named = [row for row in REWRITES if topic == row.name or topic in _called.findall(f"{row.left} {row.right}")]
    if not found and not named:
        named = [row for row in REWRITES if re.search(rf"\b{re.escape(topic)}\b", row.name)]
    found += [rewrite_line(row) for row in named]
    if not found:
        names = [*FUNCTION_CODES, *GROUPS, *FORMS]
        names += [*(row.name for row in ARRAYS), *(row.name for row in TAUGHT), *(row.name for row in REWRITES)]
        raise Misspelt("E509", f"no rule is called {topic}", topic, names, ":rules lists them")
    return found


def _overview(session: Session) -> list[str]:
    found = ["operators", *(f"  {taught_line(row)}" for row in TAUGHT)]
    own = [rule(row.name, row, True) for row in own_operations(session)]
    if own:
        found += ["your own", *(f"  {line}" for line in own)]
    found += ["functions", "  " + " ".join(row.name for row in FUNCTIONS)]
    found += [f"rewrites: {len(REWRITES)} of them, such as", f"  {rewrite_line(REWRITES[0])}"]
    return [*found, ":rules NAME shows one; :rules functions, arrays, rewrites show all"]


def _group(topic: str) -> list[str]:
    if topic == "operators":
        return [taught_line(row) for row in TAUGHT]
    if topic == "functions":
        return [rule(row.name, row, True) for row in FUNCTIONS]
    if topic == "arrays":
        return list(dict.fromkeys(array_rule(row) for row in ARRAYS if row.contracts or any(row.partials)))
    return [*(f"{name}: {typeset(text)}" for name, text in FORMS.items()), *map(rewrite_line, REWRITES)]


def own_operations(session: Session) -> list[Operation]:
    """The functions that the session has given rules of their own."""
    made = [getattr(d, "row", None) for d in session.scope.definitions.values()]
    return [row for row in made if isinstance(row, Operation)]


def about_operation(session: Session, name: str) -> list[str]:
    """The rule of a function, its formula, where it holds; nothing for another name."""
    name = name.removesuffix(" rule")
    for row in own_operations(session):
        if row.name == name:
            return about_row(row)
    found = about_row(OPERATIONS[FUNCTION_CODES[name]]) if name in FUNCTION_CODES else []
    return [*found, *dict.fromkeys(array_rule(row) for row in ARRAYS if row.name == name)]


def array_rule(row: ArrayOperation) -> str:
    """`trace rule: d trace(u) = trace(du)` for what is linear in its operands, else the Jacobian by each operand."""
    axis = [str(axis_of(row))] if axis_of(row) else []
    call = f"{row.name}({', '.join([*row.params, *axis])})"
    if row.contracts:
        terms = []
        for param in row.params:
            moved = [f"d{p}" if p == param else p for p in row.params]
            terms.append(f"{row.name}({', '.join([*moved, *axis])})")
        return f"{row.rule}: d {call} = {' + '.join(terms)}"
    jacobians = [
        f"the Jacobian by {param} is {typeset(_ans.sub(call, partial))}"
        for param, partial in zip(row.params, row.partials, strict=True)
        if partial
    ]
    return f"{call}: {'; '.join(jacobians) or 'constant'}"


def about_row(row: Operation) -> list[str]:
    """The rule of one row of the function table and where it holds."""
    found = [f"{row.rule}: {rule(row.name, row, True)}"]
    if row.domain:
        found.append(f"defined for {typeset(row.domain)}")
    if row.kinks:
        found.append(f"not differentiable where {typeset(row.kinks).replace(' == ', ' = ')}: {typeset(row.convention)}")
    return found


def about_node(store: Store, node: Node) -> list[str]:
    """The rules in general that one node's derivative uses: as taught, or as the function's row says."""
    row = store.operations[store.op(node)]
    taught = [taught_line(one) for one in TAUGHT if one.operation == row.name]
    return taught or (about_row(row) if any(row.partials) and not row.signature else [])


def rule_used(store: Store, node: Node) -> str:
    """The rule in general by which one node is differentiated, given which of its operands are numbers; or nothing."""
    row = store.operations[store.op(node)]
    moving = tuple(p for p, a in zip(row.params, store.operands(node)) if a >= 0)
    taught = BY_OPERANDS.get((row.name, moving))
    if taught is not None:
        return taught_line(taught)
    return next(iter(about_node(store, node)), "")


def taught_line(row: Taught) -> str:
    """`product rule: d(u·v) = du·v + u·dv`."""
    operation = next(op for op in OPERATIONS if op.name == row.operation)
    call = operation.symbol.strip().join(operation.params) if len(operation.params) > 1 else f"{operation.symbol}u"
    call = call.replace("+", " + ").replace("-", " - ") if len(operation.params) > 1 else call
    constants = [p for p in operation.params if p not in row.moving]
    end = f", {constants[0]} constant" if constants else ""
    return f"{row.name}: d({typeset(call)}) = {typeset(row.text)}{end}"


def rewrite_line(row: Rewrite) -> str:
    """`sine and cosine squared: sin(u)² + cos(u)² = 1`, with its condition."""
    where = f", for {typeset(row.where)}" if row.where else ""
    return f"{row.name}: {typeset(row.left)} = {typeset(row.right)}{where}"


def about_rewrite(name: str) -> str:
    """The line about a rewrite or a form of the simplifier; empty for an unknown name."""
    if name in FORMS:
        return f"{name}: {typeset(FORMS[name])}"
    return next((rewrite_line(row) for row in REWRITES if row.name == name), "")
