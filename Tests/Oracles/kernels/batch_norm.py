"""Batch normalisation of m examples with n features, backward."""
import numpy as np

import pipe


def backward(x: "m n", gamma: "n", eps: "", g: "m n"):
    m = len(x)
    mu = x.mean(axis=0)
    v = ((x - mu) ** 2).mean(axis=0)
    r = 1 / np.sqrt(v + eps)
    xhat = (x - mu) * r

    sg = g.sum(axis=0)
    sgx = (g * xhat).sum(axis=0)
    dbeta = sg
    dgamma = sgx

    direct = g
    through_mean = sg / m
    through_variance = xhat * sgx / m
    dx = gamma * r * (direct - through_mean - through_variance)
    return {"dx": dx, "dgamma": dgamma, "dbeta": dbeta}


if __name__ == "__main__":
    pipe.serve(backward)
