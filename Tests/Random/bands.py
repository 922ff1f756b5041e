"""Sums over bands and parts of ranges, with entries next to the index, and over indices of two ranges."""
from claims import Pair
from families import family
from windows import LETTERS

# What is summed over a band |i − j|, nowhere 0.
WEIGHTS = ["x[{i}]*y[{j}]", "A[{i},{j}]", "x[{j}]", "{i}*x[{j}]", "exp(y[{j}] - x[{i}])", "(2*{i} + ({j}))*x[{i}]", "x[{i}]*x[{j}]*({j})",
           "g[{i}]/g[{j}]", "sin(x[{i}])*B[{j},{i}]", "1", "({i} + ({j}))", "x[{j}]*t^{i}"]


def band(rng, weight, below, above):
    """Σ over i and the j in i − below..i + above, as far as there are such, written in one of several ways."""
    i, j = rng.sample(LETTERS, 2)
    w = weight.format(i=i, j=j)
    plus = lambda name, k: name if k == 0 else f"{name}{'+' if k > 0 else '-'}{abs(k)}"
    low, high = plus(i, -below), plus(i, above)
    first, last = plus(j, -above), plus(j, below)
    guarded = lambda l: f"sum({i} in 1..n, cases({plus(i, l)} >= 1 and {plus(i, l)} <= n: {weight.format(i=i, j=plus(i, l))}, else: 0))"
    both = f"sum({i} in 1..n, sum({j} in 1..n"
    return rng.choice([
        f"sum({i} in 1..n, sum({j} in max(1, {low})..min(n, {high}), {w}))",
        f"sum({i} in 1..n, sum({j} in {low}..{high}, cases({j} >= 1 and {j} <= n: {w}, else: 0)))",
        f"sum({j} in 1..n, sum({i} in max(1, {first})..min(n, {last}), {w}))",
        f"{both}, {low} <= {j} and {j} <= {high}, {w}))",
        f"{both}, ind({i} <= {last})*ind({j} <= {high})*{w}))",
        f"{both}, cases({j} < {low}: 0, {j} > {high}: 0, else: {w})))",
        "(" + " + ".join(guarded(l) for l in range(-below, above + 1)) + ")"])


@family(2)
def bands(rng):
    weight, below, above = rng.choice(WEIGHTS), rng.randint(0, 2), rng.randint(0, 2)
    left, right = band(rng, weight, below, above), band(rng, weight, below, above)
    wider = rng.choice([(below + 1, above), (below, above + 1)])
    slip, wrong = rng.choice([("end", band(rng, weight, *wider)), ("factor", f"2*({right})"), ("term", f"{right} + a")])
    head = ""
    if "x[" in weight and rng.random() < 0.3:
        head, left = " for all k in 1..n", f"diff({left}, x[k])"
        right, wrong = f"diff({right}, x[k])", f"diff({wrong}, x[k])" if slip == "factor" else f"2*diff({right}, x[k]) + b"
    return Pair("bands", f"{left} = {right}", f"{left} = {wrong}", slip, head)


# What is summed over one index, with the entries next to it: their distances.
CHAINS = [("x[{i}]*y[{0}]", [1]), ("(x[{0}] - x[{i}])^2", [1]), ("x[{0}]*x[{1}]", [-1, 1]), ("{i}*x[{0}]", [1]), ("x[{0}]", [-2]),
          ("g[{0}]*exp(y[{i}])", [-1]), ("(x[{0}] - 2*x[{i}] + x[{1}])", [-1, 1]), ("A[{i},{0}]", [1]), ("A[{0},{1}]*x[{i}]", [1, -1]),
          ("x[{0}]*t^{i}", [2]), ("({i}^2 + b)*y[{0}]", [-1])]


