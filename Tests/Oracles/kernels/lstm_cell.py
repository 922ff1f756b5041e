"""One step of an LSTM cell for m sequences and n units, forward and backward."""
import numpy as np

import pipe


def sigmoid(x):
    with np.errstate(over="ignore"):                # 1/(1 + inf) = 0
        return 1 / (1 + np.exp(-x))


def forward(hp, cp, ai, af, ao, ag, Ui, Uf, Uo, Ug):
    i = sigmoid(ai + hp @ Ui.T)
    f = sigmoid(af + hp @ Uf.T)
    o = sigmoid(ao + hp @ Uo.T)
    g = np.tanh(ag + hp @ Ug.T)
    kept = f * cp
    added = i * g
    c = kept + added
    y = o * np.tanh(c)
    return i, f, o, g, c, y


def backward(cp, Ui, Uf, Uo, Ug, i, f, o, g, c, u, w):
    q = np.tanh(c)
    later = w
    now = u * o * (1 - q * q)
    dc = later + now
    dzi = dc * g * i * (1 - i)
    dzf = dc * cp * f * (1 - f)
    dzo = u * q * o * (1 - o)
    dzg = dc * i * (1 - g * g)
    dcp = dc * f
    by = dzi @ Ui, dzf @ Uf, dzo @ Uo, dzg @ Ug
    dhp = by[0] + by[1] + by[2] + by[3]
    return {"dc": dc, "dzi": dzi, "dzf": dzf, "dzo": dzo, "dzg": dzg, "dcp": dcp, "dhp": dhp}


def kernel(
        hp: "m n", cp: "m n", ai: "m n", af: "m n", ao: "m n", ag: "m n",
        Ui: "n n", Uf: "n n", Uo: "n n", Ug: "n n", u: "m n", w: "m n"):
    i, f, o, g, c, y = forward(hp, cp, ai, af, ao, ag, Ui, Uf, Uo, Ug)
    return {"cell": c, "output": y, **backward(cp, Ui, Uf, Uo, Ug, i, f, o, g, c, u, w)}


if __name__ == "__main__":
    pipe.serve(kernel)
