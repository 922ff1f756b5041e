"""Files in which many mutants are judged at once: what a claim rests on, and a copy of the claim for each of its mutants.

A copy ends before the line that follows the changed one, where a plain chain allows that: what comes later does not
influence a line. Claims that are not changed are left out, unless `using` names them.
"""
import re

STATEMENT = re.compile(rb"^(?=[^\s#=<>+*/.)\]}-])|(?<=;)[ \t]*(?=claim\b)", re.M)
LABEL = re.compile(rb"\A(\s*claim\s+)([\w\x80-\xff]+)")
WORD = r"[^\W\d]\w*"


def statements(raw):
    """The pieces of a file, each with a statement of the outermost level and what is indented under it."""
    starts = [m.end() for m in STATEMENT.finditer(raw)]
    return list(zip(starts, starts[1:] + [len(raw)]))


def used(text):
    """The claims that others rest on."""
    code = re.sub(r"#.*", "", text)
    return {name for names in re.findall(rf"\busing\s+({WORD}(?:\s*,\s*{WORD})*)", code) for name in re.split(r"\s*,\s*", names)}


class Copies:
    """A file with its judged relations, and the files that hold mutants of it."""

    def __init__(self, raw, relations):
        self.raw, self.relations = raw, sorted(relations)
        self.pieces = statements(raw)
        self.used = used(raw.decode())

    def piece(self, at):
        return next(p for p in self.pieces if p[0] <= at < p[1])

    def end(self, piece, relation):
        """Where the copy ends that has the relation."""
        following = next((r for r in self.relations if r > relation), None)
        if following is None or following >= piece[1] or re.search(rb"^\s*case\b", self.raw[slice(*piece)], re.M):
            return piece[1]
        row = self.raw.rfind(b"\n", 0, following) + 1
        plain = row > relation and self.raw[row:following].strip() in (b"", b"wrong")
        return row if plain else piece[1]

    def label(self, piece):
        found = LABEL.match(self.raw[slice(*piece)])
        return found.group(2).decode() if found else None

    def file(self, mutants):
        """The text, and for each mutant the offset of its relation in it. A mutant has relation, start, end and new."""
        by_piece, places = {}, []
        for k, m in enumerate(mutants):
            by_piece.setdefault(self.piece(m.relation), []).append((k, m))
        out = self.raw[:self.pieces[0][0]]
        for piece in self.pieces:
            judged = any(piece[0] <= r < piece[1] for r in self.relations)
            if not judged or self.label(piece) in self.used:
                out += self.raw[slice(*piece)]
            for k, m in by_piece.get(piece, ()):
                copy, place = self.copy(piece, m, f"_m{k}")
                places.append((k, len(out) + place))
                out += copy
        return out, [place for _, place in sorted(places)]

    def copy(self, piece, m, suffix):
        stop = self.end(piece, m.relation)
        head, place = self.raw[piece[0]:m.start], m.relation - piece[0]
        label = LABEL.match(head)
        if label:
            head, place = head[:label.end()] + suffix.encode() + head[label.end():], place + len(suffix)
        return (head + m.new.encode() + self.raw[m.end:stop]).rstrip(b"; \t\n") + b"\n", place
