"""Optima, curvature and membership."""
from claims import Check, Pair, twin
from families import family
from quantities import a, b, coefficient, linear, r, s
from rewriting import rewritten
from terms import ONE, add, mul, power, sub, text
from world import Context


@family(3)
def optima(rng):
    k = rng.choice([r, s, coefficient(rng), add(ONE, power(b, 2))])
    centre, rest = linear(rng), linear(rng)
    u = sub(a, centre)
    positive = k.op != "num" or k.args[0] > 0
    f = add(mul(k, power(u, 2)), rest)
    verb, other = ("argmin", "argmax") if positive else ("argmax", "argmin")
    pick = rng.randrange(5)
    if pick == 0:
        c = Context(rng)
        right = rewritten(centre, c, rng.choice((0, 1)))
        check = Check(centre, right)
        wrong, slip = twin(right, c, check.refutes)
        line = lambda v: f"{verb}(a, {text(f)}) = {text(v)}"
        return Pair("optima", line(right), line(wrong) if wrong else None, slip)
    if pick == 1:
        return Pair("optima", f"{verb}(a, {text(f)}) = argmin(a, {text(power(u, 2))})",
                    f"{other}(a, {text(f)}) = argmin(a, {text(power(u, 2))})", "min for max")
    if pick == 2:
        return Pair("optima", f"argmax(a, exp(-({text(power(u, 2))}))) = {text(centre)}",
                    f"argmin(a, exp(-({text(power(u, 2))}))) = {text(centre)}", "min for max")
    if pick == 3:
        return Pair("optima", f"argmin(x, norm(x - y)^2 + r*norm(x)^2) = y/(1 + r)",
                    f"argmin(x, norm(x - y)^2 + r*norm(x)^2) = y/(1 - r)", "sign")
    return Pair("optima", f"argmin(r, log(r) + s/r) = s", f"argmin(r, log(r) + s/r^2) = s", "exponent")


@family(3)
def curvature(rng):
    k = rng.randint(1, 4)
    return rng.choice([
        Pair("curvature", f"{k}*a^2 + b*a in convex(a)", f"-{k}*a^2 + b*a in convex(a)", "sign"),
        Pair("curvature", f"exp({k}*a) + a in convex(a)", f"exp({k}*a) + a in concave(a)", "direction"),
        Pair("curvature", f"log(r) - {k}*r in concave(r)", f"log(r) + {k}/r^2 in concave(r)", "term"),
        Pair("curvature", f"a^2 + {k}*a*b + {k * k}*b^2 in convex(a, b)", f"a^2 + {2 * k + 1}*a*b + {k * k}*b^2 in convex(a, b)", "number"),
        Pair("curvature", f"softplus({k}*a) in convex(a)", f"sigmoid({k}*a) in convex(a)", "function"),
        Pair("curvature", f"A'*A + {k}*I in spd(n)", f"A'*A - {k}*I in spd(n)", "sign"),
        Pair("curvature", f"X*X' in psd(n)", f"X*X' in spd(n)", "strictness"),
        Pair("curvature", f"diag(p) - p*p' in psd(n)", f"diag(p) + -2*p*p' in psd(n)", "factor 2"),
        Pair("curvature", f"S + {k}*x*x' in spd(n)", f"S - {k}*x*x' in spd(n)", "sign"),
        Pair("curvature", f"S + r*I in spd(n)", f"S - r*I in spd(n)", "sign"),
        Pair("curvature", f"A + A' in sym(n)", f"A + B' in sym(n)", "name"),
        Pair("curvature", f"V'*S*V in spd(n)", f"A'*S*A in spd(n)", "name"),
        Pair("curvature", f"norm(A*x - y)^2 in convex(x)", f"norm(A*x - y)^2 in concave(x)", "direction"),
        Pair("curvature", f"abs(a) + {k}*relu(a) in convex(a)", f"abs(a) - {k + 2}*relu(a) in convex(a)", "sign"),
        Pair("curvature", f"p in simplex(n)", f"{k + 1}*p in simplex(n)", "factor"),
        Pair("curvature", f"exp(a) + {k}*r in positive", f"exp(a) - {k}*r in positive", "sign"),
        Pair("curvature", f"sin(a)^2 in [0,1]", f"{k}/2 + sin(a)^2 in [0,1]", "term"),
    ])
