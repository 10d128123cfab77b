"""The operators, in the order of their codes in `store.py`: notation, level and differentiation rule.

A new operator is a row here, a code in `store.py` and a rule in `grammar/derivrepl.lark`.
Levels are those of the language, tight to loose; `levels` gives the operator's own level and the
loosest level that each operand may have without brackets.
"""

from __future__ import annotations

from derivrepl.operation import Operation

ATOM, POSTFIX, POWER, JUXTAPOSED, UNARY, PRODUCT, MATRIX_PRODUCT, SUM, COMPARISON = range(9)
"""Levels of binding: a higher number binds more loosely. `@` binds as `*` does; beside `*` it is shown in brackets."""


def _comparison(symbol: str, name: str, latex: str) -> Operation:
    return Operation(
        name,
        "u, v",
        ("0", "0"),
        symbol=f" {symbol} ",
        levels=(COMPARISON, SUM, SUM),
        latex=f"{{u}} {latex} {{v}}",
        help=f"whether u {symbol} v, as a condition",
    )


OPERATORS = [
    Operation("input", "", (), help="a variable"),
    Operation("constant", "", (), help="a number with a name"),
    Operation("size", "", (), help="a size of an array"),
    Operation("parameter", "", (), help="a parameter of a definition"),
    Operation(
        "add", "u, v", ("1", "1"),
        symbol=" + ", levels=(SUM, SUM, MATRIX_PRODUCT), rule="sum rule", help="sum",
    ),
    Operation(
        "sub", "u, v", ("1", "-1"),
        symbol=" - ", levels=(SUM, SUM, MATRIX_PRODUCT), rule="difference rule", help="difference",
    ),
    Operation(
        "neg", "u", ("-1",),
        symbol="-", levels=(UNARY, MATRIX_PRODUCT), rule="linear", help="negative",
    ),
    Operation(
        "mul", "u, v", ("g*v", "u*g"), # in the order of the operands, so that repeated derivatives meet again
        symbol="*", levels=(PRODUCT, PRODUCT, JUXTAPOSED), rule="product rule", help="product",
    ),
    Operation(
        "div", "u, v", ("1/v", "-u/v^2"),
        symbol="/", levels=(PRODUCT, MATRIX_PRODUCT, JUXTAPOSED), rule="quotient rule", help="quotient",
        domain="v != 0",
    ),
    Operation(
        "pow", "u, v", ("v*u^(v - 1)", "ans*log(u)"),
        symbol="^", levels=(POWER, POSTFIX, POWER), rule="power rule", help="power",
    ),
    _comparison("<", "less", "<"),
    _comparison("<=", "less_equal", "\\le"),
    _comparison(">", "greater", ">"),
    _comparison(">=", "greater_equal", "\\ge"),
    _comparison("==", "equal", "="),
    _comparison("!=", "not_equal", "\\ne"),
    Operation(
        "if", "c, u, v", ("0", "if(c, g, 0)", "if(c, 0, g)"),
        rule="branch rule", help="u where the condition c holds, v elsewhere: if(x > 0, x, 0)",
    ),
    Operation("list", "", (), help="the components of a vector"),
]
