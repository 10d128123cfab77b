"""What a session answers: plain blocks of facts, which the formats lay out.

Expressions stay nodes here; each format writes them in its own notation. A new kind of block is a class
here and a method in each format.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from derivrepl.calculus.explain import Symbol
    from derivrepl.errors import Caution, DerivError
    from derivrepl.language.text import Notation
    from derivrepl.session.view import View
    from derivrepl.session.walk import Walk
    from derivrepl.store import Node
    from derivrepl.tables.targets import Target

OK, UNSAMPLED, MISMATCH = "ok", "unsampled", "mismatch"
"""Badges: checked numerically, no point of the domain found, two numbers disagree (a bug)."""


class Result:
    """One line `name = expression`.

    function, by   what it is called: `f` and the inputs it is differentiated by, () for the function itself
    node           the expression
    badge          OK, UNSAMPLED, MISMATCH or "" (not checked)
    value          its value at the point that was asked for, or None
    digits         the value to more digits than a double has, printed in its place; may be empty
    detail         for MISMATCH, the two numbers in words
    """

    __slots__ = ("badge", "by", "detail", "digits", "function", "node", "value")

    def __init__(
        self, function: str, by: tuple[str, ...], node: Node, badge: str = "", value: float | None = None,
        detail: str = "",
    ) -> None:  # fmt: skip
        self.function = function
        self.by = by
        self.node = node
        self.badge = badge
        self.value = value
        self.digits = ""
        self.detail = detail


class Graph:
    """The numbered node table. `rows` limits it: None is the format's own default, 0 no limit."""

    __slots__ = ("labels", "rows", "view")

    def __init__(self, view: View, rows: int | None = None, labels: list[str] | None = None) -> None:
        self.view = view
        self.rows = rows
        self.labels = labels
        """Only these rows, by label; None for all."""

    def nodes(self) -> list[Node]:
        """The nodes of its rows, in the order of the table."""
        nodes = self.view.numbered()
        if self.labels is None:
            return nodes
        chosen = set(self.labels)
        return [n for n in nodes if self.view.labels[n] in chosen]


class Browse(Graph):
    """The node table to be walked through at a prompt, from the node `at`; elsewhere it is printed."""

    __slots__ = ("at",)

    def __init__(self, view: View, at: Node) -> None:
        super().__init__(view)
        self.at = at


class Results:
    """Result lines.

    view         has the labels of their nodes; None where no table has been shown, so that labels mean nothing
    values_only  leave the expressions out (:eval)
    """

    __slots__ = ("more", "results", "values_only", "view")

    def __init__(self, view: View | None, results: list[Result], more: str = "", values_only: bool = False) -> None:
        self.view = view
        self.results = results
        self.more = more
        """A dim line about what is not shown (`+1 input: x2`)."""
        self.values_only = values_only


class Grid:
    """A matrix of expressions with named rows and columns (:hessian, :jacobian).

    kind     "hessian" or "jacobian"
    cells    results, row by row; each knows its own name for the batch form
    facts    lines below the grid, in words
    """

    __slots__ = ("cells", "columns", "facts", "kind", "rows", "view")

    def __init__(
        self, view: View | None, kind: str, rows: list[str], columns: list[str], cells: list[list[Result]],
        facts: list[str],
    ) -> None:  # fmt: skip
        self.view = view
        self.kind = kind
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.facts = facts

    def distinct(self) -> list[Result]:
        """Its results row by row; of a Hessian, which is symmetric, those on the diagonal and right of it."""
        symmetric = self.kind == "hessian"
        return [result for i, row in enumerate(self.cells) for result in row[i * symmetric :]]


class Equation:
    """A definition (`left = node`), a claim that holds (`checked`), or another named expression.

    left    text of the left side, in ASCII notation
    pretty  the same for a terminal
    """

    __slots__ = ("checked", "left", "node", "pretty", "proof")

    def __init__(self, left: str, node: Node, pretty: str = "", checked: bool = False, proof: str = "") -> None:
        self.left = left
        self.node = node
        self.pretty = pretty or left
        self.checked = checked
        self.proof = proof
        """How a claim was decided, in words."""


class Lines:
    """Lines of text. In a pipe, `comment` ones are written behind `# `."""

    __slots__ = ("comment", "lines")

    def __init__(self, lines: list[str], comment: bool = False) -> None:
        self.lines = lines
        self.comment = comment


Row = str | tuple[str, ...]
"""Of a page: a paragraph, or a row of cells. One cell hangs under itself; two are a name and what it is; four are two
such pairs, beside each other where they fit."""


class Page:
    """Rows that every format breaks at its own width. piped: the lines of a pipe, where they are others."""

    __slots__ = ("piped", "rows")

    def __init__(self, rows: Sequence[Row], piped: list[str] | None = None) -> None:
        self.rows = rows
        self.piped = piped


class Listing:
    """Rows of texts under heads; a screen shows as many columns as fit. piped: the lines of a pipe, with everything."""

    __slots__ = ("heads", "piped", "rows")

    def __init__(self, heads: list[str], rows: list[list[str]], piped: list[str]) -> None:
        self.heads = heads
        self.rows = rows
        self.piped = piped


INDENT = 2
"""Columns that a screen leaves in front of its lines."""


