"""The help pages that are no row of another table: at most 22 lines each, 78 columns."""

from __future__ import annotations

TOPICS = {
    "": """
Type an expression. Then:
  :grad [x…]      gradient             :trace          forward/reverse tables
  :d x [n]        one derivative       :check          numeric check, certified
  :hessian        second derivatives   :plot x=-3..3   f and f′
  :jacobian       for [f1, f2, …]      :taylor x=0 5   polynomial
  :jvp dx=1       along a direction    :vjp 1 2        weighted gradients
  :eval x=4       numbers              :fn df d/dx f   compile; then df(4)
  :table          the numbered nodes   :code numpy     source code
  :pp raw         before simplifying   :data FILE.csv  a table of values
  f(x) = …        define               df/dx = …       check your own answer
  :vars :undef    names                :wrt x y        which inputs
  :set            options              :simplify       how, and what was done
:help NAME for a command, function or error code
:help syntax   :help functions   :help derivatives   :help keys
Ctrl-D quits.
""",
    "syntax": """
2x^2 + 3sin(x)      a number may stand before a name, a call or a bracket
x*y  x/y  x^2  x**2 every other product has its sign; ^ goes right to left
-x^2                is -(x^2)
|x|  √x  x²  x⁻¹    pasted mathematics is read
pi e tau inf        constants; 0.1 and 1/3 are exact
a = 3*b             a value        f(x, y) = x^2*y   a function
g : function        known by name only: diff(g(x^2), x) is 2*x*g'(x^2)
a : positive        also negative nonnegative nonzero integer real
if(x > 0, x, -x)    piecewise(x < 0, -x, x < 1, x^2, x)
x^2 at x = 3        a value put in; several with commas
_  _3  %5           last expression, entry 3, node 5 of the table
df/dx = 2*x         a claim: proved, or refuted by a number
a; b   # comment    two statements on a line; the rest is ignored
\\ at the end, or an open bracket and an indented next line: it goes on
""",
    "derivatives": """
diff(e, x)          in an expression; diff(e, x, 2), diff(e, x, y); D is short
d/dx e              covers one product: d/dx x^2*y + 1 is (d/dx x^2*y) + 1
d^2/dxdy e          mixed; also d^2/dx^2 e, ∂²/∂x∂y e
f'(x)  f''(2)       for a function of one argument
g'[2](x, y)         by the second argument
grad(e, x, y)       as a vector; jacobian, hessian, jvp, vjp
:grad  :d x 2       the same as commands
At a kink the derivative is the mean of both sides: abs'(0) = 0, and
max(u, v) at a tie gives 1/2 to each.
""",
    "keys": """
Enter         run; with an open bracket a new line; on an error stay
Alt-Enter     close the open brackets and run
Tab           complete, or apply the offered fix
Up, Down      earlier lines that start like this one; Ctrl-R searches
F1            help on the word under the cursor
Ctrl-C        clear the line; while computing, stop
Ctrl-D        leave, on an empty line
Ctrl-L        clear the screen
""",
}
"""Topic → page; the empty topic is `:help` alone."""
