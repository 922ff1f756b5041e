"""True laws of numbers, functions, sums and tensors, each applied where it stands. None where it does not fit."""
from fractions import Fraction

import terms
from terms import (ONE, TWO, ZERO, add, at, cases, delta, div, dot, fn, identity, ind, inverse, is_number, mul, neg, num,
                   outer, power, product, size, sub, substitute, symbol, total, trace, transpose, uses)
from world import MATRICES, VECTORS, is_nonnegative, is_positive

LAWS = {}


def law(*ops):
    """A law for terms with one of these operations; without any, for every term that is a number."""
    def enlist(f):
        for op in ops or ("any",):
            LAWS.setdefault(op, []).append(f)
        return f
    return enlist


def is_fn(t, name):
    return t.op == "fn" and t.args[0] == name


def is_tensor(t):
    return bool(t.type)


# Any number

@law()
def add_and_subtract(t, c):
    u = c.leaf()
    return c.rng.choice([sub(add(t, u), u), add(sub(t, u), u), add(u, sub(t, u)), sub(t, sub(u, u))])


@law()
def multiply_and_divide(t, c):
    u = c.positive()
    return c.rng.choice([div(mul(t, u), u), mul(div(t, u), u), mul(u, div(t, u)), div(t, div(u, u))])


@law()
def halves(t, c):
    return c.rng.choice([sub(mul(TWO, t), t), add(div(t, TWO), div(t, TWO)), div(mul(num(3), t), num(3)), neg(neg(t)),
                         mul(ONE, t), add(t, ZERO), sub(ZERO, neg(t)), mul(num(Fraction(1, 2)), add(t, t))])


@law()
def of_one(t, c):
    """A factor that is 1."""
    u = c.leaf()
    one = c.rng.choice([
        add(power(fn("sin", u), 2), power(fn("cos", u), 2)), sub(power(fn("cosh", u), 2), power(fn("sinh", u), 2)),
        mul(fn("exp", u), fn("exp", neg(u))), add(fn("sigmoid", u), fn("sigmoid", neg(u)))])
    return mul(t, one)


@law()
def with_delta(t, c):
    """f[i] = Σ_j δ(i,j)·f[j]."""
    pairs = [(i, n) for i, n in c.scope if uses(t, i)]
    j = c.fresh(t)
    if not pairs or j is None or len(c.scope) > 2:
        return None
    i, n = c.rng.choice(pairs)
    moved = substitute(t, i, j)
    return total(j, n, mul(delta(i, j), moved) if c.rng.random() < 0.5 else mul(moved, delta(i, j)))


@law()
def as_average(t, c):
    """t = Σ_j t/n."""
    j = c.fresh(t)
    if j is None or len(c.scope) > 1:
        return None
    n = c.rng.choice("nd")
    weights = c.rng.choice([div(total(j, n, t), size(n)), total(j, n, div(t, size(n)))])
    return weights if n == "d" or c.rng.random() < 0.5 else total(j, "n", mul(at(symbol("p", "n"), j), t))


@law()
def log_exp(t, c):
    if is_positive(t) and c.rng.random() < 0.6:
        return c.rng.choice([fn("exp", fn("log", t)), power(fn("sqrt", t), 2), fn("abs", t), fn("max", t, ZERO)])
    return fn("log", fn("exp", t))


# Sums and products of numbers

@law("+")
def commuted(t, c):
    return add(t.args[1], t.args[0])


@law("*")
def factors_commuted(t, c):
    a, b = t.args
    return None if is_tensor(a) and is_tensor(b) or is_tensor(t) else mul(b, a)


@law("+", "-")
def reassociated(t, c):
    a, b = t.args
    if b.op in ("+", "-"):
        same = t.op == b.op
        return (add if same == (t.op == "+") and t.op == "+" or t.op == "-" and b.op == "-" else sub)(
            (add if t.op == "+" else sub)(a, b.args[0]), b.args[1])
    if a.op in ("+", "-") and t.op == "+":
        return (add if a.op == "+" else sub)(add(a.args[0], b), a.args[1])
    return None


@law("-")
def difference_as_sum(t, c):
    a, b = t.args
    return c.rng.choice([add(a, neg(b)), neg(sub(b, a)), add(neg(b), a)])


