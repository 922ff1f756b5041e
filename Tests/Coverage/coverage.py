#!/usr/bin/env python3
"""The table of `derivations/README.md`: which claim of the five write-ups stands where, and what its line is worth.

A line carries the ids of the claims it states as a comment, `# 004-6d.2`. A line that states less than the claim says what
it states behind the id, `# 002-6.6 [an instance]`. A claim of which nothing can be checked has a comment of its own,
`# 004-2: prose (…)`. The table is made anew by

    python3 Tests/Coverage/coverage.py --derive .build/release/derive

and `--check` says whether the file is what this would write. `--claims FILE` also compares the ids with a list of claims.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "derivations"
ID = re.compile(r"\b(\d{3}-\d[0-9A-Za-z]*(?:\.\d+[a-z]?)*)\b(?: \[([^]]*)\])?")


def tags(path):
    """(id, line, is prose, what is stated of the claim where that is less) of a file, in its order."""
    for number, text in enumerate(path.read_text().split("\n"), 1):
        if "#" not in text:
            continue
        comment = text.split("#", 1)[1]
        prose = re.match(r"\s*(\d{3}-[0-9A-Za-z.]+): prose", comment)
        if prose:
            yield prose.group(1), number, True, ""
            continue
        for tag, part in ID.findall(comment):
            yield tag, number, False, part


def report(derive):
    run = subprocess.run(
        [derive, "check", "--format", "json", "derivations"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not run.stdout:
        sys.exit(f"coverage: {derive} says nothing: {run.stderr.strip()}")
    return json.loads(run.stdout)


def lines_of(step):
    start, end = step["span"]["start"]["line"], step["span"]["end"]["line"]
    term = step.get("term")
    return start, max(end, term["end"]["line"] if term else end)


def worth(step):
    """The verdict of a line in a word or two."""
    if step["kind"] == "definition":
        return "definition"
    if step["kind"] == "assumption":
        return "assumed"
    if step.get("markedWrong"):
        return f"wrong ({step['verdict']})"
    if step.get("healed"):
        return f"{step['verdict']}, healed"
    return step["verdict"]


def size(step):
    """What the verdict rests on, in numbers; of a wrong line its cause."""
    if step.get("markedWrong"):
        codes = [d["code"] for d in step.get("diagnoses", [])]
        if step.get("diagnostic"):
            codes.append(step["diagnostic"].get("code", ""))
        return codes[0] if codes else ""
    evidence = step.get("evidence") or {}
    parts = []
    if evidence.get("steps"):
        parts.append(f"{evidence['steps']} steps")
    if evidence.get("points"):
        parts.append(f"{evidence['points']} points")
    if evidence.get("finiteDifferenceErrorAtMost"):
        parts.append(f"FD ≤ {evidence['finiteDifferenceErrorAtMost']:.0e}".replace("e-0", "e-"))
    return ", ".join(parts)


def rows(whole):
    """(id, file, line, verdicts, evidence) of every tag."""
    for entry in whole["files"]:
        path = ROOT / entry["path"]
        steps = [s for s in entry["steps"] if "span" in s]
        for tag, number, is_prose, part in tags(path):
            if is_prose:
                yield tag, entry["path"], number, ["prose"], "", ""
                continue
            own = [s for s in steps if s["span"]["start"]["line"] == number]
            own = own or [s for s in steps if lines_of(s)[0] <= number <= lines_of(s)[1]]
            if not own and re.match(r"\s*(assume|case|upstream)\b", path.read_text().split("\n")[number - 1]):
                own = [{"kind": "assumption"}]
            if not own and ":=" in path.read_text().split("\n")[number - 1]:
                own = [{"kind": "definition"}]
            # The head of a chain is judged by the line that follows it.
            if not own:
                own = [s for s in steps if number < s["span"]["start"]["line"] <= number + 2][:1]
            if not own:
                sys.exit(f"coverage: {entry['path']}:{number}: nothing is judged on the line of {tag}")
            evidence = "; ".join(filter(None, map(size, own)))
            yield tag, entry["path"], number, [worth(s) for s in own], evidence, part


def key(tag):
    return [int(part) if part.isdigit() else part for part in re.findall(r"\d+|[a-z]+", tag)]


def sort_key(tag):
    return [(0, part, "") if isinstance(part, int) else (1, 0, part) for part in key(tag)]


def table(whole):
    found = sorted(rows(whole), key=lambda row: (sort_key(row[0]), row[1], row[2]))
    summary = whole["summary"]
    kinds = collections.Counter()
    for row in found:
        for verdict in row[3]:
            kinds[verdict.split(",")[0].split(" (")[0]] += 1
    parts = sum(1 for row in found if row[5])
    right = summary["proved"] + summary["confirmed"] + summary["conditional"] + summary["follows"]
    text = [
        "# Derivations",
        "",
        "Five write-ups, line by line as they were written, mistakes included: one folder for each, one file for each",
        "question. A line that is known to be wrong is marked `wrong`, and the right one stands below it. `textbook/` and",
        "`sources/` hold derivations of the field beyond them, `kernels/` those of functions that are often programmed by hand,",
        "by batches and with every gradient in closed form, and the files beside this one are those of the first example.",
        "",
        f"`derive check derivations`: {summary['files']} files, {summary['lines']} lines; of {right} right ones "
        f"{summary['proved']} are proved, {summary['confirmed']} confirmed, {summary['conditional']} hold under a condition "
        f"they name; {summary['wrongAsMarked']} are wrong as marked.",
        "",
        f"The {len({row[0] for row in found})} claims of the write-ups, by id: "
        + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda item: -item[1])) + ".",
        "",
        "Made by `python3 Tests/Coverage/coverage.py`; the numbers are the size of the evidence: reduction steps of the proof,",
        "points at which both sides were evaluated, and the largest error of a finite difference; for a wrong line, the cause.",
        f"{parts} claims are stated in part, and the table says what of them: an instance, or the limit of a bound of what the",
        "claim speaks of.",
        "",
        "| claim | line | verdict | evidence |",
        "| --- | --- | --- | --- |",
    ]
    for tag, path, number, verdicts, evidence, part in found:
        place = pathlib.PurePosixPath(path).relative_to("derivations")
        verdict = "; ".join(verdicts) + (f", {part}" if part else "")
        text.append(f"| {tag} | [{place}:{number}]({place}#L{number}) | {verdict} | {evidence} |")
    return "\n".join(text) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--derive", default=str(ROOT / ".build/release/derive"), help="the checker")
    parser.add_argument("--check", action="store_true", help="only say whether the table is fresh")
    parser.add_argument("--claims", help="a JSON list of claims with their ids, all of which must stand somewhere")
    options = parser.parse_args()
    whole = report(str(pathlib.Path(options.derive).resolve()))
    text = table(whole)
    if options.claims:
        wanted = {claim["id"] for claim in json.loads(pathlib.Path(options.claims).read_text())}
        found = {tag for entry in whole["files"] for tag, *_ in tags(ROOT / entry["path"])}
        for tag in sorted(wanted - found):
            print(f"coverage: {tag} stands nowhere")
        for tag in sorted(found - wanted):
            print(f"coverage: {tag} is no claim")
        if wanted != found:
            sys.exit(1)
    target = FOLDER / "README.md"
    if options.check:
        if not target.exists() or target.read_text() != text:
            sys.exit("coverage: derivations/README.md is not fresh: python3 Tests/Coverage/coverage.py")
        print("coverage: derivations/README.md is fresh")
    else:
        target.write_text(text)
        print(f"coverage: {target.relative_to(ROOT)} written")


main()
