"""Sums to an index, brackets of orders between indices and sizes, sums of powers of an index."""
from fractions import Fraction
from itertools import product

from claims import Discarded, Pair
from families import family
from windows import LETTERS

# What is summed over i < j, and whether it is certainly not 0 at i = j.
WEIGHTS = [("x[{i}]*y[{j}]", True), ("x[{i}]*x[{j}]", True), ("A[{i},{j}]", True), ("sin(x[{i}] - y[{j}])", True),
           ("x[{i}]", True), ("exp(y[{j}])", True), ("{i}*x[{j}]", True), ("({j} - {i})*x[{i}]", False),
           ("g[{i}]^2*x[{j}]/g[{j}]", True), ("x[{i}]*{j}^2", True), ("(x[{i}] - x[{j}])^2", False), ("a", True),
           ("x[{i}]*sum({o}, A[{i},{o}]*y[{j}])", True)]


def triangle(rng, weight, is_strict):
    """Σ over i < j, or i ≤ j, of a weight, written in one of several ways."""
    i, j, o = rng.sample(LETTERS, 3)
    w, turned = weight.format(i=i, j=j, o=o), weight.format(i=j, j=i, o=o)
    low, high = (f"{i}+1..n", f"1..{j}-1") if is_strict else (f"{i}..n", f"1..{j}")
    order, back = ("<", "<=") if is_strict else ("<=", "<")
    both = f"{i} in 1..n, sum({j} in 1..n"
    return rng.choice([
        f"sum({i} in 1..n, sum({j} in {low}, {w}))",
        f"sum({j} in 1..n, sum({i} in {high}, {w}))",
        f"sum({both}, ind({i} {order} {j})*{w}))",
        f"sum({both}, (1 - ind({j} {back} {i}))*{w}))",
        f"sum({both}, cases({i} {order} {j}: {w}, else: 0)))",
        f"(sum({both}, {w})) - sum({i} in 1..n, sum({j} in 1..{i}{'' if is_strict else '-1'}, {w})))",
        f"sum({both}, {turned}*ind({j} {order} {i})))",
    ])


def diagonal(weight):
    return f"sum(i1 in 1..n, {weight.format(i='i1', j='i1', o='i2')})"


@family(2)
def triangles(rng):
    weight, counts = rng.choice(WEIGHTS)
    is_strict = rng.random() < 0.5
    left, right = triangle(rng, weight, is_strict), triangle(rng, weight, is_strict)
    pick = rng.randrange(3)
    if pick == 1:
        right = f"{triangle(rng, weight, not is_strict)} {'-' if is_strict else '+'} {diagonal(weight)}"
    elif pick == 2:
        back = weight.replace("{i}", "{t}").replace("{j}", "{i}").replace("{t}", "{j}")
        rest = triangle(rng, back, not is_strict)
        right = f"sum(k in 1..n, sum(l in 1..n, {weight.format(i='k', j='l', o='o')})) - ({rest})"
    slips = [("factor", f"2*({right})"), ("term", f"{right} + b")]
    if counts:
        slips.append(("end", triangle(rng, weight, not is_strict)))
    slip, wrong = rng.choice(slips)
    return Pair("triangles", f"{left} = {right}", f"{left} = {wrong}", slip)


@family(1)
def tails(rng):
    """A derivative of a sum to an index gives the sum from it on."""
    i, j, k, o = rng.sample(LETTERS, 4)
    f, slope = rng.choice([("x[{i}]", "1"), ("x[{i}]^3", "3*x[{i}]^2"), ("sin(x[{i}])", "cos(x[{i}])"), ("exp(a*x[{i}])", "a*exp(a*x[{i}])")])
    is_strict = rng.random() < 0.5
    left = triangle(rng, f"{f}*y[{{j}}]", is_strict)
    at = slope.format(i=k)
    tail = lambda strict: rng.choice([
        f"{at}*sum({j} in {k}{'+1' if strict else ''}..n, y[{j}])",
        f"{at}*(sum(y) - sum({j} in 1..{k}{'' if strict else '-1'}, y[{j}]))",
        f"sum({j}, {at}*y[{j}]*ind({k} {'<' if strict else '<='} {j}))"])
    right = tail(is_strict)
    slip, wrong = rng.choice([("end", tail(not is_strict)), ("sign", f"-({right})"), ("factor", f"{right}/2")])
    return Pair("tails", f"diff({left}, x[{k}]) = {right}", f"diff({left}, x[{k}]) = {wrong}", slip, f" for all {k} in 1..n")