class Drawing:
    """Lines that are laid out for a screen of some width, and others for a pipe (:trace, :plot).

    screen  the width and the notation → the lines, whose signs may be those of Unicode all the same
    piped   the lines of a pipe
    flush   whether the screen's lines start at its edge, to be selected, and are never broken
    walk    the same → the pictures that a prompt shows one after the other before; None for none
    """

    __slots__ = ("flush", "piped", "screen", "walk")

    def __init__(
        self, screen: Callable[[int, Notation], list[str]], piped: list[str], flush: bool = False,
        walk: Callable[[int, Notation], Walk] | None = None,
    ) -> None:  # fmt: skip
        self.screen = screen
        self.piped = piped
        self.flush = flush
        self.walk = walk


class Equality:
    """`left = right`, both perhaps in names of parts; without a left side what the line before goes on with."""

    __slots__ = ("left", "right")

    def __init__(self, left: Node | None, right: Node) -> None:
        self.left = left
        self.right = right


class StepRow:
    """One line of an explanation.

    number      0 where it belongs to the line above
    depth       how far it is indented
    rule        what the rule is called
    given       what the parts are: `u = w*s`, `w = exp(x)`
    follows     what the rule says: `u' = w'*s + w*s'`
    remark      in words, behind everything
    """

    __slots__ = ("depth", "follows", "given", "number", "remark", "rule")

    def __init__(
        self, number: int, depth: int, rule: str, given: list[Equality], follows: list[Equality], remark: str = ""
    ) -> None:
        self.number = number
        self.depth = depth
        self.rule = rule
        self.given = given
        self.follows = follows
        self.remark = remark


class Steps:
    """How a derivative comes about, line by line (:steps).

    symbols  leaf of the rows' expressions → the part, or derivative of a part, that it stands for
    values   the same leaf → a node of the user's expression that it equals
    """

    __slots__ = ("rows", "symbols", "values")

    def __init__(self, rows: list[StepRow], symbols: dict[Node, Symbol], values: dict[Node, Node]) -> None:
        self.rows = rows
        self.symbols = symbols
        self.values = values


class Code:
    """A program in another language (:code), whose text the target's format writes.

    target    row of the language
    name      name of its first function
    typed     the expression, for the comment
    leaves    inputs, in the order of the parameters
    value, gradient, hessian  nodes in functions that the language has
    orders    which functions: 0 for f, 1 with the gradient, 2 with the Hessian
    labels, letter  names for temporaries: the table's labels, and the letter of further ones
    """

    __slots__ = ("gradient", "hessian", "labels", "leaves", "letter", "name", "orders", "target", "typed", "value")

    def __init__(
        self, target: Target, name: str, typed: Node, leaves: list[Node], value: Node, gradient: list[Node],
        hessian: list[list[Node]], orders: tuple[int, ...], labels: dict[Node, str], letter: str,
    ) -> None:  # fmt: skip
        self.target = target
        self.name = name
        self.typed = typed
        self.leaves = leaves
        self.value = value
        self.gradient = gradient
        self.hessian = hessian
        self.orders = orders
        self.labels = labels
        self.letter = letter


class Json:
    """An expression as one JSON object (:json): what its own blocks say.

    typed   the expression as typed
    blocks  its results, and its table if nodes are asked for
    """

    __slots__ = ("blocks", "typed")

    def __init__(self, typed: str, blocks: list[Block]) -> None:
        self.typed = typed
        self.blocks = blocks


class More:
    """The last answer once more (:more), with nothing cut."""

    __slots__ = ("blocks",)

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks


class Clip:
    """A text for the clipboard (:copy), which the prompt knows how to reach."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def told(self, way: str = "") -> str:
        """What is said when it is there: `copied 3 lines (OSC 52)`."""
        from derivrepl.language.counted import counted

        lines = counted(self.text.count("\n"), "line")
        return f"copied {lines}" + (f" ({way})" if way else "")


class Note:
    """One line of explanation under a result: `note: valid for x > 0`."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


Block = Graph | Results | Grid | Equation | Lines | Page | Listing | Drawing | Steps | Code | Json | More | Clip | Note


class Answer:
    """The outcome of one statement.

    kind      expression, definition, declaration, check, command or empty
    text      the statement as given
    entry     number of the new entry, or None
    blocks    what is to be shown, in order
    cautions  what was accepted but may not be meant (places refer to `text`)
    after     one more line, behind everything and also behind an error (of a tour); may be empty
    quit      whether the session is to end
    """

    __slots__ = ("after", "blocks", "cautions", "command", "entry", "error", "kind", "quit", "text")

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text
        self.entry: int | None = None
        self.command = ""
        self.blocks: list[Block] = []
        self.cautions: list[Caution] = []
        self.after = ""
        self.error: DerivError | None = None
        """What went wrong; the blocks of a failed statement are empty."""
        self.quit = False


def claims_in(answer: Answer) -> Iterator[Result]:
    """What an answer shows that can be typed as a claim: derivatives and values of calls, in order."""
    for block in answer.blocks:
        if isinstance(block, Results):
            yield from (r for r in block.results if r.by or ("(" in r.function and r.value is not None))
        elif isinstance(block, Grid):
            yield from (r for r in block.distinct() if r.by)
