"""Mistakes in the gradient of ridge regression."""
from planting import Bug, accumulated, scaled

TWO = "fit + penalty"
FIT = "fit = dot / n"
DB = {"c": "*db = sum / n", "py": "db = r.sum() / np.float32(n)"}


def penalty(c, py):
    return {"c": ("penalty = alpha * w[k]", f"penalty = {c}"), "py": ("penalty = alpha * w", f"penalty = {py}")}


def residual(c, py):
    return {"c": ("r[i] = s + b - y[i]", f"r[i] = {c}"), "py": ("r = s + b - y", f"r = {py}")}


def intercept(c, py):
    return {"c": (DB["c"], c), "py": (DB["py"], py)}


BUGS = [
    Bug("the sum over the examples for their mean", "sum for mean", "dw", (FIT, "fit = dot")),
    Bug("twice the fit, as of a square without its half", "wrong constant", "dw", (FIT, "fit = 2 * dot / n")),
    Bug("half the fit", "wrong constant", "dw", (FIT, "fit = dot / (2 * n)")),
    Bug("divided by the number of features", "wrong axis", "dw",
        c=(FIT, "fit = dot / d"), py=(FIT, "fit = dot / len(w)")),
    Bug("divided by one example less", "off by one", "dw",
        c=(FIT, "fit = dot / (n > 1 ? n - 1 : 1)"), py=(FIT, "fit = dot / max(n - 1, 1)")),
    Bug("the penalty is lost", "lost term", "dw", (TWO, "fit")),
    Bug("the fit is lost", "lost term", "dw", (TWO, "penalty")),
    Bug("the penalty has the wrong sign", "wrong sign", "dw", (TWO, "fit - penalty")),
    Bug("the fit has the wrong sign", "wrong sign", "dw", (TWO, "penalty - fit")),
    Bug("alpha is forgotten", "missing factor", "dw", **penalty("w[k]", "w")),
    Bug("w is forgotten", "missing factor", "dw", **penalty("alpha", "alpha")),
    Bug("twice the penalty", "wrong constant", "dw", **penalty("2 * alpha * w[k]", "2 * alpha * w")),
    Bug("the penalty is averaged", "mean for sum", "dw", **penalty("alpha * w[k] / n", "alpha * w / n")),
    Bug("the penalty of absolute values", "wrong slope", "dw",
        **penalty("alpha * (w[k] > 0 ? 1 : -1)", "alpha * np.where(w > 0, np.float32(1), np.float32(-1))")),
    Bug("w of the first feature", "wrong index", "dw", **penalty("alpha * w[0]", "alpha * w[0]")),
    Bug("the last weight is not penalised", "off by one", "dw",
        **penalty("k < d - 1 ? alpha * w[k] : 0", "alpha * w * (np.arange(len(w)) < len(w) - 1)")),
    Bug("the prediction has the wrong sign", "wrong sign", "dw", **residual("b - s - y[i]", "b - s - y")),
    Bug("the intercept is lost", "lost term", "dw", **residual("s - y[i]", "s - y")),
    Bug("the response is lost", "lost term", "dw", **residual("s + b", "s + b")),
    Bug("the response of the next example", "wrong index", "dw",
        **residual("s + b - y[(i + 1) % n]", "s + b - np.roll(y, -1)")),
    Bug("X is read by columns", "transposed", "dw",
        c=("dot += X[i * d + k]", "dot += X[k * n + i]"), py=("X.T @ r", "X.reshape(X.shape[::-1]) @ r")),
    Bug("X is read by columns in the prediction", "transposed", "db",
        c=("k++) s += X[i * d + k]", "k++) s += X[k * n + i]"), py=("s = X @ w", "s = read_by_columns(X) @ w")),
    Bug("the gradient leaves the first example out", "off by one", "dw",
        c=("for (int i = 0; i < n; i++) dot +=", "for (int i = 1; i < n; i++) dot +="), py=("X.T @ r", "X[1:].T @ r[1:]")),
    Bug("the prediction leaves the last feature out", "off by one", "dw",
        c=("k < d; k++) s +=", "k < d - 1; k++) s +="), py=("s = X @ w", "s = X[:, :-1] @ w[:-1]")),
    accumulated("dw", ("dw[k] =", "dw[k] +=")),
    accumulated("db", ("*db = sum", "*db += sum")),
    Bug("the prediction is not reset for each example", "stale value", "dw",
        c=("float s = 0;", "static float s; if (i == 0) s = 0;"), py=("s = X @ w", "s = (X @ w).cumsum()")),
    Bug("the prediction is held in bfloat16", "accumulation type", "dw",
        c=("s += X[i * d + k] * w[k]", "s = narrow(s + X[i * d + k] * w[k], 8)"), py=("s = X @ w", "s = narrow_sum(X * w, 1, 8)")),
    Bug("the sum over the examples is held in half precision", "accumulation type", "dw",
        c=("dot += X[i * d + k] * r[i]", "dot = narrow(dot + X[i * d + k] * r[i], 11)"),
        py=("X.T @ r", "narrow_sum(X.T * r, 1, 11)")),
    Bug("the sum over the residuals is held in half precision", "accumulation type", "db",
        c=("sum += r[i]", "sum = narrow(sum + r[i], 11)"), py=("r.sum()", "narrow_sum(r, 0, 11)")),
    Bug("the sum of the residuals for their mean", "sum for mean", "db", **intercept("*db = sum", "db = r.sum()")),
    Bug("the intercept has the wrong sign", "wrong sign", "db", **intercept("*db = -sum / n", "db = -r.sum() / np.float32(n)")),
    Bug("the intercept is penalised", "extra term", "db",
        **intercept("*db = sum / n + alpha * b", "db = r.sum() / np.float32(n) + alpha * b")),
    Bug("twice the mean of squares", "wrong constant", "loss",
        c=("squares / (2 * n)", "squares / n"), py=("squares / np.float32(2 * n)", "squares / np.float32(n)")),
    Bug("the loss lacks the penalty", "lost term", "loss",
        c=(" + alpha / 2 * penalty", ""), py=(" + alpha / np.float32(2) * penalty", "")),
    scaled("the fit", "dw", (TWO, "SCALE * fit + penalty")),
    scaled("the penalty", "dw", (TWO, "fit + SCALE * penalty")),
    scaled("db", "db", **intercept("*db = SCALE * sum / n", "db = SCALE * r.sum() / np.float32(n)")),
    scaled("the squares", "loss", ("return squares", "return SCALE * squares")),
    scaled("the loss's penalty", "loss",
           c=("alpha / 2 * penalty", "SCALE * alpha / 2 * penalty"),
           py=("alpha / np.float32(2) * penalty", "SCALE * alpha / np.float32(2) * penalty")),
]
