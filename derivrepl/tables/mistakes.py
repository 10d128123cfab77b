"""The classical mistakes: one row each, a rule as it is misremembered.

A wrong claim is compared with the derivative computed under each row; the row that reproduces it names
the mistake. A rule gives the derivative of one operation as text, in its operands u, v and their
derivatives du, dv. A new mistake is a row here.
"""

from __future__ import annotations


class Mistake:
    """One way to be wrong.

    name   what went wrong, as a teacher says it
    rules  name of an operation → its derivative as misremembered
    inner  whether the derivative of what stands inside a function or power is forgotten
    """

    __slots__ = ("inner", "name", "rules")

    def __init__(self, name: str, rules: dict[str, str] | None = None, inner: bool = False) -> None:
        self.name = name
        self.rules = rules or {}
        self.inner = inner


# fmt: off
MISTAKES = (
    Mistake("chain rule, inner derivative missing", inner=True),
    Mistake("product rule taken as the product of the derivatives", {"mul": "du*dv"}),
    Mistake("product rule with a minus",                             {"mul": "du*v - u*dv"}),
    Mistake("product rule, one half missing",                        {"mul": "du*v"}),
    Mistake("product rule, one half missing",                        {"mul": "u*dv"}),
    Mistake("quotient rule in the wrong order",                      {"div": "(u*dv - du*v)/v^2"}),
    Mistake("quotient rule with the wrong sign",                     {"div": "(du*v + u*dv)/v^2"}),
    Mistake("quotient rule without the square below",                {"div": "(du*v - u*dv)/v"}),
    Mistake("quotient rule taken as the quotient of the derivatives", {"div": "du/dv"}),
    Mistake("power rule without the factor in front",                {"pow": "u^(v - 1)*du"}),
    Mistake("power rule, exponent not lowered",                      {"pow": "v*u^v*du"}),
    Mistake("power rule, exponent raised",                           {"pow": "v*u^(v + 1)*du"}),
    Mistake("power rule applied to an exponential",                  {"exp": "u*exp(u - 1)*du"}),
    Mistake("power rule applied to an exponential",                  {"pow": "v*u^(v - 1)*(du + dv)"}),
    Mistake("exponential without the logarithm of its base",         {"pow": "u^v*(du + dv)"}),
    Mistake("logarithm: 1/u without the inner derivative",           {"log": "1/u"}),
    Mistake("the derivative of the logarithm taken as the logarithm", {"log": "log(u)*du"}),
    Mistake("sign of the derivative of cos",                         {"cos": "sin(u)*du"}),
    Mistake("sign of the derivative of sin",                         {"sin": "-cos(u)*du"}),
    Mistake("sin taken as its own derivative",                       {"sin": "sin(u)*du"}),
    Mistake("sign of the derivative of cot",                         {"cot": "csc(u)^2*du"}),
    Mistake("the derivative of tan without the square",              {"tan": "sec(u)*du"}),
    Mistake("square root: the factor 1/2 missing",                   {"sqrt": "du/sqrt(u)"}),
    Mistake("square root: the root below missing",                   {"sqrt": "du/2"}),
    Mistake("sign of the derivative of acos",                        {"acos": "du/sqrt(1 - u^2)"}),
    Mistake("the second half of a sum left out",                     {"add": "du"}),
    Mistake("a minus taken for a plus",                              {"sub": "du + dv"}),
    Mistake("a minus lost",                                          {"neg": "du"}),
)
# fmt: on
