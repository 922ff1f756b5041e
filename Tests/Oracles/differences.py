"""Ordinary gradient checks by finite differences, to compare with. Each says whether it accepts a gradient."""
import numpy as np
import scipy.optimize


def scipy_check(loss, at, gradient):
    """`scipy.optimize.check_grad`: forward differences in float64 with its own step. It returns the length of the error and
    leaves the verdict to the user; here 1e-3 of the gradient's length is allowed."""
    error = scipy.optimize.check_grad(
        lambda flat: loss(flat.reshape(at.shape)), lambda flat: gradient.ravel(), at.ravel())
    return bool(error <= 1e-3 * np.linalg.norm(gradient) + 1e-6)


def central(loss, at, step):
    """Central differences entry by entry."""
    at, result = np.array(at), np.empty(at.shape)
    for k in np.ndindex(at.shape):
        above, below = at.copy(), at.copy()
        above[k] += step
        below[k] -= step
        result[k] = (loss(above) - loss(below)) / (above[k] - below[k])
    return result


def elementwise_check(loss, at, gradient):
    """As `torch.autograd.gradcheck` with its defaults: float64, step 1e-6, atol 1e-5, rtol 1e-3."""
    return bool(np.allclose(gradient, central(loss, at, 1e-6), atol=1e-5, rtol=1e-3))


def directional_check(loss, at, gradient):
    """In the manner of `jax.test_util.check_grads`: float32 throughout, central differences in one random direction of
    length 1, atol 1e-5, rtol 1e-3. The step is the cube root of the rounding unit, at which both errors of the quotient balance."""
    direction = np.random.default_rng(0).standard_normal(at.shape)
    direction = np.float32(direction / np.linalg.norm(direction))
    step = np.float32(np.finfo(np.float32).eps ** (1 / 3))
    slope = (loss(at + step * direction) - loss(at - step * direction)) / (2 * step)
    return bool(np.allclose(np.sum(gradient * direction), slope, atol=1e-5, rtol=1e-3))
