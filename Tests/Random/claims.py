"""Pairs of claims: a line that is true by how it was made, and a twin that one change makes false. Numbers check both."""
import random
from collections import namedtuple

from rewriting import places, replaced
from terms import symbol, text
from twins import slips
from values import Evaluator, Undefined
from world import SIZES, Context, point

# wrong: the twin, with the kind of its mistake; None where none was found. head: what stands before the colon.
Pair = namedtuple("Pair", "family right wrong slip head", defaults=("",))

FAR = [{"n": 5, "d": 5}, {"n": 6, "d": 4}]


class Discarded(Exception):
    """The numbers do not show that the line is true, or it has no values."""


def far_point(rng, sizes):
    """Real numbers between −60 and 60."""
    found = point(rng, sizes)
    for name in "abc":
        found[name] = rng.choice((-1, 1)) * rng.uniform(1, 60)
    return found


def always(p):
    return True


class Check:
    """Both sides of a line at points of its own."""

    def __init__(self, left, right, free=(), premise=None, tolerance=1e-8):
        self.left, self.free, self.tolerance = Evaluator(left, free), free, tolerance
        self.rng = random.Random(text(left) + text(right))
        self.premise = premise or always
        self.right = right = Evaluator(right, free)
        self.seen = []
        for sizes in SIZES[:3] + SIZES[:2]:
            p = self.found(point, sizes)
            pair = self.sides(right, p) if p else None
            if pair:
                if not self.agree(*pair):
                    raise Discarded(f"differs: {pair} at {p}")
                self.seen.append(p)
        if len(self.seen) < 2:
            raise Discarded("no values")

    def found(self, draw, sizes):
        for _ in range(20):
            p = draw(self.rng, sizes)
            try:
                if self.premise(p):
                    return p
            except Undefined:
                pass
        return None

    def sides(self, right, p):
        try:
            return self.left(p), right(p)
        except Undefined:
            return None

    def agree(self, u, v):
        return len(u) == len(v) and all(abs(a - b) <= self.tolerance * (1 + abs(a) + abs(b)) for a, b in zip(u, v))

    def differ(self, u, v):
        """Far beyond what the true line shows at such points."""
        return any(abs(a - b) > 300 * self.tolerance * (1 + abs(a) + abs(b)) for a, b in zip(u, v))

    def refutes(self, right):
        right = Evaluator(right, self.free)
        points = list(self.seen) + [self.found(point, s) for s in FAR] + [self.found(far_point, s) for s in SIZES[:2] * 2]
        points += [{**p, "b": -p["b"], "c": -p["c"]} for p in self.seen[:2] if self.premise is always]
        for p in points:
            # Where even the true line is lost in rounding, nothing is told.
            true = p and self.sides(self.right, p)
            if true and self.agree(*true):
                try:
                    if self.differ(true[0], right(p)):
                        return True
                except Undefined:
                    pass
        return False


def twin(right, context, refutes):
    """A slip somewhere in the term that the numbers tell from it."""
    found = list(places(right, context))
    for _ in range(12):
        path, part, inner = context.rng.choice(found)
        choices = list(slips(part, inner))
        if not choices:
            continue
        kind, new = context.rng.choice(choices)
        changed = replaced(right, path, new)
        if changed != right:
            try:
                if refutes(changed):
                    return changed, kind
            except (TypeError, IndexError, RecursionError):
                continue
    return None, None


def equation(family, left, right, context, free=(), head="", premise=None, tolerance=1e-8, relation="="):
    """left = right with a twin of the right side."""
    check = Check(left, right, free, premise, tolerance)
    wrong, slip = twin(right, Context(context.rng, list(context.scope)), check.refutes)
    line = lambda t: f"{text(left)} {relation} {text(t)}"
    return Pair(family, line(right), line(wrong) if wrong else None, slip, head)
