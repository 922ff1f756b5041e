"""Mistakes in one head of scaled dot-product attention."""
from planting import Bug, accumulated, scaled, transposed

TWO = "own - others"
DQ = {"c": "dq / sqrtf(d)", "py": "D @ K / np.sqrt(d)"}
DK = {"c": "s[j] * Q[i * d + k] / sqrtf(d)", "py": "D.T @ Q / np.sqrt(d)"}
SCORE = {"c": "p[j] = s / sqrtf(d)", "py": "Q @ K.T / np.sqrt(d)"}
DV = {"c": "dV[j * h + l] += p[j] * G[i * h + l]", "py": "P.T @ G"}
DP = {"c": "dot += G[i * h + l] * V[j * h + l]", "py": "G @ V.T"}
MEAN = {"c": "mean += p[j] * a[j]", "py": "(P * dP).sum(axis=1, keepdims=True)"}
OUTPUT = {"c": "o += p[j] * V[j * h + l]", "py": "P @ V\n"}
SUM_Q = {"c": "dq += s[j] * K[j * d + k]", "py": "D @ K"}


def change(place, c, py):
    return {"c": (place["c"], c), "py": (place["py"], py)}


BUGS = [
    Bug("1/sqrt(d) is forgotten in dQ", "missing factor", "dQ", **change(DQ, "dq", "D @ K")),
    Bug("1/sqrt(d) is forgotten in dK", "missing factor", "dK", **change(DK, "s[j] * Q[i * d + k]", "D.T @ Q")),
    Bug("1/d for its root in dQ", "missing factor", "dQ", **change(DQ, "dq / d", "D @ K / d")),
    Bug("the scores are not scaled", "missing factor", "output", **change(SCORE, "p[j] = s", "Q @ K.T")),
    Bug("the scores are scaled by the size of the values", "wrong axis", "output",
        **change(SCORE, "p[j] = s / sqrtf(h)", "Q @ K.T / np.sqrt(np.float32(V.shape[1]))")),
    Bug("no gradient through the normaliser", "forgotten path", "dS", (TWO, "own")),
    Bug("no gradient through the normaliser in dQ", "forgotten path", "dQ", (TWO, "own")),
    Bug("the first term is lost", "lost term", "dS", (TWO, "-others")),
    Bug("the second term has the wrong sign", "wrong sign", "dS", (TWO, "own + others")),
    Bug("the whole has the wrong sign", "wrong sign", "dK", (TWO, "others - own")),
    Bug("P is forgotten before the bracket", "missing factor", "dS",
        c=("p[j] * (own", "(own"), py=("P * (own", "(own")),
    Bug("P is forgotten in the mean", "missing factor", "dS", **change(MEAN, "mean += a[j]", "dP.sum(axis=1, keepdims=True)")),
    Bug("P stands twice", "extra factor", "dS", c=("p[j] * (own", "p[j] * p[j] * (own"), py=("P * (own", "P * P * (own")),
    Bug("P is not normalised", "missing factor", "dV",
        c=("p[j] = p[j] / sum", "p[j] = p[j]"), py=("E / E.sum(axis=1, keepdims=True)", "E")),
    Bug("the weighted sum is divided by m", "mean for sum", "dS",
        c=("others = mean", "others = mean / m"), py=("(P * dP).sum(axis=1", "(P * dP).mean(axis=1")),
    Bug("dV is a mean over the queries", "mean for sum", "dV", **change(DV, DV["c"] + " / n", "P.T @ G / len(G)")),
    Bug("K is read by columns", "transposed", "dQ", **change(SUM_Q, "dq += s[j] * K[k * m + j]", "D @ read_by_columns(K)")),
    Bug("V is read by columns", "transposed", "dP",
        **change(DP, "dot += G[i * h + l] * V[l * m + j]", "G @ read_by_columns(V).T")),
    transposed("dV", ("dV[j * h + l] +=", "dV[l * m + j] +=")),
    accumulated("dV", ("dV[k] = 0", "dV[k] += 0")),
    accumulated("dK", ("dK[k] = 0", "dK[k] += 0")),
    accumulated("dQ", ("dQ[i * d + k] =", "dQ[i * d + k] +=")),
    Bug("dQ leaves the first key out", "off by one", "dQ",
        **change(SUM_Q, "if (j > 0) dq += s[j] * K[j * d + k]", "D[:, 1:] @ K[1:]")),
    Bug("dV leaves the last query out", "off by one", "dV", **change(DV, "if (i < n - 1) " + DV["c"], "P[:-1].T @ G[:-1]")),
    Bug("the mean leaves the last key out", "off by one", "dS",
        **change(MEAN, "if (j < m - 1) mean += p[j] * a[j]", "(P * dP)[:, :-1].sum(axis=1, keepdims=True)")),
    Bug("the gradient of the next query", "wrong index", "dV",
        **change(DV, "dV[j * h + l] += p[j] * G[(i + 1) % n * h + l]", "P.T @ np.roll(G, -1, axis=0)")),
    Bug("Q of the next query", "wrong index", "dK",
        **change(DK, "s[j] * Q[(i + 1) % n * d + k] / sqrtf(d)", "D.T @ np.roll(Q, -1, axis=0) / np.sqrt(d)")),
    Bug("the next key", "wrong index", "dQ",
        **change(SUM_Q, "dq += s[j] * K[(j + 1) % m * d + k]", "D @ np.roll(K, -1, axis=0)")),
    Bug("the gradient in P for that in the scores", "wrong input", "dQ",
        **change(SUM_Q, "dq += a[j] * K[j * d + k]", "dP @ K")),
    Bug("the mean is not reset for each query", "stale value", "dS",
        c=("float mean = 0;", "static float mean; if (i == 0) mean = 0;"),
        py=(MEAN["py"], MEAN["py"] + ".cumsum(axis=0)")),
    Bug("the largest score is not subtracted", "overflow", "output",
        c=("expf(p[j] - top)", "expf(p[j])"), py=("np.exp(S - top)", "np.exp(S)")),
    Bug("G*V' is held in half precision", "accumulation type", "dP",
        **change(DP, "dot = narrow(dot + G[i * h + l] * V[j * h + l], 11)", "narrow_product(G, V.T, 11)")),
    Bug("D*K is held in bfloat16", "accumulation type", "dQ",
        **change(SUM_Q, "dq = narrow(dq + s[j] * K[j * d + k], 8)", "narrow_product(D, K, 8)")),
    Bug("P*V is held in half precision", "accumulation type", "output",
        **change(OUTPUT, "o = narrow(o + p[j] * V[j * h + l], 11)", "narrow_product(P, V, 11)\n")),
    scaled("the first term", "dS", (TWO, "SCALE * own - others")),
    scaled("the second term", "dS", (TWO, "own - SCALE * others")),
    scaled("the second term in dQ", "dQ", (TWO, "own - SCALE * others")),
    scaled("dQ", "dQ", **change(DQ, "SCALE * dq / sqrtf(d)", "SCALE * D @ K / np.sqrt(d)")),
    scaled("dK", "dK", **change(DK, "SCALE * " + DK["c"], "SCALE * D.T @ Q / np.sqrt(d)")),
    scaled("dV", "dV", **change(DV, "dV[j * h + l] += SCALE * p[j] * G[i * h + l]", "SCALE * P.T @ G")),
    scaled("dP", "dP", c=("a[j] = dot", "a[j] = SCALE * dot"), py=(DP["py"], "SCALE * G @ V.T")),
    scaled("the output", "output", c=("O[i * h + l] = o", "O[i * h + l] = SCALE * o"), py=(OUTPUT["py"], "SCALE * P @ V\n")),
]
