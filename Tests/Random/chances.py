"""Expectations, probabilities and recursions."""
from claims import Check, Pair, twin
from families import family
from quantities import a, b, c_, r, s
from rewriting import rewritten
from terms import ONE, add, fn, mul, num, power, symbol, text
from world import Context


@family(5)
def expectations(rng):
    """Of a polynomial in two independent variables with means 1 and b and variances r² and s, by their moments."""
    e1, e2 = symbol("xi"), symbol("eta")
    m1 = [ONE, ONE, add(ONE, power(r, 2))]
    m2 = [ONE, b, add(power(b, 2), s)]
    terms, answer = None, None
    for _ in range(rng.randint(1, 3)):
        j, k = rng.randint(0, 2), rng.randint(0, 2)
        factor = rng.choice([a, c_, num(rng.randint(1, 3)), mul(a, c_), fn("exp", a)])
        term, mean = factor, factor
        for u, e, moments in ((j, e1, m1), (k, e2, m2)):
            if u:
                term, mean = mul(term, e if u == 1 else power(e, 2)), mul(mean, moments[u])
        terms = term if terms is None else add(terms, term)
        answer = mean if answer is None else add(answer, mean)
    c = Context(rng)
    right = rewritten(answer, c, rng.choice((0, 1, 2, 3)))
    check = Check(answer, right)
    wrong, slip = twin(right, c, check.refutes)
    line = lambda u: f"E({text(terms)}) = {text(u)}"
    return Pair("expectations", line(right), line(wrong) if wrong else None, slip)


@family(2)
def moments(rng):
    k = rng.randint(2, 4)
    fourth = {2: "3", 3: "15", 4: "105"}[k]
    return rng.choice([
        Pair("moments", f"Var({k}*xi + a) = {k * k}*r^2", f"Var({k}*xi + a) = {k}*r^2", "square"),
        Pair("moments", f"Cov(xi, xi + eta) = r^2", f"Cov(xi, xi + eta) = r^2 + s", "term"),
        Pair("moments", f"Cov(xi, eta) = 0", f"Cov(xi, eta) = r", "value"),
        Pair("moments", f"Var(xi - eta) = r^2 + s", f"Var(xi - eta) = r^2 - s", "sign"),
        Pair("moments", f"E((nu - a)^{2 * k}) = {fourth}*s^{k}", f"E((nu - a)^{2 * k}) = {k}*s^{k}", "number"),
        Pair("moments", f"E(exp({k}*nu)) = exp({k}*a + {k * k}*s/2)", f"E(exp({k}*nu)) = exp({k}*a + {k}*s/2)", "square"),
        Pair("moments", f"E(nu^3) = a^3 + 3*a*s", f"E(nu^3) = a^3 + 3*s", "factor"),
        Pair("moments", f"Var(sum(i, x[i]*om[i])) = s*sum(i, x[i]^2)", f"Var(sum(i, x[i]*om[i])) = s*sum(i, x[i])", "square"),
        Pair("moments", f"Var(sum(i, om[i])/n) = s/n", f"Var(sum(i, om[i])/n) = s", "1/n"),
        Pair("moments", f"E(sum(i, om[i])^2) = n*s + n^2*b^2", f"E(sum(i, om[i])^2) = n*s + n*b^2", "square"),
        Pair("moments", f"E(om[i]*om[j]) = b^2 + s*delta(i,j)", f"E(om[i]*om[j]) = b^2 + s", "lost delta"),
        Pair("moments", f"E(xi*eta^2) = s + b^2", f"E(xi^2*eta) = b", "square"),
    ])


@family(2)
def probabilities(rng):
    return rng.choice([
        Pair("probabilities", "P(ka | la) = P(la | ka)*P(ka)/P(la)", "P(ka | la) = P(la | ka)*P(la)/P(ka)", "inverse"),
        Pair("probabilities", "P(ka, la) = P(ka | la)*P(la)", "P(ka, la) = P(ka)*P(la)", "independence"),
        Pair("probabilities", "P(la) = sum(ka, P(la | ka)*P(ka))", "P(la) = sum(ka, P(la | ka))", "factor"),
        Pair("probabilities", "sum(ka, P(ka | la)) = 1", "sum(la, P(ka | la)) = 1", "index"),
        Pair("probabilities", "P(ka, la, ma) = P(ka | la, ma)*P(la | ma)*P(ma)", "P(ka, la, ma) = P(ka | la, ma)*P(la)*P(ma)", "independence"),
        Pair("probabilities", "P(ka | la, ma) = P(la | ka, ma)*P(ka | ma)/P(la | ma)",
             "P(ka | la, ma) = P(la | ka, ma)*P(ka)/P(la | ma)", "condition"),
        Pair("probabilities", "P(ka, la) = sum(ma, P(ka, la, ma))", "P(ka, la) = sum(ma, P(ka, la | ma))", "condition"),
    ])


@family(3)
def recursions(rng):
    k = rng.randint(2, 4)
    return rng.choice([
        Pair("recursions", f"rho[{k}] = r^{k}", f"rho[{k}] = r^{k + 1}", "exponent"),
        Pair("recursions", f"for i in 1..n: rho[i] = r^i".split(": ")[1], "rho[i] = r^i + i*(i-1)*(i-2)/1000", "some indices", " for i in 1..n"),
        Pair("recursions", f"sum(j in 1..i, j) = i*(i + 1)/2", f"sum(j in 1..i, j) = i*(i - 1)/2", "sign", " for i in 1..n"),
        Pair("recursions", f"sum(j in 1..i, j^2) = i*(i + 1)*(2*i + 1)/6", f"sum(j in 1..i, j^2) = i*(i + 1)*(2*i - 1)/6", "sign", " for i in 1..n"),
        Pair("recursions", f"sum(j in 1..i, 2*j - 1) = i^2", f"sum(j in 1..i, 2*j + 1) = i^2", "sign", " for i in 1..n"),
        Pair("recursions", f"sum(j in 0..n, r^j)*(1 - r) = 1 - r^(n + 1)", f"sum(j in 0..n, r^j)*(1 - r) = 1 - r^n", "off by one"),
        Pair("recursions", f"sum(i in 1..n-1, x[i+1] - x[i]) = x[n] - x[1]", f"sum(i in 1..n-1, x[i+1] - x[i]) = x[n] - x[1] + (n-1)*(n-2)*(n-3)", "some sizes"),
        Pair("recursions", f"psi[i] <= 1", f"psi[i] >= 0", "direction", " for i in 1..n"),
        Pair("recursions", f"psi[{k}] = tanh(a*psi[{k - 1}] + x[{k}])", f"psi[{k}] = tanh(a*psi[{k - 1}] + x[{k - 1}])", "index"),
        Pair("recursions", f"diff(psi[i], psi[i-1]) = a*(1 - psi[i]^2)", f"diff(psi[i], psi[i-1]) = a*(1 - psi[i-1]^2)", "index", " for i in 1..n"),
    ])
