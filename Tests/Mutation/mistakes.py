"""The mistakes that are put into a right side, and the diagnoses that name them.

A term is a list of tokens here. An edit is (kind, start, end, new): the characters that are replaced, and by what.
"""
import re

TOKEN = re.compile(r"[^\W\d]\w*'*|\d+(?:\.\d+)?(?!\w)|\.\.|<=>|=>|<==|<=|>=|!=|~=|:=|\.[*/^]|[^\s\w]|\d+", re.UNICODE)

# Which codes say what was done. A code is right if its words describe the edit or what undoes it.
NAMED = {
    "sign": "D0301 D0303 D0305 D0306", "factor 2": "D0306", "number": "D0306 D0309 D0303 D0305", "transpose": "D0251 D0501 D0252",
    "index": "D0252 D0253", "name": "D0253 D0252", "1/m": "D0308 D0304 D0306", "lost inverse": "D0304 D0310", "lost factor": "D0302 D0304 D0306 D0307 D0308",
    "sum for mean": "D0308 D0307", "dropped term": "D0303", "superfluous term": "D0305 D0306 D0304", "function": "D0253",
    "lost square": "D0309 D0304", "lost function": "D0253 D0404", "swapped operands": "D0301 D0253 D0251 D0310",
    "range": "D0303 D0305 D0252", "inverse": "D0310 D0309 D0304", "relation": "D0611 D0612", "lost delta": "D0307 D0304",
    "linear": "D0404",
}
FUNCTIONS = {"exp": "cosh", "log": "sqrt", "sigmoid": "tanh", "tanh": "sigmoid", "sin": "cos", "cos": "sin", "max": "min",
             "min": "max", "sqrt": "log", "abs": "relu", "relu": "abs", "sinh": "cosh", "cosh": "sinh", "softmax": "exp"}
WRAPPERS = ("log", "exp", "sigmoid", "tanh", "sqrt", "abs", "relu", "sin", "cos", "norm", "softplus", "tr", "diag", "det", "E")
BINDERS = ("sum", "prod", "mean", "max", "min", "limit", "diff", "grad", "jac", "hess", "argmin", "argmax")


class Tokens:
    """The tokens of a term, with the bracket that closes each one that opens."""

    def __init__(self, text):
        self.text = text
        self.found = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
        self.partner, stack = {}, []
        for k, (token, _, _) in enumerate(self.found):
            if token in "([{":
                stack.append(k)
            elif token in ")]}" and stack:
                opening = stack.pop()
                self.partner[opening], self.partner[k] = k, opening

    def word(self, k):
        return self.found[k][0] if 0 <= k < len(self.found) else ""

    def start(self, k):
        return self.found[k][1]

    def end(self, k):
        return self.found[k][2]

    def ends_operand(self, k):
        return bool(re.match(r"[\w)\]}']", self.word(k)[-1:])) if self.word(k) else False

    def factor_end(self, k):
        """The last token of the factor that begins at k."""
        if self.word(k) in ("-", "+"):
            k += 1
        if self.word(k) in ("(", "["):
            k = self.partner.get(k, k)
        while True:
            following = self.word(k + 1)
            if following in ("(", "[") and self.start(k + 1) == self.end(k):
                k = self.partner.get(k + 1, k + 1)
            elif following == "'":
                k += 1
            elif following in ("^", ".^"):
                k = self.factor_end(k + 2)
            else:
                return k

    def term_end(self, k):
        """The last token of the product that begins at k."""
        k = self.factor_end(k)
        while self.word(k + 1) in ("*", "/", ".*", "./"):
            k = self.factor_end(k + 2)
        return k

    def begins_factor(self, k):
        """A product, not a part of a power or a slot, begins here."""
        return bool(re.match(r"[^\W\d]|\d|\(", self.word(k))) and self.word(k - 1) in ("", "+", "-", "*", "(", ",", ":", "=", "/")


def edits(text, shapes, sizes, bound):
    """Every mistake of the catalogue in a term. `shapes`: names by shape; `bound`: the indices of the claim."""
    t = Tokens(text)
    alike = {}
    for name, shape in shapes.items():
        alike.setdefault(shape, []).append(name)
    # In slots, and where a binder names its variable.
    in_slots, in_binder = set(), set()
    for k, (token, _, _) in enumerate(t.found):
        if token == "[" and t.ends_operand(k - 1) and t.end(k - 1) == t.start(k):
            in_slots |= set(range(k + 1, t.partner.get(k, k)))
        if token == "(" and t.word(k - 1) in BINDERS:
            for j in range(k + 1, t.partner.get(k, k)):
                if t.word(j) in ("(", "["):
                    break
                if t.word(j) == ",":
                    in_binder |= set(range(k + 1, j))
                    break
    for k, (token, start, end) in enumerate(t.found):
        if k in in_binder:
            if token == ".." and t.word(k - 1) in ("1", "0", "2"):
                yield "range", t.start(k - 1), t.end(k - 1), str(int(t.word(k - 1)) + 1)
                last = t.word(k + 1)
                if last in sizes and t.word(k + 2) in (",", ")"):
                    yield "range", t.start(k + 1), t.end(k + 1), last + "-1"
            continue
        if k in in_slots:
            yield from slot_edits(t, k, bound)
            continue
        yield from sum_edits(t, k)
        if token.isdigit() and int(token) > 0 and t.word(k - 1) not in ("^", ".^", "..") and t.word(k + 1) != "..":
            yield "number", start, end, str(int(token) + 1)
        if token in ("^", ".^") and t.word(k + 1).isdigit():
            if t.word(k + 1) == "2":
                yield "lost square", start, t.end(k + 1), ""
            yield "lost square", t.start(k + 1), t.end(k + 1), str(int(t.word(k + 1)) + 1)
        yield from name_edits(t, k, shapes, alike, sizes)
        if token not in bound:
            yield from factor_edits(t, k, sizes, shapes)


