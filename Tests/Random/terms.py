"""Terms of the language: how they are written, and code of this program's own that says what they are worth."""
from collections import namedtuple
from fractions import Fraction

# type: () a number, ("n",) a vector, ("n", "d") a matrix. args: terms, names, numbers.
Term = namedtuple("Term", "op args type")

INFIX = {"+": 1, "-": 1, "*": 2, "/": 2, ".*": 2, "dot": 2, "outer": 2, "neg": 1, "^": 4}


def num(value):
    return Term("num", (Fraction(value),), ())


ZERO, ONE, TWO = num(0), num(1), num(2)


def add(a, b):
    return Term("+", (a, b), a.type)


def sub(a, b):
    return Term("-", (a, b), a.type)


def neg(a):
    return Term("neg", (a,), a.type)


def mul(a, b):
    """A product of numbers, of a number and a tensor, of matrices, or of a matrix and a vector."""
    if not a.type or not b.type:
        return Term("*", (a, b), a.type or b.type)
    return Term("*", (a, b), a.type[:1] + b.type[1:])


def div(a, b):
    return Term("/", (a, b), a.type)


def power(a, k):
    return Term("^", (a, num(k)), a.type)


def fn(name, *args):
    """A function of numbers, entry by entry of a tensor, or one of a whole tensor."""
    shape = args[0].type if len(args) == 1 and name not in ("det", "logdet", "norm", "logsumexp") else ()
    if name == "diag":
        shape = shape * 2 if len(shape) == 1 else shape[:1]
    return Term("fn", (name,) + args, shape)


def at(tensor, *indices):
    return Term("at", (tensor,) + indices, ())


def total(index, size, body, low=1, but=None):
    """Σ over index = low..size, without index = but."""
    return Term("sum", (index, size, body, low, but), ())


def product(index, size, body):
    return Term("prod", (index, size, body, 1, None), ())


def delta(i, j):
    return Term("delta", (i, j), ())


def ind(relation, a, b):
    return Term("ind", (relation, a, b), ())


def cases(relation, a, b, yes, no):
    return Term("cases", (relation, a, b, yes, no), ())


def symbol(name, shape=()):
    return Term("sym", (name,), tuple(shape))


def size(name):
    return Term("size", (name,), ())


def transpose(a):
    return Term("T", (a,), a.type[::-1])


def inverse(a):
    return Term("inv", (a,), a.type)


def trace(a):
    return Term("tr", (a,), ())


def dot(u, v):
    return Term("dot", (u, v), ())


def outer(u, v):
    return Term("outer", (u, v), u.type + v.type)


def identity(n):
    return Term("I", (n,), (n, n))


def ones(n):
    return Term("ones", (n,), (n,))


def entrywise(u, v):
    return Term(".*", (u, v), u.type)


def diff(f, x):
    return Term("diff", (f, x), f.type)


def is_number(t):
    return t.op == "num"


def parts(t):
    """Its direct subterms, with their places among the arguments."""
    return [(k, a) for k, a in enumerate(t.args) if isinstance(a, Term)]


def with_part(t, k, new):
    return t._replace(args=t.args[:k] + (new,) + t.args[k + 1:])


def size_of(t):
    return 1 + sum(size_of(a) for _, a in parts(t))


def uses(t, name):
    """The name of a symbol, an index or a size occurs in it, free."""
    if t.op in ("sum", "prod"):
        if t.args[4] == name or t.args[1] == name:
            return True
        return t.args[0] != name and uses(t.args[2], name)
    return any(uses(a, name) if isinstance(a, Term) else a == name for a in t.args)


def has_slot(t, index):
    """The index stands alone in a slot, so that its range can be read off."""
    if t.op == "at" and index in t.args[1:]:
        return True
    if t.op in ("sum", "prod") and t.args[0] == index:
        return False
    return any(has_slot(a, index) for _, a in parts(t))


def substitute(t, name, new):
    """An index or a symbol replaced by an index or a term; no bound index has the name of a new one."""
    if t.op == "sym":
        return new if t.args[0] == name and isinstance(new, Term) else t
    if t.op in ("sum", "prod") and t.args[0] == name:
        return t
    plain = not isinstance(new, Term)
    return t._replace(args=tuple(substitute(a, name, new) if isinstance(a, Term)
                                 else new if plain and a == name else a for a in t.args))


def indices_in(t):
    """Every index name in it, bound or free."""
    found = set()
    if t.op in ("sum", "prod"):
        found |= {t.args[0], t.args[4]}
    if t.op == "at":
        found |= set(t.args[1:])
    if t.op in ("delta", "index"):
        found |= set(t.args)
    for _, a in parts(t):
        found |= indices_in(a)
    return {i for i in found if isinstance(i, str)}


# Text

def text(t, level=0):
    own, written = written_form(t)
    return f"({written})" if own < level else written


def number_text(value):
    if value.denominator == 1:
        return (5 if value >= 0 else 1), str(value.numerator)
    return (2 if value > 0 else 1), f"{value.numerator}/{value.denominator}"


def written_form(t):
    op, a = t.op, t.args
    if op == "num":
        return number_text(a[0])
    if op in ("sym", "size", "index"):
        return 5, a[0]
    if op in ("+", "-"):
        return 1, f"{text(a[0], 1)} {op} {text(a[1], 2)}"
    if op == "neg":
        return 1, f"-{text(a[0], 2)}"
    if op in ("*", "/", ".*"):
        return 2, f"{text(a[0], 2)}{op if op != '.*' else ' .* '}{text(a[1], 3)}"
    if op == "^":
        return 4, f"{text(a[0], 5)}^{text(a[1], 5)}"
    if op == "fn":
        return 5, f"{a[0]}({', '.join(text(b) for b in a[1:])})"
    if op == "at":
        return 5, f"{text(a[0], 5)}[{','.join(str(i) for i in a[1:])}]"
    if op in ("sum", "prod"):
        index, n, body, low, but = a
        if low != 1 or not has_slot(body, index):
            index = f"{index} in {low}..{n}" + (f", {index} != {but}" if but else "")
        elif but:
            index = f"{index} != {but}"
        return 5, f"{op}({index}, {text(body)})"
    if op == "delta":
        return 5, f"delta({a[0]},{a[1]})"
    if op == "ind":
        return 5, f"ind({text(a[1])} {a[0]} {text(a[2])})"
    if op == "cases":
        return 5, f"cases({text(a[1])} {a[0]} {text(a[2])}: {text(a[3])}, else: {text(a[4])})"
    if op == "T":
        return 5, text(a[0], 5) + "'"
    if op in ("inv", "tr"):
        return 5, f"{op}({text(a[0])})"
    if op == "dot":
        return 2, f"{text(a[0], 5)}'*{text(a[1], 3)}"
    if op == "outer":
        return 2, f"{text(a[0], 3)}*{text(a[1], 5)}'"
    if op in ("I", "ones"):
        return 5, f"{op}({a[0]})"
    if op == "diff":
        return 5, f"diff({text(a[0])}, {text(a[1])})"
    raise ValueError(op)