def chain(rng, weight, distances, low, high):
    """Σ_{i in 1 + low..n − high} of a weight, written in one of several ways."""
    i, k = rng.sample(LETTERS, 2)
    place = lambda name, c: name if c == 0 else f"{name}{'+' if c > 0 else '-'}{abs(c)}"
    w = lambda name, shift=0: weight.format(*[place(name, c + shift) for c in distances], i=place(name, shift) if shift <= 0 else f"({place(name, shift)})")
    shift = rng.choice([c for c in (-2, -1, 1, 2) if 1 + low - c >= 0])
    moved = weight.format(*[place(k, c + shift) for c in distances], i=f"{place(k, shift)}") if "{i}*" not in weight and "^{i}" not in weight and "{i}^" not in weight else None
    ways = [
        f"sum({i} in {1 + low}..n-{high}, {w(i)})" if high else f"sum({i} in {1 + low}..n, {w(i)})",
        f"sum({i} in 1..n, cases({i} > {low} and {i} <= n - {high}: {w(i)}, else: 0))",
        f"sum({i} in 1..n, {low} < {i} and {i} + {high} <= n, {w(i)})"]
    if moved:
        end = place("n", -high - shift)
        ways.append(f"sum({k} in {1 + low - shift}..{end}, {moved})")
    return rng.choice(ways)


@family(2)
def chains(rng):
    weight, distances = rng.choice(CHAINS)
    low, high = max([0] + [-c for c in distances]), max([0] + distances)
    left, right = chain(rng, weight, distances, low, high), chain(rng, weight, distances, low, high)
    slip, wrong = rng.choice([("end", chain(rng, weight, distances, low + 1, high)), ("end", chain(rng, weight, distances, low, high + 1)),
                              ("factor", f"2*({right})"), ("term", f"{right} + a")])
    if distances == [-1, 1] and "- 2*" in weight and rng.random() < 0.5:
        right = "x[n] - x[n-1] - x[2] + x[1]"
        slip, wrong = "end", "x[n] - x[n-1] - x[2]"
    return Pair("chains", f"{left} = {right}", f"{left} = {wrong}", slip, " given n >= 4")


@family(1)
def rectangles(rng):
    """Σ over i in 1..n and j in 1..d with j ≤ i or j < i."""
    weight = rng.choice(["x[{i}]*z[{j}]", "X[{i},{j}]", "exp(x[{i}])*z[{j}]", "{j}*x[{i}]", "x[{i}]*w[{j}]^2", "x[{i}]", "z[{j}]*{i}"])

    def written(is_strict):
        i, j = rng.sample(LETTERS, 2)
        w, order, back = weight.format(i=i, j=j), "<" if is_strict else "<=", "<=" if is_strict else "<"
        return rng.choice([
            f"sum({i} in 1..n, sum({j} in 1..d, {j} {order} {i}, {w}))", f"sum({j} in 1..d, sum({i} in 1..n, ind({j} {order} {i})*{w}))",
            f"sum({i} in 1..n, sum({j} in 1..d, (1 - ind({i} {back} {j}))*{w}))",
            f"sum({j} in 1..d, sum({i} in 1..n, cases({i} {back} {j}: 0, else: {w})))"])

    is_strict = rng.random() < 0.5
    left, right = written(is_strict), written(is_strict)
    slip, wrong = rng.choice([("end", written(not is_strict)), ("factor", f"2*({right})"), ("term", f"{right} + a")])
    if "x[{i}]*" in weight and rng.random() < 0.4:
        j = rng.choice([name for name in LETTERS if name != "k"])
        slope = weight.replace("x[{i}]*", "").format(i="k", j=j)
        own = lambda order: f"sum({j} in 1..d, {j} {order} k, {slope})"
        orders = ("<", "<=") if is_strict else ("<=", "<")
        return Pair("rectangles", f"diff({left}, x[k]) = {own(orders[0])}", f"diff({left}, x[k]) = {own(orders[1])}", "end", " for all k in 1..n")
    return Pair("rectangles", f"{left} = {right}", f"{left} = {wrong}", slip)
