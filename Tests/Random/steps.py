"""Steps between statements, quantifiers, premises, and what holds for one sign or one size only."""
from claims import Check, Discarded, Pair, equation, twin
from families import family, steps
from quantities import a, b, c_, coefficient, dressed, linear, r, s, somewhere, value
from rewriting import rewritten
from terms import ONE, add, div, fn, mul, num, power, sub, substitute, symbol, text, uses
from world import Context


@family(5)
def solutions(rng):
    """An equation and what it says of a: α·a + β = γ <=> a = (γ − β)/α, and monotone functions around it."""
    alpha = rng.choice([coefficient(rng), r, s, add(ONE, power(b, 2)), fn("exp", b)])
    beta, gamma = linear(rng), linear(rng)
    solution = div(sub(gamma, beta), alpha)
    left, right = add(mul(alpha, a), beta), gamma
    wrap = rng.random()
    if wrap < 0.2:
        name = rng.choice(("exp", "tanh", "sinh", "sigmoid"))
        left, right = fn(name, left), fn(name, right)
    elif wrap < 0.35:
        left, right = add(left, s), add(right, s)
    elif wrap < 0.5:
        left, right = mul(r, left), mul(r, right)
    c = Context(rng)
    wanted = rewritten(solution, c, rng.choice((0, 1, 2)), 40)
    check = Check(solution, wanted)
    wrong, slip = twin(wanted, c, check.refutes)
    connective = rng.choice(("=>", "<=>", "<=="))
    line = lambda u: f"{text(left)} = {text(right)} {connective} a = {text(u)}"
    # Where a stands on the right, too, that is an equation of its own: a = 2·a − S holds at a = S.
    if wrong and uses(wrong, "a"):
        wrong = None
    return Pair("solutions", line(wanted), line(wrong) if wrong else None, slip)


@family(3)
def products_of_roots(rng):
    """(a − u)·(a − v) = 0 <=> a = u or a = v; a twin loses a root, gains one, or turns the step around."""
    u, v = num(rng.randint(-4, 4)), rng.choice([num(rng.randint(-4, 4)), b])
    if u == v:
        raise Discarded("one root")
    factors = mul(sub(a, u), sub(a, v))
    expanded = add(sub(power(a, 2), mul(add(u, v), a)), mul(u, v))
    left = rng.choice([factors, expanded, mul(r, factors), div(factors, add(ONE, power(c_, 2)))])
    pick = rng.randrange(4)
    both = f"a = {text(u)} or a = {text(v)}"
    if pick == 0:
        return Pair("products_of_roots", f"{text(left)} = 0 <=> {both}", f"{text(left)} = 0 <=> a = {text(u)}", "lost root")
    if pick == 1:
        return Pair("products_of_roots", f"{text(left)} = 0 <== a = {text(v)}", f"{text(left)} = 0 => a = {text(v)}", "converse")
    if pick == 2:
        other = text(add(v, rng.choice((ONE, b))) if v.op == "num" else add(v, ONE))
        return Pair("products_of_roots", f"{text(left)} = 0 => {both}", f"{text(left)} = 0 => a = {text(u)} or a = {other}",
                    "wrong root") if value_differs(u, v, other) else discard()
    return Pair("products_of_roots", f"{text(left)} != 0 <=> a != {text(u)} and a != {text(v)}",
                f"{text(left)} != 0 <=> a != {text(u)} or a != {text(v)}", "or for and")


def value_differs(u, v, other):
    return other != text(v) and other not in (f"{text(u)}",)


def discard():
    raise Discarded("no twin")


