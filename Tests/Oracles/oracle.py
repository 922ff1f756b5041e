"""The command under test: `derive vectors` and `derive judge`."""
import collections
import json
import pathlib
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
DERIVATIONS = ROOT / "derivations" / "kernels"

# What `derive vectors` is asked for: small sizes, size 1 among them, and one that is larger than the rest.
SIZES = {
    "batch_norm": {"m": "1,2,6,40", "n": "1,3,5"},
    "layer_norm": {"m": "1,2,5", "n": "1,2,6,40"},
    "softmax_cross_entropy": {"m": "1,2,6", "n": "1,2,5,30"},
    "attention": {"n": "1,2,5", "m": "1,3,6,20", "d": "1,4", "h": "1,3"},
    "lstm_cell": {"m": "1,2,4", "n": "1,2,5,12"},
    "ridge": {"n": "1,2,6,40", "d": "1,3,5"},
}

# Names of the diagnosis that are right as well: from numbers alone, the one mistake is the other.
ALSO = {
    "forgotten path": {"lost term"},               # a path that is not followed is a term that is not there
    "eps misplaced": {"lost term"},                # so is eps, where it is forgotten
    "wrong constant": {"scaled term"},
}


# Whether a kernel is blamed, the kinds of mistake that the diagnosis names, the likeliest first, and how many of the cases
# are wrong.
Verdict = collections.namedtuple("Verdict", "blamed kinds wrong cases")


class Failure(Exception):
    """The command did not do what it was asked for."""


def run(arguments, codes):
    result = subprocess.run([str(part) for part in arguments], cwd=ROOT, capture_output=True, text=True, timeout=300)
    if result.returncode not in codes:
        raise Failure(f"{shlex.join(map(str, arguments))}: exit {result.returncode}: {result.stderr.strip()[:500]}")
    return result


def vectors(derive, family, claim, count, seed, folder):
    """Writes `count` cases of a claim into a folder."""
    sizes = [part for name, values in SIZES[family].items() for part in ("--sizes", f"{name}={values}")]
    run([derive, "vectors", f"{DERIVATIONS / family}.expr:{claim}", "--cases", count, "--dtype", "f32", *sizes,
         "--seed", seed, "-o", folder], {0})


def judge(derive, folder, command):
    """What is said of a kernel."""
    result = run([derive, "judge", folder, "--exec", shlex.join(command), "--format", "json"], {0, 1})
    try:
        report = json.loads(result.stdout)
        kinds = [entry["kind"] for entry in report.get("diagnosis", [])]
        return Verdict(result.returncode == 1, kinds, report["wrong"], report["cases"])
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"derive judge {folder}: unreadable report: {error!r}") from error


def names(bug, kinds):
    """Whether the first kind of a diagnosis is that of a bug."""
    return bool(kinds) and kinds[0] in {bug.kind} | ALSO.get(bug.kind, set())
