"""One head of scaled dot-product attention, n queries over m keys: the output and the gradients."""
import numpy as np

import pipe


def forward(Q, K, V):
    d = np.float32(Q.shape[1])
    S = Q @ K.T / np.sqrt(d)
    top = S.max(axis=1, keepdims=True)
    E = np.exp(S - top)
    P = E / E.sum(axis=1, keepdims=True)
    O = P @ V
    return P, O


def backward(Q, K, V, G, P):
    d = np.float32(Q.shape[1])
    dV = P.T @ G
    dP = G @ V.T
    own = dP
    others = (P * dP).sum(axis=1, keepdims=True)
    D = P * (own - others)
    dQ = D @ K / np.sqrt(d)
    dK = D.T @ Q / np.sqrt(d)
    return {"dV": dV, "dP": dP, "dS": D, "dQ": dQ, "dK": dK}


def kernel(Q: "n d", K: "m d", V: "m h", G: "n h"):
    P, O = forward(Q, K, V)
    return {"output": O, **backward(Q, K, V, G, P)}


if __name__ == "__main__":
    pipe.serve(kernel)