def slot_edits(t, k, bound):
    token, start, end = t.found[k]
    if token in bound:
        for other in sorted(bound[token]):
            if other != token:
                yield "index", start, end, other
    if token in ("+", "-") and t.word(k + 1) == "1":
        yield "range", start, t.end(k + 1), ""
    if t.word(k + 1) == "," and t.word(k - 1) == "[" and t.word(k + 3) == "]" and t.word(k + 2) != token:
        yield "transpose", start, t.end(k + 2), t.word(k + 2) + "," + token


def sum_edits(t, k):
    token, start, end = t.found[k]
    if token not in ("+", "-"):
        return
    after = t.term_end(k + 1)
    if k + 1 >= len(t.found):
        return
    if t.ends_operand(k - 1):
        yield "sign", start, end, "-" if token == "+" else "+"
        yield "dropped term", t.end(k - 1), t.end(after), ""
        begin = k - 1
        if token == "-" and t.begins_factor(begin) and t.factor_end(begin) == begin and t.word(begin - 1) in ("", "("):
            yield "swapped operands", t.start(begin), t.end(after), f"{t.text[t.start(k + 1):t.end(after)]} - {t.word(begin)}"
    elif token == "-" and t.word(k - 1) not in ("^",):
        yield "sign", start, end, ""


def name_edits(t, k, shapes, alike, sizes):
    token, start, end = t.found[k]
    if not re.match(r"[^\W\d]", token):
        return
    plain = token.rstrip("'")
    following = t.word(k + 1)
    if following == "(" and t.start(k + 1) == end:
        close = t.partner.get(k + 1)
        if close is None:
            return
        inside = t.text[t.end(k + 1):t.start(close)]
        if token in FUNCTIONS and not (token in ("max", "min") and "," not in inside and False):
            yield "function", start, end, FUNCTIONS[token]
        if token == "inv":
            yield "lost inverse", start, t.end(close), f"({inside})"
        elif token in WRAPPERS and "," not in inside:
            yield "lost function", start, t.end(close), f"({inside})"
        if token in ("sum", "mean"):
            yield "sum for mean", start, end, "mean" if token == "sum" else "sum"
        if token == "delta":
            yield "lost delta", start, t.end(close), "1"
        if token in ("log", "exp", "sqrt") and re.fullmatch(r"[^()+-]+ [+] [^()+-]+", inside):
            left, right = inside.split(" + ")
            yield "linear", start, t.end(close), f"({token}({left}) + {token}({right}))"
        return
    if token in shapes:
        for other in alike[shapes[token]]:
            if other != token:
                yield "name", start, end, other
        if following == "^" and t.word(k + 2) == "-" and t.word(k + 3) == "1":
            yield "lost inverse", t.start(k + 1), t.end(k + 3), ""
        if shapes[token].startswith("R^(") and following not in ("[", "'"):
            yield "transpose", end, end, "'"
    if token in shapes and following == "'" or token.endswith("'") and plain in shapes and shapes[plain].startswith("R^("):
        at = end if following == "'" else end - 1
        yield "transpose", at, at + 1, ""


def factor_edits(t, k, sizes, shapes):
    token, start, end = t.found[k]
    if token == "/" and k + 1 < len(t.found):
        last = t.factor_end(k + 1)
        kind = "1/m" if t.word(k + 1) in sizes else "lost factor"
        yield kind, start, t.end(last), ""
        yield "inverse", start, end, "*"
    if token == "*" and k + 1 < len(t.found):
        last = t.factor_end(k + 1)
        written = t.text[t.start(k + 1):t.end(last)]
        if not is_tensor(written, shapes):
            yield "lost factor", start, t.end(last), ""
        elif t.word(k - 1) in shapes and is_tensor(t.word(k - 1), shapes) and t.word(k - 2) in ("", "(", "+", "-", "*"):
            yield "swapped operands", t.start(k - 1), t.end(last), f"{written}*{t.word(k - 1)}"
    if t.begins_factor(k) and t.word(k - 1) != "/":
        if not token.isdigit():
            yield "factor 2", start, start, "2*"
        last = t.factor_end(k)
        if t.word(last + 1) == "*" and not is_tensor(t.text[start:t.end(last)], shapes):
            yield "factor 2" if token.isdigit() and last == k else "lost factor", start, t.end(last + 1), ""
        # The first term of a sum.
        whole = t.term_end(k)
        if t.word(k - 1) in ("", "(", ",") and t.word(whole + 1) in ("+", "-"):
            sign = "" if t.word(whole + 1) == "+" else "-"
            yield "dropped term", start, t.end(whole + 1), sign
            yield "superfluous term", t.end(whole), t.end(whole), " + " + t.text[start:t.end(whole)]


def is_tensor(written, shapes):
    plain = re.match(r"[^\W\d]\w*", written)
    return bool(plain) and shapes.get(plain.group(), "R") != "R" and "[" not in written


# The converse of a step is often true, too, and is no slip of the pen.
RELATIONS = {"<=": ("<", ">="), ">=": (">", "<="), "<": (">",), ">": ("<",)}
