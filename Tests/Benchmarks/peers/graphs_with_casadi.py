"""Milliseconds that CasADi needs for all partial derivatives of a workload as one graph, the median of five runs; with
`compiled`, nanoseconds a point for the gradient as C code on 10,000 points.

    python3 graphs_with_casadi.py KIND SIZE [compiled]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

import casadi as ca


def chained(join, terms):
    total = terms[0]
    for term in terms[1:]:
        total = join(total, term)
    return total


def added(terms):
    return chained(lambda a, b: a + b, terms)


def symbols(letter, n):
    return [ca.SX.sym(f"{letter}{k}") for k in range(1, n + 1)]


def graph(kind, n):
    """The formula, what it is differentiated in, and its other inputs."""
    if kind == "w1_speelpenning":
        xs = symbols("x", n)
        return chained(lambda a, b: a * b, xs), xs, []
    if kind == "w2_softmaxce":
        zs = symbols("z", n)
        return -ca.log(ca.exp(zs[0]) / added([ca.exp(z) for z in zs])), zs, []
    if kind == "w3_bn":
        xs, ds = symbols("x", n), symbols("d", n)
        gam, bet, eps = ca.SX.sym("gam"), ca.SX.sym("bet"), ca.SX.sym("eps")
        mu = added(xs) / n
        v = added([(x - mu) ** 2 for x in xs]) / n
        s = ca.sqrt(v + eps)
        return added([d * (gam * (x - mu) / s + bet) for x, d in zip(xs, ds)]), xs, ds + [gam, bet, eps]
    x, y = ca.SX.sym("x"), ca.SX.sym("y")
    if kind == "w4_sin":
        total = x
        for _ in range(n):
            total = ca.sin(total)
        return total, [x], []
    if kind == "w4_horner":
        total = x
        for _ in range(n):
            total = x * (total + y)
        return total, [x], [y]
    total = ca.sin(x)
    for _ in range(n):
        total = total * (total + x)
    return total, [x], []


def main(kind, n, what=""):
    formula, inputs, others = graph(kind, n)
    if what != "compiled":
        times = []
        for _ in range(5):
            start = time.process_time()
            ca.gradient(formula, ca.vertcat(*inputs))
            times.append(time.process_time() - start)
        print(1000 * statistics.median(times))
        return
    import numpy as np

    points = 10000
    gradient = ca.Function("f", [ca.vertcat(*inputs, *others)], [ca.gradient(formula, ca.vertcat(*inputs))])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        gradient.generate("f.c")
        subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "f.c", "-o", "f.so", "-lm"], check=True)
        mapped = ca.external("f", "./f.so").map(points)
    values = np.random.default_rng(1).uniform(-2, 2, (points, len(inputs) + len(others)))
    if others:
        values[:, -1] = 0.5
    results = np.zeros(points * len(inputs))
    buffer, call = mapped.buffer()
    buffer.set_arg(0, memoryview(np.ascontiguousarray(values).ravel()))
    buffer.set_res(0, memoryview(results))
    times = []
    for _ in range(9):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    print(1e9 * statistics.median(times) / points)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
