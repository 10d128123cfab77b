"""The in-language derivatives by name; `calculus/forms.py` has the functions that read their calls."""

from __future__ import annotations


class FormRow:
    """One in-language derivative: the function that reads it, how it is called, one line of help."""

    __slots__ = ("help", "reader", "signature")

    def __init__(self, reader: str, signature: str, help: str) -> None:
        self.reader = reader
        self.signature = signature
        self.help = help


FORMS = {
    "diff": FormRow("diff", "diff(e, x)", "derivative; diff(e, x, 2) the second, diff(e, x, y) mixed"),
    "D": FormRow("diff", "D(e, x)", "the same as diff"),
    "grad": FormRow("grad", "grad(e, x, y)", "gradient, as a vector"),
    "jacobian": FormRow("jacobian", "jacobian([f, g], x)", "derivatives of a vector"),
    "hessian": FormRow("hessian", "hessian(e, x)", "second derivative"),
    "jvp": FormRow("jvp", "jvp(e, x, dx)", "derivative along a direction"),
    "function": FormRow("function", "function([x], e)", "df = function([x], e) compiles e; then df(4)"),
    "pp": FormRow("pp", "pp(e)", "prints e"),
    "vjp": FormRow("vjp", "vjp([f, g], w1, w2, x)", "weighted sum of gradients"),
}
