"""The forward passes of the kernels in NumPy, in the type of their inputs: what a finite-difference check differentiates.

Each returns a loss: for a kernel with an upstream gradient, the sum of its products with the outputs. A claim is a derivative
in an input, `dx`, or in a node inside; for that, `shift` is added at the node, and the derivative is taken in it at 0."""
import numpy as np


def normalised(x, gamma, beta, eps, axis):
    centred = x - x.mean(axis=axis, keepdims=True)
    return gamma * centred / np.sqrt((centred**2).mean(axis=axis, keepdims=True) + eps) + beta


def batch_norm(x, gamma, beta, eps, g):
    return (g * normalised(x, gamma, beta, eps, 0)).sum()


def layer_norm(x, gamma, beta, eps, g):
    return (g * normalised(x, gamma, beta, eps, 1)).sum()


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_cross_entropy(z, y, t, targets="y"):
    return -({"y": y, "t": t}[targets] * np.log(softmax(z))).sum(axis=1).mean()


def attention(Q, K, V, G, shift=None):
    shift = shift or {}
    S = Q @ K.T / np.sqrt(Q.dtype.type(Q.shape[1])) + shift.get("S", 0)
    return (G * ((softmax(S) + shift.get("P", 0)) @ V)).sum()


def sigmoid(x):
    return (1 + np.tanh(x / 2)) / 2


def lstm_cell(hp, cp, ai, af, ao, ag, Ui, Uf, Uo, Ug, u, w, shift=None):
    i, f, o = sigmoid(ai + hp @ Ui.T), sigmoid(af + hp @ Uf.T), sigmoid(ao + hp @ Uo.T)
    c = f * cp + i * np.tanh(ag + hp @ Ug.T) + (shift or {}).get("c", 0)
    return (u * o * np.tanh(c) + w * c).sum()


def ridge(X, y, w, b, alpha):
    return ((X @ w + b - y) ** 2).mean() / 2 + alpha / 2 * (w**2).sum()


def loss(family, claim, inputs):
    """The loss as a function of what the claim differentiates in, an array, and its value there. None if the claim is
    of the forward pass."""
    call = globals()[family]
    if not claim.startswith("d"):
        return None
    name = {"dzi": "ai", "dzf": "af", "dzo": "ao", "dzg": "ag", "dzt": "z"}.get(claim, claim[1:])
    if name in inputs:
        chosen = {"targets": "t"} if claim == "dzt" else {}
        return (lambda value: call(**{**inputs, name: value}, **chosen)), inputs[name]
    node = {"S": ("Q", "K"), "P": ("Q", "K"), "c": ("cp",)}[name]
    shape = tuple(len(inputs[matrix]) for matrix in node) if len(node) == 2 else inputs[node[0]].shape
    zero = np.zeros(shape, dtype=inputs[node[0]].dtype)
    return (lambda value: call(**inputs, shift={name: value})), zero
