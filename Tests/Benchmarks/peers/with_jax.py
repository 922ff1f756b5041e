"""The closed forms of the derivations against JAX at one random point.   python3 with_jax.py TASK"""
import os
import sys

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)


def normal(number, *shape):
    return jax.random.normal(jax.random.key(number), shape, dtype=jnp.float64)


def require_equal(a, b):
    if not jnp.allclose(a, b, rtol=1e-9, atol=1e-9):
        sys.exit(f"{a} is not {b}")


def bn(m=64):
    x, g, gamma = normal(1, m), normal(2, m), 1.3

    def parts(x):
        centred = x - x.mean()
        s = jnp.sqrt((centred**2).mean())
        return centred / s, s

    xhat, s = parts(x)
    closed = gamma / (m * s) * (m * g - g.sum() - xhat * (g @ xhat))
    require_equal(jax.grad(lambda x: g @ (gamma * parts(x)[0]))(x), closed)


def softmax(size=10):
    z, y = normal(1, size), jnp.eye(size)[3]
    p = jax.nn.softmax(z)
    require_equal(jax.jacobian(jax.nn.softmax)(z), jnp.diag(p) - jnp.outer(p, p))

    def loss(z):
        return -y @ jax.nn.log_softmax(z)

    require_equal(jax.grad(loss)(z), p - y)
    require_equal(jax.hessian(loss)(z), jnp.diag(p) - jnp.outer(p, p))


def ridge(n=20, d=4):
    x, y, sigma, eta = normal(1, n, d), normal(2, n), 0.7, 1.9
    theta = jnp.linalg.solve(x.T @ x + sigma**2 / eta**2 * jnp.eye(d), x.T @ y)

    def objective(theta):
        return ((y - x @ theta) ** 2).sum() / (2 * sigma**2) + theta @ theta / (2 * eta**2)

    require_equal(jax.grad(objective)(theta), jnp.zeros(d))


def logistic_softmax(d=5):
    x, w0, w1 = normal(1, d), normal(2, d), normal(3, d)
    require_equal(jax.nn.sigmoid((w1 - w0) @ x), jax.nn.softmax(jnp.stack([w0 @ x, w1 @ x]))[1])


if __name__ == "__main__":
    tasks = {"start": lambda: None, "bn": bn, "softmax": softmax, "ridge": ridge, "logistic_softmax": logistic_softmax}
    tasks[sys.argv[1]]()