COMPARED = {"<": lambda u, v: u < v, "<=": lambda u, v: u <= v, ">": lambda u, v: u > v, ">=": lambda u, v: u >= v,
            "=": lambda u, v: u == v, "!=": lambda u, v: u != v}


def bracket(rng, coefficients, end, order):
    """The text of [c·(i, j, k, n, d, 1) ⋈ 0] with its terms on either side, and its value."""
    sides, names = ([], []), ["i", "j", "k", "n", "d"]
    for c, name in zip(coefficients, names):
        if c:
            sides[(c < 0) != (rng.random() < 0.4)].append((c, name))
    left = [(c, n) for c, n in sides[0]]
    right = [(-c, n) for c, n in sides[1]]
    text = lambda terms, constant: "".join(
        f"{' + ' if c > 0 else ' - '}{n if abs(c) == 1 else f'{abs(c)}*{n}'}" for c, n in terms) + (
        f" {'+' if constant > 0 else '-'} {abs(constant)}" if constant or not terms else "")
    clean = lambda t: t[3:] if t.startswith(" + ") else t.strip().replace("- ", "-", 1) if t.startswith(" -") else t
    kept = rng.choice([0, end, -1, 1])
    return f"ind({clean(text(left, kept))} {order} {clean(text(right, kept - end))})"


@family(1)
def brackets(rng):
    """[u < c] = [u ≤ c − 1] = 1 − [u ≥ c] = [u < c − 1] + [u = c − 1] for whole numbers u."""
    coefficients = [rng.choice((-1, 1)), rng.choice((-1, 1)), rng.choice((-1, 0, 1)), rng.choice((-1, 0, 1)), rng.choice((-1, 0, 1))]
    end = rng.randint(-2, 2)
    own = lambda order, end: bracket(rng, coefficients, end, order)
    left = own("<", end)
    right = rng.choice([own("<=", end + 1), f"(1 - {own('>=', end)})", f"({own('<', end + 1)} + {own('=', end + 1)})",
                        f"({own('<=', end)} - {own('=', end)})", f"({own('!=', end)} - {own('>', end)})"])
    shift = rng.choice((-1, 1))
    slip, wrong = rng.choice([("end", own("<", end + shift)), ("order", own("<=", end)), ("order", own(">", end))])
    differs = False
    for n, d in [(1, 1), (1, 2), (2, 1), (2, 3), (3, 2), (3, 3), (1, 4), (4, 1)]:
        for i, j, k in product(range(1, n + 1), range(1, d + 1), range(1, n + 1)):
            u = sum(c * v for c, v in zip(coefficients, (i, j, k, n, d)))
            first = u + end < 0
            other = {"end": u + end + shift < 0, "order": u + end <= 0 if "<=" in wrong else u + end > 0}[slip]
            differs = differs or first != other
    if not differs:
        raise Discarded("the twin is true")
    head = " for all i in 1..n, j in 1..d, k in 1..n"
    return Pair("brackets", f"x[i]*z[j]*y[k]*{left} = x[i]*z[j]*y[k]*{right}", f"x[i]*z[j]*y[k]*{left} = x[i]*z[j]*y[k]*{wrong}", slip, head)


def sums_of_powers(m):
    """1^m + … + n^m as a polynomial in n, found from its values by Lagrange's formula."""
    points = list(range(m + 2))
    values = [sum(k ** m for k in range(1, p + 1)) for p in points]
    total = [Fraction(0)] * (m + 2)
    for a in points:
        basis, scale = [Fraction(1)], Fraction(values[a])
        for b in points:
            if b != a:
                basis = [(basis[k - 1] if k else 0) - b * (basis[k] if k < len(basis) else 0) for k in range(len(basis) + 1)]
                scale /= a - b
        total = [t + scale * c for t, c in zip(total, basis)]
    return total


