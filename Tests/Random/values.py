"""What terms are worth at a point: plain Python on doubles, written without a look at derive."""
import math
import random

from terms import Term, uses, substitute


class Undefined(Exception):
    """The term has no value at the point, or none that doubles tell."""


def guarded(f):
    def value(*args):
        try:
            return f(*args)
        except (ValueError, OverflowError, ZeroDivisionError) as error:
            raise Undefined from error
    return value


def raised(base, exponent):
    if base < 0 and exponent != int(exponent) or base == 0 and exponent <= 0:
        raise Undefined
    return base ** exponent


def plus(a, b):
    """Undefined where great numbers cancel: of their difference doubles know too little."""
    total = a + b
    if abs(a) > 1e6 and abs(total) < 1e-7 * abs(a):
        raise Undefined
    return total


def quotient(a, b):
    if abs(b) < 1e-9:
        raise Undefined
    return a / b


def combine(a, b, f):
    if isinstance(a, list):
        return [combine(u, v, f) for u, v in zip(a, b)]
    return f(a, b)


def each(a, f):
    return [each(u, f) for u in a] if isinstance(a, list) else f(a)


def times(a, b):
    if not isinstance(a, list):
        return each(b, lambda v: a * v)
    if not isinstance(b, list):
        return each(a, lambda v: v * b)
    if not isinstance(b[0], list):
        return [sum(u * v for u, v in zip(row, b)) for row in a]
    return [[sum(row[k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))] for row in a]


def turned(a):
    return [list(column) for column in zip(*a)]


