"""The closed forms of the derivations against PyTorch at one random point.   python3 with_torch.py TASK"""
import sys

import torch
from torch.autograd.functional import hessian, jacobian

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.manual_seed(1)


def require_equal(a, b):
    if not torch.allclose(a, b, rtol=1e-9, atol=1e-9):
        sys.exit(f"{a} is not {b}")


def gradient(function, point):
    point = point.clone().requires_grad_()
    return torch.autograd.grad(function(point), point)[0]


def bn(m=64):
    x, g, gamma = torch.randn(m), torch.randn(m), 1.3

    def parts(x):
        centred = x - x.mean()
        s = (centred**2).mean().sqrt()
        return centred / s, s

    xhat, s = parts(x)
    closed = gamma / (m * s) * (m * g - g.sum() - xhat * (g @ xhat))
    require_equal(gradient(lambda x: g @ (gamma * parts(x)[0]), x), closed)


def softmax(size=10):
    z, y = torch.randn(size), torch.eye(size)[3]
    p = torch.softmax(z, 0)
    require_equal(jacobian(lambda z: torch.softmax(z, 0), z), torch.diag(p) - torch.outer(p, p))

    def loss(z):
        return -y @ torch.log_softmax(z, 0)

    require_equal(gradient(loss, z), p - y)
    require_equal(hessian(loss, z), torch.diag(p) - torch.outer(p, p))


def ridge(n=20, d=4):
    x, y, sigma, eta = torch.randn(n, d), torch.randn(n), 0.7, 1.9
    theta = torch.linalg.solve(x.T @ x + sigma**2 / eta**2 * torch.eye(d), x.T @ y)

    def objective(theta):
        return ((y - x @ theta) ** 2).sum() / (2 * sigma**2) + theta @ theta / (2 * eta**2)

    require_equal(gradient(objective, theta), torch.zeros(d))


def logistic_softmax(d=5):
    x, w0, w1 = torch.randn(d), torch.randn(d), torch.randn(d)
    require_equal(torch.sigmoid((w1 - w0) @ x), torch.softmax(torch.stack([w0 @ x, w1 @ x]), 0)[1])


if __name__ == "__main__":
    tasks = {"start": lambda: None, "bn": bn, "softmax": softmax, "ridge": ridge, "logistic_softmax": logistic_softmax}
    tasks[sys.argv[1]]()
