"""The array functions: axes of operands and result, Jacobians, NumPy names, LaTeX.

A row with `contracts` is a contraction and needs no rule. The others give the Jacobian of the call by each
operand, as text of the language: a tensor whose first axes are the result's and whose last ones are the
operand's, or something that broadcasts to it when the result is a scalar. Functions with several rows choose by the
number of axes. `max` and `min` of numbers are rows of `piecewise.py`.
"""

from __future__ import annotations

from derivrepl.operation import ArrayOperation
from derivrepl.tables.operators import JUXTAPOSED, MATRIX_PRODUCT, POSTFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def contraction(name: str, params: str, signature: str, help: str, **more: Any) -> ArrayOperation:
    """A row whose function is a contraction."""
    count = len(params.split(","))
    rule = "linear" if count == 1 else "product rule"
    return ArrayOperation(name, params, ("",) * count, signature=signature, contracts=True, builder="contraction.build", rule=rule, help=help, **more)


def array(name: str, params: str, signature: str, jacobians: tuple[str, ...], help: str, **more: Any) -> ArrayOperation:
    """A row with Jacobians."""
    return ArrayOperation(name, params, jacobians, signature=signature, help=help, **more)


PRODUCT_SIGN = {"numpy": "u @ v", "symbol": "@", "levels": (MATRIX_PRODUCT, MATRIX_PRODUCT, JUXTAPOSED), "latex": "{u} {v}"}
ROW = {"latex": "{u}^{{\\top}} {v}"}
TRANSPOSED = {"symbol": ".T", "levels": (POSTFIX, POSTFIX), "latex": "{u}^{{\\top}}"}

