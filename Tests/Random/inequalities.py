"""Inequalities from terms that are nowhere negative."""
from claims import Pair, twin
from families import family
from quantities import S, a, everywhere, p, r, s, somewhere, value, x, y
from rewriting import rewritten
from terms import ONE, TWO, ZERO, add, at, div, dot, fn, mul, power, sub, text, total
from world import Context


def gaps(rng, c):
    """A term that is nowhere negative."""
    u, v = c.term(1, ()), c.leaf()
    return rng.choice([
        lambda: power(sub(u, v), 2), lambda: mul(r, power(u, 2)), lambda: add(power(u, 2), power(v, 2)),
        lambda: sub(sub(fn("exp", u), ONE), u), lambda: sub(sub(r, ONE), fn("log", r)),
        lambda: sub(add(fn("abs", a), fn("abs", v)), fn("abs", add(a, v))), lambda: fn("relu", u),
        lambda: sub(fn("softplus", u), fn("relu", u)), lambda: sub(ONE, power(fn("tanh", u), 2)),
        lambda: sub(mul(dot(x, x), dot(y, y)), power(dot(x, y), 2)),
        lambda: sub(sum_of(lambda i: mul(at(p, i), power(at(x, i), 2))), power(sum_of(lambda i: mul(at(p, i), at(x, i))), 2)),
        lambda: power(fn("norm", sub(x, mul(a, y))), 2), lambda: sub(fn("logsumexp", x), at(x, 1)),
        lambda: sub(sub(add(power(r, 2), power(s, 2)), mul(r, s)), mul(r, s)),
        lambda: sub(fn("cosh", u), ONE), lambda: dot(x, mul(S, x)),
        lambda: sub(fn("max", u, v), u), lambda: sub(add(div(r, s), div(s, r)), TWO)])()


def sum_of(body, i="i", n="n"):
    return total(i, n, body(i))


@family(2)
def inequalities(rng):
    """left ≤ left + gap, both sides rewritten; the twin has a part of the gap on the other side, or asks for more."""
    c = Context(rng)
    base, gap = c.term(1, ("exp", "tanh")), gaps(rng, c)
    left, right = base, add(base, gap)
    if rng.random() < 0.5:
        left, right = ZERO, gap
        if gap.op == "-" and rng.random() < 0.7:
            left, right = gap.args[1], gap.args[0]
    wanted = rewritten(right, c, rng.choice((0, 0, 1)), 40)
    # Defined and never smaller, by numbers.
    sides = lambda sample, u: (value(left, sample), value(u, sample))
    holds = lambda sample: (lambda u, v: u <= v + 1e-7 * (1 + abs(u) + abs(v)))(*sides(sample, wanted))
    everywhere(holds, text(wanted))
    fails = lambda u: somewhere(lambda sample: (lambda v, w: v > w + 1e-4 * (1 + abs(v) + abs(w)))(*sides(sample, u)), text(u))
    wrong, slip = twin(wanted, c, fails)
    form = rng.choice((lambda u: f"{text(left)} <= {text(u)}", lambda u: f"{text(u)} >= {text(left)}"))
    return Pair("inequalities", form(wanted), form(wrong) if wrong else None, slip)
