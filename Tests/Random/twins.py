"""One change that should make a true line false; numbers of this program decide whether it did."""
from fractions import Fraction

import terms
from terms import (ONE, TWO, ZERO, add, at, div, dot, fn, inverse, mul, neg, num, power, size, sub, symbol, total, trace,
                   transpose, uses)
from world import MATRICES, POSITIVE, REAL, VECTORS

SWAPPED = {"exp": "cosh", "log": "sqrt", "sqrt": "log", "sin": "cos", "cos": "sin", "tanh": "sigmoid", "sigmoid": "tanh",
           "relu": "abs", "abs": "relu", "max": "min", "min": "max", "sinh": "cosh", "cosh": "sinh", "tan": "tanh",
           "softplus": "relu", "sign": "tanh", "det": "det", "f": "f'", "f'": "f", "atan": "tanh"}


def slips(t, c):
    """What may be written for a term by mistake: (kind, term)."""
    op, a, rng = t.op, t.args, c.rng
    if op == "num":
        yield "number", num(a[0] + rng.choice((1, -1)))
        yield "factor 2", num(a[0] * 2)
    if op in ("+", "-"):
        yield "sign", t._replace(op="-" if op == "+" else "+")
        yield "dropped term", a[rng.randrange(2)]
    if op == "neg":
        yield "sign", a[0]
    if op == "*":
        if not a[0].type:
            yield "dropped factor", a[1]
        if not a[1].type:
            yield "dropped factor", a[0]
        if a[0].type and a[0].type == a[1].type:
            yield "swapped factors", t._replace(args=a[::-1])
        if len(a[0].type) == 2 and a[0].type[0] == a[0].type[1]:
            yield "transpose", mul(transpose(a[0]), a[1])
        for s in (0, 1):
            if a[s].op == "+" and not a[s].type:
                yield "half distributed", add(terms.with_part(t, s, a[s].args[0]), a[s].args[1]) if not t.type else t
    if op == "/":
        yield "dropped denominator", a[0]
        if not t.type:
            yield "inverted", div(a[1], a[0])
            if a[1].op == "+":
                yield "split denominator", add(div(a[0], a[1].args[0]), div(a[0], a[1].args[1]))
    if op == "^":
        yield "exponent", power(a[0], a[1].args[0] + 1)
        if a[0].op == "+" and a[1] == TWO:
            yield "freshman's square", add(power(a[0].args[0], 2), power(a[0].args[1], 2))
    if op == "sym":
        same = [m for m in names_like(t) if m != a[0]]
        if same:
            yield "name", symbol(rng.choice(same), t.type)
        if t.type == ("n", "n"):
            yield "transpose", transpose(t)
        if not t.type and a[0] in REAL:
            yield "sign of a root", rng.choice([fn("abs", t), fn("sqrt", power(t, 2)), fn("relu", t)])
            yield "far away", fn("max", t, num(-20))
    if op == "fn" and a[0] in SWAPPED and not t.type:
        yield "function", t._replace(args=(SWAPPED[a[0]],) + a[1:])
        if a[0] in ("exp", "log", "sqrt", "abs", "sin", "tanh") and a[1].op in ("+", "-"):
            yield "linear function", a[1]._replace(args=tuple(fn(a[0], v) for v in a[1].args))
        if a[0] in ("max", "min"):
            yield "one branch", a[rng.randrange(1, 3)]
        if a[0] in ("abs", "relu", "sqrt"):
            yield "one branch", a[1]
    if op == "fn" and a[0] == "det" and a[1].op in ("*",):
        yield "determinant", fn("det", a[1].args[0])
    if op == "at":
        others = [i for i, n in c.scope]
        if len(a) == 3 and a[1] != a[2] and t.args[0].type[0] == t.args[0].type[1]:
            yield "transpose", at(a[0], a[2], a[1])
        for k in range(1, len(a)):
            fit = [i for i, n in c.scope if n == a[0].type[k - 1] and i != a[k]]
            if fit:
                yield "index", t._replace(args=a[:k] + (rng.choice(fit),) + a[k + 1:])
    if op == "sum":
        index, n, body, low, but = a
        if low == 2:
            yield "range", total(index, n, body, 1)
        if but:
            yield "range", total(index, n, body)
        if low == 1 and not but:
            yield "range", total(index, n, body, 2)
            yield "mean for sum", div(t, size(n))
        if body.op == "*" and not any(v.type for v in body.args):
            yield "product of sums", mul(*(total(index, n, v) for v in body.args))
        yield "lost sum", div(t, size("n" if n == "d" else "d"))
    if op == "delta":
        yield "lost delta", ONE
    if op == "size":
        yield "size", size({"n": "d", "d": "n"}[a[0]]) if a[0] in "nd" else t
    if op == "ind":
        yield "relation", t._replace(args=({">": "<", "<": ">", "!=": "=", "=": "!="}[a[0]],) + a[1:])
    if op == "cases":
        yield "branches", t._replace(args=a[:3] + (a[4], a[3]))
        yield "relation", t._replace(args=({">": "<", "<": ">"}[a[0]],) + a[1:])
    if op == "T" and a[0].type and a[0].type == a[0].type[::-1]:
        yield "transpose", a[0]
    if op == "inv":
        yield "lost inverse", a[0]
        if a[0].op == "*":
            yield "order of inverses", mul(inverse(a[0].args[0]), inverse(a[0].args[1]))
    if op == "T" and a[0].op == "*" and all(len(v.type) == 2 and v.type[0] == v.type[1] for v in a[0].args):
        yield "order of transposes", mul(transpose(a[0].args[0]), transpose(a[0].args[1]))
    if op == "tr":
        if a[0].op == "*" and all(len(v.type) == 2 for v in a[0].args):
            u, v = a[0].args
            if u.type == v.type:
                yield "trace of a product", mul(trace(u), trace(v))
                yield "transpose", trace(mul(u, transpose(v)))
    if not t.type:
        yield "small factor", mul(num(1 + Fraction(1, 10 ** rng.randint(1, 5))), t)
        yield "some sizes", some_sizes(t, rng)
        yield "factor 2", mul(num(rng.choice((2, Fraction(1, 2), -1))), t)


def some_sizes(t, rng):
    """t, but for a size that is none of a few."""
    n = size(rng.choice("nd"))
    found = t
    factor = ONE
    for k in rng.sample([1, 2, 3, 4], rng.randint(1, 3)):
        factor = mul(factor, sub(n, num(k)))
    return rng.choice([add(found, factor), mul(found, add(ONE, factor))])


def names_like(t):
    if not t.type:
        return REAL if t.args[0] in REAL else POSITIVE if t.args[0] in POSITIVE else []
    if len(t.type) == 1:
        return VECTORS.get(t.type[0], [])
    return MATRICES.get(t.type, [])
