"""The help pages that are no row of another table, as they look on a wide screen: at most 22 lines.

Cells stand two blanks apart: a name and what it is, or two such pairs; `help.rows` reads them, and a narrow screen
breaks them by itself. What belongs to the line above is indented.
"""

from __future__ import annotations

TOPICS = {
    "": """
Type an expression. Then:
  :grad [x…]     gradient             :steps x       the rules, step by step
  :d x [n]       one derivative       :why v7        where a node comes from
  :hessian       second derivatives   :rules [NAME]  differentiation rules
  :jacobian      for [f1, f2, …]      :trace         forward/reverse tables
  :jvp :vjp      along directions     :check         numeric check, certified
  :eval x=4      numbers              :graph         drawing (svg, dot, …)
  :table         the numbered nodes   :plot x=-3..3  f and f′
  :latex :code   export               :cost          operations of each sweep
  :taylor x=0 5  polynomial           :data F.csv    a table of values
  f(x) = …       define               df/dx = …      check your own answer
  :rule          a rule of your own   :is EXPR       is it the derivative?
  :fn df d/dx f  compile; then df(4)  :simplify      how, and what was done
  :vars :undef   names                :wrt x y       which inputs
  :save :load    sessions             :undo :redo    step back
  :set           options              :tour          two-minute tour
:help NAME   page of a command, function, setting or error code; F1 too
:help TOPIC  syntax functions shapes derivatives claims steps keys
Ctrl-D       quits
""",
    "shapes": """
X : matrix(2,3)   an input; also A : matrix(m,n), u : vector(n), S : symmetric(n)
X : matrix        sizes left open: they are what the operations make them
[1,2; 3,4]        a matrix; [[1,2],[3,4]] is the same; [a, b] a vector
A[1,2] A[1,:]     an element and a row, counted from 1; A.T the transpose
A @ B, A @ x      matrix products; u @ v is a number, outer(u, v) a matrix
* / ^ sin exp …   work element by element and stretch as in NumPy
sum(A) sum(A,1)   over all elements, over each column; sum(A,2) each row
functions         trace det logdet inv solve norm norm1 normF diag kron vec
                  softmax logsumexp mean prod max min eye(n) ones(m,n) zeros(n)
sizes             rows(A) cols(A) len(u)
df/dX             of a number has the shape of X: entry i,j is the derivative
                  by X[i,j]; of a vector it is the Jacobian: rows for f,
                  columns for x. More axes are those of f, then those of the
                  inputs; what has no matrix notation keeps its indices:
                  einsum(A[i,k]*B[l,j], i, j, k, l), where what is not listed
                  is summed over and eye(n)[i,k] is 1 where i = k.
A symmetric input is differentiated as if its elements were independent.
See also :eval X=[1,2;3,4], :differential, :same EXPR, :check.
""",
    "syntax": """
2x^2 + 3sin(x)      a number may stand before a name, a call or a bracket
x*y x/y x^2 x**2    every other product has its sign; ^ goes right to left
-x^2                is -(x^2)
|x| √x x² x⁻¹       pasted mathematics is read
pi e tau inf        constants; 0.1 and 1/3 are exact
a = 3*b             a value; f(x, y) = x^2*y is a function
g : function        known by name only: diff(g(x^2), x) is 2*x*g'(x^2)
a : positive        also negative nonnegative nonzero integer real
if(x > 0, x, -x)    piecewise(x < 0, -x, x < 1, x^2, x)
x^2 at x = 3        a value put in; several with commas
_ _3 %5             last expression, entry 3, node 5 of the table
df/dx = 2*x         a claim: proved, or refuted by a number
a; b # comment      two statements on a line; the rest is ignored
\\ at the end        goes on in the next line; so does an open bracket
                    in front of an indented line
""",
    "derivatives": """
diff(e, x)          in an expression; diff(e, x, 2), diff(e, x, y); D is short
d/dx e              covers one product: d/dx x^2*y + 1 is (d/dx x^2*y) + 1
d^2/dxdy e          mixed; also d^2/dx^2 e, ∂²/∂x∂y e
f'(x) f''(2)        for a function of one argument
g'[2](x, y)         by the second argument
grad(e, x, y)       as a vector; jacobian, hessian, jvp, vjp
:grad :d x 2        the same as commands
at a kink           the mean of both sides: abs'(0) = 0; max(u, v) at a tie
                    gives 1/2 to each
""",
    "claims": """
f(x) = x^2*sin(x)   a definition shows no derivative: find it yourself
df/dx = 2*x*cos(x)  says that this is it. Right: ok, proved where possible.
                    Wrong: a point where it differs, and the classical mistake
                    that gives your answer, or the part that is wrong
d2f/dxdy = …        higher ones; f'(x) = …, diff(f, x) = … and D(f, x) = … too
:is EXPR [x]        the same about the current expression
:steps x            the way there; :show the derivative itself
:same EXPR[, EXPR]  whether an expression equals the current one, or another
Nothing but a number of the right answer is told before you ask for it.
""",
    "steps": """
:steps              each derivative, rule by rule, as a person writes it
:steps x            by one input; :steps x x the second, :steps x y mixed
:steps x 4          step 4 alone: its rule, its parts, what is inside
:steps g x          of a definition
u = …, u′           names for parts; u′ is the derivative of u
put together        the rule with every part and its derivative put in
then                the simplifications, by name; the last line is the result
:rules NAME         a rule or rewrite in general: :rules chain, :rules sin
:why v7             the same question about a node of the table
:trace              what a program does instead: forward and reverse
""",
    "keys": """
Enter          run; with an open bracket a new line; on an error stay
Alt-Enter      close the open brackets and run; on a complete line a new line
Tab            complete, or apply the offered fix, as F4 does
Up, Down       earlier lines that start like this one; Ctrl-R searches
Right, End     take the grey suggestion; Alt-Right takes a name of it
Ctrl-Up/Down   the number under the cursor one more, one less; Alt-Up/Down too
F1             help on the word under the cursor
F2             preview on or off
F3             the next input to differentiate by
Ctrl-O         run and bring the next line of the history
Ctrl-X Ctrl-E  edit the line in $VISUAL or $EDITOR
Ctrl-C         clear the line; while computing, stop
Ctrl-D         leave, on an empty line
Ctrl-L         clear the screen and keep the line
Ctrl-Z         put the program aside; fg brings it back
""",
}
"""Topic → page; the empty topic is `:help` alone."""
