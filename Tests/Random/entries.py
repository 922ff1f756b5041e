"""Entries that are defined apart from each other: what one of them needs says nothing of another."""
from claims import Pair
from families import family

# A function of any number as it is written, a right reading, and one that is right for positive numbers only.
SIGNED = [
    ("sqrt(({e})^2)", "abs({e})", "{e}"), ("({e})*sign({e})", "abs({e})", "{e}"), ("max({e}, -({e}))", "sqrt(({e})^2)", "{e}"),
    ("sqrt(({e})^4)*({e})", "({e})^3", "abs({e})^3"), ("relu({e})", "({e} + abs({e}))/2", "{e}"),
    ("abs({e})/({e})", "sign({e})", "1"), ("cbrt({e})^3", "{e}", "abs({e})"), ("exp(log(({e})^2)/2)", "abs({e})", "{e}")]
# Defined for positive numbers only, or for such alone that are positive.
PARTIAL = ["log({e})", "sqrt({e})*{e}/sqrt({e})", "({e})^(3/2)", "1/sqrt({e})", "log({e})^2", "({e})^a/({e})^(a - 1/2)"]
SIZES = ["uu", "vv", "x"]


def placed(rng, name):
    """(term with holes for a partial and a signed function, the two arguments, an entry where only the second stands)"""
    i, j = rng.sample("ijkl", 2)
    return rng.choice([
        ("{p} + {s}", f"{name}[{i}]", f"{name}[{j}]"), ("{p}*{s}", f"{name}[{i}]", f"{name}[{j}]"),
        ("{s} - {p}", f"{name}[1]", f"{name}[{i}]"), (f"delta({i},{j})*{{p}} + {{s}}", f"{name}[{i}]", f"{name}[{j}]"),
        (f"cases({i} = 1: {{p}}, else: {{s}})", f"{name}[{i}]", f"{name}[{i}]"),
        (f"cases({i} = {j}: {{p}}, else: {{s}}) + {name}[{j}]", f"{name}[{i}]", f"{name}[{i}]"),
        (f"cases({i} = 1: {{s}}, else: {{p}})*{name}[{i}]", "b", "b"),
        (f"{name}[{j}]*cases({i} < {j}: {{p}}, else: {{s}})", f"{name}[{i}] + {name}[{j}]", f"{name}[{i}] + {name}[{j}]"),
        (f"sum({i} in 1..1, {{p}})*{{s}}", f"{name}[{i}]", f"{name}[{j}]")])


@family(3)
def entries(rng):
    """The twin reads a sign off another entry: log(x[i]) + √(x[j]²) = log(x[i]) + x[j]."""
    name = rng.choice(SIZES)
    body, first, second = placed(rng, name)
    signed, right, wrong = rng.choice(SIGNED)
    partial = rng.choice(PARTIAL).format(e=first)
    head = ""
    if rng.random() < 0.25:
        # A premise about one entry in place of the domain of a function.
        body, first, second, partial = "{p} + {s}", f"{name}[i]", f"{name}[j]", f"{name}[i]"
        head = f" given {name}[i] > 0"
    if name == "x" and "1" in body + first:
        # n may be 1.
        head += " for n >= 2"
    line = lambda s: body.format(p=partial, s="(" + s.format(e=second) + ")")
    left, truth, false = line(signed), line(right), line(wrong)
    if rng.random() < 0.5:
        left, truth, false = (f"b*({t}) - {name}[2]" if name != "x" else f"({t})/r" for t in (left, truth, false))
    return Pair("entries", f"{left} = {truth}", f"{left} = {false}", "sign of another entry", head)
