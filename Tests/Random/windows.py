"""Entries at places that are computed: convolutions, their gradients, and functions of differences of entries."""
from claims import Pair
from families import family

# A function of an entry, and its slope.
FUNCTIONS = [("{e}", "1"), ("{e}^2", "2*{e}"), ("sin({e})", "cos({e})"), ("exp(-{e})", "-exp(-{e})"),
             ("tanh(a*{e})", "a*(1 - tanh(a*{e})^2)"), ("sigmoid({e} - b)", "sigmoid({e} - b)*(1 - sigmoid({e} - b))")]
# Functions of a difference, and of the difference turned.
TURNED = [("sin({u})", "-sin({t})"), ("cos({u})", "cos({t})"), ("abs({u})", "abs({t})"), ("({u})^3", "-({t})^3"),
          ("sigmoid({u})", "(1 - sigmoid({t}))"), ("softplus({u})", "(softplus({t}) + {u})"), ("tanh(b*({u}))", "-tanh(b*({t}))"),
          ("1/(1 + ({u})^2)", "1/(1 + ({t})^2)"), ("erf({u})", "-erf({t})"), ("relu({u})", "(relu({t}) + {u})")]
LETTERS = ["i", "j", "k", "l", "m", "o", "alpha", "i1", "i2", "ii"]


def writings(rng, f):
    """The sum over all windows Σ_i Σ_j f(ux[i + j − 1])·x[i]·z[j], written in several ways."""
    i, j, o = rng.sample(LETTERS, 3)
    e = lambda place: f.format(e=f"ux[{place}]")
    bracket = rng.choice([f"{o} = {i} + {j} - 1", f"{i} + {j} = {o} + 1", f"{o} + 1 - {j} = {i}", f"{j} - {o} = 1 - {i}"])
    return rng.choice([
        f"sum({i} in 1..n, sum({j} in 1..d, {e(f'{i} + {j} - 1')}*x[{i}]*z[{j}]))",
        f"sum({j} in 1..d, z[{j}]*sum({i} in 1..n, x[{i}]*{e(f'{j} - 1 + {i}')}))",
        f"sum({o}, {e(o)}*sum({i}, sum({j}, ind({bracket})*x[{i}]*z[{j}])))",
        f"sum({i}, sum({o}, x[{i}]*{e(o)}*sum({j}, z[{j}]*ind({bracket}))))"])


@family(2)
def convolutions(rng):
    f, slope = rng.choice(FUNCTIONS)
    left, right, head = writings(rng, f), writings(rng, f), ""
    i, j, o, k = rng.sample(LETTERS, 4)
    at = lambda g, place: g.format(e=f"ux[{place}]")
    pick = rng.randrange(6)
    if pick == 5:
        # What an entry gives to all windows, as code gathers it.
        head, turned = f" for all {k} in 1..n+d-1", rng.random() < 0.5
        (u, m), (v, _) = (("x", "n"), ("z", "d"))[::-1 if turned else 1]
        gathered = lambda low, high: (
            f"sum({j}, cases({k} - {j} + 1 {low} 1 and {k} - {j} + 1 {high} {m}: {u}[{k} - {j} + 1]*{v}[{j}], else: 0))")
        left = f"sum({i} in 1..n, sum({o} in 1..d, ind({i} + {o} = {k} + 1)*x[{i}]*z[{o}]))"
        low, high = rng.choice([(">", "<="), (">=", "<")])
        return Pair("convolutions", f"{left} = {gathered('>=', '<=')}", f"{left} = {gathered(low, high)}", "bound", head)
    if pick == 1:
        left, head = f"diff({left}, x[{k}])", f" for all {k} in 1..n"
        right = f"sum({j}, z[{j}]*{at(f, f'{k} + {j} - 1')})"
    elif pick == 2:
        left, head = f"diff({left}, z[{k}])", f" for all {k} in 1..d"
        right = rng.choice([f"sum({i}, {at(f, f'{i} + {k} - 1')}*x[{i}])",
                            f"sum({o}, {at(f, o)}*sum({i}, x[{i}]*ind({o} + 1 = {k} + {i})))"])
    elif pick == 3:
        left, head = f"diff({left}, ux[{k}])", f" for all {k} in 1..n+d-1"
        right = f"{at(slope, k)}*sum({i}, sum({j}, ind({i} + {j} - 1 = {k})*x[{i}]*z[{j}]))"
    elif pick == 4:
        left, head = at(f, f"{i} + {j} - 1"), f" for all {i} in 1..n, {j} in 1..d"
        right = f"sum({o}, {at(f, o)}*ind({rng.choice([f'{o} + 1 = {i} + {j}', f'{i} - {o} = 1 - {j}'])}))"
    slips = [("factor", f"2*({right})"), ("sign", f"-({right})"), ("term", f"{right} + a")]
    if pick in (0, 3) and "*x[" in right:
        slips.append(("order", right.replace("*x[", "*y[")))
    slip, wrong = rng.choice(slips)
    return Pair("convolutions", f"{left} = {right}", f"{left} = {wrong}", slip, head)


@family(2)
def differences(rng):
    """Of two entries, either way round, summed over both under any names."""
    f, turned = rng.choice(TURNED)
    i, j = rng.sample(LETTERS, 2)
    k, l = rng.sample(LETTERS, 2)
    weight = rng.choice(["y[{i}]", "y[{i}]*g[{j}]", "A[{i},{j}]", "(y[{i}] + 2*y[{j}])", "x[{i}]^2"])
    name, other = rng.choice([("x", "x"), ("x", "y"), ("g", "y")])
    u = f"{name}[{i}] - {other}[{j}]"
    v, w = f"{name}[{k}] - {other}[{l}]", f"{other}[{l}] - {name}[{k}]"
    left = f"sum({i}, sum({j}, {weight.format(i=i, j=j)}*{f.format(u=u, t=None)}))"
    body = lambda g: f"sum({l}, sum({k}, {g}*{weight.format(i=k, j=l)}))"
    right = body(turned.format(u=v, t=w) if rng.random() < 0.6 else f.format(u=v, t=w))
    wrong = rng.choice([f"2*{right}", body(f"({f.format(u=v, t=w)} + a)"), f"a + {right}"])
    return Pair("differences", f"{left} = {right}", f"{left} = {wrong}", "factor or term")
