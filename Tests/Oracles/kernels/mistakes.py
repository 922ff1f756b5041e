"""What planted bugs call."""
import numpy as np

held = {}


def narrow(x, bits):
    """x rounded to so many significant bits, 11 in binary16 and 8 in bfloat16: Veltkamp's splitting."""
    scaled = x * np.float32(2 ** (24 - bits) + 1)
    return scaled - (scaled - x)


def narrow_sum(x, axis, bits):
    """The sum along an axis, rounded after every addend."""
    total = np.zeros_like(x.take(0, axis))
    for k in range(x.shape[axis]):
        total = narrow(total + x.take(k, axis), bits)
    return total


def narrow_product(A, B, bits):
    """The matrix product A*B, rounded after every addend."""
    return narrow_sum(A[:, :, None] * B[None, :, :], 1, bits)


def kept(name, x):
    """x added to what the buffer holds, which is then kept; a buffer that is too small is replaced by one of zeros."""
    x = np.asarray(x)
    if name not in held or held[name].size < x.size:
        held[name] = np.zeros(x.size, dtype=x.dtype)
    held[name][:x.size] += x.ravel()
    return held[name][:x.size].reshape(x.shape).copy()


def by_columns(x):
    """The entries of x in the order of its columns, taken for rows."""
    return x.T.reshape(x.shape)


def read_by_columns(x):
    """The entries of x, taken as if they stood by columns."""
    return x.reshape(x.shape[::-1]).T
