"""Writes exact.txt: cases of exact arithmetic from Python's own integers and fractions, an independent implementation.

Run `python3 exact_cases.py > exact.txt`. The seed is fixed, so the file is always the same.
"""

import random
from fractions import Fraction
from math import gcd, isqrt

random.seed(20240601)

WORD = 2**63
EDGES = [0, 1, -1, 2, -2, 3, WORD - 1, -WORD, WORD, -WORD - 1, 2**64 - 1, 2**64, -(2**64), 2**64 + 1, 2**127 - 1,
         -(2**127), 2**128 - 1, 2**128, 2**192 - 2**64, 10**18, 10**19, -(10**36)]
PRIMES = [2, 3, 1_000_003, 2**61 - 1, 2**64 - 59]


def integer(bits):
    value = random.getrandbits(random.randint(1, bits))
    if random.random() < 0.3:  # long runs of ones and zeros find lost carries
        value = (1 << random.randint(1, bits)) - (1 << random.randint(0, bits // 2))
    return random.choice([1, -1]) * value


def fraction(bits):
    return Fraction(integer(bits), abs(integer(bits)) or 1)


def truncated(a, b):
    q = abs(a) // abs(b)
    q = q if (a < 0) == (b < 0) else -q
    return q, a - q * b


def double(x):
    """The correctly rounded double: Python's int / int is (see long_true_divide in CPython)."""
    try:
        return (x.numerator / x.denominator).hex()
    except OverflowError:
        return "inf" if x > 0 else "-inf"


def line(*fields):
    print(" ".join(str(field) for field in fields))


print("# Source: Python int and fractions.Fraction, by exact_cases.py. Fields: operation, operands, results.")
pairs = [(a, b) for a in EDGES for b in random.sample(EDGES, 7)]
pairs += [(integer(bits), integer(other)) for bits in (20, 70, 140, 400) for other in (20, 64, 130, 400) for _ in range(3)]
for a, b in pairs:
    line("integers", a, b, a + b, a - b, a * b, gcd(a, b), *(truncated(a, b) if b else ("nil", "nil")))
for n in EDGES + [integer(1200) for _ in range(30)]:
    line("integer", n, abs(n).bit_length(), double(Fraction(n)), *(n % p for p in PRIMES))
for n in EDGES + [integer(300) ** 2 for _ in range(10)] + [integer(300) ** 2 + 1 for _ in range(4)]:
    line("root", n, isqrt(n) if n >= 0 and isqrt(n) ** 2 == n else "nil")
for bits in (4, 20, 40, 62, 64, 80, 200):
    for _ in range(12):
        a, b = fraction(bits), fraction(random.choice([4, bits]))
        line("fractions", a, b, a + b, a - b, a * b, a / b if b else "nil", int(a < b))
        p = random.choice(PRIMES)
        vanishes = a.denominator % p == 0
        residue = "nil" if vanishes else a.numerator * pow(a.denominator, -1, p) % p
        line("fraction", a, a.numerator // a.denominator, double(a), p, residue)
for text in ["12", "0.5", ".5", "1e-12", "2.5E3", "00.10", "1e+3", "123456789012345678901234567890.25", "9e18", "9.25e19",
             "1e-19", "5e-324", "1.7976931348623157e308", "1.7976931348623159e308", "2.4703282292062327e-324",
             "2.4703282292062328e-324", "2.2250738585072011e-308", "9007199254740993", "9007199254740992.5", "1e23", "8.5e22"]:
    line("literal", text, Fraction(text), double(Fraction(text)))
for base, n in [(Fraction(2, 3), 5), (Fraction(-2, 3), -5), (Fraction(10), 30), (Fraction(-10), -19), (Fraction(0), 3),
                (Fraction(-7, 2), 40), (Fraction(1), 10**12), (Fraction(-1), 10**12 + 1), (Fraction(-1), -(10**12)),
                (Fraction(3), 39), (Fraction(3), 40), (Fraction(-2), 63), (Fraction(-2), 64)]:
    result = base**n if abs(base) != 1 else base ** (n % 2)
    line("power", base, n, result)
# Ties and their neighbours where doubles change: below the normal range, at its ends, at overflow.
for k in (-1080, -1076, -1075, -1074, -1073, -1060, -1023, -1022, -1021, 970, 1021, 1022, 1023):
    for m in (1, 3, 2**53 - 1, 2**54 - 1, 2**54 + 3, 2**70 + 1):
        x = m * Fraction(2) ** (k - m.bit_length() + 1)
        line("double", x, double(x))
        if k in (-1075, -1023, 1023):
            line("double", x + x / 2**100, double(x + x / 2**100))
            line("double", x - x / 2**100, double(x - x / 2**100))
