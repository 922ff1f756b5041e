"""The identities of the derivations at a small fixed size, proved by SymPy.   python3 with_sympy.py TASK [FILE]"""
import sys

import sympy as sp


def require_zero(term):
    if sp.simplify(term) != 0:
        sys.exit(f"not 0: {term}")


def bn(m=3):
    x = sp.symbols(f"x1:{m + 1}", real=True)
    g = sp.symbols(f"g1:{m + 1}", real=True)
    gamma, beta = sp.symbols("gamma beta", real=True)
    mu = sum(x) / m
    s = sp.sqrt(sum((a - mu) ** 2 for a in x) / m)
    xhat = [(a - mu) / s for a in x]
    loss = sum(b * (gamma * h + beta) for b, h in zip(g, xhat))
    require_zero(sp.diff(loss, beta) - sum(g))
    require_zero(sp.diff(loss, gamma) - sum(b * h for b, h in zip(g, xhat)))
    projection = sum(b * h for b, h in zip(g, xhat))
    for k in range(m):
        closed = gamma / (m * s) * (m * g[k] - sum(g) - xhat[k] * projection)
        require_zero(sp.diff(loss, x[k]) - closed)


def softmax(size=3):
    z = sp.Matrix(sp.symbols(f"z1:{size + 1}", real=True))
    y = sp.Matrix(sp.symbols(f"y1:{size + 1}", real=True))
    total = sum(sp.exp(a) for a in z)
    p = z.applyfunc(lambda a: sp.exp(a) / total)
    for difference in p.jacobian(z) - (sp.diag(*p) - p * p.T):
        require_zero(difference)
    loss = -sum(b * sp.log(a) for a, b in zip(p, y))
    for k in range(size):
        require_zero(sp.diff(loss, z[k]) - (sum(y) * p[k] - y[k]))


def ridge(n=3, d=2):
    x = sp.Matrix(n, d, sp.symbols(f"x1:{n * d + 1}", real=True))
    y = sp.Matrix(sp.symbols(f"y1:{n + 1}", real=True))
    theta = sp.Matrix(sp.symbols(f"theta1:{d + 1}", real=True))
    sigma, eta = sp.symbols("sigma eta", positive=True)
    rest = y - x * theta
    objective = (rest.T * rest)[0] / (2 * sigma**2) + (theta.T * theta)[0] / (2 * eta**2)
    normal = x.T * x + sigma**2 / eta**2 * sp.eye(d)
    solution = normal.inv() * x.T * y
    values = dict(zip(theta, solution))
    for k in range(d):
        require_zero(sp.diff(objective, theta[k]).subs(values))


def logistic_softmax(d=2):
    x, w0, w1 = (sp.Matrix(sp.symbols(f"{name}1:{d + 1}", real=True)) for name in ("x", "a", "b"))
    w = w1 - w0
    logistic = sp.exp(w.dot(x)) / (1 + sp.exp(w.dot(x)))
    require_zero(logistic - sp.exp(w1.dot(x)) / (sp.exp(w0.dot(x)) + sp.exp(w1.dot(x))))


def read(path):
    with open(path) as file:
        for line in file:
            sp.parse_expr(line.split("=", 1)[1])


if __name__ == "__main__":
    {"start": lambda: None, "bn": bn, "softmax": softmax, "ridge": ridge, "logistic_softmax": logistic_softmax}.get(
        sys.argv[1], lambda: read(sys.argv[2])
    )()
