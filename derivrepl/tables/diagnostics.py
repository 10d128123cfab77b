"""The error and warning codes: what each means, with a wrong and a right example for its help page.

A new code is a row here; `:help E202` shows it. The sentence that a user sees is written where the
error is raised, with the names of the case.
"""

from __future__ import annotations


class Diagnostic:
    """One code: a title, a wrong and a right example (may be empty), an explanation."""

    __slots__ = ("code", "right", "text", "title", "wrong")

    def __init__(self, code: str, title: str, wrong: str, right: str, text: str) -> None:
        self.code = code
        self.title = title
        self.wrong = wrong
        self.right = right
        self.text = text


# fmt: off
DIAGNOSTICS = {row.code: row for row in (
    Diagnostic("E101", "something stands where nothing can", "x + y)", "x + y",
               "A closing bracket without its opening one, or a sign that no statement has there."),
    Diagnostic("E102", "a bracket is never closed", "sin(x", "sin(x)",
               "At the prompt Enter goes on in a new line; in a file only this statement is lost."),
    Diagnostic("E103", "an operator is missing", "x y", "x*y",
               "Only a number may stand directly before a name or a bracket: 2x, 2(x + 1)."),
    Diagnostic("E104", "a function needs its brackets", "sin x", "sin(x)",
               "A power stands behind the call: sin(x)^2."),
    Diagnostic("E105", "== is not how things are defined", "a == 3", "a = 3",
               "== compares, inside if(…) and piecewise(…)."),
    Diagnostic("E106", "a character cannot be read", "x ? y", "x*y",
               "The text holds a character or byte that no statement has."),
    Diagnostic("E107", "a number cannot be read", "3..4", "3.4",
               "Numbers are written 12, 0.5, .5 or 6.02e23, with at most 10,000 digits."),
    Diagnostic("E108", "an operand is missing", "2*", "2*x",
               "The expression ends, or goes on with a sign, where a value is expected."),
    Diagnostic("E109", "the text is too long or too deep", "", "",
               "A statement has at most 10 million characters."),
    Diagnostic("E110", "the left side cannot be assigned", "x + 1 = 3", "f = x + 1",
               "On the left stands a name, f(x), or a derivative that is claimed: df/dx = 2*x."),
    Diagnostic("E111", "the text reads two ways", "1/2x", "1/(2*x)",
               "An ambiguity is never guessed: write one of the two readings."),
    Diagnostic("E112", "a comparison where a number is expected, or the reverse", "x > 0", "if(x > 0, x, -x)",
               "Comparisons are the conditions of if(…) and piecewise(…)."),
    Diagnostic("E113", "a prime needs a function", "x'", "f'(x)",
               "f'(x) is the derivative of a function of one argument; g'[2](x, y) by the second argument."),
    Diagnostic("E201", "a function is not known", "sni(x)", "sin(x)",
               ":help functions lists them. A function without a formula is declared: g : function."),
    Diagnostic("E202", "a name is called that is no function", "x(x + 1)", "x*(x + 1)",
               "An input or a value cannot be called. A product needs its sign."),
    Diagnostic("E203", "a name is not an input of the expression", ":grad q", ":grad x",
               "Derivatives are taken by inputs: names without a definition."),
    Diagnostic("E204", "a name or an entry is not defined", ":undef q", ":undef a",
               ":vars lists what is defined."),
    Diagnostic("E205", "a name cannot be assigned", "pi = 3", "p = 3",
               "Constants and functions keep their meaning."),
    Diagnostic("E206", "a name has no value because its definition failed", "", "",
               "Mend the definition; what uses the name then works."),
    Diagnostic("E207", "a name is defined by itself", "a = a + 1", "a = 1; a = a + 1",
               "A value must exist before it can be changed."),
    Diagnostic("E208", "a function has another number of arguments", "sin(x, y)", "sin(x)",
               ":help NAME shows how a function is called."),
    Diagnostic("E301", "shapes do not fit", "", "", "The shapes of two arrays do not go together."),
    Diagnostic("E302", "the expression is not a scalar", ":grad", ":jacobian",
               "A vector has a Jacobian; a gradient belongs to one number."),
    Diagnostic("E303", "an index does not fit", "[x, y][3]", "[x, y][2]",
               "Indices are whole numbers, counted from 1; names stand for indices only inside einsum(…)."),
    Diagnostic("E304", "this is not done for arrays", "", "", "The command works on expressions of numbers."),
    Diagnostic("E401", "a value is not finite", ":eval x=-1", ":eval x=1",
               "The named node is where it first happens."),
    Diagnostic("E402", "an input has no value", ":eval x=1", ":eval x=1 y=2", "Every input needs a value."),
    Diagnostic("E403", "no point was found where the expression is defined", "", "",
               "A function without a formula has no values; or the domain is too small to be hit."),
    Diagnostic("E404", "the time limit was reached", "", "", "--timeout sets it."),
    Diagnostic("E405", "the size limit was reached", "", "", "--max-nodes sets it; :hessian x y asks for less."),
    Diagnostic("E501", "a command is not known", ":grda", ":grad", ":help lists the commands."),
    Diagnostic("E502", "a command does not take this word", ":quit now", ":quit", ":help NAME shows its usage."),
    Diagnostic("E503", "a command needs a terminal", "", "", "It does nothing in a pipe."),
    Diagnostic("E504", "there is no such node", ":table v99", ":table v3", ":table shows the numbers."),
    Diagnostic("E505", "a target is not known", "", "", ""),
    Diagnostic("E506", "a picture would be too large", ":graph", ":graph v1..v20",
               "A part of the graph can be drawn; :browse walks through all of it."),
    Diagnostic("E507", "there is nothing to undo", ":undo", "", "Or nothing to redo: a new statement ends what :redo can bring back."),
    Diagnostic("E508", "there is no such setting or kind", ":set colour on", ":set theme color", ":set lists them."),
    Diagnostic("E509", "there is no such help topic", ":help sni", ":help sin", ":help lists topics."),
    Diagnostic("E601", "a claim does not hold", "", "",
               "The message names a point where both sides differ, with both values."),
    Diagnostic("E602", "a numeric check disagrees", "", "", "A derivative and the function's values differ: a rule given by :rule, or a bug to report."),
    Diagnostic("E701", "a file cannot be read", "", "", "The message says why; names are relative to the folder of the start."),
    Diagnostic("E702", "a file cannot be written", "", "", "The message says why; what the file held before is still there."),
    Diagnostic("E703", "a file exists", ":save homework.deriv", ":save! homework.deriv",
               "A session replaces a file only where it is told so with an exclamation mark."),
    Diagnostic("E704", "no clipboard was reached", "", "",
               "A program of the desktop (wl-copy, xclip, pbcopy) or a terminal that understands OSC 52 is needed."),
    Diagnostic("E705", "files are not touched", "", "", "The program was started with --safe: no command reads or writes files."),
    Diagnostic("E901", "an internal error", "", "", "A bug: the named file holds what a report needs."),
    Diagnostic("W101", "a name looks like two written together", "xy", "x*y",
               "It is read as an input of its own."),
    Diagnostic("W104", "a name that other programs use for a constant", "i", "",
               "All numbers are real here; e is Euler's number."),
    Diagnostic("W105", "a derivative by something that does not occur", "diff(x^2, xx)", "diff(x^2, x)",
               "The derivative is 0."),
    Diagnostic("W106", "a power of a matrix is taken element by element", "", "",
               "A^2 squares every element; the matrix products are A @ A and inv(A)."),
    Diagnostic("W107", "a name is a size of an array", "", "",
               "A size in a declaration is no input any more; another name, or :undef of the array, makes it one."),
    Diagnostic("W108", "a quotient looks like a derivative", "dq/dt", "(dq)/dt",
               "It is read as a quotient of two inputs: a derivative needs its function first, q = …"),
)}
# fmt: on
