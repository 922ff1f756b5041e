"""Laws of matrices and vectors, and random ones."""
import terms
from laws import LAWS, is_tensor, law
from terms import ONE, add, at, div, dot, fn, identity, inverse, mul, neg, num, outer, power, sub, symbol, total, trace, transpose
from world import MATRICES, VECTORS

SQUARE = ("n", "n")


def named(name):
    return symbol(name, SQUARE)


def vector(c, n, depth=1):
    pick = c.rng.random()
    if depth <= 0 or pick < 0.45:
        return symbol(c.rng.choice(VECTORS[n]), (n,))
    if pick < 0.6:
        return c.rng.choice((add, sub))(vector(c, n, depth - 1), vector(c, n, depth - 1))
    if pick < 0.7:
        return mul(c.leaf() if not c.scope else symbol("a"), vector(c, n, depth - 1))
    other = c.rng.choice("nd")
    return mul(matrix(c, n, other, depth - 1), vector(c, other, depth - 1))


def matrix(c, n, m, depth=1):
    pick = c.rng.random()
    rng = c.rng
    if depth <= 0 or pick < 0.3:
        if (n, m) in MATRICES:
            return symbol(rng.choice(MATRICES[n, m]), (n, m))
        if (m, n) in MATRICES:
            return transpose(symbol(rng.choice(MATRICES[m, n]), (m, n)))
        return mul(transpose(symbol("X", ("n", "d"))), symbol(rng.choice("XY"), ("n", "d")))
    if pick < 0.45:
        return rng.choice((add, sub))(matrix(c, n, m, depth - 1), matrix(c, n, m, depth - 1))
    if pick < 0.55:
        return transpose(matrix(c, m, n, depth - 1))
    if pick < 0.62:
        return outer(vector(c, n, 0), vector(c, m, 0))
    if pick < 0.7 and n == m == "n":
        return rng.choice([inverse(named(rng.choice("SVVQ"))), identity("n"), fn("diag", vector(c, n, 0)),
                           inverse(mul(named("V"), named(rng.choice("SQ"))))])
    if pick < 0.76:
        return mul(symbol(rng.choice("abrs")), matrix(c, n, m, depth - 1))
    k = rng.choice("nnd")
    return mul(matrix(c, n, k, depth - 1), matrix(c, k, m, depth - 1))


def number(c, depth=2):
    """A number made of matrices."""
    n = c.rng.choice("nnd")
    pick = c.rng.random()
    if pick < 0.45:
        return trace(matrix(c, n, n, depth))
    if pick < 0.9:
        return dot(vector(c, n, 1), vector(c, n, depth))
    return mul(symbol("a"), fn("det", mul(named(c.rng.choice("SV")), named(c.rng.choice("ABV")))))


def invertible(t):
    """Products of declared ones, their transposes and inverses."""
    if t.op == "sym":
        return t.args[0] in ("S", "Q", "V")
    if t.op in ("T", "inv"):
        return invertible(t.args[0])
    return t.op == "I" or t.op == "*" and all(len(u.type) == 2 and invertible(u) for u in t.args)


@law("+", "-", "*", "sym", "T", "inv", "outer", "neg")
def of_tensors(t, c):
    if not t.type:
        return None
    n = t.type[0]
    u = vector(c, n, 0) if len(t.type) == 1 else matrix(c, *t.type, 0)
    found = [sub(add(t, u), u), add(u, sub(t, u)), div(mul(num(2), t), num(2)), neg(neg(t)), mul(identity(n), t)]
    if len(t.type) == 2:
        found += [transpose(transpose(t)), mul(t, identity(t.type[1]))]
    if n == "n":
        m = named(c.rng.choice("SV"))
        found += [mul(inverse(m), mul(m, t)), mul(m, mul(inverse(m), t)), mul(transpose(named("Q")), mul(named("Q"), t))]
    return c.rng.choice(found)


@law("sym")
def symmetric(t, c):
    return transpose(t) if t.args[0] in ("S", "H", "D") else None


@law("T")
def transposes(t, c):
    u = t.args[0]
    if u.op == "T":
        return u.args[0]
    if u.op in ("+", "-"):
        return u._replace(args=tuple(transpose(v) for v in u.args), type=t.type)
    if u.op == "*":
        a, b = u.args
        return mul(transpose(b), transpose(a)) if is_tensor(a) and len(b.type) == 2 else mul(a, transpose(b)) if not is_tensor(a) else None
    if u.op == "outer":
        return outer(u.args[1], u.args[0])
    if u.op == "inv":
        return inverse(transpose(u.args[0]))
    if u.op == "sym" and u.args[0] == "Q":
        return inverse(u)
    return u if u.op in ("sym",) and u.args[0] in ("S", "H", "D") else None


@law("*")
def products_reversed(t, c):
    a, b = t.args
    return transpose(mul(transpose(b), transpose(a))) if len(a.type) == len(b.type) == 2 else None


@law("inv")
def inverses(t, c):
    u = t.args[0]
    if u.op == "inv":
        return u.args[0]
    if u.op == "*" and all(is_tensor(v) for v in u.args):
        return mul(inverse(u.args[1]), inverse(u.args[0]))
    if u.op == "T":
        return transpose(inverse(u.args[0]))
    if u.op == "sym":
        return c.rng.choice([mul(t, mul(u, t)), transpose(inverse(transpose(u)))])
    return None


@law("tr")
def traces(t, c):
    u = t.args[0]
    found = [trace(transpose(u))]
    i = c.fresh(t)
    if i:
        found.append(total(i, u.type[0], at(u, i, i)))
    if u.op == "*" and all(len(v.type) == 2 for v in u.args):
        found += [trace(mul(u.args[1], u.args[0]))] * 3
    elif u.op == "*":
        found.append(mul(u.args[0], trace(u.args[1])))
    if u.op in ("+", "-"):
        found += [u._replace(args=(trace(u.args[0]), trace(u.args[1])), type=())] * 2
    if u.op == "outer":
        found += [dot(u.args[1], u.args[0])] * 2
    return c.rng.choice(found)


@law("fn")
def determinants(t, c):
    if t.args[0] != "det":
        return None
    u = t.args[1]
    found = [fn("det", transpose(u))]
    if u.op == "*":
        found += [mul(fn("det", u.args[0]), fn("det", u.args[1])), fn("det", mul(u.args[1], u.args[0]))]
    return c.rng.choice(found)
