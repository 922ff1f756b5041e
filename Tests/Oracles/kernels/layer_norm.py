"""Layer normalisation of m examples with n features, backward."""
import numpy as np

import pipe


def backward(x: "m n", gamma: "n", eps: "", g: "m n"):
    n = x.shape[1]
    mu = x.mean(axis=1, keepdims=True)
    v = ((x - mu) ** 2).mean(axis=1, keepdims=True)
    r = 1 / np.sqrt(v + eps)
    xhat = (x - mu) * r

    h = gamma * g
    sh = h.sum(axis=1, keepdims=True)
    shx = (h * xhat).sum(axis=1, keepdims=True)
    dbeta = g.sum(axis=0)
    dgamma = (g * xhat).sum(axis=0)

    direct = h
    through_mean = sh / n
    through_variance = xhat * shx / n
    dx = r * (direct - through_mean - through_variance)
    return {"dx": dx, "dgamma": dgamma, "dbeta": dbeta}


if __name__ == "__main__":
    pipe.serve(backward)