@law("*")
def distributed(t, c):
    a, b = t.args
    if b.op in ("+", "-"):
        return b._replace(args=(mul(a, b.args[0]), mul(a, b.args[1])), type=t.type)
    if a.op in ("+", "-"):
        return a._replace(args=(mul(a.args[0], b), mul(a.args[1], b)), type=t.type)
    return None


@law("+", "-")
def factored(t, c):
    a, b = t.args
    if a.op == b.op == "*" and not t.type:
        for u in a.args:
            for v in b.args:
                if u == v and not u.type and not any(w.type for w in a.args + b.args):
                    rest = [[w for w in side.args if w is not x] for side, x in ((a, u), (b, v))]
                    one = rest[0][0] if rest[0] else u
                    two = rest[1][0] if rest[1] else v
                    return mul(u, t._replace(args=(one, two)))
    return None


@law("*")
def product_reassociated(t, c):
    a, b = t.args
    if b.op == "*":
        return mul(mul(a, b.args[0]), b.args[1]) if not is_tensor(a) or is_tensor(b.args[0]) else None
    if a.op == "*" and (is_tensor(a.args[1]) or not is_tensor(a)):
        return mul(a.args[0], mul(a.args[1], b))
    return None


@law("*")
def squared(t, c):
    a, b = t.args
    return power(a, 2) if a == b and not a.type else None


@law("/")
def quotients(t, c):
    a, b = t.args
    if t.type:
        return mul(div(ONE, b), a)
    found = [mul(a, power(b, -1)), mul(a, div(ONE, b)), div(neg(a), neg(b)), div(mul(TWO, a), mul(TWO, b)), neg(div(neg(a), b))]
    if a.op in ("+", "-"):
        found += [a._replace(args=(div(a.args[0], b), div(a.args[1], b)))] * 3
    if b.op == "*":
        found.append(div(div(a, b.args[0]), b.args[1]))
    return c.rng.choice(found)


@law("+", "-")
def common_denominator(t, c):
    a, b = t.args
    combine = add if t.op == "+" else sub
    if t.type:
        return None
    if a.op == b.op == "/":
        return div(combine(mul(a.args[0], b.args[1]), mul(b.args[0], a.args[1])), mul(a.args[1], b.args[1]))
    if a.op == "/":
        return div(combine(a.args[0], mul(b, a.args[1])), a.args[1])
    return None


@law("-")
def difference_of_squares(t, c):
    a, b = t.args
    if a.op == b.op == "^" and a.args[1] == b.args[1] == TWO:
        return mul(sub(a.args[0], b.args[0]), add(a.args[0], b.args[0]))
    return None


@law("^")
def powers(t, c):
    a, k = t.args[0], t.args[1].args[0]
    if k.denominator != 1 or k < 0:
        return None
    k = k.numerator
    found = [mul(a, power(a, k - 1))] if k > 1 else []
    if k == 2:
        if a.op in ("+", "-"):
            u, v = a.args
            middle = (add if a.op == "+" else sub)(power(u, 2), mul(TWO, mul(u, v)))
            found += [add(middle, power(v, 2))] * 3
        found += [power(neg(a), 2), mul(a, a), power(fn("abs", a), 2)]
    if a.op in ("*", "/"):
        found.append(a._replace(args=(power(a.args[0], k), power(a.args[1], k))))
    if is_fn(a, "exp"):
        found.append(fn("exp", mul(num(k), a.args[1])))
    if is_fn(a, "sqrt") and k == 2:
        found.append(a.args[1])
    return c.rng.choice(found) if found else None


# Functions

