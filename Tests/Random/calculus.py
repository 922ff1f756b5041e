"""Derivatives by this program's own rules: of numbers in a number or an entry, of forms in a vector or a matrix."""
from fractions import Fraction

import tensors
from terms import (ONE, TWO, ZERO, add, at, cases, delta, diff, div, dot, entrywise, fn, ind, inverse, mul, neg, num, ones,
                   outer, power, sub,
                   symbol, total, trace, transpose, uses)

E = lambda u: fn("exp", u)
SLOPES = {
    "exp": lambda u: E(u), "log": lambda u: div(ONE, u), "sqrt": lambda u: div(ONE, mul(TWO, fn("sqrt", u))),
    "sin": lambda u: fn("cos", u), "cos": lambda u: neg(fn("sin", u)), "tan": lambda u: add(ONE, power(fn("tan", u), 2)),
    "sinh": lambda u: fn("cosh", u), "cosh": lambda u: fn("sinh", u),
    "tanh": lambda u: sub(ONE, power(fn("tanh", u), 2)), "atan": lambda u: div(ONE, add(ONE, power(u, 2))),
    "sigmoid": lambda u: mul(fn("sigmoid", u), sub(ONE, fn("sigmoid", u))), "softplus": lambda u: fn("sigmoid", u),
    "relu": lambda u: ind(">", u, ZERO), "abs": lambda u: fn("sign", u), "f": lambda u: fn("f'", u),
    "asinh": lambda u: div(ONE, fn("sqrt", add(ONE, power(u, 2)))),
    "erf": lambda u: div(mul(TWO, E(neg(power(u, 2)))), fn("sqrt", symbol("pi"))),
}


def times(a, b):
    return ZERO if ZERO in (a, b) else b if a == ONE else a if b == ONE else mul(a, b)


def plus(a, b):
    return b if a == ZERO else a if b == ZERO else add(a, b)


def derivative(t, x):
    """∂t/∂x for a number t and x a symbol or an entry with free indices."""
    op, a = t.op, t.args
    if op in ("num", "size", "delta", "ind"):
        return ZERO
    if op == "sym":
        return ONE if t == x else ZERO
    if op == "at":
        if x.op != "at" or x.args[0] != a[0]:
            return ZERO
        found = ONE
        for i, j in zip(a[1:], x.args[1:]):
            found = times(found, delta(i, j))
        return found
    if op in ("+", "-"):
        u, v = derivative(a[0], x), derivative(a[1], x)
        return plus(u, v) if op == "+" else u if v == ZERO else neg(v) if u == ZERO else sub(u, v)
    if op == "neg":
        u = derivative(a[0], x)
        return ZERO if u == ZERO else neg(u)
    if op == "*":
        return plus(times(derivative(a[0], x), a[1]), times(a[0], derivative(a[1], x)))
    if op == "/":
        u, v = derivative(a[0], x), derivative(a[1], x)
        if v == ZERO:
            return ZERO if u == ZERO else div(u, a[1])
        return div(sub(times(u, a[1]), times(a[0], v)), power(a[1], 2))
    if op == "^":
        k = a[1].args[0]
        return times(mul(num(k), power(a[0], k - 1)) if k != 2 else mul(TWO, a[0]), derivative(a[0], x))
    if op == "fn" and a[0] in SLOPES:
        inner = derivative(a[1], x)
        return ZERO if inner == ZERO else times(SLOPES[a[0]](a[1]), inner)
    if op == "fn" and a[0] in ("max", "min"):
        u, v = derivative(a[1], x), derivative(a[2], x)
        return cases(">" if a[0] == "max" else "<", a[1], a[2], u, v)
    if op == "sum":
        inner = derivative(a[2], x)
        return ZERO if inner == ZERO else t._replace(args=a[:2] + (inner,) + a[3:])
    if op == "prod":
        raise NotImplementedError
    raise NotImplementedError(op)


