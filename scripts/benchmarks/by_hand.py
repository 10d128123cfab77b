"""The formulas of `evaluate.py` with their gradients as a person would write them in C, in the same threads."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from derivrepl.numeric.blocks import in_threads, shares

BODIES = """\
double e = exp(-x*x), s = sin(3*y), k = cos(3*y);
f = e*s*z; a = -2*x*f; b = 3*e*k*z; c = e*s;

double q = 1 + x*x + y*y, r = sqrt(1 + z*z), l = log(q);
f = l*r; a = 2*x*r/q; b = 2*y*r/q; c = l*z/r;

double t = tanh(x*y + z), u = tanh(z*y - x), p = (1 - t*t)*u, q = (1 - u*u)*t;
f = t*u; a = p*y - q; b = p*x + q*z; c = p + q*y;

double u = y - x*x, v = z - y*y;
f = (1 - x)*(1 - x) + 100*u*u + (1 - y)*(1 - y) + 100*v*v;
a = -2*(1 - x) - 400*x*u; b = 200*u - 2*(1 - y) - 400*y*v; c = 200*v;

double x2 = x*x, x3 = x2*x, x4 = x2*x2, x6 = x3*x3, y2 = y*y, y4 = y2*y2, z3 = z*z*z, w = 1/(1 + z3*z);
f = x6*x*y2*y - 3*x4*y2*z + y4*y*w; a = 7*x6*y2*y - 12*x3*y2*z;
b = 3*x6*x*y2 - 6*x4*y*z + 5*y4*w; c = -3*x4*y2 - 4*z3*y4*y*w*w;

double s = sin(x*y), k = cos(x*y), m = sin(y*z), n = cos(y*z), e = exp(-x*z);
f = s*n*e; a = k*y*n*e - z*f; b = k*x*n*e - s*m*z*e; c = -s*m*y*e - x*f;

double g = 1/(1 + exp(-(x*y + z))), h = g*(1 - g), d = x - z, k = 1/(1 + d*d);
f = g + atan(d); a = h*y + k; b = h*x; c = h - k;

double r = sqrt(x*x + y*y + z*z), q = 1/(1 + x*y*z), p = r*q*q;
f = r*q; a = x*q/r - p*y*z; b = y*q/r - p*x*z; c = z*q/r - p*x*y;
"""
"""From x, y, z to f and its derivatives a, b, c; in the order of the formulas."""
SOURCE = """\
#include <math.h>
void run(long low, long high, const double *restrict X, const double *restrict Y, const double *restrict Z,
         double *restrict F, double *restrict A, double *restrict B, double *restrict C) {
    for (long i = low; i < high; i++) {
        double x = X[i], y = Y[i], z = Z[i], f, a, b, c;
        %s
        F[i] = f; A[i] = a; B[i] = b; C[i] = c;
    }
}
"""
COMMAND = ("cc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")


def by_hand(number: int, points: Sequence[Any]) -> Callable[[], Sequence[Any]]:
    """The formula of this number at the points. Raises ImportError without a C compiler."""
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "f.c"), Path(folder, "f.so")
        source.write_text(SOURCE % BODIES.split("\n\n")[number], "ascii")
        try:
            subprocess.run([*COMMAND, "-o", library, source, "-lm"], check=True, capture_output=True)
        except OSError:
            raise ImportError("there is no C compiler") from None
        function = ctypes.CDLL(str(library)).run
    size = len(points[0])

    def run() -> Sequence[Any]:
        results = [np.empty(size) for _ in range(4)]
        arrays = [ctypes.c_void_p(array.ctypes.data) for array in (*points, *results)]
        calls = [(ctypes.c_long(low), ctypes.c_long(high), *arrays) for low, high in shares(size)]
        in_threads(function, calls)
        return results

    return run
