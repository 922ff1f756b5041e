#!/usr/bin/env python3
"""Puts one mistake at a time into the accepted lines of the derivations and lets `derive` judge them.

    python3 Tests/Mutation/mutate.py --derive .build/release/derive [--per-line N] [--list] [FILE ...]

Every mistake of the catalogue in mistakes.py is put into every equation that is proved or confirmed, or N of them. A mutant
that is accepted must be a true line; those are listed in equivalent.txt beside this script, each judged by a person. Any
other accepted mutant fails the run. So does an internal error. The share of refuted mutants whose mistake is named by the
diagnosis, by the table in mistakes.py, is printed for each kind; of lines that are equations between values, since that of a
step between statements or of a limit is the solution that is lost, or the limit.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from copies import Copies  # noqa: E402
from mistakes import NAMED, RELATIONS, edits  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STRUCTURES = r"(?:sym|psd|spd|pd|orthogonal|invertible|diagonal)\((\w+)\)"

Mutant = collections.namedtuple("Mutant", "path relation kind start end new row line is_plain")
MUTANTS_PER_FILE, FILES_PER_RUN = 40, 12


def checked(derive, paths):
    """The files of a report by name, and the exit code."""
    run = subprocess.run([derive, "check", "--format", "json", *map(str, paths)], capture_output=True, text=True)
    if run.returncode not in (0, 1, 3):
        return {}, f"exit {run.returncode}: {run.stderr[-600:]}"
    return {pathlib.Path(f["path"]).name: f for f in json.loads(run.stdout)["files"]}, None


def lines(report):
    """The judged lines by the place of their relation."""
    return {step["span"]["start"]["offset"]: step for step in report["steps"] if step["kind"] == "line"}


def declarations(text, report):
    """Shapes of the names of a file, and its sizes."""
    shapes, sizes = {}, set()
    code = re.sub(r"#.*", "", text)
    for m in re.finditer(r"\bdim\s+([\w\s,]+?)(?=;|$)", code, re.M):
        sizes |= {s.strip() for s in m.group(1).split(",")}
    for m in re.finditer(r"(?:^|;)\s*((?:[^\W\d]\w*(?:\[[^\]]*\])?\s*,\s*)*[^\W\d]\w*(?:\[[^\]]*\])?)\s*:\s*([^;=\n]+?)\s*(?=;|$)", code, re.M):
        shape = re.sub(STRUCTURES, r"R^(\1,\1)", m.group(2)).replace(" ", "")
        shape = re.sub(r"(?:onehot|simplex)\((\w+)\)|\{[^}]*\}\^(\w+)", lambda k: f"R^{k.group(1) or k.group(2)}", shape)
        shape = re.sub(r"^(positive|nonneg|nonzero|[(\[]\S+,\S+[)\]]|\{\S+\})$", "R", shape)
        for name in re.findall(r"([^\W\d]\w*)(\[[^\]]*\])?", m.group(1)):
            shapes[name[0]] = shape + name[1] if name[1] else shape
    for step in report["steps"]:
        if step["kind"] == "definition":
            shapes[step["name"]] = step["shape"].replace(" ", "")
    return {n: s for n, s in shapes.items() if "->" not in s and "(" not in n}, sizes


def indices(claim_text):
    """Indices that a claim uses, each with those it may be mistaken for."""
    found = set(re.findall(r"(?<=[\[,(])([a-z])(?=[\],])", claim_text)) | set(re.findall(r"\b(?:sum|prod|mean|max|min)\(([a-z])\b", claim_text))
    return {i: found for i in found}


def is_exact(line, relation, term):
    """A slip in it makes it false, as a rule: an equation, or an equivalence with one that is not homogeneous.

    What is less than before, or part of a hypothesis, is often true after a slip, too, and 2·0 is 0.
    """
    if line["readAs"]:
        sides = line["readAs"]["left"] + " = " + line["readAs"]["right"]
        return relation == "=" and not re.search(r"\barg(min|max)\b|\bshape\b|= -?(inf|0)$", sides)
    return relation == "<=>" and "=" in term and not re.search(r"[<>]|!=|= 0\b|\bforall\b|\bexists\b", term)


def mutants(path, derive, per_line, rng):
    text = path.read_text()
    raw = text.encode()
    reports, fault = checked(derive, [path])
    if fault:
        raise SystemExit(f"{path}: {fault}")
    report = reports[path.name]
    shapes, sizes = declarations(text, report)
    copies, found_here = Copies(raw, lines(report)), []
    for line in lines(report).values():
        if line["verdict"] not in ("proved", "confirmed") or line["markedWrong"]:
            continue
        begin, end = line["term"]["start"]["offset"], line["term"]["end"]["offset"]
        term = raw[begin:end].decode()
        bound = indices(line["readAs"]["left"] + " " + line["readAs"]["right"]) if line["readAs"] else indices(term)
        relation = (line["span"]["start"]["offset"], line["span"]["end"]["offset"])
        symbol = raw[slice(*relation)].decode()
        exact = is_exact(line, symbol, term)
        found = [(kind, begin + len(term[:s].encode()), begin + len(term[:e].encode()), new)
                 for kind, s, e, new in edits(re.sub(r"#[^\n]*", lambda m: " " * len(m.group()), term), shapes, sizes, bound)
                 if exact]
        for new in RELATIONS.get(symbol, ()):
            found.append(("relation", *relation, new))
        found = [m for m in dict.fromkeys(found) if raw[m[1]:m[2]] != m[3].encode()]
        rng.shuffle(found)
        for kind, s, e, new in found[:per_line]:
            row = line["term"]["start"]["line"]
            changed = (raw[:s] + new.encode() + raw[e:]).decode().split("\n")
            shown = changed[raw[:s].count(b"\n")].strip()
            is_plain = symbol == "=" and "limit(" not in line["readAs"]["left"] + line["readAs"]["right"]
            found_here.append(Mutant(path, relation[0], kind, s, e, new, row, " ".join(shown.split("  #")[0].split()), is_plain))
    return copies, found_here


def without_blanks(text):
    """Lines are the same however they are set."""
    return "".join(text.split())


class Tally:
    def __init__(self, equivalent):
        self.equivalent = equivalent
        self.verdicts, self.kinds, self.codes = collections.Counter(), collections.Counter(), collections.Counter()
        self.survivors, self.faults, self.used = [], [], set()

    def add(self, m, line, listing):
        verdict = line["verdict"] if line else "invalid"
        codes = [d["code"] for d in line["diagnoses"]] if line else []
        if line and line["healed"]:
            verdict = "follows"
        key = without_blanks(f"{m.path.name}: {m.line}")
        accepted = verdict in ("proved", "confirmed", "assumed")
        if accepted and key in self.equivalent:
            self.used.add(key)
            verdict = "equivalent"
        elif accepted:
            self.survivors.append((verdict, m))
        self.verdicts[verdict] += 1
        self.kinds[m.kind, verdict] += 1
        if verdict in ("refuted", "conditional") and (m.is_plain or m.kind == "relation"):
            self.kinds[m.kind, "plain"] += 1
            self.codes[m.kind, codes[0] if codes else "none"] += 1
            named = NAMED[m.kind].split()
            self.kinds[m.kind, "first"] += bool(codes) and codes[0] in named
            self.kinds[m.kind, "named"] += any(c in named for c in codes)
        if listing:
            print(f"{verdict:<12}{m.kind:<18}{','.join(codes):<18}{m.path.name}:{m.row}  {m.line}", flush=True)

    def table(self):
        kinds = sorted({k for k, _ in self.kinds})
        rows = [f"{'mistake':<18}{'mutants':>9}{'refuted':>9}{'invalid':>9}{'undecided':>11}{'equal':>7}{'accepted':>10}{'named':>8}  other codes first"]
        for kind in kinds + ["all"]:
            count = lambda *v: sum(n for (k, w), n in self.kinds.items() if kind in (k, "all") and w in v)
            refuted = count("refuted", "conditional")
            made = refuted + count("invalid", "undecided", "equivalent", "proved", "confirmed", "follows", "assumed")
            other = "" if kind == "all" else " ".join(
                f"{c}:{n}" for (k, c), n in self.codes.most_common() if k == kind and c not in NAMED[kind].split())
            plain = count("plain")
            share = f"{100 * count('named') // plain} %" if plain else "-"
            rows.append(f"{kind:<18}{made:>9}{refuted:>9}{count('invalid'):>9}{count('undecided', 'follows'):>11}{count('equivalent'):>7}"
                        f"{count('proved', 'confirmed', 'assumed'):>10}{share:>8}  {other}")
        return "\n".join(rows)


def judge(derive, files, tally, listing):
    """Lets derive judge a few files with mutants."""
    with tempfile.TemporaryDirectory() as folder:
        places = []
        for k, (copies, group) in enumerate(files):
            raw, found = copies.file(group)
            (pathlib.Path(folder) / f"m{k:05d}.expr").write_bytes(raw)
            places.append(found)
        reports, fault = checked(derive, [folder])
    if fault:
        tally.faults.append(f"{files[0][1][0].path.name}: {fault}")
    for k, (_, group) in enumerate(files):
        found = lines(reports[f"m{k:05d}.expr"]) if not fault else {}
        for m, place in zip(group, places[k]):
            tally.add(m, found.get(place), listing)


def main():
    began = time.monotonic()
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--derive", required=True)
    arguments.add_argument("--per-line", type=int, default=10**6, help="mutants of one line; all unless given")
    arguments.add_argument("--seed", type=int, default=20261121)
    arguments.add_argument("--list", action="store_true", help="print every mutant with its verdict and codes")
    arguments.add_argument("files", nargs="*")
    options = arguments.parse_args()
    derive = str(pathlib.Path(options.derive).resolve())
    files = [pathlib.Path(f) for f in options.files] or sorted((ROOT / "derivations").rglob("*.expr"))
    entries = (HERE / "equivalent.txt").read_text().split("\n")
    tally = Tally({without_blanks(e.split("  #")[0]) for e in entries if e and not e.startswith("#")})
    waiting = []
    for path in files:
        rng = random.Random(f"{options.seed}/{path.name}")
        copies, found = mutants(path, derive, options.per_line, rng)
        waiting += [(copies, found[k:k + MUTANTS_PER_FILE]) for k in range(0, len(found), MUTANTS_PER_FILE)]
    for at in range(0, len(waiting), FILES_PER_RUN):
        judge(derive, waiting[at:at + FILES_PER_RUN], tally, options.list)
        made = sum(len(group) for _, group in waiting[:at + FILES_PER_RUN])
        print(f"{made} mutants, {waiting[at][1][0].path.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(tally.table())
    total = sum(tally.verdicts.values())
    print(f"{total} mutants: " + ", ".join(f"{n} {v}" for v, n in sorted(tally.verdicts.items())))
    for verdict, m in tally.survivors:
        was = m.path.read_bytes()[m.start:m.end].decode()
        print(f"accepted ({verdict}): {m.path.name}: {m.line}  # {m.kind}: `{was}` -> `{m.new}`")
    for fault in tally.faults:
        print(fault)
    return 1 if tally.survivors or tally.faults or total < 200 and not options.files else 0


if __name__ == "__main__":
    sys.exit(main())