@law("fn")
def functions(t, c):
    name, u = t.args[0], t.args[1]
    if t.type:
        return None
    found = []
    e = lambda v: fn("exp", v)
    if name == "exp":
        found = [div(ONE, e(neg(u))), power(e(div(u, TWO)), 2)]
        if u.op == "+":
            found += [mul(e(u.args[0]), e(u.args[1]))] * 2
        if u.op == "-":
            found += [div(e(u.args[0]), e(u.args[1]))] * 2
        if u.op == "sum":
            found += [u._replace(op="prod", args=u.args[:2] + (e(u.args[2]),) + u.args[3:])]
    elif name == "log":
        found = [mul(num(Fraction(1, 2)), fn("log", power(u, 2))), neg(fn("log", div(ONE, u)))] if is_positive(u) else []
        if u.op == "*" and all(is_positive(v) for v in u.args):
            found += [add(fn("log", u.args[0]), fn("log", u.args[1]))] * 2
        if u.op == "/" and all(is_positive(v) for v in u.args):
            found += [sub(fn("log", u.args[0]), fn("log", u.args[1]))] * 2
        if u.op == "^" and is_positive(u.args[0]):
            found += [mul(u.args[1], fn("log", u.args[0]))] * 2
    elif name == "sqrt" and is_positive(u):
        found = [power(u, Fraction(1, 2)), e(div(fn("log", u), TWO)), div(u, fn("sqrt", u))]
        if u.op in ("*", "/") and all(is_positive(v) for v in u.args):
            found += [u._replace(args=(fn("sqrt", u.args[0]), fn("sqrt", u.args[1])))] * 2
    elif name in ("sin", "cos"):
        found = trigonometric(name, u, c)
    elif name == "tan":
        found = [div(fn("sin", u), fn("cos", u))]
    elif name in ("sinh", "cosh"):
        found = [div((sub if name == "sinh" else add)(e(u), e(neg(u))), TWO)]
    elif name == "tanh":
        found = [div(fn("sinh", u), fn("cosh", u)), sub(mul(TWO, fn("sigmoid", mul(TWO, u))), ONE), neg(fn("tanh", neg(u))),
                 div(sub(e(mul(TWO, u)), ONE), add(e(mul(TWO, u)), ONE))]
    elif name == "sigmoid":
        found = [div(ONE, add(ONE, e(neg(u)))), sub(ONE, fn("sigmoid", neg(u))), div(e(u), add(ONE, e(u))),
                 mul(e(u), fn("sigmoid", neg(u))), div(add(ONE, fn("tanh", div(u, TWO))), TWO)]
    elif name == "softplus":
        found = [fn("log", add(ONE, e(u))), add(u, fn("softplus", neg(u))), neg(fn("log", fn("sigmoid", neg(u))))]
    elif name in ("relu", "abs", "max", "min"):
        found = rectified(name, t.args[1:], c)
    return c.rng.choice(found) if found else None


def trigonometric(name, u, c):
    s, k = (lambda v: fn("sin", v)), (lambda v: fn("cos", v))
    found = [neg(s(neg(u))) if name == "sin" else k(neg(u))]
    if u.op in ("+", "-"):
        v, w = u.args
        plus, minus = (add, sub) if u.op == "+" else (sub, add)
        found.append(plus(mul(s(v), k(w)), mul(k(v), s(w))) if name == "sin" else minus(mul(k(v), k(w)), mul(s(v), s(w))))
    if u.op == "*" and u.args[0] == TWO:
        v = u.args[1]
        found.append(mul(TWO, mul(s(v), k(v))) if name == "sin" else sub(ONE, mul(TWO, power(s(v), 2))))
    return found


def rectified(name, arguments, c):
    u = arguments[0]
    size_of = lambda v: fn("abs", v)
    if name == "relu":
        return [fn("max", u, ZERO), div(add(u, size_of(u)), TWO), cases(">", u, ZERO, u, ZERO), add(u, fn("relu", neg(u))),
                mul(u, ind(">", u, ZERO)), neg(fn("min", neg(u), ZERO))]
    if name == "abs":
        found = [fn("max", u, neg(u)), fn("sqrt", power(u, 2)), add(fn("relu", u), fn("relu", neg(u))), size_of(neg(u)),
                 cases(">", u, ZERO, u, neg(u)), mul(u, fn("sign", u))]
        return found + ([u._replace(args=(size_of(u.args[0]), size_of(u.args[1])))] * 2 if u.op in ("*", "/") else [])
    v = arguments[1]
    other = "min" if name == "max" else "max"
    middle, gap = add(u, v), size_of(sub(u, v))
    return [fn(name, v, u), neg(fn(other, neg(u), neg(v))), sub(middle, fn(other, u, v)),
            div((add if name == "max" else sub)(middle, gap), TWO), cases(">" if name == "max" else "<", u, v, u, v),
            (add if name == "max" else sub)(u, fn("relu", sub(v, u) if name == "max" else sub(u, v)))]


# Sums over indices

