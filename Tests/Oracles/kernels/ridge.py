"""Gradient of the mean squared error of n examples with d features, with a penalty on the weights but not on the
intercept: J = |Xw + b - y|^2/(2n) + alpha/2 |w|^2."""
import numpy as np

import pipe


def loss(X, y, w, b, alpha):
    n = len(X)
    r = X @ w + b - y
    squares = (r * r).sum()
    penalty = (w * w).sum()
    return squares / np.float32(2 * n) + alpha / np.float32(2) * penalty


def backward(X, y, w, b, alpha):
    n = len(X)
    s = X @ w
    r = s + b - y
    db = r.sum() / np.float32(n)
    dot = X.T @ r
    fit = dot / n
    penalty = alpha * w
    dw = fit + penalty
    return {"dw": dw, "db": db}


def kernel(X: "n d", y: "n", w: "d", b: "", alpha: ""):
    return {"loss": loss(X, y, w, b, alpha), **backward(X, y, w, b, alpha)}


if __name__ == "__main__":
    pipe.serve(kernel)