def eliminated(a):
    """The inverse and the determinant, by elimination with pivots."""
    n = len(a)
    rows = [list(row) + [float(i == k) for k in range(n)] for i, row in enumerate(a)]
    determinant = 1.0
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]))
        if abs(rows[pivot][k]) < 1e-6:
            raise Undefined
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            determinant = -determinant
        determinant *= rows[k][k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k:
                factor = rows[i][k]
                rows[i] = [v - factor * w for v, w in zip(rows[i], rows[k])]
    return [row[n:] for row in rows], determinant


def determinant(a):
    """By Leibniz's formula for what elimination calls singular."""
    try:
        return eliminated(a)[1]
    except Undefined:
        if len(a) == 1:
            return a[0][0]
        return sum((-1) ** j * a[0][j] * determinant([row[:j] + row[j + 1:] for row in a[1:]]) for j in range(len(a)))


def diagonal(a):
    if isinstance(a[0], list):
        return [a[k][k] for k in range(len(a))]
    return [[a[i] if i == j else 0.0 for j in range(len(a))] for i in range(len(a))]


def exponential(t):
    """Undefined where the result has lost digits near the smallest double: its logarithm would tell nothing of t."""
    if t < -700:
        raise Undefined
    return math.exp(t)


def log_sum(v):
    return math.log(sum(math.exp(u) for u in v))


def sample(t):
    """A smooth function where one is unknown."""
    return math.sin(1.3 * t + 0.4) + t * t / 3


def sample_slope(t):
    return 1.3 * math.cos(1.3 * t + 0.4) + 2 * t / 3


FUNCTIONS = {
    "exp": exponential, "log": math.log, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "abs": abs, "atan": math.atan, "asinh": math.asinh,
    "sigmoid": lambda t: 1 / (1 + math.exp(-t)), "softplus": lambda t: math.log(1 + math.exp(t)),
    "relu": lambda t: max(t, 0.0), "sign": lambda t: (t > 0) - (t < 0), "max": max, "min": min, "f": sample,
    "f'": sample_slope, "erf": math.erf, "logit": lambda t: math.log(t / (1 - t)),
}
WHOLE = {
    "det": determinant, "logdet": lambda a: math.log(determinant(a)), "diag": diagonal,
    "norm": lambda v: math.sqrt(sum(u * u for u in v)), "logsumexp": log_sum,
    "softmax": lambda v: [math.exp(u - log_sum(v)) for u in v],
}
NAMESPACE = {"fn_" + name.replace("'", "_slope"): guarded(f) for name, f in {**FUNCTIONS, **WHOLE}.items()}
NAMESPACE |= {"raised": guarded(raised), "quotient": quotient, "combine": combine, "each": each, "times": times,
              "turned": turned, "pi": math.pi, "inverted": lambda a: eliminated(a)[0], "prod": math.prod,
              "plus": plus, "minus": lambda u, v: plus(u, -v), "by": lambda u, v: u * v,
              "unit": lambda n: [[float(i == j) for j in range(n)] for i in range(n)]}


def place(index):
    return str(index - 1) if isinstance(index, int) else f"({index} - 1)" if index in ("n", "d") else index


def code(t):
    """A Python expression. Indices count from 0 in it."""
    op, a = t.op, t.args
    if op == "num":
        return repr(float(a[0])) if a[0] >= 0 else f"({float(a[0])!r})"
    if op in ("sym", "size"):
        return a[0]
    if op == "index":
        return f"({place(a[0])} + 1)"
    if op in ("+", "-"):
        if t.type:
            return f"combine({code(a[0])}, {code(a[1])}, {'plus' if op == '+' else 'minus'})"
        return f"{'plus' if op == '+' else 'minus'}({code(a[0])}, {code(a[1])})"
    if op == "neg":
        return f"times(-1.0, {code(a[0])})" if t.type else f"(-{code(a[0])})"
    if op == "*":
        return f"times({code(a[0])}, {code(a[1])})" if t.type else f"({code(a[0])}*{code(a[1])})"
    if op == ".*":
        return f"combine({code(a[0])}, {code(a[1])}, by)"
    if op == "/":
        return f"times({code(a[0])}, quotient(1.0, {code(a[1])}))" if t.type else f"quotient({code(a[0])}, {code(a[1])})"
    if op == "^":
        return f"raised({code(a[0])}, {float(a[1].args[0])!r})"
    if op == "fn":
        name = "fn_" + a[0].replace("'", "_slope")
        if a[0] in WHOLE or not a[1].type:
            return f"{name}({', '.join(code(b) for b in a[1:])})"
        return f"each({code(a[1])}, {name})"
    if op == "at":
        return code(a[0]) + "".join(f"[{place(i)}]" for i in a[1:])
    if op in ("sum", "prod"):
        index, n, body, low, but = a
        condition = f" if {index} != {place(but)}" if but else ""
        return f"{op}({code(body)} for {index} in range({low - 1}, {n}){condition})"
    if op == "delta":
        return f"float({place(a[0])} == {place(a[1])})"
    if op == "ind":
        return f"float({code(a[1])} {'==' if a[0] == '=' else a[0]} {code(a[2])})"
    if op == "cases":
        return f"({code(a[3])} if {code(a[1])} {a[0]} {code(a[2])} else {code(a[4])})"
    if op == "T":
        return f"turned({code(a[0])})"
    if op == "inv":
        return f"inverted({code(a[0])})"
    if op == "tr":
        return f"sum(fn_diag({code(a[0])}))"
    if op == "dot":
        return f"sum(combine({code(a[0])}, {code(a[1])}, by))"
    if op == "outer":
        return f"[[p_*q_ for q_ in {code(a[1])}] for p_ in {code(a[0])}]"
    if op == "I":
        return f"unit({a[0]})"
    if op == "ones":
        return f"[1.0]*{a[0]}"
    if op == "diff":
        return difference_code(t)
    raise ValueError(op)


def difference_code(t):
    """The derivative by a number, an entry of a vector or of a matrix."""
    f, x = t.args
    changed = x.args[0].args[0] if x.op == "at" else x.args[0]
    places = [place(i) for i in x.args[1:]] if x.op == "at" else []
    return f"differentiated(lambda {changed}: {code(f)}, {changed}, [{', '.join(places)}])"


def moved(value, places, step):
    if not places:
        return value + step
    return [moved(v, places[1:], step) if k == places[0] else v for k, v in enumerate(value)]


def differentiated(f, value, places):
    """Ridders's quotient of central differences; undefined where it has not settled: at a kink or a pole nearby."""
    def quotient_at(step):
        high, low = f(moved(value, places, step)), f(moved(value, places, -step))
        return combine(high, low, lambda u, v: (u - v) / (2 * step))
    h = 0.02
    first, second, third = quotient_at(h), quotient_at(h / 2), quotient_at(h / 4)
    four = lambda u, v: (4 * v - u) / 3
    coarse, fine = combine(first, second, four), combine(second, third, four)
    if any(abs(u - v) > 1e-4 * (1 + abs(v)) for u, v in zip(flat(coarse), flat(fine))):
        raise Undefined
    return combine(coarse, fine, lambda u, v: (16 * v - u) / 15)


NAMESPACE["differentiated"] = differentiated


def flat(value):
    if isinstance(value, list):
        return [v for row in value for v in flat(row)]
    return [value]


class Evaluator:
    """Values of one term; compiled once."""

    def __init__(self, term, free=()):
        self.free = free
        written = code(term)
        for index, n in reversed(free):
            written = f"[{written} for {index} in range({n})]"
        self.compiled = compile(written, "term", "eval")

    def __call__(self, point):
        try:
            values = flat(eval(self.compiled, {**NAMESPACE, **point}))
        except (ZeroDivisionError, OverflowError, ValueError, IndexError) as error:
            raise Undefined from error
        if not all(isinstance(v, (int, float)) and abs(v) < 1e5 for v in values):
            raise Undefined
        return values
