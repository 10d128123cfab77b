"""A session's derivatives: taken, simplified, numbered, checked and explained for one entry at a time."""

from __future__ import annotations

import sys

from derivrepl.calculus import higher, reverse
from derivrepl.calculus.higher import first_derivatives
from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import bounded
from derivrepl.language.text import Writer
from derivrepl.session.answer import MISMATCH, OK, UNSAMPLED, Block, Lines, Note, Result, Results
from derivrepl.session.origins import Origins
from derivrepl.shapes import uses_arrays
from derivrepl.simplify import NO_HAND, Facts, Hand, Simplified, hand_of, is_entire, shown_size, simplify
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

ALLOWANCE = 30_000
"""How many nodes the results of one statement may have together and still all be simplified."""
CHECKED_NODES = 1_500
"""How many nodes the results of one statement may have and still be checked behind the user's back."""
REMEMBERED = 1_000
"""How many results are kept beside their simplified form; a table has at most a few hundred."""
MOST_STEPS = 12
STEPWISE_NODES = 400
"""Above this size of an unsimplified derivative, higher orders are no longer simplified one by one."""
EXPLAINED_NODES = 200
"""Graphs up to this size have every derivative node explained and every table column filled."""


class Derivatives:
    """The derivatives of one session; what has been simplified once is remembered."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.store: Store = session.store
        self.simplified: dict[tuple[Node, str, Hand], Simplified] = {}
        self.stopped = False
        """Whether Ctrl-C ended the simplification of this statement's results: the rest stays as it was made."""
        self.conditions: dict[Node, None] = {}
        """The conditions that the results of this statement rest on, as comparison nodes."""
        self.limited = False
        """Whether a result of this statement was simplified only as far as the limit of work allows."""

    # Taking

    def simplify(self, node: Node, hand: Hand | None = None, level: str = "") -> Simplified:
        """The node in its shortest form, at the session's level, in the current expression's hand; or others."""
        key = self._key(node, hand, level)
        found = self.simplified.get(key)
        if found is None and self.stopped:
            return Simplified(node, complete=False)
        if found is None:
            try:
                found = simplify(self.store, node, key[1], self.facts(), key[2])
            except KeyboardInterrupt:
                if not self.session.at_prompt:
                    raise
                self.store.mend()
                self.stopped = True
                return Simplified(node, complete=False)
            if len(self.simplified) >= REMEMBERED:
                self.simplified.clear()
            self.simplified[key] = found
        return found

    def known(self, node: Node) -> Simplified | None:
        """What `simplify` gives where it has been asked before."""
        return self.simplified.get(self._key(node))

    def _key(self, node: Node, hand: Hand | None = None, level: str = "") -> tuple[Node, str, Hand]:
        if hand is None:
            hand = self.session.current.hand if self.session.current else NO_HAND
        return node, level or self.session.settings.get("simplify"), hand

    def result(self, node: Node, hand: Hand | None = None) -> Node:
        """A result of this statement, simplified: what it rests on is remembered until the next statement."""
        found = self.simplify(node, hand)
        self.conditions.update(dict.fromkeys(found.conditions))
        self.limited = self.limited or not found.complete
        return found.node

    def begin(self) -> None:
        """A new statement begins: what the results of the last one rested on is none of its business."""
        self.stopped = self.limited = False
        self.conditions = {}

    def forget(self) -> None:
        """Drop what is remembered: nodes or facts have changed."""
        self.simplified.clear()
        if self.store.shapes is not None:
            self.store.shapes.known.clear()

    def facts(self) -> Facts:
        """What has been declared about the inputs."""
        return Facts(**{kind: frozenset(names) for kind, names in self.session.assumptions.items()})

    def derivative(self, node: Node, wanted: list[Node]) -> Node:
        """The simplified derivative of a node by leaves, one after the other.

        Each order is simplified before the next is taken, which keeps high orders short; where that grows
        all the same, the orders are taken at once in one graph that shares their parts. Raises DerivError
        E203 for an order that is too high.
        """
        bounded(len(wanted))
        hand = hand_of(self.store, node)
        if uses_arrays(self.store, node, *wanted):
            for leaf in wanted:
                node = self.result(first_derivatives(self.store, node, [leaf])[0], hand)
            return node
        if len(wanted) == 1:
            return self.result(reverse.gradient(self.store, node, wanted)[0], hand)
        before = dict(self.conditions), self.limited
        self.limited = False
        stepwise = self._stepwise(node, wanted, hand) if len(wanted) <= MOST_STEPS else None
        if stepwise is not None and not self.limited:
            self.limited = before[1]
            return stepwise
        after = self.conditions, True
        self.conditions, self.limited = before
        at_once = self.result(higher.derivative(self.store, node, wanted), hand)
        if stepwise is None or shown_size(self.store, at_once) <= shown_size(self.store, stepwise):
            return at_once
        self.conditions, self.limited = after
        return stepwise

    def _stepwise(self, node: Node, wanted: list[Node], hand: Hand) -> Node | None:
        """A higher derivative with each order simplified before the next; None where it grows all the same."""
        for leaf in wanted:
            raw = reverse.gradient(self.store, node, [leaf])[0]
            if len(self.store.live([raw])) > STEPWISE_NODES:
                return None
            node = self.result(raw, hand)
        return node

    def gradient(self, entry: Entry, wanted: list[Node]) -> list[Node]:
        """The simplified derivatives of the entry by each wanted input, from one reverse sweep."""
        return self.simplified_all(first_derivatives(self.store, entry.node, wanted))

    def simplified_all(self, nodes: list[Node]) -> list[Node]:
        """Several results simplified, within an allowance of work: what comes beyond it stays as it was made.

        The whole gradient of a product of n factors has n results of n factors each; going through each
        of them would undo what the shared graph saves.
        """
        left = ALLOWANCE
        results = []
        for node in nodes:
            if left > 0 and node >= 0:
                left -= len(self.store.live([node]))
            results.append(self.result(node) if left > 0 else node)
            self.limited = self.limited or (left <= 0 and node >= 0)
        return results

    # Showing

    def results(
        self, entry: Entry, wanted: list[list[Node]], nodes: list[Node], point: dict[str, float] | None = None
    ) -> list[Result]:
        """Result lines for derivatives, checked when the session checks, with values at a point."""
        made = []
        left = CHECKED_NODES
        for by, node in zip(wanted, nodes, strict=True):
            names = tuple(self.store.name(n) for n in by)
            result = Result(entry.name, names, node)
            if self.session.checks and self.session.settings.on("badge"):
                left -= len(self.store.live([entry.node, node]))
                if left >= 0 or self.session.checks_all:
                    self._check(entry, by, result)
                else:
                    result.badge = UNSAMPLED
            made.append(result)
        if point:
            self.fill(made, point)
        return made

    def _check(self, entry: Entry, by: list[Node], result: Result) -> None:
        if uses_arrays(self.store, entry.node, *by):
            from derivrepl.numeric import array_check

            below = entry.node if len(by) == 1 else self.derivative(entry.node, by[:-1])
            result.badge, result.detail = array_check.compare_with_differences(self.store, below, by[-1], result.node)
            return
        from derivrepl.numeric.check import compare_with_differences

        below = entry.node if len(by) == 1 else higher.derivative(self.store, entry.node, by[:-1])
        result.badge, result.detail = compare_with_differences(self.store, below, by[-1], result.node, entry.text)
        if result.badge == MISMATCH or "flint" in sys.modules or self.session.keep is not None:
            self._certify(entry, by, result)

    def _certify(self, entry: Entry, by: list[Node], result: Result) -> None:
        """Ask for a proof by power series: in a batch always, at a prompt once the library is loaded.

        It has the last word: differences of a steep function may be wrong by themselves.
        """
        from derivrepl.numeric.certify import CERTIFIED, REFUTED, second_opinion

        order = next((k for k, leaf in enumerate(reversed(by)) if leaf != by[-1]), len(by))
        function = entry.node if order == len(by) else higher.derivative(self.store, entry.node, by[:-order])
        patient = result.badge == MISMATCH
        verdict, detail = second_opinion(self.store, function, by[-1], result.node, entry.text, order, patient)
        if verdict == CERTIFIED:
            result.badge, result.detail = OK, ""
        elif verdict == REFUTED:
            result.badge, result.detail = MISMATCH, detail

    def fill(self, results: list[Result], point: dict[str, float]) -> None:
        """Give results their values at a point."""
        from derivrepl.session.points import add_digits, values_at

        values = values_at(self.session, [r.node for r in results], point)
        for result, value in zip(results, values, strict=True):
            result.value = value
        add_digits(self.session, results, point)

    def notes(self, entry: Entry, nodes: list[Node]) -> list[Block]:
        """What limits the validity of what is shown, and what an expression without inputs comes to."""
        return self._limits(entry, nodes) + self._about(entry)

    def _about(self, entry: Entry) -> list[Block]:
        """The value in digits of a number that is no digits: `sqrt(2) + pi`."""
        if entry.inputs or entry.node < 0 or entry.is_list or entry.has_arrays:
            return []
        from derivrepl.session.points import values_at

        try:
            (value,) = values_at(self.session, [entry.node], {})
        except DerivError:
            return []
        return [Note(f"{entry.name} is about {value:.10g}")]

    def _limits(self, entry: Entry, nodes: list[Node]) -> list[Block]:
        simple = not (self.conditions or self.limited or self.stopped) and self.store.shapes is None
        if simple and is_entire(self.store, entry.node):
            return []
        from derivrepl.session.validity import notes_about

        return [Note(text) for text in notes_about(self, entry, nodes)]

    # Numbering

    def number(self, entry: Entry, nodes: list[Node], wanted: list[Node], fills: bool = True) -> None:
        """Number the derivatives' nodes; in small graphs also explain them and fill the columns.

        wanted: the input that each node is the first derivative by; none for other derivatives.
        fills: whether the columns are needed at all.
        """
        view = entry.view
        view.add(nodes)
        for leaf, node in zip(wanted, nodes, strict=bool(wanted)):
            view.columns.setdefault(leaf, {})[entry.node] = node
        if len(view.numbered()) <= EXPLAINED_NODES:
            Origins(self, entry, wanted).find(fills)

    def number_gradient(self, entry: Entry) -> None:
        """Number the nodes of the derivatives by the wanted inputs, as the node table shows them."""
        wanted = self.session.taken_by(entry)
        nodes = self.gradient(entry, wanted)
        self.number(entry, nodes, wanted)
        entry.shown = True

    def number_columns(self, entry: Entry) -> None:
        """Number every derivative that the columns speak of."""
        found = [n for column in entry.view.columns.values() for n in column.values() if n >= 0]
        entry.view.add(found)

    def rewrites(self) -> list[Block]:
        """The current expression in its shortest form, and the named rewrites behind the current results."""
        level = self.session.settings.get("simplify")
        entry = self.session.current
        if entry is None or entry.is_list:
            return [Lines([f"simplify {level}"], comment=True)]
        from derivrepl.session.validity import condition_texts

        short = self.simplify(entry.node)
        blocks: list[Block] = [Results(None, [Result(entry.name, (), short.node)])]
        conditions = condition_texts(self.store, short.conditions)
        if conditions:
            blocks.append(Note("for " + ", ".join(conditions)))
        writer = Writer(self.store)
        lines = []
        raw = first_derivatives(self.store, entry.node, self.session.wanted(entry))
        for node in [entry.node, *raw]:
            for name, before, after in self.simplify(node).steps:
                lines.append(f"{writer.shown(before)} => {writer.shown(after)}  # {name}")
        return [*blocks, Lines(lines or [f"nothing was rewritten (simplify {level})"], comment=True)]
