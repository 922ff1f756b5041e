"""Compares `derive eval --digits` with Arb at random arguments: every digit that is printed must be right.

Run `python3 printed_digits.py DERIVE`. The seed is fixed.
"""

import random
import subprocess
import sys

from flint import arb, ctx, fmpq

FUNCTIONS = {
    "exp": arb.exp, "log": arb.log, "sqrt": arb.sqrt, "sin": arb.sin, "cos": arb.cos, "tan": arb.tan,
    "asin": arb.asin, "acos": arb.acos, "atan": arb.atan, "sinh": arb.sinh, "cosh": arb.cosh, "tanh": arb.tanh,
    "asinh": arb.asinh, "acosh": arb.acosh, "atanh": arb.atanh, "erf": arb.erf, "gamma": arb.gamma,
    "lgamma": arb.lgamma, "digamma": arb.digamma,
}
INSIDE = ("asin", "acos", "atanh")
DIGITS = (50, 200, 1000)


def argument(name):
    n, d = random.randint(1, 10**6), random.randint(1, 10**6)
    if name in INSIDE:
        n, d = sorted((n, d + 10**6))
    if name == "acosh":
        n += d
    if name in ("exp", "sinh", "cosh", "gamma", "lgamma", "digamma"):
        n, d = n, d * 10 + 10**5
    return n, d


def mistake(derive, name, digits):
    n, d = argument(name)
    text = subprocess.run(
        [derive, "eval", f"{name}({n}/{d})", "--digits", str(digits)], capture_output=True, text=True).stdout.strip()
    ctx.dps = digits + 40
    true = FUNCTIONS[name](arb(fmpq(n, d)))
    mantissa = text.split("e")[0].lstrip("-").replace(".", "").lstrip("0")
    if len(mantissa) < digits - 2:
        return f"{name}({n}/{d}): only {len(mantissa)} digits of {digits}: {text[:60]}"
    # The digits are cut or rounded: wrong by less than one unit of the last one.
    unit = abs(true) * arb(10) ** (2 - len(mantissa))
    if not abs(arb(text) - true) < unit:
        return f"{name}({n}/{d}) to {digits} digits: {text[:60]}… is not {true.str(60, radius=False)}"
    return None


def main():
    random.seed(20261121)
    count, mistakes = 0, []
    for name in FUNCTIONS:
        for digits in DIGITS:
            for _ in range(4):
                count += 1
                found = mistake(sys.argv[1], name, digits)
                if found:
                    mistakes.append(found)
    print(f"{count} values of {len(FUNCTIONS)} functions at {', '.join(map(str, DIGITS))} digits: {len(mistakes)} wrong")
    print("\n".join(mistakes))
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
