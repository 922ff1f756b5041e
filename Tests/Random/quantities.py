"""The declared quantities as terms, and small terms in them, for families that are written out."""
import random
import re
from fractions import Fraction

from claims import Discarded
from terms import add, fn, mul, num, sub, symbol, text
from values import Evaluator, Undefined
from world import SIZES, point

a, b, c_, r, s, t = (symbol(m) for m in ("a", "b", "c", "r", "s", "t"))
x, y, p = symbol("x", "n"), symbol("y", "n"), symbol("p", "n")
S = symbol("S", ("n", "n"))


def coefficient(rng):
    return num(rng.choice([1, 2, 3, -1, -2, Fraction(1, 2), 5, Fraction(-3, 2)]))


def linear(rng, depth=1):
    """A small term in the declared numbers, without a."""
    pick = [b, c_, r, s, t, coefficient(rng), mul(coefficient(rng), b), mul(b, c_), add(b, s), fn("exp", b)]
    u = rng.choice(pick)
    return u if depth == 0 or rng.random() < 0.5 else rng.choice((add, sub))(u, rng.choice(pick))


def value(u, sample):
    return Evaluator(u)(sample)[0]


def samples(seed, count=6):
    rng = random.Random(seed)
    return [point(rng, SIZES[k % 4]) for k in range(count)]


def somewhere(test, seed):
    """The test holds clearly at a point."""
    for sample in samples(seed, 40):
        try:
            if test(sample):
                return True
        except Undefined:
            pass
    return False


def everywhere(test, seed):
    seen = 0
    for sample in samples(seed, 12):
        try:
            if not test(sample):
                raise Discarded("differs: " + str(seed)[:200])
            seen += 1
        except Undefined:
            pass
    if seen < 3:
        raise Discarded("no values")


def dressed(rng, pair):
    """The same with a ↦ ±a + φ(b, c), which reaches every number, too."""
    if rng.random() < 0.3:
        return pair
    new = f"({rng.choice(('', '-', '2*', '1/2*'))}a + {text(linear(rng, 0), 2)})"
    put = lambda line: line and re.sub(r"\ba\b(?!\()", new, line)
    return pair._replace(right=put(pair.right), wrong=put(pair.wrong))
