"""The rows of `:steps`: an explanation with its results, folded where it is long, and what simplification did.

The last line is the printed result: the rows end where the result block begins, with the same node.
"""

from __future__ import annotations

from derivrepl.calculus import reverse
from derivrepl.calculus.byhand import put_in
from derivrepl.calculus.explain import Explanation, Step, Symbol
from derivrepl.calculus.forward import by_input
from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import unicode_name
from derivrepl.language.text import Writer, sizes
from derivrepl.session.answer import Equality, StepRow
from derivrepl.session.rulebook import about_node, about_rewrite
from derivrepl.simplify import shown_size
from derivrepl.store import ADD, DIV, SUB, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

MOST_ROWS = 30
"""Steps that are shown at once; those inside of others are folded first."""
MOST_TOUCHED = 4_000
"""Written length of a derivative up to which the steps simplify it."""
MOST_READ = 240
"""Written length up to which an expression is worth showing here."""
MOST_NAMED = 4


class Account:
    """The rows that explain one derivative.

    name    what the function is called
    below   the node that is differentiated last
    wanted  the inputs that the function is differentiated by, that of the last derivative behind
    result  what is printed
    """

    def __init__(
        self, session: Session, entry: Entry, name: str, below: Node, wanted: list[Node], result: Node
    ) -> None:
        self.session = session
        self.store = session.store
        self.result = result
        self.entry = entry
        self.leaf = leaf = wanted[-1]
        scope = session.scope
        names = [self.store.name(n) for n in wanted]
        called = name, f"{name}′"
        if len(names) > 1:
            called = unicode_name(name, names[:-1]), unicode_name(name, names)
        taken = {entry.view.letter, *scope.definitions, *scope.abstract}
        self.explanation = Explanation(self.store, below, leaf, called, taken)
        self.root = below
        self._sizes: dict[Node, int] = {}
        self._tangents = by_input(self.store, leaf)
        self._results: dict[Node, Node] = {below: result}
        self.rows: list[StepRow] = []

    # Values

    def derivative(self, node: Node) -> Node:
        """The derivative of a part as it is shown: simplified unless it is long."""
        found = self._results.get(node)
        if found is None:
            found = self._tangents.of(node)
            if not self._long(found):
                found = self._shown(found)
            self._results[node] = found
        return found

    def _shown(self, node: Node) -> Node:
        """A part's derivative with its terms collected; in its shortest form where that is much shorter."""
        if self.session.settings.get("simplify") == "off":
            return node
        derivatives = self.session.derivatives
        collected, shortest = derivatives.simplify(node, level="light").node, derivatives.simplify(node).node
        much = shown_size(self.store, shortest) + 3 < shown_size(self.store, collected)
        return shortest if much else collected

    def _long(self, node: Node, limit: int = MOST_TOUCHED) -> bool:
        if node < 0:
            return False
        if node not in self._sizes:
            sizes(self.store, [node], self._sizes)
        return self._sizes[node] > limit

    def values(self) -> dict[Node, Node]:
        """Leaf of a statement → what it equals, for the parts whose derivatives the rows mention."""
        return {leaf: self._value(symbol) for leaf, symbol in self.explanation.symbols.items() if self._known(symbol)}

    def _known(self, symbol: Symbol) -> bool:
        return not symbol.prime or symbol.node in self._results

    def _value(self, symbol: Symbol) -> Node:
        return self._results[symbol.node] if symbol.prime else symbol.node

    def _together(self, step: Step) -> Node | None:
        """The step's statement with the parts and their derivatives put in; None where it is long."""
        values: dict[Node, Node] = {}
        for part in step.parts:
            self.derivative(part)
        for leaf in self.store.live([step.statement], stop=()):
            symbol = self.explanation.symbols.get(leaf)
            if symbol is not None:
                if not self._known(symbol):
                    return None
                values[leaf] = self._value(symbol)
        if any(self._long(value) for value in values.values()):
            return None
        return put_in(self.store, step.statement, values)

    # Rows

    def whole(self) -> list[StepRow]:
        """The explanation from its first step to the result."""
        first = self.explanation.first
        self._head(first)
        self._steps(first)
        self._end(first)
        return self.rows

    def opened(self, number: int) -> list[StepRow]:
        """One step by its number: its rule in general, where that holds, its parts, and the steps inside.

        Raises DerivError E504 where there is no such step.
        """
        steps = self.explanation.steps
        if 0 < number <= len(steps):
            self._opened(steps[number - 1])
            return self.rows
        ending = [] if steps[0].plain else self._rewrites(steps[0])
        if not 0 < number <= len(steps) + len(ending):
            last = len(steps) + len(ending)
            raise DerivError("E504", f"there is no step {number} (this derivative has {last})")
        rule, equality = ending[number - len(steps) - 1]
        self.rows.append(StepRow(number, 0, rule, [], [equality]))
        self._remark(about_rewrite(rule))
        if rule == "put together":
            self._values_put_in(steps[0])
        return self.rows

    def _values_put_in(self, step: Step) -> None:
        """The statement that the values went into, and those values."""
        explanation = self.explanation
        self.rows.append(StepRow(0, 0, "", [Equality(step.prime, step.statement)], []))
        for leaf in self.store.live([step.statement]):
            symbol = explanation.symbols.get(leaf)
            if symbol is not None and symbol.name:
                self.rows.append(StepRow(0, 0, "", [Equality(leaf, self._value(symbol))], []))

    def _opened(self, step: Step) -> None:
        self._steps(step)
        for text in about_node(self.store, step.core):
            self._remark(text)
        labels = self.entry.view.labels if self.entry.shown else {}
        derivative = self.derivative(step.node)
        if step.node in labels:
            end = f", its derivative {labels[derivative]}" if derivative in labels else ""
            self._remark(f"the part is node {labels[step.node]}{end}")

    def _remark(self, text: str) -> None:
        if text:
            self.rows.append(StepRow(0, 0, "", [], [], text))

    def _head(self, step: Step) -> None:
        """`f = u*w with u = …, w = …`, and which inputs are constants."""
        symbol = self.explanation.symbol
        given = [Equality(symbol(step.node, True), step.form)]
        given += [Equality(symbol(part, True), part) for part in step.named]
        others = [self.store.name(n) for n in self.store.inputs([step.node]) if n != self.leaf]
        self.rows.append(StepRow(0, 0, "", given, []))
        if others:
            fixed = "the other inputs stay" if len(others) > MOST_NAMED else f"{_listed(others)} stay"
            by = self.store.name(self.leaf)
            self._remark(f"′ is the derivative by {by}; {fixed}{'s' * (len(others) == 1)} fixed")

    def _steps(self, first: Step) -> None:
        """The rows of a step and of what it needs, an opening and (where it has parts) a closing one each."""
        deepest, cut = self._fold(first)
        stack: list[tuple[Step, bool]] = [(first, False)]
        shown = 0
        while stack:
            step, closing = stack.pop()
            if closing:
                self._close(step)
                continue
            shown += 1
            if cut and shown > cut:
                continue
            folded = step.depth - first.depth >= deepest and bool(step.children)
            if folded:
                self._folded(step)
                continue
            self._open(step, first)
            if step.children:
                stack.append((step, True))
            elif not step.plain:
                self._close(step)
            stack.extend((child, False) for child in reversed(step.children))
        if cut and shown > cut:
            last = self.explanation.steps[-1].number
            name = self.store.name(self.leaf)
            remark = f"{shown - cut:,} more steps like these; :steps {name} {last} explains the last one"
            self.rows.append(StepRow(0, first.depth, "⋮", [], [], remark))

    def _fold(self, first: Step) -> tuple[int, int]:
        """Down to which depth steps are shown, and how many of them at most (0: all)."""
        counts: dict[int, int] = {}
        stack = [first]
        while stack:
            step = stack.pop()
            depth = step.depth - first.depth
            counts[depth] = counts.get(depth, 0) + 1
            stack.extend(step.children)
        total, deepest = 0, 0
        for depth in sorted(counts):
            total += counts[depth]
            if depth > 1 and total > MOST_ROWS:
                break
            deepest = depth
        return deepest, MOST_ROWS if sum(n for d, n in counts.items() if d <= deepest) > MOST_ROWS else 0

    def _open(self, step: Step, first: Step) -> None:
        """`2  chain rule  u = exp(s), s = -x^2   u' = exp(s)*s'`, or what a plain step gives."""
        explanation = self.explanation
        if step.plain:
            follows = [Equality(step.prime, self.derivative(step.node))]
            given = [Equality(explanation.symbol(step.node, True), step.node)] if step is first else []
        else:
            follows = [Equality(step.prime, step.statement)]
            given = [Equality(explanation.symbol(step.node, True), step.form)]
            given += [Equality(explanation.symbol(part, True), part) for part in step.named]
        if step is self.explanation.first:
            given = []
        self.rows.append(StepRow(step.number, step.depth, step.rule, given, follows))

    def _close(self, step: Step) -> None:
        """What the step gives once its parts are known."""
        if step is self.explanation.first:
            return
        result = self.derivative(step.node)
        together = self._together(step)
        if together is not None and shown_size(self.store, together) < shown_size(self.store, result):
            result = self._results[step.node] = together
        if self._long(result, MOST_READ):
            return
        follows = [Equality(step.prime, result)]
        if together is not None and shown_size(self.store, together) > shown_size(self.store, result) + 1:
            follows = [Equality(step.prime, together), Equality(None, result)]
        self.rows.append(StepRow(0, step.depth, "", [], follows, self._by(together, result) if follows[1:] else ""))

    def _by(self, before: Node | None, after: Node) -> str:
        """The rewrites that lead from what was put together to what is shown, in words."""
        found = self.session.derivatives.simplify(before) if before is not None else None
        if found is None or found.node != after:
            return ""
        names = dict.fromkeys(self._called(name, part, node) for name, part, node in found.steps)
        return f"({', '.join(names)})" if names else ""

    def _folded(self, step: Step) -> None:
        inside = self._count(step) - 1
        name = self.store.name(self.leaf)
        remark = f"{inside} more step{'s' * (inside > 1)}: :steps {name} {step.number}"
        follows = [Equality(step.prime, self.derivative(step.node))]
        self.rows.append(StepRow(step.number, step.depth, step.rule, [], follows, remark))

    def _count(self, step: Step) -> int:
        stack, count = [step], 0
        while stack:
            count += 1
            stack.extend(stack.pop().children)
        return count

    def _end(self, first: Step) -> None:
        """Putting together, the rewrites, and the form that is printed."""
        if first.plain:
            return
        number = len(self.explanation.steps)
        for rule, equality in self._rewrites(first):
            number += 1
            self.rows.append(StepRow(number, 0, rule, [], [equality]))

    def _rewrites(self, first: Step) -> list[tuple[str, Equality]]:
        together = self._together(first)
        if together is None or self._long(together, MOST_READ) or self._long(self.result, MOST_READ):
            return []
        text = Writer(self.store).text
        found = [("put together", Equality(None, together))] if together != first.statement else []
        last = together
        for name, before, after in self._named_rewrites(together):
            if self._long(before, MOST_READ) or self._long(after, MOST_READ) or text(before) == text(after):
                continue
            whole = after == self.result or before == last
            if found and found[-1][1].left == after and found[-1][1].right == before:
                found.pop()
                continue
            found.append((self._called(name, before, after), Equality(None if whole else before, after)))
            last = after if whole else last
        if text(last) != text(self.result):
            shorter = shown_size(self.store, self.result) <= shown_size(self.store, last)
            found.append(("tidy up" if shorter else "rewritten", Equality(None, self.result)))
        return found

    def _called(self, name: str, before: Node, after: Node) -> str:
        """What a person calls a rewrite: to factor out leaves a bracket, to combine fractions a bar or none at all."""
        store = self.store
        kinds = {store.op(n) for n in store.live([after])}
        if name == "combine and cancel" and DIV not in kinds:
            return "multiply out" if store.op(after) in (ADD, SUB) else "factor out"
        if name == "combine and cancel" and store.op(before) == DIV and store.op(after) in (ADD, SUB):
            return "divide out"
        if name == "factor out" and not kinds & {ADD, SUB}:
            return "collect terms"
        return name

    def _named_rewrites(self, together: Node) -> list[tuple[str, Node, Node]]:
        """The rewrites that lead to the result, from what the steps gave or from what the sweep made."""
        derivatives = self.session.derivatives
        for start in (together, reverse.gradient(self.store, self.root, [self.leaf])[0]):
            found = derivatives.simplify(start)
            if found.node == self.result:
                return found.steps
        return []


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