@family(4)
def orders(rng):
    """Steps between inequalities; each with a twin that a number shows to be false."""
    k, m = rng.randint(1, 4), rng.randint(1, 4)
    u, v = linear(rng), text(linear(rng))
    # What is 0 everywhere, b*c - b*c, is 0 times r and 0 by r alike.
    if not somewhere(lambda sample: abs(value(u, sample)) > 1e-6, text(u)):
        raise Discarded("0")
    u = text(u)
    return dressed(rng, rng.choice([
        Pair("orders", f"a < {u} <=> {k}*a < {k}*({u})", f"a < {u} <=> -{k}*a < -{k}*({u})", "direction"),
        Pair("orders", f"a <= {u} => a - ({v}) <= {u} - ({v})", f"a <= {u} => a - ({v}) < {u} - ({v})", "strictness"),
        Pair("orders", f"a > {k} => a^2 > {k * k}", f"a^2 > {k * k} => a > {k}", "converse"),
        Pair("orders", f"abs(a) < {k} <=> -{k} < a and a < {k}", f"abs(a) < {k} <=> -{k} < a or a < {k}", "or for and"),
        Pair("orders", f"abs(a) > {k} <=> a > {k} or a < -{k}", f"abs(a) > {k} <=> a > {k}", "one branch"),
        Pair("orders", f"a < b and b < {u} => a < {u}", f"a < b and {u} < b => a < {u}", "direction"),
        Pair("orders", f"a < b and c < {k} => a + c < b + {k}", f"a < b and c < {k} => a - c < b - {k}", "sign"),
        Pair("orders", f"exp(a) > exp({u}) <=> a > {u}", f"exp(-a) > exp(-({u})) <=> a > {u}", "direction"),
        Pair("orders", f"r*a <= r*b <=> a <= b", f"c*a <= c*b <=> a <= b", "name"),
        Pair("orders", f"r < s <=> r^2 < s^2", f"a < b <=> a^2 < b^2", "name"),
        Pair("orders", f"a^2 + b^2 = 0 <=> a = 0 and b = 0", f"a^2 - b^2 = 0 <=> a = 0 and b = 0", "sign"),
        Pair("orders", f"a^{2 * k} = 0 <=> a = 0", f"a^{2 * k} = 1 <=> a = 1", "lost root"),
        Pair("orders", f"a^3 = b^3 <=> a = b", f"a^{2 * k} = b^{2 * k} <=> a = b", "exponent"),
        Pair("orders", f"a = b => {k}*a + ({u}) = {k}*b + ({u})", f"c*a + ({u}) = c*b + ({u}) => a = b", "division by 0"),
        Pair("orders", f"a >= {k} and b >= {m} => a*b >= {k * m}", f"a <= {k} and b <= {m} => a*b <= {k * m}", "sign"),
        Pair("orders", f"a <= {u} and a >= {u} => a = {u}", f"a <= {u} or a >= {u} => a = {u}", "or for and"),
        Pair("orders", f"abs(a) = {k} <=> a = {k} or a = -{k}", f"abs(a) = {k} => a = {k}", "lost root"),
        Pair("orders", f"max(a, b) <= {u} <=> a <= {u} and b <= {u}", f"max(a, b) <= {u} <=> a <= {u} or b <= {u}", "or for and"),
        Pair("orders", f"min(a, b) > {k} <=> a > {k} and b > {k}", f"max(a, b) > {k} <=> a > {k} and b > {k}", "function"),
        Pair("orders", f"a/r = {u} <=> a = r*({u})", f"a/r = {u} <=> a = ({u})/r", "inverse"),
        Pair("orders", f"V*x = y <=> x = inv(V)*y", f"V*x = y <=> x = inv(V')*y", "transpose"),
        Pair("orders", f"V*x = V*y <=> x = y", f"A*x = A*y <=> x = y", "name"),
        Pair("orders", f"x'*x = 0 <=> x = 0", f"x'*y = 0 <=> x = 0", "name"),
        Pair("orders", f"(forall u in R^n: u'*x = u'*y) <=> x = y", f"(forall u in R^n: u'*x = u'*x) <=> x = y", "name"),
    ]))


@family(3)
def quantified(rng):
    """forall with a true or a false body, exists with a solution or without one."""
    k = rng.randint(1, 5)
    c = Context(rng)
    body = c.term(2, ("exp", "tanh", "sigmoid"))
    if rng.random() < 0.4 and uses(body, "a"):
        made = equation("quantified", body, rewritten(body, c, steps(rng)), c)
        line = lambda written: written and f"forall u in R: {written}"
        rename = lambda u: substitute(u, "a", symbol("u"))
        check = Check(body, body)
        right = rewritten(body, c, steps(rng))
        check = Check(body, right)
        wrong, slip = twin(right, c, check.refutes)
        line = lambda u: f"forall u in R: {text(rename(body))} = {text(rename(u))}"
        return Pair("quantified", line(right), line(wrong) if wrong else None, slip)
    alpha, beta = text(rng.choice([r, s, add(ONE, power(b, 2)), num(k)])), text(linear(rng))
    return rng.choice([
        Pair("quantified", f"exists u in R: {alpha}*u + {beta} = 0", f"exists u in R: {alpha}*u^2 + ({beta})^2 + {k} = 0", "no root"),
        Pair("quantified", f"forall u in R: u^2 + {k} > 0", f"forall u in R: u^2 - {k} > 0", "sign"),
        Pair("quantified", f"forall u in R: (u - ({beta}))^2 >= 0", f"forall u in R: (u - ({beta}))^2 > 0", "strictness"),
        Pair("quantified", f"forall u in R: exists v in R: u + v = {beta}", f"exists v in R: forall u in R: u + v = {beta}", "order"),
        Pair("quantified", f"exists u in R: u^3 = {k}", f"exists u in R: u^2 = -{k}", "exponent"),
        Pair("quantified", f"not forall u in R: u^2 > u", f"forall u in R: u^2 > u", "not"),
        Pair("quantified", f"forall u in R: exists v in R: v > u + {k}", f"exists v in R: forall u in R: v > u + {k}", "order"),
        Pair("quantified", f"forall u in positive: u + 1/u >= 2", f"forall u in nonzero: u + 1/u >= 2", "domain"),
        Pair("quantified", f"exists u in R^n: x'*u = 0", f"forall u in R^n: x'*u = 0", "quantifier"),
        Pair("quantified", f"forall u in R: exp(u) >= 1 + u", f"forall u in R: exp(u) >= {1 + k} + u", "number"),
        Pair("quantified", f"forall u in R^n: (u'*x)^2 <= (u'*u)*(x'*x)", f"forall u in R^n: (u'*x)^2 <= (u'*x)*(x'*x)", "name"),
    ])




