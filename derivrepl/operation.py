"""What one row of the operator and function tables says about an operation.

Every pass reads these fields; none asks for an operation's name. A row's formulas are text of the
language itself, in the row's own parameters; `ans` stands for the call's own value.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Operation:
    """A function of n operands: its rule, its numbers, its limits and how it is written.

    name        as typed and printed
    params      names of the operands in the formulas, e.g. ("u", "v")
    partials    one formula an operand: the partial derivative. A formula that mentions `g` is the whole
                pullback (what the operand's adjoint gains when the call's adjoint is `g`), linear in g.
                An empty text: no closed form is known; the derivative is then a call of `name'`.
    define      the function in terms of other functions, for every backend that lacks it; may be empty
    python      name of a float function: in `numeric.special`, else in `math`. Empty: floats go through
                `define` where there is one, else through `flint` or `arb`, else through `mpmath`
    numpy       name of a NumPy function, or empty
    mpmath      name of an mpmath function with the same operands in the same order, or a Python expression
                of its functions in the operands: "li(u, offset=True)"; or empty
    arb         name of a python-flint `arb` method, or empty (argument order as there: first operand is self)
    flint       where no such method fits: a Python expression in the operands (which are `arb`), e.g.
                "x.bessel_j(n)". Where it gives an `acb`, the value is real if the imaginary part can be 0
    series      the function on power series: a Python expression in the operands (which are `arb_series`) and the
                helpers of `numeric.series`, e.g. "u.sin()". Empty: through `define`, else none is known
    code        what code targets call the function, as words: a bare one for C, Julia, Rust and Fortran, then
                `target:name` for others ("log rust:ln"), `target:` where it is missing. See `tables/targets.py`
    domain      conditions on the operands under which the value is a real number, e.g. "u > 0"; several
                are separated by commas and all must hold: "u > 0, u < 1"; empty: every real operand
    kinks       conditions under any of which the function is not differentiable, e.g. "u == 0"; empty: none
    convention  what the rule gives there, in words
    sample      interval for each operand from which tests draw points, e.g. ((0.1, 3.0),); where both ends
                are equal the operand is held there (whole-number orders)
    latex       template with {u}, {v}, …; empty: \\operatorname{name}(…)
    drawn       how it is drawn in two dimensions: "e^{u}", "√{u}", "|{u}|", or another name: "Γ"; empty: name(…)
    help        one line
    aliases     other accepted spellings
    """

    signature = ""
    """Axes of an array function's operands and result; empty: the function works element by element."""
    contracts = False
    builder = ""
    build: Callable[..., int] | None = None
    is_open = False
    sign = ""
    needs = ""
    flops = ""
    nonzeros = ""
    structure = ""

    __slots__ = (
        "aliases",
        "arb",
        "code",
        "convention",
        "define",
        "derivative_of",
        "domain",
        "drawn",
        "flint",
        "help",
        "kinks",
        "latex",
        "levels",
        "mpmath",
        "name",
        "numpy",
        "params",
        "partials",
        "pulls",
        "python",
        "rule",
        "sample",
        "series",
        "symbol",
    )

    def __init__(
        self,
        name: str,
        params: str,
        partials: tuple[str, ...],
        *,
        define: str = "",
        python: str = "",
        numpy: str = "",
        mpmath: str = "",
        arb: str = "",
        flint: str = "",
        series: str = "",
        code: str = "",
        domain: str = "",
        kinks: str = "",
        convention: str = "",
        sample: tuple[tuple[float, float], ...] = (),
        latex: str = "",
        drawn: str = "",
        help: str = "",
        aliases: tuple[str, ...] = (),
        rule: str = "",
        symbol: str = "",
        levels: tuple[int, ...] = (),
        derivative_of: tuple[int, tuple[int, ...]] | None = None,
    ) -> None:
        self.name = name
        self.params = tuple(params.replace(",", " ").split())
        self.partials = partials
        self.define = define
        self.python = python
        self.numpy = numpy
        self.mpmath = mpmath
        self.arb = arb
        self.flint = flint
        self.series = series
        self.code = code
        self.domain = domain
        self.kinks = kinks
        self.convention = convention
        self.sample = sample
        self.latex = latex
        self.drawn = drawn
        self.help = help
        self.aliases = aliases
        self.rule = rule or f"{name} rule"
        """What the derivative rule is called in tables and steps."""
        self.symbol = symbol
        """For operators: the sign between the operands."""
        self.levels = levels
        """For operators: own level, then the least level each operand may have without brackets."""
        self.derivative_of = derivative_of
        """For `g'` and its like: the operation it derives from and how often by each operand."""
        self.pulls: list[Callable[..., int] | None] = [None] * len(self.params)
        """Compiled pullbacks, filled by `calculus.rules` when first needed."""

    @property
    def steep(self) -> bool:
        """Whether the function's kinks are points of infinite slope, which its derivative shows by itself."""
        return self.convention.startswith("infinite slope")

    def with_partials(self, partials: tuple[str, ...]) -> Operation:
        """The same row with other rules."""
        made = Operation.__new__(Operation)
        for field in Operation.__slots__:
            setattr(made, field, getattr(self, field))
        made.partials = partials
        made.pulls = [None] * len(self.params)
        return made

    def __repr__(self) -> str:
        return f"<{self.name}({', '.join(self.params)})>"


class ArrayOperation(Operation):
    """A function of arrays, which does not work element by element.

    signature   the axes of the operands and of the result: "mn,np->mp"; `#n` is an operand that gives a size,
                "(mn)" one axis made of two
    contracts   whether the function is the product of its operands, summed over the axes that the result lacks
    builder     what makes the node of a call, "module.function", loaded when it is first called; empty where equal
                operands always give this operation's own node
    is_open     whether the operation waits for the shapes of its operands, to become one of those of its name
    sign        "> 0" or ">= 0" where every element of the value is so
    flops       how many operations of numbers a call takes: a Python expression in the letters of the signature; empty
                for contractions, which are counted by their axes, and where nothing is computed
    structure   what laws of products know it as, one of the words in `contraction.py`; empty for most functions
    nonzeros    of an array of zeros and ones: how many elements are ones, as such an expression
    needs       where the rule holds, though the function has a derivative elsewhere too: "det({u}) != 0"
    others      fields of `Operation`; a partial is the Jacobian, `numpy` a Python expression in the operands
    """

    __slots__ = (
        "build",
        "builder",
        "contracts",
        "flops",
        "is_open",
        "needs",
        "nonzeros",
        "sign",
        "signature",
        "structure",
    )

    def __init__(
        self,
        name: str,
        params: str,
        partials: tuple[str, ...],
        *,
        signature: str = "",
        contracts: bool = False,
        builder: str = "",
        is_open: bool = False,
        sign: str = "",
        needs: str = "",
        flops: str = "",
        nonzeros: str = "",
        structure: str = "",
        **others: Any,
    ) -> None:
        super().__init__(name, params, partials, **others)
        self.signature = signature
        self.contracts = contracts
        self.builder = builder
        self.build = self._first_build if builder else None
        self.is_open = is_open
        self.sign = sign
        self.needs = needs
        self.flops = flops
        self.nonzeros = nonzeros
        self.structure = structure

    def _first_build(self, *call: Any) -> int:
        """The node of the first call; those that follow go to the builder itself."""
        from importlib import import_module

        module, _, name = self.builder.partition(".")
        self.build = getattr(import_module(f"derivrepl.{module}"), name)
        made: int = self.build(*call)
        return made
