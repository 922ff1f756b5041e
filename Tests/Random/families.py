"""The families of claims: equations of numbers, of sums, of tensors, derivatives."""
import calculus
import tensors
from claims import Discarded, Pair, equation
from rewriting import rewritten
from terms import (ONE, TWO, ZERO, add, at, diff, div, fn, ind, mul, neg, num, power, sub, symbol, text, total, transpose, uses)
from world import Context

FAMILIES = {}


def family(weight):
    def enlist(f):
        FAMILIES[f.__name__] = (weight, f)
        return f
    return enlist


SMOOTH = ("exp", "sin", "cos", "tanh", "sigmoid", "log", "sqrt", "sinh", "cosh", "softplus", "tan", "atan")
BENT = ("abs", "relu", "max", "min", "abs", "max")


def steps(rng):
    return rng.choice((1, 2, 2, 3, 4, 6))


@family(6)
def numbers(rng):
    c = Context(rng)
    left = c.term(rng.choice((1, 2, 3)), SMOOTH)
    return equation("numbers", rewritten(left, c, rng.choice((0, 0, 1))), rewritten(left, c, steps(rng)), c)


@family(4)
def bent(rng):
    c = Context(rng)
    left = c.term(rng.choice((1, 2)), BENT)
    return equation("bent", left, rewritten(left, c, steps(rng)), c)


@family(6)
def sums(rng):
    c = Context(rng)
    left = c.sum(3, ("exp", "log", "tanh", "sigmoid"))
    if rng.random() < 0.5:
        left = rng.choice((add, mul, sub))(left, c.sum(2))
    return equation("sums", rewritten(left, c, rng.choice((0, 1))), rewritten(left, c, steps(rng)), c)


@family(4)
def tensor_numbers(rng):
    c = Context(rng)
    left = tensors.number(c, rng.choice((1, 1, 2)))
    return equation("tensor_numbers", left, rewritten(left, c, steps(rng), 30), c)


@family(3)
def tensor_equations(rng):
    c = Context(rng)
    left = tensors.vector(c, "n", 2) if rng.random() < 0.7 else tensors.matrix(c, "n", rng.choice("nd"), 1)
    return equation("tensor_equations", left, rewritten(left, c, steps(rng), 26), c)


@family(2)
def entries(rng):
    free = [("i", "n"), ("j", "n")]
    c = Context(rng, free)
    left = at(tensors.matrix(c, "n", "n", 1), "i", "j")
    return equation("entries", left, rewritten(left, c, steps(rng), 24), c, free)


@family(3)
def free_indices(rng):
    free = [("i", "n"), ("j", "n")]
    c = Context(rng, free)
    left = c.term(2, ("exp", "tanh", "log"))
    right = rewritten(left, c, steps(rng), 30)
    named = [uses(left, i) for i, _ in free]
    if any(uses(right, i) and not there for (i, _), there in zip(free, named)):
        raise Discarded("an index on one side")
    return equation("free_indices", left, right, c, free)


@family(5)
def derivatives(rng):
    c = Context(rng)
    functions = SMOOTH + (("f", "erf", "asinh") if rng.random() < 0.3 else ()) + (BENT if rng.random() < 0.2 else ())
    f, x = c.term(rng.choice((1, 2)), functions), symbol("a")
    if not uses(f, "a"):
        f = mul(f, x) if rng.random() < 0.5 else fn(rng.choice(SMOOTH[:5]), add(x, f))
    right = rewritten(calculus.derivative(f, x), c, rng.choice((0, 1, 2, 3)), 50)
    return equation("derivatives", diff(f, x), right, c, tolerance=1e-6)


@family(4)
def slopes_in_entries(rng):
    c = Context(rng)
    vector, n = rng.choice((("x", "n"), ("y", "n"), ("z", "d"), ("g", "n")))
    i = c.fresh()
    body = c.inside(i, n).term(2, ("exp", "tanh", "sigmoid", "sin", "log"))
    if not uses(body, vector):
        body = mul(at(symbol(vector, n), i), body)
    f = total(i, n, body) if rng.random() < 0.8 else fn("log", total(i, n, fn("exp", body)))
    free = [("o", n)]
    right = calculus.derivative(f, at(symbol(vector, n), "o"))
    return equation("slopes_in_entries", diff(f, at(symbol(vector, n), "o")),
                    rewritten(right, Context(rng, free), rng.choice((0, 1, 2, 3)), 60), Context(rng, free), free, tolerance=1e-6)


@family(4)
def gradients(rng):
    c = Context(rng)
    if rng.random() < 0.6:
        v, f, slope = calculus.composed(c, rng.choice("nd"))
    else:
        v, f, slope = calculus.matrix_form(c)
        if rng.random() < 0.4:
            name = rng.choice(("exp", "sin", "tanh"))
            f, slope = fn(name, f), mul(calculus.SLOPES[name](f), slope)
    if v.args[0] in ("S", "H", "Q", "D"):
        raise Discarded("not free")
    right = rewritten(slope, c, rng.choice((0, 0, 1, 2)), 50)
    return gradient(v, f, right, c)


def gradient(v, f, right, c):
    """grad(f, v): the numbers are those of the differences in each entry."""
    from claims import Check, twin
    places = [("o", v.type[0]), ("m", v.type[1])][:len(v.type)] if len(v.type) == 2 else [("o", v.type[0])]
    free = [name for name, _ in places]
    entry = lambda t: at(t, *free)
    check = Check(diff(f, at(v, *free)), entry(right), places, None, 1e-6)
    wrong, slip = twin(right, Context(c.rng), lambda t: t.type == right.type and check.refutes(entry(t)))
    line = lambda t: f"grad({text(f)}, {v.args[0]}) = {text(t)}"
    return Pair("gradients", line(right), line(wrong) if wrong else None, slip)
