"""The closed forms of the derivations against CasADi at one random point.   python3 with_casadi.py TASK"""
import random
import sys

import casadi as ca


def normal(rows, columns=1):
    choose = random.Random(rows * 100 + columns)
    return ca.DM([[choose.gauss(0, 1) for _ in range(columns)] for _ in range(rows)])


def require_equal(a, b):
    if float(ca.norm_inf(ca.vec(a - b))) > 1e-9:
        sys.exit(f"{a} is not {b}")


def bn(m=64):
    x, at, g, gamma = ca.SX.sym("x", m), normal(m), normal(m, 1) + 0.25, 1.3
    centred = x - ca.sum1(x) / m
    s = ca.sqrt(ca.sumsqr(centred) / m)
    xhat = centred / s
    closed = gamma / (m * s) * (m * g - ca.sum1(g) - xhat * ca.dot(g, xhat))
    loss = ca.dot(g, gamma * xhat)
    require_equal(*ca.Function("both", [x], [ca.gradient(loss, x), closed])(at))


def softmax(size=10):
    z, at = ca.SX.sym("z", size), normal(size)
    y = ca.DM.zeros(size)
    y[3] = 1
    p = ca.exp(z) / ca.sum1(ca.exp(z))
    covariance = ca.diag(p) - p @ p.T
    loss = -ca.dot(y, ca.log(p))
    require_equal(*ca.Function("both", [z], [ca.jacobian(p, z), covariance])(at))
    require_equal(*ca.Function("both", [z], [ca.gradient(loss, z), p - y])(at))
    require_equal(*ca.Function("both", [z], [ca.hessian(loss, z)[0], covariance])(at))


def ridge(n=20, d=4):
    x, y, sigma, eta = normal(n, d), normal(n), 0.7, 1.9
    solution = ca.solve(x.T @ x + sigma**2 / eta**2 * ca.DM.eye(d), x.T @ y)
    theta = ca.SX.sym("theta", d)
    objective = ca.sumsqr(y - x @ theta) / (2 * sigma**2) + ca.sumsqr(theta) / (2 * eta**2)
    require_equal(ca.Function("slope", [theta], [ca.gradient(objective, theta)])(solution), ca.DM.zeros(d))


def logistic_softmax(d=5):
    x, w0, w1 = normal(d), normal(d, 2)[:, 0], normal(d, 2)[:, 1]
    score = ca.dot(w1 - w0, x)
    require_equal(
        ca.exp(score) / (1 + ca.exp(score)), ca.exp(ca.dot(w1, x)) / (ca.exp(ca.dot(w0, x)) + ca.exp(ca.dot(w1, x))))


if __name__ == "__main__":
    tasks = {"start": lambda: None, "bn": bn, "softmax": softmax, "ridge": ridge, "logistic_softmax": logistic_softmax}
    tasks[sys.argv[1]]()
