"""The parser's callbacks: each grammar rule's values become one value, nodes are made on the way.

Everything that two readers could read in two ways is refused here, with both readings and a fix.
Calls are resolved in `calls.py`, what the grammar does not allow is explained in `complaints.py`.
"""

from __future__ import annotations

from derivrepl import language, numbers
from derivrepl.errors import Caution, DerivError
from derivrepl.language.derivative_names import variables_of
from derivrepl.language.driver import SyntaxFault, bind, drive, lex
from derivrepl.language.scope import FUNCTION_CODES, RuleScope, Scope
from derivrepl.language.value import ARRAY, CALL, CONDITION, DERIVED, JUXTAPOSED, NAME, PENDING, PLAIN, ROOTED, Value
from derivrepl.shapes import shapes_of
from derivrepl.store import (
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    LESS,
    LESS_EQUAL,
    LIST,
    NOT_EQUAL,
    SIZE,
    ZERO,
    Node,
)
from derivrepl.tables.spellings import CONSTANTS_ELSEWHERE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from derivrepl.errors import Span
    from derivrepl.language.driver import Token

RELATIONS = {
    "<": LESS, "<=": LESS_EQUAL, "≤": LESS_EQUAL, ">": GREATER, ">=": GREATER_EQUAL, "≥": GREATER_EQUAL,
    "==": EQUAL, "!=": NOT_EQUAL, "≠": NOT_EQUAL,
}  # fmt: skip
COMPARISONS = frozenset(RELATIONS.values())
ROOTS = {"√": "sqrt", "∛": "cbrt"}
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
MOST_CAUTIONS = 20


class Statement:
    """What a line says: an expression, an equation (`left = right`) or a declaration (`names : kind`)."""

    __slots__ = ("arguments", "kind", "left", "names", "right", "what")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.left: Value | None = None
        self.right: Value | None = None
        self.names: list[str] = []
        self.what = ""
        self.arguments: list[Value] = []


