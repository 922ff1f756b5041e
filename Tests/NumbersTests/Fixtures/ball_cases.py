"""Writes balls.txt: values and ranges of elementary functions from mpmath at 50 digits, an independent implementation.

Run `python3 ball_cases.py > balls.txt`. The seed is fixed, so the file is always the same.
"""

import math
import random

import mpmath
from mpmath import mp, mpf

mp.dps = 50
random.seed(20240602)
ULP = 2.0**-52


def spread(low, high, count):
    """Doubles between the two, even in their logarithms, of both signs where allowed."""
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


def signed(values):
    return [random.choice([1, -1]) * v for v in values]


TINY = [5e-324, 1e-320, 2.2250738585072014e-308, 1e-300, 1e-160, 1e-17, 1e-8]
HARD_ANGLES = [math.pi, math.pi / 2, 2 * math.pi, 3 * math.pi / 2, 1e9, 2.0**30, 1e22, 1e300,
               6381956970095103.0 * 2.0**797,  # closest to a multiple of π/2, see Muller, Elementary Functions
               5.319372648326541e255, 355.0, 103993.0, 5419351.0, 2.0**26, 2.0**26 + 1, 1.7976931348623157e308]
INSIDE = [1 - ULP / 2, 1 - ULP, -(1 - ULP / 2), 0.5, -0.5, 0.9999999, -0.97]
ARGUMENTS = {
    "exp": signed(spread(1e-3, 700, 20)) + TINY + [709.782712893384, -708.4, -745.1, 1 + ULP, 1e-16, -1e-16],
    "log": spread(1e-300, 1e300, 20) + [1 + ULP, 1 - ULP / 2, 1 + 2**-30, 2.0, 5e-324, 1.7976931348623157e308, 0.999],
    "sin": signed(spread(1e-3, 1e4, 20)) + TINY + HARD_ANGLES,
    "cos": signed(spread(1e-3, 1e4, 20)) + TINY + HARD_ANGLES,
    "tan": signed(spread(1e-3, 1e4, 20)) + TINY + HARD_ANGLES,
    "asin": signed(spread(1e-3, 0.999, 20)) + TINY + INSIDE + [1.0, -1.0],
    "acos": signed(spread(1e-3, 0.999, 20)) + TINY + INSIDE + [-1.0],
    "atan": signed(spread(1e-3, 1e6, 20)) + TINY + [1.0, 1e300],
    "sinh": signed(spread(1e-3, 700, 20)) + TINY + [710.4],
    "cosh": signed(spread(1e-3, 700, 20)) + TINY + [710.4],
    "tanh": signed(spread(1e-3, 20, 20)) + TINY + [18.5, 22.0, 400.0],
    "asinh": signed(spread(1e-3, 1e6, 20)) + TINY + [1e300, -1e-9],
    "acosh": [1 + v for v in spread(1e-9, 1e6, 20)] + [1 + ULP, 1 + 2**-40, 1e300],
    "atanh": signed(spread(1e-3, 0.999, 20)) + TINY + INSIDE,
    "erf": signed(spread(1e-3, 5, 20)) + TINY + [0.84375, 1.25, 5.9, 6.0, 30.0],
    "squareRoot": spread(1e-300, 1e300, 20) + TINY + [4.0, 2.0, 1 + ULP, 1.7976931348623157e308],
}
FUNCTIONS = {name: getattr(mpmath, "sqrt" if name == "squareRoot" else name) for name in ARGUMENTS}

DOMAINS = {"log": (0, math.inf), "asin": (-1, 1), "acos": (-1, 1), "acosh": (1, math.inf), "atanh": (-1, 1),
           "squareRoot": (0, math.inf)}
OSCILLATING = ("sin", "cos")


def text(value, digits=50):
    return mpmath.nstr(mpf(value), digits, min_fixed=1, max_fixed=0)


def value(function, x):
    """f(x) for the double x exactly, with enough digits for the reduction of large angles."""
    with mp.workdps(450):
        return +FUNCTIONS[function](mpf(x))


def range_of(function, low, high):
    """Least and greatest value on [low, high]: at the ends, or at an extremum inside."""
    values = [value(function, low), value(function, high)]
    if function in OSCILLATING:
        with mp.workdps(60):
            first = mpmath.mpf(0) if function == "cos" else mpmath.pi / 2
            k = mpmath.ceil((low - first) / mpmath.pi)
            while first + k * mpmath.pi <= high:
                values.append(mpf(1) if int(k) % 2 == 0 else mpf(-1))
                k += 1
    if function == "cosh" and low <= 0 <= high:
        values.append(mpf(1))
    return min(values), max(values)


print("# Source: mpmath, 50 digits, by ball_cases.py. value: function, argument, value. range: function, midpoint, radius,")
print("# least value, greatest value. power: base, exponent, value (60 digits).")
for function, arguments in ARGUMENTS.items():
    for x in arguments:
        print("value", function, float(x).hex(), text(value(function, x)))
for function, arguments in ARGUMENTS.items():
    low, high = DOMAINS.get(function, (-math.inf, math.inf))
    for midpoint in arguments[:20]:
        size = 1.0 if function in ("sin", "cos", "cosh") else min(1.0, abs(midpoint) / 2)
        radius = size * 10 ** random.uniform(-15, 0)
        lower, upper = mpf(midpoint) - mpf(radius), mpf(midpoint) + mpf(radius)
        pole = function == "tan" and mpmath.cos(lower) * mpmath.cos(upper) <= 0 or function == "tan" and radius > 0.5
        if lower <= low or upper >= high or pole:
            continue
        least, greatest = range_of(function, lower, upper)
        print("range", function, float(midpoint).hex(), float(radius).hex(), text(least), text(greatest))
EXPONENTS = ["2", "3", "-1", "-2", "7", "64", "65", "-65", "1000", "1/2", "3/2", "-1/2", "1/3", "2/3", "-5/3", "1/7", "22/7",
             "-1/1000000007", "1000000007/2", "1/4"]
for exponent in EXPONENTS:
    p, _, q = exponent.partition("/")
    r = mpf(int(p)) / int(q or 1)
    bases = spread(1e-3, 1e3, 4) + [1 + ULP, 1 - ULP / 2, 4.0, 8.0, 1e-200, 1e250]
    for base in bases + ([-2.5, -8.0] if int(q or 1) % 2 else []):
        if abs(r * mpmath.log(abs(mpf(base)))) < 700:
            with mp.workdps(60):
                sign = -1 if base < 0 and int(p) % 2 else 1
                print("power", float(base).hex(), exponent, text(sign * abs(mpf(base)) ** (mpf(int(p)) / int(q or 1)), 60))