ARRAYS = [
    contraction("matmul",    "u, v", "ij,jk->ik", "matrix product, written A @ B", **PRODUCT_SIGN),
    contraction("matmul",    "u, v", "ij,j->i",   "matrix times vector, written A @ x", **PRODUCT_SIGN),
    contraction("matmul",    "u, v", "i,ij->j",   "vector times matrix, written x @ A", **PRODUCT_SIGN | ROW),
    contraction("matmul",    "u, v", "i,i->",     "scalar product, written u @ v", **PRODUCT_SIGN | ROW),
    contraction("transpose", "u",    "ij->ji",    "rows and columns exchanged, written A.T", numpy="u.T", **TRANSPOSED),
    contraction("sum",       "u",    "i->",       "sum of all elements; sum(A, 1) of each column, sum(A, 2) of each row", numpy="np.sum(u)"),
    contraction("sum",       "u",    "ij->",      "sum of all elements", numpy="np.sum(u)"),
    contraction("sum",       "u",    "ij->j",     "sum of each column", numpy="np.sum(u, axis=0)"),
    contraction("sum",       "u",    "ij->i",     "sum of each row", numpy="np.sum(u, axis=1)"),
    contraction("sum",       "u",    "ijk->",     "sum of all elements", numpy="np.sum(u)"),
    contraction("sum",       "u",    "ijkl->",    "sum of all elements", numpy="np.sum(u)"),
    contraction("trace",     "u",    "ii->",      "sum of the diagonal elements of a square matrix", numpy="np.trace(u)", latex="\\operatorname{{tr}}\\left({u}\\right)"),
    contraction("diag",      "u",    "i->ii",     "matrix with the vector u on its diagonal; of a matrix, its diagonal", numpy="np.diag(u)"),
    contraction("diag",      "u",    "ii->i",     "the diagonal of a matrix", numpy="np.diag(u)"),
    contraction("outer",     "u, v", "i,j->ij",   "matrix of all products of elements of two vectors", numpy="np.outer(u, v)", latex="{u} {v}^{{\\top}}"),
    array("mean", "u", "i->",  ("1/len(u)",), "arithmetic mean of all elements; mean(A, 1) of each column, mean(A, 2) of each row", define="sum(u)/len(u)", numpy="np.mean(u)", flops="i"),
    array("mean", "u", "ij->", ("1/(rows(u)*cols(u))",), "arithmetic mean of all elements", define="sum(u)/(rows(u)*cols(u))", numpy="np.mean(u)", flops="i*j"),
    array("mean", "u", "ij->j", ("einsum(eye(cols(u))[j,l]*ones(rows(u))[k]/rows(u), j, k, l)",), "mean of each column", define="einsum(u[i,j], j)/rows(u)", numpy="np.mean(u, axis=0)", flops="i*j"),
    array("mean", "u", "ij->i", ("einsum(eye(rows(u))[i,k]*ones(cols(u))[l]/cols(u), i, k, l)",), "mean of each row", define="einsum(u[i,j], i)/cols(u)", numpy="np.mean(u, axis=1)", flops="i*j"),
    array("prod", "u", "i->",  ("ans/u",), "product of all elements", numpy="np.prod(u)", needs="{u} != 0", flops="i - 1"),
    array("prod", "u", "ij->", ("ans/u",), "product of all elements", numpy="np.prod(u)", needs="{u} != 0", flops="i*j - 1"),
    array("max",  "u", "i->",  ("if(u == ans, 1, 0)/sum(if(u == ans, 1, 0))",), "largest element", numpy="np.max(u)", flops="i - 1"),
    array("max",  "u", "ij->", ("if(u == ans, 1, 0)/sum(if(u == ans, 1, 0))",), "largest element", numpy="np.max(u)", flops="i*j - 1"),
    array("min",  "u", "i->",  ("if(u == ans, 1, 0)/sum(if(u == ans, 1, 0))",), "smallest element", numpy="np.min(u)", flops="i - 1"),
    array("min",  "u", "ij->", ("if(u == ans, 1, 0)/sum(if(u == ans, 1, 0))",), "smallest element", numpy="np.min(u)", flops="i*j - 1"),
    array("det",    "u", "nn->",  ("ans*inv(u).T",), "determinant of a square matrix", numpy="np.linalg.det(u)", latex="\\det\\left({u}\\right)", needs="det({u}) != 0", flops="2*n**3/3", structure="determinant"),
    array("logdet", "u", "nn->",  ("inv(u).T",), "logarithm of the determinant, log(det(A)), without its overflow", numpy="(lambda sign, log: log + np.log(sign))(*np.linalg.slogdet(u))", latex="\\log\\det\\left({u}\\right)", flops="2*n**3/3"),
    array("inv",    "u", "nn->nn", ("einsum(-ans[i,k]*ans[l,j], i, j, k, l)",), "inverse of a square matrix", numpy="np.linalg.inv(u)", latex="{u}^{{-1}}", flops="2*n**3", structure="inverse"),
    array("solve", "u, v", "nn,n->n",   ("einsum(-inv(u)[i,k]*ans[l], i, k, l)", "inv(u)"), "solution x of A @ x = b, without the inverse", define="inv(u)@v", numpy="np.linalg.solve(u, v)", flops="2*n**3/3 + 2*n**2", structure="solution"),
    array("solve", "u, v", "nn,nm->nm", ("einsum(-inv(u)[i,k]*ans[l,j], i, j, k, l)", "einsum(inv(u)[i,k]*eye(cols(v))[j,l], i, j, k, l)"), "solution X of A @ X = B", define="inv(u)@v", numpy="np.linalg.solve(u, v)", flops="2*n**3/3 + 2*n**2*m", structure="solution"),
    array("norm",  "u", "n->",  ("u/ans",), kinks="ans == 0", help="Euclidean length of a vector: sqrt(sum(u^2)); of a matrix, its Frobenius norm", numpy="np.linalg.norm(u)", latex="\\left\\|{u}\\right\\|", drawn="‖{u}‖", sign=">= 0", flops="2*n"),
    array("norm",  "u", "mn->", ("u/ans",), kinks="ans == 0", help="Frobenius norm of a matrix", numpy="np.linalg.norm(u)", latex="\\left\\|{u}\\right\\|", drawn="‖{u}‖", sign=">= 0", flops="2*m*n"),
    array("normF", "u", "mn->", ("u/ans",), kinks="ans == 0", help="Frobenius norm of a matrix: sqrt(sum(A^2))", numpy="np.linalg.norm(u)", latex="\\left\\|{u}\\right\\|_F", drawn="‖{u}‖", sign=">= 0", flops="2*m*n"),
    array("norm1", "u", "n->",  ("sign(u)",), "sum of the absolute values of all elements: sum(abs(u))", numpy="np.sum(np.abs(u))", latex="\\left\\|{u}\\right\\|_1", sign=">= 0", flops="2*n - 1"),
    array("norm1", "u", "mn->", ("sign(u)",), "sum of the absolute values of all elements", numpy="np.sum(np.abs(u))", latex="\\left\\|{u}\\right\\|_1", sign=">= 0", flops="2*m*n - 1"),
    array("logsumexp", "u", "n->",  ("softmax(u)",), "log(sum(exp(u))), without its overflow", numpy="np.max(u) + np.log(np.sum(np.exp(u - np.max(u))))", flops="4*n"),
    array("logsumexp", "u", "mn->", ("exp(u - ans)",), "log(sum(exp(A))) over all elements", numpy="np.max(u) + np.log(np.sum(np.exp(u - np.max(u))))", flops="4*m*n"),
    array("softmax",   "u", "n->n", ("einsum(ans[i]*eye(len(u))[i,k] - ans[i]*ans[k], i, k)",), "exp(u)/sum(exp(u)): positive numbers with the sum 1; of a matrix, row by row", numpy="np.exp(u - np.max(u))/np.sum(np.exp(u - np.max(u)))", sign="> 0", flops="5*n - 2"),
    array("softmax",   "u", "mn->mn", ("einsum(eye(rows(u))[a,b]*ans[a,i]*eye(cols(u))[i,k] - eye(rows(u))[a,b]*ans[a,i]*ans[a,k], a, i, b, k)",), "row by row exp(u)/sum(exp(u))", numpy="np.exp(u - np.max(u, axis=1, keepdims=True))/np.sum(np.exp(u - np.max(u, axis=1, keepdims=True)), axis=1, keepdims=True)", sign="> 0", flops="5*m*n - 2*m"),
    array("vec",  "u", "mn->(nm)", ("einsum(fold(cols(u), rows(u))[k,j,i], k, i, j)",), "the columns of a matrix, one below the other, as a vector", numpy="u.T.reshape(-1)", structure="columns"),
    array("kron", "u, v", "mn,pq->(mp)(nq)", (
        "einsum(fold(rows(u), rows(v))[r,i,p]*fold(cols(u), cols(v))[c,j,q]*v[p,q], r, c, i, j)",
        "einsum(fold(rows(u), rows(v))[r,i,p]*fold(cols(u), cols(v))[c,j,q]*u[i,j], r, c, p, q)"), "Kronecker product: every element of A times the whole of B", numpy="np.kron(u, v)", flops="m*n*p*q"),
    array("kron", "u, v", "m,p->(mp)", ("einsum(fold(len(u), len(v))[r,i,p]*v[p], r, i)", "einsum(fold(len(u), len(v))[r,i,p]*u[i], r, p)"), "Kronecker product of two vectors: every element of u times the whole of v", numpy="np.kron(u, v)", flops="m*p"),
    array("eye",   "n",    "#n->nn",    ("",), "identity matrix of size n", numpy="np.eye(n)", latex="I", nonzeros="n", structure="identity"),
    array("ones",  "n",    "#n->n",     ("",), "matrix of ones with m rows and n columns; ones(n): a vector", numpy="np.ones(n)", latex="\\mathbf{{1}}", nonzeros="n", structure="ones"),
    array("ones",  "m, n", "#m,#n->mn", ("", ""), "matrix of ones", numpy="np.ones((m, n))", latex="\\mathbf{{1}}", nonzeros="m*n", structure="ones"),
    array("ones", "a, b, c", "#a,#b,#c->abc", ("",)*3, "array of ones", numpy="np.ones((a, b, c))", latex="\\mathbf{{1}}", nonzeros="a*b*c", structure="ones"),
    array("ones", "a, b, c, d", "#a,#b,#c,#d->abcd", ("",)*4, "array of ones", numpy="np.ones((a, b, c, d))", latex="\\mathbf{{1}}", nonzeros="a*b*c*d", structure="ones"),
    array("ones", "a, b, c, d, e", "#a,#b,#c,#d,#e->abcde", ("",)*5, "array of ones", numpy="np.ones((a, b, c, d, e))", latex="\\mathbf{{1}}", nonzeros="a*b*c*d*e", structure="ones"),
    array("ones", "a, b, c, d, e, f", "#a,#b,#c,#d,#e,#f->abcdef", ("",)*6, "array of ones", numpy="np.ones((a, b, c, d, e, f))", latex="\\mathbf{{1}}", nonzeros="a*b*c*d*e*f", structure="ones"),
    array("zeros", "n",    "#n->n",     ("",), "matrix of zeros with m rows and n columns; zeros(n): a vector", numpy="np.zeros(n)", latex="0", nonzeros="0", structure="zeros"),
    array("zeros", "m, n", "#m,#n->mn", ("", ""), "matrix of zeros", numpy="np.zeros((m, n))", latex="0", nonzeros="0", structure="zeros"),
    array("zeros", "a, b, c", "#a,#b,#c->abc", ("",)*3, "array of zeros", numpy="np.zeros((a, b, c))", latex="0", nonzeros="0", structure="zeros"),
    array("zeros", "a, b, c, d", "#a,#b,#c,#d->abcd", ("",)*4, "array of zeros", numpy="np.zeros((a, b, c, d))", latex="0", nonzeros="0", structure="zeros"),
    array("zeros", "a, b, c, d, e", "#a,#b,#c,#d,#e->abcde", ("",)*5, "array of zeros", numpy="np.zeros((a, b, c, d, e))", latex="0", nonzeros="0", structure="zeros"),
    array("zeros", "a, b, c, d, e, f", "#a,#b,#c,#d,#e,#f->abcdef", ("",)*6, "array of zeros", numpy="np.zeros((a, b, c, d, e, f))", latex="0", nonzeros="0", structure="zeros"),
    array("unit",  "n, k", "#n,*->n",   ("", ""), "vector of size n with 1 at place k and 0 elsewhere", numpy="np.eye(n)[k - 1]", latex="e_{{{k}}}", nonzeros="1", structure="unit"),
    array("fold",  "m, n", "#m,#n->(mn)mn", ("", ""), "1 where r = (i-1)*n + j at [r,i,j], else 0: two axes as one", numpy="np.eye(m*n).reshape(m*n, m, n)", nonzeros="m*n", structure="fold"),
]

SIZE = "indexing.build_size"
BUILDERS = {"len": SIZE, "rows": SIZE, "cols": SIZE, "index": "indexing.build_index", "einsum": "indexing.build_einsum"}

NAMES = list(dict.fromkeys([row.name for row in ARRAYS] + list(BUILDERS)))
"""Everything that is called on arrays; `index` is `A[i,j]`."""

OPEN = [ArrayOperation(name, "", (), is_open=True, builder=BUILDERS.get(name, "contraction.build_open")) for name in NAMES]
"""One row for each name: what a call is as long as the shapes of its operands are not known."""

HELP = {
    **{row.name: row.help for row in reversed(ARRAYS)},
    "len": "number of elements of a vector", "rows": "number of rows of a matrix", "cols": "number of columns of a matrix",
    "einsum": "index notation: einsum(A[i,k]*B[k,j], i, j) sums over k",
}
"""Name → one line of help."""
