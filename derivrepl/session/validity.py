"""Where results hold: conditions of the simplifier, domains and kinks of the functions involved."""

from __future__ import annotations

from derivrepl.language.formula import formula
from derivrepl.language.text import Writer
from derivrepl.store import FIRST_FUNCTION, PARAMETER, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.derivatives import Derivatives
    from derivrepl.session.entry import Entry

MOST_CONDITIONS = 4
MOST_NODES = 400


def notes_about(derivatives: Derivatives, entry: Entry, nodes: list[Node]) -> list[str]:
    """What limits the validity of an entry's derivatives, in sentences."""
    store = derivatives.store
    notes = []
    conditions: list[str] = []
    for node in nodes:
        for condition in derivatives.conditions(node):
            _append(conditions, condition_text(store, condition))
    if conditions:
        notes.append("for " + ", ".join(conditions[:MOST_CONDITIONS]))
    kept = set(store.live(nodes))
    domain: list[str] = []
    kinks: list[str] = []
    for n in store.live([entry.node])[:MOST_NODES]:
        if store.op(n) < FIRST_FUNCTION:
            continue
        if n not in kept and nodes:
            for text in domain_of(store, n):
                _append(domain, text)
        for text in kinks_of(store, n):
            _append(kinks, text)
    if domain:
        notes.append("valid for " + ", ".join(domain[:MOST_CONDITIONS]))
    if kinks and nodes:
        notes.append("not differentiable where " + ", ".join(kinks[:MOST_CONDITIONS]))
    return notes


def _append(texts: list[str], text: str) -> None:
    if text and text not in texts:
        texts.append(text)


def domain_of(store: Store, node: Node) -> list[str]:
    """The conditions of a function node's domain, as text, on its own operands."""
    return _instantiated(store, node, store.operations[store.op(node)].domain)


def kinks_of(store: Store, node: Node) -> list[str]:
    """Where a function node is not differentiable, as text, on its own operands."""
    return [t.replace(" == ", " = ") for t in _instantiated(store, node, store.operations[store.op(node)].kinks)]


def _instantiated(store: Store, node: Node, conditions: str) -> list[str]:
    texts = []
    params = store.operations[store.op(node)].params
    operands = store.operands(node)
    leaves = {store.leaf(PARAMETER, p): a for p, a in zip(params, operands, strict=True)}
    for pattern in condition_formulas(store, conditions):
        text = condition_text(store, store.replace(pattern, leaves))
        if text:
            texts.append(text)
    return texts


def condition_formulas(store: Store, conditions: str) -> list[Node]:
    """The comparison nodes of a table's conditions, on PARAMETER leaves; none for an empty text."""
    found = []
    for condition in _split(conditions):
        chosen = formula(store, f"if({condition}, 1, 0)")
        found.append(store.operands(chosen)[0])
    return found


def _split(conditions: str) -> list[str]:
    """The conditions between the commas outside of brackets."""
    pieces, depth = [""], 0
    for character in conditions:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece.strip()]


def condition_text(store: Store, condition: Node) -> str:
    """A comparison as text; empty where it is decided or too long to be of use."""
    if condition < 0:
        return ""
    text = Writer(store, limit=60).text(condition)
    return text or ""
