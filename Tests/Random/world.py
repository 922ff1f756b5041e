"""What is declared: the head of every file, signs that follow from it, points inside it, small random terms."""
from fractions import Fraction

import terms
from terms import add, at, div, fn, is_number, mul, neg, num, power, size, sub, symbol, total

HEAD = """dim n, d
a, b, c : R;  r, s : positive;  q : nonneg;  t : (0,1)
x, y : R^n;  z, w : R^d;  g[n] : positive;  p : simplex(n);  h : onehot(n)
A, B : R^(n,n);  X, Y : R^(n,d);  S : spd(n);  H : sym(n);  Q : orthogonal(n);  V : invertible(n);  D : diagonal(n)
uu : R^2;  vv : R^3;  ux : R^(n + d - 1)
f : R -> R;  P : prob(ka, la, ma)
xi ~ iid(mean = 1, var = r^2);  eta ~ iid(mean = b, var = s);  nu ~ normal(a, s);  om[n] ~ iid(mean = b, var = s)
rho[0] := 1;  rho[i] := r*rho[i-1] for i in 1..n
psi[0] := 0;  psi[i] := tanh(a*psi[i-1] + x[i])
"""
REAL, POSITIVE = ["a", "b", "c"], ["r", "s"]
VECTORS = {"n": ["x", "y", "g", "p", "h"], "d": ["z", "w"]}
MATRICES = {("n", "n"): ["A", "B", "S", "H", "Q", "V", "D"], ("n", "d"): ["X", "Y"]}
INDICES = ["i", "j", "k", "l", "m", "o"]
SIZES = [{"n": 3, "d": 2}, {"n": 2, "d": 3}, {"n": 1, "d": 2}, {"n": 4, "d": 1}]