class Parser:
    """Reads statements of one scope; keeps what the last text brought along.

    spans       node → place in the text where it was first written
    met         inputs that the text uses, in order
    literals    digits of a number → its node
    defining    name of the function whose definition is being read
    parameters  names that stand for themselves in the definition being read
    sizes       names of array sizes that the text uses
    cautions    what was accepted though it may not be meant
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.store = scope.store
        self.callbacks = bind(self)
        self.begin("")

    def statement(self, text: str) -> Statement:
        """The statement that the text is; raises DerivError with a place in the text."""
        self.begin(text)
        try:
            read: Statement = drive(self.tokens, self.callbacks)
            return read
        except SyntaxFault as fault:
            raise language.complaints.explain(self.scope, text, fault) from None

    def expression_node(self, text: str) -> Node:
        """The node of a text that must be an expression; raises DerivError."""
        read = self.statement(text)
        if read.kind != "expression" or read.left is None:
            raise DerivError("E108", "an expression is expected here", (0, len(text)))
        return read.left.node

    def begin(self, text: str) -> None:
        """Forget the text read before and take this one apart into tokens."""
        self.text = text
        self.tokens = lex(text)
        self.spans: dict[Node, Span] = {}
        self.met: dict[str, Span] = {}
        self.scope.works_out = False
        self.literals: dict[str, Node] = {}
        self.cautions: list[Caution] = []
        self.sizes: dict[str, Span] = {}
        self.parameters: list[str] = []
        self.defining = ""

    # Statements

    def expression(self, parts: list[Any]) -> Statement:
        value: Value = parts[0]
        self.settled(value)
        read = Statement("expression")
        read.left = value
        return read

    def left(self, parts: list[Any]) -> Value:
        """The left side of an equation; a definition's parameters stand for themselves in what follows."""
        value: Value = parts[0]
        self.cautions.clear()
        self.sizes.clear()
        self.met.clear()
        self._stand_for_itself(value)
        if value.form in (CALL, PENDING) and isinstance(value.detail, tuple):
            arguments = value.detail[1]
            for argument in arguments:
                self._stand_for_itself(argument)
            self.defining = value.detail[0]
            if all(a.form == NAME for a in arguments):
                self.parameters = [a.detail for a in arguments]
        return value

    def _stand_for_itself(self, value: Value) -> None:
        """Left of `=` a name or a call means what is defined there, whatever it meant before."""
        if value.form == ARRAY and isinstance(value.detail, tuple):
            value.form = CALL
        elif value.form >= ARRAY and self.text[value.start : value.end] == value.detail:
            value.form = NAME
        elif value.form == CONDITION:
            self.usable(value)

    def equation(self, parts: list[Any]) -> Statement:
        read = Statement("equation")
        read.left, read.right = parts[0], parts[2]
        names_condition = parts[0].form == NAME and parts[2].form == CONDITION
        if not names_condition:
            self.settled(parts[2])
        return read

    def declaration(self, parts: list[Any]) -> Statement:
        read = Statement("declaration")
        read.names = parts[0]
        read.what = parts[2][1]
        read.arguments = parts[4] if len(parts) > 3 else []
        return read

    def names(self, parts: list[Any]) -> list[str]:
        if len(parts) == 1:
            return [parts[0][1]]
        parts[0].append(parts[2][1])
        return parts[0]  # type: ignore[no-any-return]

    def evaluation(self, parts: list[Any]) -> Value:
        """`e at x = 1, y = 2` puts all values in at once; `e where t = …, u = …` lets t's text use u."""
        value, word, bindings = self.usable(parts[0]), parts[1], parts[2]
        self.scope.works_out = True
        present = {self.store.name(n) for n in self.store.inputs([value.node, *[b for _, b, _ in bindings]])}
        replaced: dict[Node, Node] = {}
        for name, node, span in reversed(bindings):
            if name not in present:
                raise language.refusals.not_an_input(name, sorted(present), (span[0], span[0] + len(name)))
            if word[1] == "where" and replaced:
                node = self.store.replace(node, replaced)
            replaced[self.store.input(name)] = node
            self.met.pop(name, None)
        node = self.store.replace(value.node, replaced)
        for name in (self.store.name(n) for n in self.store.inputs([node])):
            self.met.setdefault(name, value.span)
        return Value(node, value.start, bindings[-1][2][1])

    def binding(self, parts: list[Any]) -> tuple[str, Node, Span]:
        name, value = parts[0], self.usable(parts[2])
        return name[1], value.node, (name[2], value.end)

    # Operators

    def add(self, parts: list[Any]) -> Value:
        return self._binary(self.store.add, parts)

    def sub(self, parts: list[Any]) -> Value:
        return self._binary(self.store.sub, parts)

    def mul(self, parts: list[Any]) -> Value:
        if self.store.shapes is not None:
            language.arrays.doubt_product(self, parts[0], parts[1][1], parts[2], (parts[0].start, parts[2].end))
        return self._binary(self.store.mul, parts)

    def div(self, parts: list[Any]) -> Value:
        left, right = parts[0], parts[2]
        if right.form == JUXTAPOSED:
            raise language.refusals.two_quotients(self.text, left, right)
        value = self._binary(self.store.div, parts)
        if left.form == NAME == right.form and left.detail[0] == "d" == right.detail[0]:
            error = language.refusals.derivative_or_quotient(self.scope, left, right)
            if error is not None:
                return Value(value.node, value.start, value.end, PENDING, None, error)
            doubt = language.refusals.doubtful_quotient(self.scope, left, right)
            if doubt is not None:
                self.caution(doubt)
        return value

    def matmul(self, parts: list[Any]) -> Value:
        return language.arrays.matmul(self, parts[0], parts[2])

    def _binary(self, make: Any, parts: list[Any]) -> Value:
        left, right = parts[0], parts[2]
        if left.form >= ARRAY:
            self.operand(left)
        if right.form >= ARRAY:
            self.operand(right)
        start, end = left.start, right.end
        try:
            node = make(left.node, right.node)
        except DerivError as error:
            raise error.at((start, end)) from None
        if self.store.shapes is not None:
            node = language.arrays.fitted(self, node, [left, right], (start, end))
        if node >= 0 and node not in self.spans:
            self.spans[node] = (start, end)
        return Value(node, start, end)

    def neg(self, parts: list[Any]) -> Value:
        value = self.operand(parts[1])
        start = parts[0][2]
        form = value.form if value.form == JUXTAPOSED else PLAIN
        return self.made(self.store.neg(value.node), start, value.end, form, value.detail)

    def pos(self, parts: list[Any]) -> Value:
        value = self.usable(parts[1])
        form = value.form if value.form == JUXTAPOSED else PLAIN
        return Value(value.node, parts[0][2], value.end, form, value.detail)

    def juxtapose(self, parts: list[Any]) -> Value:
        """A number directly before a name, a call or a bracket: `2x`."""
        (_, digits, start, end), value = parts[0], self.operand(parts[1])
        if end != value.start:
            index = next(k for k, token in enumerate(self.tokens) if token[2] == value.start)
            raise language.complaints.neighbours(self.scope, self.text, self.tokens, index)
        number = self._literal(digits, (start, end))
        form, detail = JUXTAPOSED, (digits, value.start)
        return self.made(self.store.mul(number, value.node), start, value.end, form, detail)

    def juxtaposed_exponent(self, parts: list[Any]) -> Value:
        return self.juxtapose(parts)

    def pow(self, parts: list[Any]) -> Value:
        base, exponent = self.usable(parts[0]), parts[2]
        if exponent.form == JUXTAPOSED:
            raise language.refusals.two_powers(self.text, base, exponent)
        if base.form == ROOTED:
            raise language.refusals.two_roots(self.text, base, exponent.end)
        made = self._binary(self.store.pow, parts)
        if self.store.shapes is not None:
            language.arrays.doubt_power(self, base, exponent.node, made.span)
        return made

    def comparison(self, parts: list[Any]) -> Value:
        left, relation, right = self.operand(parts[0]), parts[1], self.operand(parts[2])
        node = self.store.make(RELATIONS[relation[1]], (left.node, right.node))
        if self.store.shapes is not None:
            node = language.arrays.fitted(self, node, [left, right], (left.start, right.end))
        return Value(node, left.start, right.end, CONDITION, relation[1])

    def postfix(self, parts: list[Any]) -> Value:
        value, mark = parts[0], parts[1]
        if mark[0] == "SUPERSCRIPT":
            if value.form == ROOTED:
                raise language.refusals.two_roots(self.text, value, mark[3])
            self.operand(value)
            exponent = self._literal_exponent(mark)
            try:
                node = self.store.pow(value.node, exponent)
            except DerivError as error:
                raise error.at((value.start, mark[3])) from None
            if self.store.shapes is not None:
                language.arrays.doubt_power(self, value, exponent, (value.start, mark[3]))
            return self.made(node, value.start, mark[3])
        if mark[0] == "TRANSPOSE":
            return language.arrays.transpose(self, value, mark[3])
        return language.arrays.index(self, value, parts[2], parts[3][3])

    def operator(self, parts: list[Any]) -> Value:
        """`d/dx` before a product: the derivative of that product."""
        (_, text, start, end), value = parts[0], self.differentiable(parts[1])
        present = [self.store.name(n) for n in self.store.inputs([value.node])]
        wanted = variables_of(text, [*self.scope.inputs, *present])
        if wanted is None:
            raise language.refusals.operator_or_quotient(text, (start, end), present)
        return self.derivative(value, [self.store.input(name) for name in wanted], (start, value.end))

    def derivative(self, value: Value, wanted: list[Node], span: Span) -> Value:
        """The derivative of a value by inputs, one after the other."""
        node = self.scope.differentiate(value.node, wanted)
        return self.made(node, span[0], span[1], DERIVED, (value.node, wanted))

    # Atoms

    def number(self, parts: list[Any]) -> Value:
        _, digits, start, end = parts[0]
        return Value(self._literal(digits, (start, end)), start, end)

    def name(self, parts: list[Any]) -> Value:
        """What a name stands for: parameter, definition, constant, entry or input."""
        _, name, start, end = parts[0]
        scope = self.scope
        if name in self.met:
            return Value(scope.leaf(name), start, end, NAME, name)
        if name not in self.parameters:
            known = self._known(name, start, end)
            if known is not None:
                return known
        if scope.is_size(name):
            self.sizes[name] = start, end
            return Value(self.store.leaf(SIZE, name), start, end, NAME, name)
        node = scope.leaf(name)
        self.met[name] = start, end
        self.spans.setdefault(node, (start, end))
        return Value(node, start, end, NAME, name)

    def _known(self, name: str, start: int, end: int) -> Value | None:
        scope = self.scope
        definition = scope.definitions.get(name)
        if definition is not None:
            return self._existing(definition.node, start, end, NAME, name)
        constant = scope.constant(name)
        if constant is not None:
            return Value(constant, start, end, NAME, name)
        if scope.has_no_value(name):
            error = language.refusals.misused_name(scope, self.text, name, (start, end))
            return Value(ZERO, start, end, PENDING, name, error)
        if name[0] == "_" and (len(name) == 1 or name[1:].isdecimal()):
            try:
                return self._existing(scope.entry(int(name[1:]) if name[1:] else None), start, end)
            except DerivError as missing:
                raise missing.at((start, end)) from None
        if name not in scope.inputs:
            if scope.strict:
                error = DerivError("E205", f"{name} is not declared", (start, end), f"declare it: {name} : real")
                return Value(ZERO, start, end, PENDING, name, error)
            self._doubt(name, (start, end))
        return None

    def _doubt(self, name: str, span: Span) -> None:
        if len(name) > 1 or name in CONSTANTS_ELSEWHERE:
            caution = language.refusals.doubtful_input(self.scope, self.met, name, span)
            if caution is not None:
                self.caution(caution)

    def caution(self, caution: Caution) -> None:
        """Remember a caution, in the place of an earlier one about the same words; many say no more than some."""
        self.cautions = [c for c in self.cautions if c.span != caution.span]
        if len(self.cautions) < MOST_CAUTIONS:
            self.cautions.append(caution)

    def reference(self, parts: list[Any]) -> Value:
        _, text, start, end = parts[0]
        try:
            node = self.scope.numbered(int(text[1:])) if len(text) > 1 else self.scope.entry(None)
        except DerivError as error:
            raise error.at((start, end)) from None
        return self._existing(node, start, end)

    def partial(self, parts: list[Any]) -> Value:
        """`∂f/∂x`, as a value: the derivative of a definition or of the current expression."""
        _, text, start, end = parts[0]
        error = DerivError("E204", f"{text} speaks of something that is not defined", (start, end))
        from derivrepl.language.targets import target_of

        target = target_of(self.scope, text)
        if target is None:
            return Value(ZERO, start, end, PENDING, None, error)
        return self.derivative(Value(target[0], start, end), target[1], (start, end))

    def call(self, parts: list[Any]) -> Value:
        arguments = parts[2] if len(parts) > 3 else []
        return language.calls.call(self, parts[0], arguments, parts[-1][3])

    def primed(self, parts: list[Any]) -> tuple[Token, Token, list[Value]]:
        return parts[0], parts[1], parts[3] if len(parts) > 2 else []

    def primed_call(self, parts: list[Any]) -> Value:
        head, primes, indices = parts[0]
        return language.calls.primed_call(self, head, primes, indices, parts[2], parts[3][3])

    def group(self, parts: list[Any]) -> Value:
        value: Value = parts[1]
        start, end = parts[0][2], parts[2][3]
        if value.form >= CONDITION:
            return Value(value.node, start, end, value.form, value.detail, value.error)
        return Value(value.node, start, end, DERIVED if value.form == DERIVED else PLAIN, value.detail)

    def bars(self, parts: list[Any]) -> Value:
        value = self.usable(parts[1])
        has_arrays = self.store.shapes is not None or "‖" in (parts[0][1], parts[2][1])
        if has_arrays and (norm := language.arrays.norm_in_bars(self, value, parts[0], parts[2])) is not None:
            return norm
        node = self.store.node(FUNCTION_CODES["abs"], value.node)
        return self.made(node, parts[0][2], parts[2][3])

    def root(self, parts: list[Any]) -> Value:
        (_, sign, start, end), value = parts[0], self.usable(parts[1])
        form = PLAIN if self.text[end : end + 1] == "(" else ROOTED
        node = self.store.node(FUNCTION_CODES[ROOTS[sign]], value.node)
        return self.made(node, start, value.end, form)

    def array(self, parts: list[Any]) -> Value:
        return language.arrays.literal(self, parts[1], (parts[0][2], parts[2][3]))

    # Lists

    def args(self, parts: list[Any]) -> list[Any]:
        """A list grows by one: of values, of rows, of indices, of `x = 1` behind `at`."""
        if len(parts) == 1:
            return [parts[0]]
        parts[0].append(parts[2])
        return parts[0]  # type: ignore[no-any-return]

    rows = indices = bindings = args

    def index(self, parts: list[Any]) -> list[Any]:
        return parts

    # Checks

    def usable(self, value: Value) -> Value:
        """The value as an operand; raises DerivError for what is none."""
        if value.form == PENDING and value.error is not None:
            raise value.error() if callable(value.error) else value.error
        if value.form == CONDITION:
            raise language.refusals.stray_condition(value)
        return value

    def settled(self, value: Value) -> Value:
        """The value as the whole of a statement: an index that is a name belongs inside of `einsum`."""
        self.usable(value)
        shapes = self.store.shapes
        if shapes is not None and shapes.of(value.node) is None and not isinstance(self.scope, RuleScope):
            raise language.refusals.named_index(self.scope, self.text, value.span)
        if self.sizes:
            language.arrays.doubt_sizes(self, value)
        return value

    def operand(self, value: Value) -> Value:
        """The value as an operand of arithmetic, where a list is an array."""
        if value.form == ARRAY:
            shapes_of(self.store)
        return self.usable(value)

    def differentiable(self, value: Value) -> Value:
        """The value as what a derivative is taken of: there `f` may be the current expression's display name."""
        current = self.scope.current
        if value.form == NAME and current is not None and value.detail == current[0]:
            own = value.detail in self.scope.definitions or value.detail in self.parameters
            if not own and value.node not in self.store.inputs([current[1]]):
                self.met.pop(value.detail, None)
                return Value(current[1], value.start, value.end)
        return self.operand(value)

    def _existing(self, node: Node, start: int, end: int, form: int = PLAIN, name: str = "") -> Value:
        """A node that a name or a number stands for; it may be a condition or a vector."""
        op = self.store.op(node)
        if op in COMPARISONS:
            form = CONDITION
        elif op == LIST:
            form = ARRAY
        return Value(node, start, end, form, name)

    def made(self, node: Node, start: int, end: int, form: int = PLAIN, detail: Any = None) -> Value:
        """The value that the characters from `start` to `end` stand for, which is where its node is first met."""
        if node >= 0 and node not in self.spans:
            self.spans[node] = (start, end)
        return Value(node, start, end, form, detail)

    def _literal(self, digits: str, span: Span) -> Node:
        node = self.literals.get(digits)
        if node is not None:
            return node
        try:
            node = self.literals[digits] = self.store.constant(numbers.read(digits))
            return node
        except ValueError:
            limit = f"{numbers.MAX_DIGITS:,}"
            raise DerivError("E107", f"the number has more than {limit} digits", span) from None

    def _literal_exponent(self, mark: Token) -> Node:
        digits = mark[1].translate(SUPERSCRIPTS)
        if digits[0] == "-":
            return self.store.neg(self._literal(digits[1:] or "0", mark[2:]))
        return self._literal(digits, mark[2:])
