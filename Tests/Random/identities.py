#!/usr/bin/env python3
"""Random true lines, and false twins of them, judged by `derive`: no true one may be refuted, no false one accepted.

    python3 Tests/Random/identities.py --derive .build/release/derive [--pairs N] [--seed S] [--family NAME] [--list]

A true line is made from a random term by laws applied at random places, or from a rule for the family (derivatives,
limits, expectations, …); its twin differs by one mistake. Whether the one is true and the other false is decided by
numbers of this program, not by derive. A wrong verdict fails the run, and so does an internal error.
"""
import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from claims import Discarded  # noqa: E402
import chances  # noqa: E402, F401  these enlist their families
import entries  # noqa: E402, F401
import windows  # noqa: E402, F401
import orders  # noqa: E402, F401
import bands  # noqa: E402, F401
import inequalities  # noqa: E402, F401
import limits  # noqa: E402, F401
import optima  # noqa: E402, F401
import steps  # noqa: E402, F401
from families import FAMILIES  # noqa: E402
from values import Undefined  # noqa: E402
from world import HEAD  # noqa: E402


LINES_PER_FILE, FILES_PER_RUN = 40, 25
ACCEPTED = ("proved", "confirmed", "follows")


def pair(seed, number, only=None):
    """The pair with a number: it depends on the seed and the number alone."""
    rng = random.Random(f"{seed}/{number}")
    names = [only] if only else list(FAMILIES)
    for _ in range(50):
        name = rng.choices(names, [FAMILIES[n][0] for n in names])[0]
        try:
            return FAMILIES[name][1](rng)
        except (Discarded, Undefined, NotImplementedError) as error:
            DISCARDED[name] += 1
            if str(error).startswith("differs"):
                FAULTS.append((name, number, str(error)))
    raise SystemExit("no pair was found")


DISCARDED, FAULTS = collections.Counter(), []


def judged(derive, texts):
    """The verdict, its conditions and diagnoses for each label of each text; one process for all."""
    with tempfile.TemporaryDirectory() as folder:
        for k, written in enumerate(texts):
            (pathlib.Path(folder) / f"r{k:04d}.expr").write_text(written)
        run = subprocess.run([derive, "check", "--format", "json", folder], capture_output=True, text=True)
    if run.returncode not in (0, 1, 3):
        return run.returncode, run.stderr[-1000:], []
    found = []
    for file in json.loads(run.stdout)["files"]:
        verdicts = {}
        for line in file["steps"]:
            if line["kind"] == "line":
                verdicts.setdefault(line["claim"], []).append(line["verdict"])
        found.append((verdicts, [d for d in file["diagnostics"]]))
    return run.returncode, "", found


def claim(label, p, body):
    return f"claim {label}{p.head}: {body}\n"


class Tally:
    def __init__(self, options):
        self.options, self.counts, self.findings = options, collections.Counter(), []

    def judge(self, numbered):
        """Pairs to files: the true lines and the twins in files of their own."""
        texts, groups = [], []
        for start in range(0, len(numbered), LINES_PER_FILE):
            group = numbered[start:start + LINES_PER_FILE]
            for label, which in (("t", "right"), ("f", "wrong")):
                members = [(n, p) for n, p in group if getattr(p, which)]
                texts.append(HEAD + "".join(claim(f"{label}{n}", p, getattr(p, which)) for n, p in members))
                groups.append((label, which, members))
        code, error, found = judged(self.options.derive, texts)
        if code not in (0, 1, 3):
            self.findings.append(f"exit {code}: {error}")
            return
        for (label, which, members), (verdicts, _) in zip(groups, found):
            for n, p in members:
                self.count(n, p, which, verdicts.get(f"{label}{n}", ["unread"]))

    def count(self, n, p, which, verdicts):
        # The weakest verdict of the lines of one claim.
        order = ["unread", "invalid", "refuted", "conditional", "undecided", "follows", "confirmed", "proved"]
        verdict = min(verdicts, key=order.index)
        self.counts[p.family, which, verdict] += 1
        written = claim(f"{which[0]}{n}", p, getattr(p, which)).strip()
        wrong = verdict in ("refuted", "conditional") if which == "right" else verdict in ACCEPTED
        # A slip may leave an index on one side only.
        if wrong or verdict == "unread" or verdict == "invalid" and which == "right":
            self.findings.append(f"{which} line {verdict} [{p.family}{', ' + p.slip if which == 'wrong' and p.slip else ''}]\n    {written}")
            print(self.findings[-1], flush=True)
        if self.options.list:
            print(f"{which:<6}{verdict:<12}{p.family:<18}{written}", flush=True)

    def table(self):
        verdicts = ["proved", "confirmed", "refuted", "conditional", "undecided", "invalid", "unread"]
        lines = [f"{'':<24}" + "".join(f"{v:>12}" for v in verdicts)]
        families = sorted({family for family, _, _ in self.counts})
        for which in ("right", "wrong"):
            for family in families + ["all"]:
                row = [sum(n for (f, w, v), n in self.counts.items() if w == which and v == verdict and family in (f, "all"))
                       for verdict in verdicts]
                lines.append(f"{which + ' ' + family:<24}" + "".join(f"{n:>12}" for n in row))
        return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--derive", required=True)
    arguments.add_argument("--pairs", type=int, default=1000)
    arguments.add_argument("--first", type=int, default=0, help="the number of the first pair")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--family", help="only pairs of one family")
    arguments.add_argument("--list", action="store_true", help="print every line with its verdict")
    options = arguments.parse_args()
    options.derive = str(pathlib.Path(options.derive).resolve())
    tally = Tally(options)
    made, spent = 0.0, 0.0
    size = LINES_PER_FILE * FILES_PER_RUN
    for start in range(options.first, options.first + options.pairs, size):
        began = time.monotonic()
        stop = min(start + size, options.first + options.pairs)
        numbered = [(n, pair(options.seed, n, options.family)) for n in range(start, stop)]
        ready = time.monotonic()
        tally.judge(numbered)
        made, spent = made + ready - began, spent + time.monotonic() - ready
        print(f"{stop - options.first} pairs: {made:.0f} s to make, {spent:.0f} s to judge", file=sys.stderr, flush=True)
        print(tally.table().split("\n")[0], *(row for row in tally.table().split("\n") if " all " in row), sep="\n",
              file=sys.stderr, flush=True)
    print(tally.table())
    for name, number, fault in FAULTS[:20]:
        print(f"the numbers of this program contradict its own line: {name}, pair {number}, {fault[:300]}")
    print(f"{len(tally.findings)} findings")
    return 1 if tally.findings or FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