@family(4)
def premises(rng):
    """A quantity replaced by what a premise says it is."""
    c = Context(rng)
    body = c.term(2, ("exp", "tanh", "log"))
    given = linear(rng)
    if not uses(body, "a"):
        raise Discarded("no a")
    right = rewritten(substitute(body, "a", given), c, rng.choice((0, 1, 2, 3)))
    left = substitute(body, "a", given)
    check = Check(left, right)
    # What is a under the premise may be written for it.
    wrong, slip = twin(right, c, lambda u: not uses(u, "a") and check.refutes(u))
    line = lambda u: f"{text(body)} = {text(u)}"
    return Pair("premises", line(right), line(wrong) if wrong else None, slip, f" given a = {text(given)}")


@family(3)
def conditionals(rng):
    """What holds for one sign only: with the sign as a premise, and without it."""
    k = rng.randint(1, 4)
    u = text(linear(rng, 0))
    return dressed(rng, rng.choice([
        Pair("conditionals", f"(a >= 0 => sqrt(a^2) = a)", f"sqrt(a^2) = a", "sign of a root"),
        Pair("conditionals", f"(a > 0 => abs(a)*({u}) = a*({u}))", f"abs(a)*exp({u}) = a*exp({u})", "sign"),
        Pair("conditionals", f"(a <= 0 => relu(a) + {k} = {k})", f"relu(a) + {k} = {k}", "one branch"),
        Pair("conditionals", f"(a > b => max(a, b)*{k} = {k}*a)", f"max(a, b)*{k} = {k}*a", "one branch"),
        Pair("conditionals", f"(a != 0 => a^{k}/a^{k} = 1)", f"(a != 0 => a^{k}/a^{k} = a)", "value"),
        Pair("conditionals", f"log(a^2) = 2*log(abs(a))", f"log(1 + a^2) = 2*log(1 + abs(a))", "freshman's square"),
        Pair("conditionals", f"sqrt(r^2*a^2) = r*abs(a)", f"sqrt(r^2*a^2) = r*a", "sign of a root"),
        Pair("conditionals", f"(a^{2 * k})^(1/{2 * k}) = abs(a)", f"(a^{2 * k})^(1/{2 * k}) = a", "sign of a root"),
        Pair("conditionals", f"(n = 1 => sum(x)^2 = sum(i, x[i]^2))", f"(n >= 1 => sum(x)^2 = sum(i, x[i]^2))", "size"),
        Pair("conditionals", f"sign(a)*abs(a) = a", f"sign(a)*a = a", "function"),
        Pair("conditionals", f"cases(a > b: a, a = b: b, else: b) = max(a, b)", f"cases(a > b: a, a = b: {k}, else: b) = max(a, b)", "branches"),
        Pair("conditionals", f"ind(a = {k})*(a - {k}) = 0", f"ind(a = {k})*(a - {k + 1}) = 0", "number"),
        Pair("conditionals", f"ind(a < b) + ind(a = b) + ind(a > b) = 1", f"ind(a < b) + ind(a > b) = 1", "branches"),
        Pair("conditionals", f"ceil(a) >= a", f"floor(a) >= a", "function"),
        Pair("conditionals", f"floor(a + {k}) = floor(a) + {k}", f"floor({k + 1}*a) = {k + 1}*floor(a)", "linear function"),
    ]))