@family(1)
def powers(rng):
    i = rng.choice(LETTERS)
    degree = rng.randint(1, 5)
    coefficients = [rng.randint(-3, 3) for _ in range(degree)] + [rng.choice((-2, -1, 1, 2))]
    end, value = rng.choice([("n", "n"), ("n-1", "(n - 1)"), ("d", "d"), ("n+d", "(n + d)")])
    closed = [Fraction(0)] * (degree + 2)
    for m, c in enumerate(coefficients):
        for k, own in enumerate(sums_of_powers(m)):
            closed[k] += c * own
    low = rng.choice((0, 1, 1))
    body = " + ".join(f"({c})*{i}^{m}" if m else f"({c})" for m, c in enumerate(coefficients) if c)
    right = " + ".join(f"({c})*{value}^{k}" for k, c in enumerate(closed) if c and k)
    if low == 0 and coefficients[0]:
        right += f" + ({coefficients[0]})"
    left = f"sum({i} in {low}..{end}, {body})"
    if rng.random() < 0.3:
        left, right = f"sum({i} in {low}..{end}, sum(x)*({body}))", f"sum(x)*({right})"
    slip, wrong = rng.choice([("factor", f"2*({right})"), ("term", f"{right} + {value}"), ("sign", f"-({right})")])
    return Pair("powers", f"{left} = {right}", f"{left} = {wrong}", slip)


# The ratio of a geometric sum as text, of which it is not known that it is not 1 or of which it is.
RATIOS = ["a", "r", "t", "2", "(-1)", "(1 - t)", "(1/2)", "r*s", "exp(a)", "exp(-r)", "(1 + b)", "a^2", "x[k]"]


@family(1)
def geometric(rng):
    """Σ q^i over whole ranges and parts of them, and with coefficients."""
    q = rng.choice(RATIOS)
    i, j, l = rng.sample([name for name in LETTERS if name != "k"], 3)
    head = " for all k in 1..n" if "k" in q else ""
    pick = rng.randrange(4)
    if pick == 0:
        low, up = rng.choice((0, 1)), rng.choice(["n-1", "n", "d", "n+d"])
        left = f"(1 - {q})*sum({i} in {low}..{up}, ({q})^{i})"
        right = f"({q})^{low} - ({q})^({up}+1)" if low else f"1 - ({q})^({up}+1)"
        wrong = [f"({q})^{1 - low} - ({q})^({up}+1) + c", f"2*({right})", f"{right} - c"]
    elif pick == 1:
        left = f"sum({i} in 0..n-1, ({q})^{i})"
        right = rng.choice([f"sum({j} in 1..n, ({q})^({j}-1))", f"sum({j} in 0..n-1, ({q})^(n-1-{j}))", f"(1 - ({q})^n)/(1 - {q})"])
        wrong = [f"sum({j} in 1..n, ({q})^{j}) + a", f"2*{right}", f"{right} + b"]
    elif pick == 2:
        # (1 − q)·Σ_{i ≤ l} q^(l−i)·y[i], a step of a moving average
        left = f"({q})*sum({i} in 1..{l}-1, ({q})^({l}-1-{i})*y[{i}]) + y[{l}]"
        right = f"sum({j} in 1..{l}, ({q})^({l}-{j})*y[{j}])"
        head = head + (", " if head else " for all ") + f"{l} in 1..n"
        wrong = [f"sum({j} in 1..{l}, ({q})^({l}-{j})*x[{j}])", f"2*{right}", f"{right} - b"]
    else:
        left = f"sum({i} in 1..n, sum({j} in 1..{i}, ({q})^({i}-{j})*y[{j}]))*(1 - {q})"
        right = f"sum({l} in 1..n, y[{l}]*(1 - ({q})^(n-{l}+1)))"
        wrong = [f"sum({l} in 1..n, y[{l}]*(1 - ({q})^(n-{l}+2))) + b", f"-{right}", f"{right} + a"]
    return Pair("geometric", f"{left} = {right}", f"{left} = {rng.choice(wrong)}", "bound or term", head)
