#!/usr/bin/env python3
"""Times whole processes: `derive check`, and beside it programs that do a comparable task, in the same run.

    python3 Tests/Benchmarks/processes.py [--derive .build/release/derive] [--python PATH]... [--runs N] [--limit S]

Each row is one program on one task: CPU milliseconds of the process and its children, the least of N runs and the
median, and the largest memory, which is at least that of this script. A peer is a script of `peers/` that imports a
library; it runs with the first Python that has it, and a library that none has is "not installed". The tasks are not the
same for all, since no peer judges the lines of a derivation:

    derive    every line of the file, for all sizes, with proofs and with points in several sizes
    sympy     the same identities at one small fixed size, symbolically
    others    the closed forms against automatic derivatives, at one random point

`start` is an empty file, and for a peer its import. `read 10 MB` is a file of definitions: elaborated by derive, parsed
only by the others, each in its own notation.
"""
import argparse
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DERIVATIONS = ["bn", "ridge", "logistic_softmax", "softmax"]
PEERS = ["sympy", "jax", "torch", "casadi"]


def formula(choose, depth):
    """A random formula in x1, …, x50, in the notation of the language."""
    if depth == 0 or choose.random() < 0.125:
        return f"x{choose.randint(1, 50)}" if choose.random() < 0.7 else str(choose.randint(2, 99))
    part = formula(choose, depth - 1)
    return choose.choice(
        [
            lambda: f"({part} + {formula(choose, depth - 1)})",
            lambda: f"{part}*{formula(choose, depth - 1)}",
            lambda: f"({part})^{choose.randint(2, 3)}",
            lambda: f"{part}/(x{choose.randint(1, 50)}^2 + 1)",
            lambda: f"(-{part})",
            lambda: f"{choose.choice(['sin', 'cos', 'exp', 'tanh'])}({part})",
        ]
    )()


def write_large_file(folder, size):
    """Definitions of `size` bytes: large.expr, and large.py in the notation of Python."""
    choose = random.Random(1)
    length = count = 0
    with open(folder / "large.expr", "w") as ours, open(folder / "large.py", "w") as theirs:
        ours.write(", ".join(f"x{k}" for k in range(1, 51)) + " : R\n")
        while length < size:
            count += 1
            line = f"y{count} := " + " + ".join(formula(choose, 4) for _ in range(10)) + "\n"
            ours.write(line)
            theirs.write(line.replace(":=", "=").replace("^", "**"))
            length += len(line)


class TooSlow(Exception):
    pass


def one_run(command, limit):
    """CPU seconds and memory in MB of one process, which must not fail."""
    with tempfile.TemporaryFile() as output:
        files = [(os.POSIX_SPAWN_DUP2, output.fileno(), number) for number in (1, 2)]
        # Not a fork of this process, whose pages would count.
        process = os.posix_spawn(command[0], command, os.environ, file_actions=files)
        resource.prlimit(process, resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
        _, status, usage = os.wait4(process, 0)
        code = os.waitstatus_to_exitcode(status)
        if code < 0 and usage.ru_utime + usage.ru_stime > limit:
            raise TooSlow
        # 2 is derive's "nothing to check".
        if code not in (0, 2) or code == 2 and "check" not in command:
            output.seek(0)
            raise RuntimeError(output.read().decode(errors="replace").strip().splitlines()[-1])
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measured(command, runs, limit):
    """The cells of a row."""
    try:
        seconds, memory = one_run(command, limit)
        # What takes a large part of the limit is not worth repeating.
        results = [(seconds, memory)] + [one_run(command, limit) for _ in range(runs - 1 if seconds < limit / 8 else 0)]
    except TooSlow:
        return [f"> {limit:.0f} s", "", ""]
    except RuntimeError as error:
        return ["failed", str(error)[:60], ""]
    times = [1000 * seconds for seconds, _ in results]
    return [f"{min(times):.1f}", f"{statistics.median(times):.1f}", f"{max(memory for _, memory in results):.0f}"]


def interpreter(library, pythons):
    """The first Python that can import the library."""
    for python in pythons:
        found = subprocess.run([python, "-c", f"import {library}"], capture_output=True)
        if found.returncode == 0:
            return python
    return None


def main():
    parser = argparse.ArgumentParser(description="Whole-process timings of derive and its peers.")
    parser.add_argument("--derive", default=str(ROOT / ".build/release/derive"))
    parser.add_argument("--python", action="append", default=[], help="where to look for peers; this Python unless given")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60, help="CPU seconds after which a process is stopped")
    arguments = parser.parse_args()
    if not os.access(arguments.derive, os.X_OK):
        sys.exit(f"{arguments.derive} is missing: swift build -c release")
    pythons = {name: interpreter(name, arguments.python or [sys.executable]) for name in PEERS}
    rows = [["task", "program", "CPU ms, least", "median", "MB"]]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "empty.expr").write_text("")
        write_large_file(folder, 10_000_000)

        def derive(task, path):
            rows.append([task, "derive", *measured([arguments.derive, "check", "-q", str(path)], arguments.runs, arguments.limit)])

        def peer(task, library, *more):
            cells = ["not installed", "", ""]
            if pythons[library]:
                command = [pythons[library], str(HERE / "peers" / f"with_{library}.py"), task, *more]
                cells = measured(command, arguments.runs, arguments.limit)
            rows.append([task, library, *cells])

        derive("start", folder / "empty.expr")
        for library in PEERS:
            peer("start", library)
        for task in DERIVATIONS:
            derive(task, ROOT / "derivations" / f"{task}.expr")
            for library in PEERS:
                peer(task, library)
        derive("read 10 MB", folder / "large.expr")
        command = [sys.executable, "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", str(folder / "large.py")]
        rows.append(["read 10 MB", "Python's own ast", *measured(command, arguments.runs, arguments.limit)])
        peer("read", "sympy", str(folder / "large.py"))
        rows[-1][0] = "read 10 MB"
    show(rows)


def show(rows):
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for position, row in enumerate(rows):
        if position and row[0] != rows[position - 1][0]:
            print()
        cells = [cell.ljust(width) if k < 2 else cell.rjust(width) for k, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    main()
