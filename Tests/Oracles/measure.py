#!/usr/bin/env python3
"""What `derive judge` finds, and what it blames in vain, beside ordinary gradient checks by finite differences.

    python3 Tests/Oracles/measure.py --derive .build/release/derive --seeds 1000

Right kernels in C and in NumPy are judged at every claim: a seed has `--cases` cases, each of which is drawn by itself, so that
many seeds are asked for at once. Kernels with a planted bug are judged at the bug's claim, with terms too large by 1e-3 and
by 1e-4 apart from the other bugs. The finite differences see the same kernels at normal inputs. Without
`--derive` they are measured alone. It fails if a right kernel is blamed, or if less is found or named than is demanded.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import sys
import tempfile

import numpy as np

import bugs
import building
import cases
import differences
import forward
import oracle

LANGUAGES = {"c": "C", "py": "NumPy"}
# Cases in one folder of vectors.
MOST_CASES = 1000
CHECKS = {"scipy": "check_grad", "elementwise": "gradcheck", "directional": "float32"}


class Tally:
    """How often each of a few things was so."""

    def __init__(self):
        self.so, self.of, self.missed = collections.Counter(), collections.Counter(), []

    def add(self, thing, holds, otherwise=None, of=1):
        self.of[thing] += of
        self.so[thing] += int(holds)
        if otherwise and not holds:
            self.missed.append(otherwise)

    def share(self, thing):
        return self.so[thing] / self.of[thing] if self.of[thing] else None


def group(bug, size):
    """Where a planted bug is counted."""
    return f"{size:.0e}".replace("e-0", "e-") if bug.kind == "scaled term" else "bugs"


def variants(family):
    """The planted bugs of a family, scaled terms at both sizes."""
    for bug in bugs.of(family):
        for size in (1e-3, 1e-4) if bug.kind == "scaled term" else (0.0,):
            yield bug, size


def accepted(family, claim, command, seeds):
    """Which of the checks by finite differences accept a kernel at all of a few random cases."""
    given = [cases.random_case(family, seed) for seed in seeds]
    verdicts = dict.fromkeys(CHECKS, True)
    with np.errstate(all="ignore"):
        for case, gradient in zip(given, cases.answers(command, claim, given)):
            double = forward.loss(family, claim, cases.in_type(case["inputs"], np.float64))
            single = forward.loss(family, claim, cases.in_type(case["inputs"], np.float32))
            gradient = gradient.astype(np.float64)
            verdicts["scipy"] &= differences.scipy_check(*double, gradient)
            verdicts["elementwise"] &= differences.elementwise_check(*double, gradient)
            verdicts["directional"] &= differences.directional_check(*single, gradient)
    return verdicts


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.tallies = {(family, language): Tally() for family in options.families for language in LANGUAGES}
        self.broken = []

    def place(self, *parts):
        return self.folder.joinpath(*map(str, parts))

    def kernel(self, family, language, number=None, bug=None, size=0.0):
        return building.program(family, language, self.place(family, language, number, size), bug, size)

    def judged(self, family, claim, seed, count, commands):
        """Keys and verdicts of kernels at one set of vectors, or the failure."""
        with tempfile.TemporaryDirectory(dir=self.folder) as vectors:
            try:
                oracle.vectors(self.options.derive, family, claim, count, seed, pathlib.Path(vectors) / "v")
            except oracle.Failure as failure:
                return [failure]
            found = []
            for key, command in commands:
                try:
                    found.append((key, oracle.judge(self.options.derive, pathlib.Path(vectors) / "v", command)))
                except oracle.Failure as failure:
                    found.append(failure)
            return found

    def work(self, family):
        """The jobs of a family: (kind of job, function, arguments)."""
        claims = sorted({bug.claim for bug in bugs.of(family)})
        right = {language: self.kernel(family, language) for language in LANGUAGES}
        planted = collections.defaultdict(list)
        for number, (bug, size) in enumerate(variants(family)):
            for language in LANGUAGES:
                command = self.kernel(family, language, number, bug, size)
                planted[bug.claim].append(((family, language, bug, size), command))
        for claim in claims:
            keys = [((family, language, None, claim), right[language]) for language in LANGUAGES]
            if self.options.derive:
                total = self.options.seeds * self.options.cases
                for seed, start in enumerate(range(0, total, MOST_CASES), 1):
                    yield self.judged, (family, claim, seed, min(MOST_CASES, total - start), keys)
                for seed in range(1, self.options.bug_seeds + 1):
                    yield self.judged, (family, claim, seed, self.options.cases, planted[claim])
            if claim.startswith("d"):
                count = self.options.cases
                for seed in range(min(self.options.seeds, 40)):
                    yield self.differences, (family, claim, range(count * seed, count * (seed + 1)), keys)
                for seed in range(self.options.bug_seeds):
                    yield self.differences, (family, claim, range(count * seed, count * (seed + 1)), planted[claim])

    def differences(self, family, claim, seeds, commands):
        return [(key, accepted(family, claim, command, seeds)) for key, command in commands]

    def count(self, entry):
        if isinstance(entry, oracle.Failure):
            self.broken.append(str(entry))
            return
        (family, language, bug, size), verdict = entry
        tally = self.tallies[family, language]
        thing = group(bug, size) if bug else "right"
        if isinstance(verdict, dict):
            for check, accepts in verdict.items():
                tally.add(f"{check} {thing}", not accepts)
            return
        blamed, kinds = verdict.blamed, verdict.kinds
        if not bug:
            tally.add("right", max(verdict.wrong, int(blamed)), of=verdict.cases)
            if blamed:
                tally.missed.append(f"the right kernel is blamed at {size}: {', '.join(kinds) or 'no diagnosis'}")
            return
        tally.add(thing, blamed, f"{bug.claim}: {bug.name} ({thing}) is not found")
        if blamed and bug.kind != "scaled term":
            tally.add("named", oracle.names(bug, kinds),
                      f"{bug.claim}: {bug.name}: {bug.kind} is called {kinds[0] if kinds else 'nothing'}")

    def measure(self):
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            jobs = [pool.submit(function, *arguments) for family in self.options.families
                    for function, arguments in self.work(family)]
            for job in concurrent.futures.as_completed(jobs):
                for entry in job.result():
                    self.count(entry)

    def rows(self, columns):
        """A line a kernel and one for all."""
        total = Tally()
        for (family, language), tally in self.tallies.items():
            total.so.update(tally.so)
            total.of.update(tally.of)
            yield [family.replace("_", " "), LANGUAGES[language]] + [shown(tally, thing) for thing in columns]
        yield ["all", ""] + [shown(total, thing) for thing in columns]

    def table(self):
        columns = []
        if self.options.derive:
            columns += [("right", "blamed"), ("bugs", "bugs"), ("named", "named"), ("1e-3", "1e-3"), ("1e-4", "1e-4")]
        for check, name in CHECKS.items():
            columns += [(f"{check} right", f"{name}: blamed")]
            columns += [(f"{check} {thing}", thing) for thing in ("bugs", "1e-3", "1e-4")]
        lines = [["kernel", "in"] + [title for _, title in columns], ["---"] * (len(columns) + 2)]
        lines += self.rows([thing for thing, _ in columns])
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def falls_short(self):
        """What is worse than demanded."""
        least = {"bugs": self.options.least_bugs, "1e-3": self.options.least_1e3, "1e-4": self.options.least_1e4,
                 "named": self.options.least_named}
        for (family, language), tally in self.tallies.items():
            if tally.so["right"]:
                yield f"{family} in {LANGUAGES[language]}: right kernels are blamed {tally.so['right']} times"
        for thing, bound in least.items():
            for (family, language), tally in self.tallies.items():
                if tally.of[thing] and tally.share(thing) < bound:
                    yield f"{family} in {LANGUAGES[language]}: {thing}: {tally.share(thing):.1%}, {bound:.1%} is demanded"


def shown(tally, thing):
    share = tally.share(thing)
    if share is None:
        return "–"
    return f"{tally.so[thing]} of {tally.of[thing]}" if thing == "right" else f"{100 * share:.1f} %".replace(".0 %", " %")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--derive", help="the command; without it, finite differences alone are measured")
    arguments.add_argument("--seeds", type=int, default=20, help="seeds for each claim of the right kernels")
    arguments.add_argument("--bug-seeds", type=int, default=2, help="sets of vectors for each bug")
    arguments.add_argument("--cases", type=int, default=24, help="cases of a seed")
    arguments.add_argument("--families", nargs="+", default=bugs.FAMILIES, choices=bugs.FAMILIES, metavar="FAMILY")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    for name, default in (("bugs", 1.0), ("1e3", 1.0), ("1e4", 0.99), ("named", 0.9)):
        arguments.add_argument(f"--least-{name}", type=float, default=default, help=f"the share demanded ({default})")
    options = arguments.parse_args()
    if options.derive:
        options.derive = pathlib.Path(options.derive).resolve()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, pathlib.Path(folder))
        bench.measure()
    for (family, language), tally in bench.tallies.items():
        for line, times in collections.Counter(tally.missed).most_common():
            print(f"{family} in {LANGUAGES[language]}: {line}" + (f", {times} times" if times > 1 else ""))
    short = list(bench.falls_short())
    print("\n" + bench.table() + "\n")
    print("\n".join(short + bench.broken[:10]))
    sys.exit(2 if bench.broken else 1 if short else 0)


if __name__ == "__main__":
    main()