def form(c, n):
    """A number that depends on a vector v of size n, and its gradient in v, as rules of matrix calculus give them."""
    rng = c.rng
    v = symbol("x" if n == "n" else "z", (n,))
    pick = rng.randrange(6)
    if pick == 0:
        u = tensors.vector(c, n, 0)
        u = symbol("y" if n == "n" else "w", (n,)) if u == v else u
        return v, dot(u, v), u
    if pick == 1:
        m = tensors.matrix(c, n, n, 1)
        while uses(m, v.args[0]):
            m = tensors.matrix(c, n, n, 1)
        return v, dot(v, mul(m, v)), mul(add(m, transpose(m)), v)
    if pick == 2:
        k = "d" if n == "n" else "n"
        m, u = tensors.matrix(c, k, n, 0), symbol("w" if k == "d" else "y", (k,))
        residual = sub(mul(m, v), u)
        return v, power(fn("norm", residual), 2), mul(TWO, mul(transpose(m), residual))
    if pick == 3:
        m = symbol("S" if n == "n" else "r", (n, n) if n == "n" else ())
        q = dot(v, mul(m, v))
        return v, fn("sqrt", add(ONE, q)), div(mul(m, v), fn("sqrt", add(ONE, q)))
    if pick == 4:
        return v, fn("logsumexp", v), fn("softmax", v)
    name = rng.choice(("exp", "sin", "tanh", "sigmoid", "cosh"))
    index = c.fresh(v)
    return v, total(index, n, fn(name, at(v, index))), SLOPES_OF_VECTORS[name](v)


SLOPES_OF_VECTORS = {
    "exp": lambda v: fn("exp", v), "sin": lambda v: fn("cos", v), "cosh": lambda v: fn("sinh", v),
    "tanh": lambda v: sub(ones(v.type[0]), entrywise(fn("tanh", v), fn("tanh", v))),
    "sigmoid": lambda v: sub(fn("sigmoid", v), entrywise(fn("sigmoid", v), fn("sigmoid", v))),
}


def composed(c, n):
    """φ(f) + κ·g for forms f and g in one vector, with the gradient φ′(f)·∇f + κ·∇g."""
    v, f, slope = form(c, n)
    if c.rng.random() < 0.6:
        name = c.rng.choice(("exp", "sin", "tanh", "sigmoid", "softplus", "log"))
        u = f if name != "log" else add(ONE, power(f, 2))
        inner = slope if name != "log" else mul(mul(TWO, f), slope)
        f, slope = fn(name, u), mul(SLOPES[name](u), inner)
    if c.rng.random() < 0.5:
        _, g, other = form(c, n)
        k = symbol(c.rng.choice("abr"))
        f, slope = add(f, mul(k, g)), add(slope, mul(k, other))
    return v, f, slope


def matrix_form(c):
    """A number that depends on a matrix, and its gradient."""
    rng = c.rng
    A, B, S, V, X, Y = (symbol(m, ("n", "n") if m in "ABSV" else ("n", "d")) for m in "ABSVXY")
    x, y, z = symbol("x", "n"), symbol("y", "n"), symbol("z", "d")
    return rng.choice([
        (A, trace(mul(A, B)), transpose(B)), (A, trace(mul(mul(transpose(A), S), A)), mul(mul(TWO, S), A)),
        (A, dot(x, mul(A, y)), outer(x, y)), (X, trace(mul(transpose(X), Y)), Y),
        (X, power(fn("norm", sub(mul(X, z), y)), 2), mul(TWO, outer(sub(mul(X, z), y), z))),
        (X, dot(x, mul(X, z)), outer(x, z)), (A, trace(mul(mul(A, B), A)), transpose(add(mul(A, B), mul(B, A)))),
        (X, trace(mul(mul(transpose(X), B), X)), mul(add(B, transpose(B)), X)),
        (V, dot(x, mul(inverse(V), y)), neg(outer(mul(transpose(inverse(V)), x), mul(inverse(V), y)))),
        (V, fn("det", V), mul(fn("det", V), transpose(inverse(V)))),
        (V, trace(inverse(V)), neg(transpose(mul(inverse(V), inverse(V))))),
    ])
