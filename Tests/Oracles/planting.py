"""Bugs that are planted in a right kernel: each is a change of its text, in C and in Python."""
import dataclasses

KINDS = (
    "missing factor", "extra factor", "wrong constant", "lost term", "extra term", "forgotten path", "wrong sign",
    "sum for mean", "mean for sum", "accumulate", "transposed", "wrong axis", "wrong index", "wrong input", "off by one",
    "stale value", "eps misplaced", "unbiased variance", "accumulation type", "wrong function", "wrong slope", "overflow", "scaled term")


@dataclasses.dataclass(frozen=True)
class Bug:
    """A mistake an engineer makes. An edit is (text, text in its place), or a list of such pairs; `both` is one that fits
    the C file and the Python file alike. In a scaled term, SCALE stands for 1 + the relative size of the mistake."""
    name: str
    kind: str
    claim: str
    both: tuple = ()
    c: tuple = ()
    py: tuple = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: {self.kind} is no kind of bug")

    def edits(self, language):
        """The pairs of a language, "c" or "py"."""
        edits = self.both or getattr(self, language)
        return [edits] if edits and isinstance(edits[0], str) else list(edits)

    def planted(self, text, language):
        """The kernel's text with the bug. Each edit must fit one place."""
        edits = self.edits(language)
        if not edits:
            raise ValueError(f"{self.name}: no change for {language}")
        for old, new in edits:
            if text.count(old) != 1:
                raise ValueError(f"{self.name}: {old!r} stands {text.count(old)} times in the {language} kernel")
            text = text.replace(old, new)
        return text


def scaled(term, claim, both=(), c=(), py=()):
    """A term that is too large by a relative size."""
    return Bug(f"{term} scaled", "scaled term", claim, both, c, py)


def accumulated(claim, c):
    """A result that is added to what its buffer held before; c is the change of the C file."""
    return Bug(f"{claim} is added to the last one", "accumulate", claim, c=c, py=(
        f'"{claim}": {claim}', f'"{claim}": kept("{claim}", {claim})'))


def transposed(claim, c):
    """A matrix written by columns where rows are expected; c is the change of the C file."""
    return Bug(f"{claim} is written by columns", "transposed", claim, c=c, py=(
        f'"{claim}": {claim}', f'"{claim}": by_columns({claim})'))