@law("sum")
def sums(t, c):
    i, n, body, low, but = t.args
    found = []
    j = c.fresh(t)
    if j:
        found.append(total(j, n, substitute(body, i, j), low, but))
    if body.op in ("+", "-"):
        found += [body._replace(args=tuple(t._replace(args=(i, n, part, low, but)) for part in body.args))] * 2
    if body.op == "*" and not is_tensor(body):
        for u, v in (body.args, body.args[::-1]):
            if not uses(u, i) and not is_tensor(u) and not is_tensor(v):
                found += [mul(u, t._replace(args=(i, n, v, low, but)))] * 2
    if body.op == "/" and not uses(body.args[1], i):
        found.append(div(t._replace(args=(i, n, body.args[0], low, but)), body.args[1]))
    if body.op == "neg":
        found.append(neg(t._replace(args=(i, n, body.args[0], low, but))))
    if low == 1 and but is None:
        if body.op == "sum" and body.args[3] == 1 and body.args[4] is None and body.args[1] != i:
            found += [total(body.args[0], body.args[1], total(i, n, body.args[2]))] * 2
        others = [k for k, m in c.scope if m == n and k != i]
        if others:
            k = c.rng.choice(others)
            found.append(add(total(i, n, body, 1, k), substitute(body, i, k)))
            found.append(add(total(i, n, mul(body, ind("!=", index(i), index(k)))), substitute(body, i, k)))
        found.append(add(substitute(body, i, 1), total(i, n, body, 2)))
        if body.op == "*" and all(v.op == "at" and v.args[0].op == "sym" and v.args[1:] == (i,) for v in body.args):
            found += [dot(body.args[0].args[0], body.args[1].args[0])] * 3
        if not uses(body, i):
            found += [mul(size(n), body)]
    return c.rng.choice(found) if found else None


def index(name):
    return terms.Term("index", (name,), ())


@law("*")
def product_of_sums(t, c):
    """(Σ_i f)·v = Σ_i f·v, with the index renamed."""
    a, b = t.args
    if a.op == "sum" and not is_tensor(b):
        i = c.fresh(t)
        if i:
            inner = mul(substitute(a.args[2], a.args[0], i), b)
            return a._replace(args=(i, a.args[1], inner) + a.args[3:])
    return None


@law("+")
def sums_joined(t, c):
    a, b = t.args
    if a.op == b.op == "sum" and a.args[1] == b.args[1] and a.args[3:] == b.args[3:]:
        i = c.fresh(t)
        if i:
            return a._replace(args=(i, a.args[1], add(*(substitute(s.args[2], s.args[0], i) for s in t.args))) + a.args[3:])
    return None


@law("at")
def entries(t, c):
    tensor, places = t.args[0], t.args[1:]
    j = c.fresh(t)
    if tensor.op in ("+", "-", ".*"):
        return terms.Term("*" if tensor.op == ".*" else tensor.op, tuple(at(v, *places) for v in tensor.args), ())
    if tensor.op == "neg":
        return neg(at(tensor.args[0], *places))
    if tensor.op == "T":
        return at(tensor.args[0], *places[::-1])
    if tensor.op == "outer":
        return mul(at(tensor.args[0], places[0]), at(tensor.args[1], places[1]))
    if tensor.op == "I":
        return delta(*places)
    if tensor.op == "*":
        u, v = tensor.args
        if not is_tensor(u):
            return mul(u, at(v, *places))
        if j:
            return total(j, u.type[1], mul(at(u, places[0], j), at(v, j, *places[1:])))
    if tensor.op == "fn" and tensor.args[0] == "diag" and len(tensor.args[1].type) == 1:
        return mul(delta(*places), at(tensor.args[1], places[0]))
    if tensor.op == "sym" and tensor.args[0] in ("S", "H", "D"):
        return at(tensor, *places[::-1])
    return None


@law("dot")
def dots(t, c):
    u, v = t.args
    i = c.fresh(t)
    found = [dot(v, u), trace(outer(u, v))]
    if i:
        found.append(total(i, u.type[0], mul(at(u, i), at(v, i))))
    if v.op == "*" and is_tensor(v.args[0]):
        found += [dot(mul(transpose(v.args[0]), u), v.args[1])] * 2
    if v.op in ("+", "-"):
        found.append(v._replace(args=(dot(u, v.args[0]), dot(u, v.args[1])), type=()))
    return c.rng.choice(found)
