"""Laws applied at random places of a term."""
import laws
import tensors  # noqa: F401  its laws enlist themselves
from terms import parts, size_of, with_part


def places(t, context, path=()):
    """Every place of a term that may be rewritten, with the indices in scope there."""
    if t.op == "index":
        return
    yield path, t, context
    inner = context
    held = 1 if t.op in ("diff", "^") else None
    if t.op in ("sum", "prod"):
        inner = context.inside(t.args[0], t.args[1])
    for k, part in parts(t):
        if k != held:
            yield from places(part, inner, path + (k,))


def replaced(t, path, new):
    if not path:
        return new
    return with_part(t, path[0], replaced(t.args[path[0]], path[1:], new))


def rewritten(t, context, steps, largest=60):
    """The term after some steps; each step is a law at a place, both chosen at random."""
    rng = context.rng
    for _ in range(steps):
        found = list(places(t, context))
        for _ in range(8):
            path, part, inner = rng.choice(found)
            fitting = laws.LAWS.get(part.op, [])
            if not part.type and (not fitting or rng.random() < 0.2):
                fitting = laws.LAWS["any"]
            if not fitting:
                continue
            new = rng.choice(fitting)(part, inner)
            if new is not None and new != part:
                changed = replaced(t, path, new)
                if size_of(changed) <= largest:
                    t = changed
                    break
    return t