def point(rng, sizes):
    """A point of the declared domains. The numbers are neither small nor equal."""
    n, d = sizes["n"], sizes["d"]
    real = lambda: rng.choice((-1, 1)) * rng.uniform(0.3, 1.9)
    vector = lambda n: [real() for _ in range(n)]
    matrix = lambda n, d: [vector(d) for _ in range(n)]
    found = dict(sizes)
    for name in REAL:
        found[name] = real()
    for name in POSITIVE + ["q"]:
        found[name] = rng.uniform(0.3, 2.1)
    found["t"] = rng.uniform(0.1, 0.9)
    for name in ("x", "y"):
        found[name] = vector(n)
    for name in ("z", "w"):
        found[name] = vector(d)
    found["g"] = [rng.uniform(0.3, 2.1) for _ in range(n)]
    weights = [rng.uniform(0.2, 1) for _ in range(n)]
    found["p"] = [v / sum(weights) for v in weights]
    hot = rng.randrange(n)
    found["h"] = [float(k == hot) for k in range(n)]
    for name in ("A", "B"):
        found[name] = matrix(n, n)
    for name in ("X", "Y"):
        found[name] = matrix(n, d)
    half = matrix(n, n)
    found["S"] = [[sum(half[i][k] * half[j][k] for k in range(n)) + 0.5 * (i == j) for j in range(n)] for i in range(n)]
    found["H"] = [[half[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
    found["V"] = [[half[i][j] + 3.5 * (i == j) for j in range(n)] for i in range(n)]
    found["D"] = [[half[i][i] if i == j else 0.0 for j in range(n)] for i in range(n)]
    found["Q"] = orthogonal(rng, n)
    return found


def orthogonal(rng, n):
    """A product of reflections."""
    q = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(rng.randint(1, 3)):
        u = [rng.uniform(-1, 1) + 0.01 for _ in range(n)]
        scale = 2 / sum(v * v for v in u)
        q = [[row[j] - scale * u[j] * sum(v * w for v, w in zip(row, u)) for j in range(n)] for row in q]
    return q


# Signs

def is_positive(t):
    op, a = t.op, t.args
    if op == "num":
        return a[0] > 0
    if op == "sym":
        return a[0] in POSITIVE or a[0] == "t"
    if op == "size":
        return True
    if op == "at":
        return a[0].op == "sym" and a[0].args[0] == "g"
    if op == "+":
        return is_positive(a[0]) and is_nonnegative(a[1]) or is_nonnegative(a[0]) and is_positive(a[1])
    if op in ("*", "/"):
        return is_positive(a[0]) and is_positive(a[1])
    if op == "^":
        return is_positive(a[0])
    if op == "fn":
        if a[0] in ("exp", "cosh", "sigmoid", "softplus"):
            return True
        return a[0] == "sqrt" and is_positive(a[1]) or a[0] == "max" and any(is_positive(b) for b in a[1:])
    if op in ("sum", "prod"):
        return is_positive(a[2]) and a[3] == 1 and a[4] is None
    return False


def is_nonnegative(t):
    op, a = t.op, t.args
    if is_positive(t):
        return True
    if op == "num":
        return a[0] >= 0
    if op == "sym":
        return a[0] == "q"
    if op == "at":
        return a[0].op == "sym" and a[0].args[0] in ("p", "h")
    if op in ("+", "*", "/"):
        return is_nonnegative(a[0]) and is_nonnegative(a[1]) or op == "*" and a[0] == a[1]
    if op == "^":
        return a[1].args[0].denominator == 1 and a[1].args[0].numerator % 2 == 0 or is_nonnegative(a[0])
    if op == "fn":
        return a[0] in ("abs", "relu", "sqrt")
    if op in ("sum", "prod"):
        return is_nonnegative(a[2])
    return op in ("delta", "ind")


# Small random terms

class Context:
    """The random choices of one claim: its generator and the indices that are in scope."""

    def __init__(self, rng, scope=()):
        self.rng, self.scope = rng, list(scope)

    def inside(self, index, n):
        return Context(self.rng, [pair for pair in self.scope if pair[0] != index] + [(index, n)])

    def fresh(self, *around):
        """An index that is neither in scope nor in the terms around."""
        taken = {index for index, _ in self.scope}
        for t in around:
            taken |= terms.indices_in(t)
        free = [index for index in INDICES if index not in taken]
        return free[0] if free else None

    def number(self):
        return num(self.rng.choice([1, 2, 2, 3, 4, Fraction(1, 2), Fraction(3, 2), -1, -2]))

    def leaf(self):
        rng = self.rng
        if self.scope and rng.random() < 0.6:
            index, n = rng.choice(self.scope)
            if n == "n" and rng.random() < 0.15:
                other = rng.choice([i for i, m in self.scope if m == "n"])
                return at(symbol(rng.choice(MATRICES[n, n]), (n, n)), *rng.sample([index, other], 2))
            return at(symbol(rng.choice(VECTORS[n]), (n,)), index)
        pick = rng.random()
        if pick < 0.12:
            return self.number()
        return symbol(rng.choice(REAL + REAL + POSITIVE + (["t", "q"] if pick > 0.6 else [])))

    def positive(self):
        rng = self.rng
        if rng.random() < 0.5:
            return symbol(rng.choice(POSITIVE))
        return rng.choice([lambda: fn("exp", self.leaf()), lambda: add(power(self.leaf(), 2), num(1)),
                           lambda: fn("cosh", self.leaf()), lambda: add(symbol("r"), symbol("q"))])()

    def term(self, depth, functions=("exp", "sin", "cos", "tanh", "sigmoid", "log", "sqrt")):
        """A random number, with sums if depth allows."""
        rng = self.rng
        if depth <= 0:
            return self.leaf()
        pick = rng.random()
        inner = lambda: self.term(depth - 1, functions)
        if pick < 0.25:
            return rng.choice((add, sub))(inner(), inner())
        if pick < 0.50:
            return mul(inner(), inner())
        if pick < 0.58:
            return div(inner(), self.positive())
        if pick < 0.66:
            return power(inner(), rng.choice((2, 2, 3)))
        if pick < 0.84 and functions:
            name = rng.choice(functions)
            if name in ("log", "sqrt"):
                return fn(name, self.positive())
            if name in ("max", "min"):
                return fn(name, inner(), self.leaf())
            return fn(name, inner() if rng.random() < 0.4 else self.leaf())
        if pick < 0.96:
            return self.sum(depth, functions)
        return neg(inner())

    def sum(self, depth, functions=()):
        index = self.fresh()
        if index is None or len(self.scope) > 2:
            return self.leaf()
        n = self.rng.choice("nnnd")
        scope = self.inside(index, n)
        body = scope.term(min(depth - 1, 2), functions)
        if not terms.uses(body, index):
            body = mul(at(symbol(self.rng.choice(VECTORS[n]), (n,)), index), body)
        return total(index, n, body)
