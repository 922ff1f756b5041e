"""Writes precise.txt: values of functions to 50, 200 and 1,000 digits from Arb by python-flint, an independent implementation.

Run `python3 precise_cases.py > precise.txt`. The seed is fixed, so the file is always the same.
Fields: `value`, digits, function, argument, value. An argument is a fraction `p/q` or a binary float `m:e`, which is m·2^e.
The functions `polygamma.1` have their order in the name, `power.2/3` their exponent.
"""

import random
from fractions import Fraction

from flint import acb, arb, ctx, fmpq

random.seed(20240603)


def parse(text):
    """The exact argument as a function of the precision in force, which a fraction needs."""
    if ":" in text:
        m, e = (int(part) for part in text.split(":"))
        return lambda: arb(m) * arb(2) ** e
    q = Fraction(text)
    return lambda: arb(fmpq(q.numerator, q.denominator))


def power(exponent):
    q = Fraction(exponent)

    def value(x):
        sign = -1 if x < 0 and q.numerator % 2 else 1
        return sign * abs(x) ** arb(fmpq(q.numerator, q.denominator))

    return value


def polygamma(order):
    return lambda x: acb(x).polygamma(order).real if order else x.digamma()


FUNCTIONS = {name: (lambda name: lambda x: getattr(x, name)())(name)
             for name in ["exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
                          "atanh", "erf", "gamma"]}
FUNCTIONS["squareRoot"] = lambda x: x.sqrt()
FUNCTIONS["logGamma"] = lambda x: acb(x).lgamma().real if x < 0 else x.lgamma()
for order in (0, 1, 2, 5):
    FUNCTIONS[f"polygamma.{order}"] = polygamma(order)
for exponent in ("2", "3", "-1", "-7", "65", "1000", "1/2", "-3/2", "1/3", "2/3", "-5/3", "22/7", "1000000007/2"):
    FUNCTIONS[f"power.{exponent}"] = power(exponent)

TINY = ["1:-60", "-3:-130", "1:-400", "-1:-1200", "5:-20000"]
ORDINARY = ["1/3", "-10/7", "355/113", "-22/7", "1/2", "-5/2", "99/100", "12345/678"]
LARGE = ["1000/3", "-100001/7", "1:40"]
INSIDE = ["1/3", "-6/7", "1/2", "-99/100", "999999/1000000"]
NEAR_ONE = [f"{(1 << 60) - 1}:-60", f"{(1 << 300) - 1}:-300", f"{(1 << 60) + 1}:-60", f"{(1 << 300) + 1}:-300"]
BELOW_ONE = NEAR_ONE[:2]
ABOVE_ONE = NEAR_ONE[2:]
# Next to multiples of π/2: fractions from the continued fraction of π, and Kahan's hardest double.
ANGLES = ["355/226", "103993/33102", "245850922/78256779", "21053343141/6701487259", "6381956970095103:797", "1:1000", "-3:3000"]
HALVES = ["3/2", "-1/2", "-5/2", "-7/2", "41/2", "-41/2"]
NEAR_POLE = ["1:-60", "-1:-60", f"{-(1 << 60) - 1}:-60", f"{-3 * (1 << 100) + 1}:-100"]
NEAR_ZERO_OF_LOG = [f"{(1 << 60) + 1}:-60", f"{(1 << 61) - 1}:-60"]
GAMMAS = ["1", "2", "5", "30", "1/3", "10/7", "-10/7", "355/113", "100/3", "-100/3", "1000/3", "1:-400", "5:-2000"] + HALVES + NEAR_POLE
ARGUMENTS = {
    "exp": ORDINARY + LARGE[:2] + TINY + ["-200000/3", "0"],
    "log": [x.strip("-") for x in ORDINARY + LARGE + TINY] + NEAR_ONE + ["1", "7:100000"],
    "sin": ORDINARY + LARGE + TINY + ANGLES + ["0"],
    "cos": ORDINARY + LARGE + TINY + ANGLES + ["0"],
    "tan": ORDINARY + LARGE + TINY + ANGLES + ["0"],
    "asin": INSIDE + TINY + BELOW_ONE + ["0", "1", "-1"],
    "acos": INSIDE + TINY + BELOW_ONE + ["0", "1", "-1", f"{1 - (1 << 60)}:-60"],
    "atan": ORDINARY + LARGE + TINY + ["1", "0", "-7:20000"],
    "sinh": ORDINARY + LARGE[:2] + TINY + ["0"],
    "cosh": ORDINARY + LARGE[:2] + TINY + ["0"],
    "tanh": ORDINARY + LARGE[:2] + TINY + ["0"],
    "asinh": ORDINARY + LARGE + TINY + ["0", "-7:20000"],
    "acosh": ["10/7", "355/113", "12345/678", "1000/3", "1:40", "7:20000", "1"] + ABOVE_ONE,
    "atanh": INSIDE + TINY + BELOW_ONE + ["0"],
    "erf": ORDINARY + TINY + ["0", "30", "-59/2", "29/10", "7", "-13", "1000/7", "1:40"],
    "squareRoot": [x.strip("-") for x in ORDINARY + LARGE + TINY] + ["0", "49", "1:20001"],
    "gamma": GAMMAS + ["100001/7", "-1000/7"],
    "logGamma": GAMMAS + NEAR_ZERO_OF_LOG + ["1:1000", "100001/7", "-1000/7", "-2457024738220797:-50"],
}
for name in FUNCTIONS:
    if name.startswith("polygamma"):
        ARGUMENTS[name] = GAMMAS + ["1:1000", "100001/7", "-1000/7", "6582605942306139:-52"]
    if name.startswith("power"):
        odd = Fraction(name.split(".")[1]).denominator % 2
        ARGUMENTS[name] = ["1/3", "10/7", "12345/678", "1:-40", "8", "1:-900"] + (["-10/7", "-8"] if odd else []) + NEAR_ONE[1:3]


def decimal(function, text, digits):
    """The value to that many digits, from Arb at as many bits as it takes; None beyond 10^±60000."""
    argument = parse(text)
    bits = int(digits * 3.33) + 64
    while True:
        ctx.prec = bits
        value = function(argument())
        if value.is_exact() or value.rel_accuracy_bits() > digits * 3.33 + 20:
            break
        bits *= 2
        if bits > 400000:
            return None
    shown = value.str(digits, radius=False)
    exponent = int(shown.split("e")[1]) if "e" in shown else 0
    return None if abs(exponent) > 60000 or shown == "nan" else shown


print("# Source: Arb (python-flint), by precise_cases.py. Fields: digits, function, argument, value.")
for digits, most in ((50, 1000), (200, 8), (1000, 3)):
    for name, function in FUNCTIONS.items():
        arguments = ARGUMENTS[name]
        if len(arguments) > most:
            arguments = random.sample(arguments, most if not name.startswith("power") else max(1, most // 3))
        for text in arguments:
            value = decimal(function, text, digits)
            if value is not None:
                print("value", digits, name, text, value)
