"""The array functions: their names, operands and help.

They are known so that the parser can say what they are; shapes and rules are added to these rows.
`max` and `min` are rows of `piecewise.py`.
"""

from __future__ import annotations


class ArrayFunction:
    """A function of arrays: name as typed, names of the operands, one line of help."""

    __slots__ = ("help", "name", "params")

    def __init__(self, name: str, params: str, help: str) -> None:
        self.name = name
        self.params = tuple(params.replace(",", " ").split())
        self.help = help

    def __repr__(self) -> str:
        return f"<{self.name}({', '.join(self.params)})>"


ARRAYS = [
    ArrayFunction("sum",       "A",    "sum of all elements"),
    ArrayFunction("prod",      "A",    "product of all elements"),
    ArrayFunction("mean",      "A",    "arithmetic mean of all elements"),
    ArrayFunction("dot",       "u, v", "scalar product of two vectors: sum(u*v)"),
    ArrayFunction("transpose", "A",    "rows and columns exchanged, also written A.T"),
    ArrayFunction("trace",     "A",    "sum of the diagonal elements of a square matrix"),
    ArrayFunction("det",       "A",    "determinant of a square matrix"),
    ArrayFunction("logdet",    "A",    "logarithm of the determinant, log(det(A)), without its overflow"),
    ArrayFunction("inv",       "A",    "inverse of a square matrix"),
    ArrayFunction("solve",     "A, b", "solution x of A @ x = b, without the inverse"),
    ArrayFunction("norm",      "u",    "Euclidean length of a vector: sqrt(sum(u^2))"),
    ArrayFunction("norm1",     "u",    "sum of the absolute values of a vector: sum(abs(u))"),
    ArrayFunction("normF",     "A",    "Frobenius norm of a matrix: sqrt(sum(A^2))"),
    ArrayFunction("diag",      "u",    "matrix with the vector u on its diagonal; of a matrix, its diagonal"),
    ArrayFunction("outer",     "u, v", "matrix of all products of elements of two vectors"),
    ArrayFunction("kron",      "A, B", "Kronecker product: every element of A times the whole of B"),
    ArrayFunction("vec",       "A",    "the columns of a matrix, one below the other, as a vector"),
    ArrayFunction("softmax",   "u",    "exp(u)/sum(exp(u)): positive numbers with the sum 1"),
    ArrayFunction("logsumexp", "u",    "log(sum(exp(u))), without its overflow"),
    ArrayFunction("eye",       "n",    "identity matrix of size n"),
    ArrayFunction("ones",      "m, n", "matrix of ones with m rows and n columns; ones(n): a vector"),
    ArrayFunction("zeros",     "m, n", "matrix of zeros with m rows and n columns; zeros(n): a vector"),
]
