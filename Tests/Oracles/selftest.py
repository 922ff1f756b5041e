#!/usr/bin/env python3
"""Checks the bench itself, without the command: right kernels agree with finite differences, the C and the Python kernel agree
with each other, right and with every bug, and every bug changes what is computed.

    python3 Tests/Oracles/selftest.py
"""
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

# In float32 two right programs differ by roundings alone; bugs in the rounding itself need a wider bound.
SAME, NARROW = 2e-5, 2e-2


def given_to(family, bug=None):
    """Cases that show a bug: each twice, for what is held from the last one; large scores where an exponential overflows."""
    given = [cases.random_case(family, seed // 2) for seed in range(6)]
    for case in given:
        if bug and bug.kind == "overflow":
            case["inputs"] = {name: value * np.float32(100) if name in "zQK" else value for name, value in case["inputs"].items()}
    return given


def faults_of_right(family, commands):
    """Complaints about the right kernels of a family."""
    given = given_to(family)
    for claim in sorted({bug.claim for bug in bugs.of(family)}):
        answers = {language: cases.answers(command, claim, given) for language, command in commands.items()}
        for case, c, py in zip(given, answers["c"], answers["py"]):
            if cases.relative_distance(c, py) > SAME:
                yield f"{family} {claim}: C and Python differ by {cases.relative_distance(c, py):.1e}"
            derivative = forward.loss(family, claim, cases.in_type(case["inputs"], np.float64))
            if derivative and not differences.elementwise_check(*derivative, c):
                yield f"{family} {claim}: finite differences do not agree"


def faults_of_bug(family, bug, commands, folder):
    """Complaints about a planted bug."""
    given, answers = given_to(family, bug), {}
    right = cases.answers(commands["c"], bug.claim, given)
    for language in ("c", "py"):
        command = building.program(family, language, folder / language, bug, 1e-3)
        answers[language] = cases.answers(command, bug.claim, given)
        if max(map(cases.relative_distance, right, answers[language])) < 5 * SAME:
            yield f"{family}: {bug.name}: nothing changes in {language}"
    apart = max(map(cases.relative_distance, answers["c"], answers["py"]))
    if apart > (NARROW if bug.kind == "accumulation type" else SAME):
        yield f"{family}: {bug.name}: C and Python differ by {apart:.1e}"


def main():
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder, work = pathlib.Path(scratch), []
        for family in bugs.FAMILIES:
            commands = {language: building.program(family, language, folder / family / language) for language in ("c", "py")}
            work.append(pool.submit(lambda f=family, c=commands: list(faults_of_right(f, c))))
            for number, bug in enumerate(bugs.of(family)):
                place = folder / family / str(number)
                work.append(pool.submit(lambda f=family, b=bug, c=commands, p=place: list(faults_of_bug(f, b, c, p))))
        faults = [fault for job in work for fault in job.result()]
    planted = sum(len(bugs.of(family)) for family in bugs.FAMILIES)
    print("\n".join(faults) or f"oracles: {len(bugs.FAMILIES)} kernels in two languages agree; {planted} bugs change them alike")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
