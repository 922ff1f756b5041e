#!/usr/bin/env python3
"""Puts one small mistake at a time into the proved lines of derivations and lets `derive` judge them.

    python3 Tests/Mutation/mutate.py --derive .build/release/derive [--per-line N] [--list] [FILE ...]

Every mutant is one token of one line changed: a sign, a factor, an index, a transpose, a name, a term left out. A mutant
that is accepted (proved or confirmed) must be a true line; those are listed in equivalent.txt beside this script, each
judged by a person. Any other accepted mutant fails the run. So does an internal error, and a share of refuted mutants
that is too small to mean anything.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def lines_of(path, derive):
    """Line number of each relation that is accepted as it stands."""
    report = json.loads(subprocess.run([derive, "check", "--format", "json", path], capture_output=True, text=True).stdout)
    found = {}
    for file in report["files"]:
        for line in file["steps"]:
            if line["kind"] == "line":
                if line["verdict"] in ("proved", "confirmed") and not line.get("markedWrong"):
                    found[line["span"]["start"]["line"]] = line["verdict"]
    return found


def sites(text):
    """Where a line can be changed: (start, end, replacement, kind). Only right of the first relation."""
    code = text.split("#")[0]
    relation = re.search(r"(?<![<>!~:=])=(?![=>])|<=>|=>|<==", code)
    if not relation:
        return
    begin = relation.end()
    part = code[begin:]
    for m in re.finditer(r"(?<=[\w\])'] )([+-])(?= )", part):
        yield begin + m.start(1), begin + m.end(1), "-" if m.group(1) == "+" else "+", "sign"
    for m in re.finditer(r"(?<![\w.\]])(\d+)(?![\w.])", part):
        if int(m.group(1)) > 0:
            yield begin + m.start(1), begin + m.end(1), str(int(m.group(1)) + 1), "number"
    for m in re.finditer(r"\b[A-Za-z]\w*(?=\[)", part):
        yield begin + m.start(), begin + m.start(), "2*", "factor"
    for m in re.finditer(r"\[(\w),(\w)\]", part):
        yield begin + m.start(), begin + m.end(), f"[{m.group(2)},{m.group(1)}]", "transpose"
    for m in re.finditer(r"\[([ij])\]", part):
        yield begin + m.start(1), begin + m.end(1), "j" if m.group(1) == "i" else "i", "index"
    for m in re.finditer(r"'(?=[*\s)]|$)", part):
        yield begin + m.start(), begin + m.end(), "", "transpose"
    for m in re.finditer(r" [+-] [\w\[\](),'^*/.]+(?=$| [+-] |\s*$)", part):
        yield begin + m.start(), begin + m.end(), "", "term"
    for m in re.finditer(r"\*([A-Za-z]\w*(?:\[\w+\])?)(?![\w(\['])", part):
        yield begin + m.start(), begin + m.end(), "", "dropped factor"
    for m in re.finditer(r"/([A-Za-z]\w*)(?![\w(\[])", part):
        yield begin + m.start(), begin + m.end(), "*" + m.group(1), "inverse"
    for m in re.finditer(r"\b(sigmoid|tanh|exp|log|sum|inv)\(", part):
        other = {"sigmoid": "tanh", "tanh": "sigmoid", "exp": "cosh", "log": "exp", "sum": "mean", "inv": "exp"}
        yield begin + m.start(1), begin + m.end(1), other[m.group(1)], "function"


def mutants(path, accepted, per_line, rng):
    source = path.read_text().split("\n")
    for number in sorted(accepted):
        found = list(sites(source[number - 1]))
        rng.shuffle(found)
        for start, end, new, kind in found[:per_line]:
            line = source[number - 1]
            changed = line[:start] + new + line[end:]
            if changed != line:
                yield number, kind, line.strip(), changed.strip(), source[:number - 1] + [changed] + source[number:]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--derive", required=True)
    arguments.add_argument("--per-line", type=int, default=3)
    arguments.add_argument("--list", action="store_true", help="print every mutant with its verdict")
    arguments.add_argument("files", nargs="*")
    options = arguments.parse_args()
    derive = str(pathlib.Path(options.derive).resolve())
    files = [pathlib.Path(f) for f in options.files] or sorted(
        p for folder in ("derivations", "derivations/textbook") for p in (ROOT / folder).glob("*.expr"))
    equivalent = set()
    for entry in (HERE / "equivalent.txt").read_text().split("\n"):
        if entry and not entry.startswith("#"):
            equivalent.add(" ".join(entry.split("  #")[0].split()))
    rng = random.Random(20261121)
    counts, survivors, faults = {}, [], []
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for path in files:
            for number, kind, old, new, text in mutants(path, lines_of(str(path), derive), options.per_line, rng):
                target = pathlib.Path(folder) / f"m{len(made):05d}.expr"
                target.write_text("\n".join(text))
                made.append((target, path, number, kind, old, new))
        report = subprocess.run([derive, "check", "--format", "json", folder], capture_output=True, text=True)
        if report.returncode not in (0, 1, 3):
            faults.append(f"exit {report.returncode}: {report.stderr[-500:]}")
        judged = {pathlib.Path(f["path"]).name: f for f in json.loads(report.stdout)["files"]}
    for target, path, number, kind, old, new in made:
        verdicts = [line["verdict"] for line in judged[target.name]["steps"] if line["kind"] == "line"
                    and line["span"]["start"]["line"] == number]
        verdict = verdicts[0] if verdicts else "invalid"
        counts[verdict] = counts.get(verdict, 0) + 1
        key = " ".join(f"{path.name}: {new}".split("  #")[0].split())
        if options.list:
            print(f"{verdict:<12}{kind:<15}{path.name}:{number}  {new}")
        if verdict in ("proved", "confirmed") and key not in equivalent:
            survivors.append((verdict, path, number, kind, old, new))
    total = len(made)
    print(f"{total} mutants: " + ", ".join(f"{n} {v}" for v, n in sorted(counts.items())))
    for verdict, path, number, kind, old, new in survivors:
        print(f"accepted ({verdict}): {path.name}:{number} [{kind}]\n    was  {old}\n    now  {new}")
    for fault in faults:
        print(fault)
    if total < 200 and not options.files:
        print("fewer than 200 mutants")
        return 1
    return 1 if survivors or faults else 0


if __name__ == "__main__":
    sys.exit(main())
