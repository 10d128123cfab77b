"""The classical mistakes: one row each, a rule as it is misremembered.

A wrong claim is compared with the derivative computed under each row; the row that reproduces it names
the mistake. A rule gives the derivative of one operation as text, in its operands u, v and their
derivatives du, dv. A new mistake is a row here.
"""

from __future__ import annotations


class Mistake:
    """One way to be wrong.

    name    what went wrong, as a teacher says it
    rules   name of an operation → its derivative as misremembered
    moving  which operands depend on the input where it is made ("u", "v", "u v"); empty: any
    inner   what happens to what stands inside a function or power: "missing" (its derivative is forgotten) or
            "inside" (the outer derivative is taken at the inner one: cos(2*x) for sin(x^2))
    """

    __slots__ = ("inner", "moving", "name", "rules")

    def __init__(self, name: str, rules: dict[str, str] | None = None, moving: str = "", inner: str = "") -> None:
        self.name = name
        self.rules = rules or {}
        self.moving = tuple(moving.split())
        self.inner = inner


BOTH = "u v"

# fmt: off
MISTAKES = (
    Mistake("chain rule, inner derivative missing", inner="missing"),
    Mistake("chain rule, the outer derivative taken at the inner derivative", inner="inside"),
    Mistake("product rule taken as the product of the derivatives", {"mul": "du*dv"}, BOTH),
    Mistake("product rule with a minus",                             {"mul": "du*v - u*dv"}, BOTH),
    Mistake("product rule, one half missing",                        {"mul": "du*v"}, BOTH),
    Mistake("product rule, one half missing",                        {"mul": "u*dv"}, BOTH),
    Mistake("product rule taken as the sum of the derivatives",      {"mul": "du + dv"}, BOTH),
    Mistake("a constant factor lost",                                {"mul": "dv"}, "v"),
    Mistake("a constant factor lost",                                {"mul": "du"}, "u"),
    Mistake("a constant divisor lost",                               {"div": "du"}, "u"),
    Mistake("a constant factor differentiated to 0",                 {"mul": "0"}, "v"),
    Mistake("quotient rule in the wrong order",                      {"div": "(u*dv - du*v)/v^2"}, BOTH),
    Mistake("quotient rule with the wrong sign",                     {"div": "(du*v + u*dv)/v^2"}, BOTH),
    Mistake("quotient rule without the square below",                {"div": "(du*v - u*dv)/v"}, BOTH),
    Mistake("quotient rule taken as the quotient of the derivatives", {"div": "du/dv"}, BOTH),
    Mistake("quotient rule, one half missing",                       {"div": "du/v"}, BOTH),
    Mistake("reciprocal rule without the minus",                     {"div": "u*dv/v^2"}, "v"),
    Mistake("reciprocal rule without the square below",              {"div": "-u*dv/v"}, "v"),
    Mistake("the logarithm taken for the derivative of 1/u",         {"div": "u*log(v)*dv"}, "v"),
    Mistake("reciprocal rule taken as the reciprocal of the derivative", {"div": "u/dv"}, "v"),
    Mistake("power rule without the factor in front",                {"pow": "u^(v - 1)*du"}, "u"),
    Mistake("power rule, exponent not lowered",                      {"pow": "v*u^v*du"}, "u"),
    Mistake("power rule, exponent raised",                           {"pow": "v*u^(v + 1)*du"}, "u"),
    Mistake("power rule, lowered exponent taken as the factor",      {"pow": "(v - 1)*u^(v - 1)*du"}, "u"),
    Mistake("integrated instead of differentiated",                  {"pow": "u^(v + 1)/(v + 1)*du"}, "u"),
    Mistake("power rule applied to an exponential",                  {"exp": "u*exp(u - 1)*du"}),
    Mistake("power rule applied to an exponential",                  {"pow": "v*u^(v - 1)*dv"}, "v"),
    Mistake("exponential without the logarithm of its base",         {"pow": "u^v*dv"}, "v"),
    Mistake("exponential divided by the logarithm of its base",      {"pow": "u^v*dv/log(u)"}, "v"),
    Mistake("power rule though the exponent varies too",             {"pow": "v*u^(v - 1)*du"}, BOTH),
    Mistake("exponential rule though the base varies too",           {"pow": "u^v*log(u)*dv"}, BOTH),
    Mistake("logarithm: 1/u without the inner derivative",           {"log": "1/u"}),
    Mistake("the derivative of the logarithm taken as the logarithm", {"log": "log(u)*du"}),
    Mistake("sign of the derivative of cos",                         {"cos": "sin(u)*du"}),
    Mistake("sign of the derivative of sin",                         {"sin": "-cos(u)*du"}),
    Mistake("sin taken as its own derivative",                       {"sin": "sin(u)*du"}),
    Mistake("cos taken as its own derivative",                       {"cos": "cos(u)*du"}),
    Mistake("sign of the derivative of cot",                         {"cot": "csc(u)^2*du"}),
    Mistake("the derivative of tan without the square",              {"tan": "sec(u)*du"}),
    Mistake("sign of the derivative of tan",                         {"tan": "-sec(u)^2*du"}),
    Mistake("sign of the derivative of cosh, taken from cos",        {"cosh": "-sinh(u)*du"}),
    Mistake("square root: the factor 1/2 missing",                   {"sqrt": "du/sqrt(u)"}),
    Mistake("square root: the root below missing",                   {"sqrt": "du/2"}),
    Mistake("square root of the derivative",                         {"sqrt": "sqrt(du)"}),
    Mistake("square root: the minus of the exponent 1/2 - 1 lost",   {"sqrt": "sqrt(u)*du/2"}),
    Mistake("sign of the derivative of acos",                        {"acos": "du/sqrt(1 - u^2)"}),
    Mistake("sign of the derivative of asin",                        {"asin": "-du/sqrt(1 - u^2)"}),
    Mistake("the derivative of atan without the square",             {"atan": "du/(1 + u)"}),
    Mistake("a constant term kept",                                  {"add": "du + v", "sub": "du - v"}, "u"),
    Mistake("a constant term kept",                                  {"add": "u + dv", "sub": "u - dv"}, "v"),
    Mistake("the second half of a sum left out",                     {"add": "du"}, BOTH),
    Mistake("the first half of a sum left out",                      {"add": "dv"}, BOTH),
    Mistake("a minus taken for a plus",                              {"sub": "du + dv"}, BOTH),
    Mistake("a minus lost",                                          {"sub": "dv"}, "v"),
    Mistake("a minus lost",                                          {"neg": "du"}),
)
# fmt: on
