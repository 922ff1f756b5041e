"""Limits, orders of remainders, and equality up to a constant or a factor."""
from fractions import Fraction

import calculus
from claims import Check, Discarded, Pair, twin
from families import family, steps
from quantities import a, linear
from rewriting import rewritten
from terms import ZERO, add, diff, mul, num, power, symbol, text
from world import Context


def polynomial(coefficients, variable):
    found = None
    for k, value in enumerate(coefficients):
        if value:
            term = num(value) if k == 0 else mul(num(value), power(variable, k) if k > 1 else variable)
            found = term if found is None else add(term, found)
    return found or ZERO


@family(5)
def limits(rng):
    """Quotients of polynomials at infinity and at a common root, difference quotients, exponentials against powers."""
    u = symbol("u")
    draw = lambda k: [rng.randint(-3, 3) for _ in range(k)] + [rng.choice((1, 2, 3, -1, -2))]
    pick = rng.randrange(6)
    bump = rng.choice((1, -1, Fraction(1, 2)))
    if pick == 0:
        upper, lower = draw(rng.randint(0, 3)), draw(rng.randint(1, 3))
        k = len(upper) - len(lower)
        if k > 0:
            sign = "" if upper[-1] * lower[-1] > 0 else "-"
            answer, false = f"{sign}inf", f"{'-' if not sign else ''}inf"
        else:
            exact = Fraction(upper[-1], lower[-1]) if k == 0 else Fraction(0)
            answer, false = text(num(exact)), text(num(exact + bump))
        factor = rng.choice([None, a])
        written = f"limit(u -> inf, ({text(polynomial(upper, u))})/({text(polynomial(lower, u))}))"
        return Pair("limits", f"{written} = {answer}", f"{written} = {false}", "value")
    if pick == 1:
        root, k = rng.randint(-2, 3), rng.randint(1, 4)
        exact, other = Fraction(k * root ** (k - 1)), rng.randint(1, 4)
        written = f"limit(u -> {root}, {other}*(u^{k} - {root}^{k})/(u - {root}))" if root >= 0 else None
        if not written or root == 0:
            raise Discarded("no quotient")
        return Pair("limits", f"{written} = {text(num(exact * other))}", f"{written} = {text(num(exact * other + bump))}", "value")
    if pick == 2:
        name = rng.choice(("exp", "sin", "tanh", "sigmoid", "cosh", "softplus", "f"))
        slope = calculus.SLOPES[name](add(a, ZERO))
        right = text(calculus.SLOPES[name](a))
        scale = rng.randint(1, 3)
        written = f"limit(u -> 0, ({name}(a + {scale}*u) - {name}(a))/u)"
        return Pair("limits", f"{written} = {scale}*({right})", f"{written} = {scale + 1}*({right})", "number")
    if pick == 3:
        k = rng.randint(1, 4)
        return rng.choice([
            Pair("limits", f"limit(u -> inf, u^{k}*exp(-u)) = 0", f"limit(u -> inf, u^{k}*exp(-u)) = {k}", "value"),
            Pair("limits", f"limit(u -> inf, log(u)/u) = 0", f"limit(u -> inf, u/log(u)) = 0", "inverse"),
            Pair("limits", f"limit(u -> inf, {k}*tanh(r*u)) = {k}", f"limit(u -> inf, {k}*tanh(-r*u)) = {k}", "sign"),
            Pair("limits", f"limit(u -> inf, (1 + a/u)^2) = 1", f"limit(u -> inf, (1 + a*u)^2/u^2) = 1", "inverse"),
            Pair("limits", f"limit(u -> 0, sin({k}*u)/u) = {k}", f"limit(u -> 0, cos({k}*u)/u) = {k}", "function"),
            Pair("limits", f"limit(u -> 0, (1 - cos({k}*u))/u^2) = {text(num(Fraction(k * k, 2)))}",
                 f"limit(u -> 0, (1 - cos({k}*u))/u^2) = {k * k}", "factor 2"),
            Pair("limits", f"limit(u -> 0, (exp({k + 1}*u) - 1)/u) = {k + 1}", f"limit(u -> 0, (exp({k + 1}*u) - 1)/u) = 1", "inner"),
            Pair("limits", f"limit(u -> inf, sqrt(u^2 + {k}*u) - u) = {text(num(Fraction(k, 2)))}",
                 f"limit(u -> inf, sqrt(u^2 + {k}*u) - u) = 0", "value"),
            Pair("limits", f"limit(u -> 0, abs(u)/u, right) = 1", "limit(u -> 0, abs(u)/u) = 1", "side"),
            Pair("limits", f"limit(u -> inf, (r*u + a)/(s*u + b)) = r/s", f"limit(u -> inf, (r*u + a)/(s*u + b)) = a/b", "value"),
            Pair("limits", f"limit(n -> inf, (n + a)/(2*n + b)) = 1/2", f"limit(n -> inf, (n + a)/(2*n + b)) = a/b", "value"),
            Pair("limits", f"limit(u -> 0, (1 + {k}*u)^(1/u), right) = exp({k})", f"limit(u -> 0, (1 + {k}*u)^(1/u), right) = 1", "value"),
        ])
    if pick == 4:
        # The order of a Taylor polynomial.
        k = rng.randint(1, 4)
        series = {"exp": [1, 1, Fraction(1, 2), Fraction(1, 6), Fraction(1, 24)], "sin": [0, 1, 0, Fraction(-1, 6), 0],
                  "cos": [1, 0, Fraction(-1, 2), 0, Fraction(1, 24)], "cosh": [1, 0, Fraction(1, 2), 0, Fraction(1, 24)],
                  "tanh": [0, 1, 0, Fraction(-1, 3), 0]}
        name = rng.choice(list(series))
        right = polynomial(series[name][:k], a)
        wrong = polynomial([v + (bump if j == k - 1 else 0) for j, v in enumerate(series[name][:k])], a)
        tail = f"up to O(a^{k})"
        return Pair("limits", f"{name}(a) = {text(right)}  {tail}", f"{name}(a) = {text(wrong)}  {tail}", "coefficient")
    k = rng.randint(2, 4)
    return rng.choice([
        Pair("limits", f"f(a + b) = f(a) + f'(a)*b  up to O(b^2)", f"f(a + b) = f(a) + f'(b)*b  up to O(b^2)", "name"),
        Pair("limits", f"(f(a + b) - f(a - b))/(2*b) = f'(a)  up to O(b^2)", f"(f(a + b) - f(a))/b = f'(a)  up to O(b^2)", "order"),
        Pair("limits", f"1/(1 - a) = 1 + a + a^2  up to O(a^3)", f"1/(1 - a) = 1 + a - a^2  up to O(a^3)", "sign"),
    ])




@family(3)
def allowances(rng):
    c = Context(rng)
    body = mul(a, c.term(1, ("exp", "tanh", "sigmoid")))
    rest = linear(rng)
    right = rewritten(body, c, steps(rng))
    check = Check(diff(body, a), diff(right, a), tolerance=1e-6)
    wrong, slip = twin(right, c, lambda u: check.refutes(diff(u, a)))
    if rng.random() < 0.6:
        line = lambda u: f"{text(add(body, rest))} = {text(u)}  up to const in a"
    else:
        line = lambda u: f"exp({text(rest)})*exp({text(body)}) = exp({text(u)})  up to factor in a"
    return Pair("allowances", line(right), line(wrong) if wrong else None, slip)
