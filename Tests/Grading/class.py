#!/usr/bin/env python3
"""Grades a class of made-up students, and compares every mark with the one that a careful person gives.

    python3 Tests/Grading/class.py --derive .build/release/derive [--students N] [--seconds S] [--keep FOLDER]

Each student answers a softmax question of 4 points and a batch-norm question of 6, under the key and the rubric beside this
script. The answers are the rows of the tables below: the lines as a student would write them, the mark that a person gives by
the rubric, the code of the mistake that was put in, and whether a person has to look. Indices have other letters from one
student to the next. Then there are those who hand in nothing that can be read.

The run fails if a mark, a code or a question for a person is another, if a cluster misses a student or has one too many, if
two numbers of jobs give different bytes, or if it takes too long: the time of the processors is divided by their number, so
that other work on the machine does not count.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

# Lines of the chain, mark of 4 or 6, codes of the planted mistakes, whether a person has to look; `before` stands above the claim.
Answer = collections.namedtuple("Answer", "kind lines mark codes human before", defaults=("",))

HEAD = "diff(C, z[J])"
SPLIT = "-sum(I, y[I]*diff(log(p[I]), z[J]))"
MIDDLE = "-sum(I, y[I]*(delta(I,J) - p[J]))"
SUMS = "sum(I, y[I])*p[J] - y[J]"
END = "p[J] - y[J]"

SOFTMAX = [
    Answer("right", [HEAD, SPLIT, MIDDLE, SUMS, END], 4, [], False),
    Answer("right, fewer lines", [HEAD, MIDDLE, "-y[J] + sum(I, y[I]*p[J])", END], 4, [], False),
    Answer("right, other signs", [HEAD, "sum(I, y[I]*(p[J] - delta(I,J)))", "p[J]*sum(I, y[I]) - y[J]", "-(y[J] - p[J])"], 4, [], False),
    Answer("right, with a definition of one's own", [HEAD, "sum(I, y[I]*r[I,J])", END], 4, [], False, "r[i,j] := p[j] - delta(i,j)\n"),
    Answer("backwards", [END, SUMS, MIDDLE, HEAD], 4, [], False),
    Answer("other route, without the required line",
           [HEAD, "diff(log(sum(I, exp(z[I]))) - sum(I, y[I]*z[I]), z[J])", "exp(z[J])/sum(I, exp(z[I])) - y[J]", END], 3, [], False),
    Answer("wrong sign, carried on", [HEAD, SPLIT, "-sum(I, y[I]*(delta(I,J) + p[J]))", "-sum(I, y[I])*p[J] - y[J]", "-p[J] - y[J]"], 3, ["D0301"], False),
    Answer("wrong sign at the end", [HEAD, MIDDLE, SUMS, "p[J] + y[J]"], 3, ["D0301"], False),
    Answer("factor at the end", [HEAD, MIDDLE, SUMS, "2*p[J] - y[J]"], 3, ["D0306"], False),
    Answer("dropped term, carried on", [HEAD, MIDDLE, "sum(I, y[I])*p[J]", "p[J]"], 2, ["D0303"], False),
    Answer("two mistakes that cancel", [HEAD, "-sum(I, y[I]*(delta(I,J) + p[J]))", SUMS, END], 2, ["D0301", "D0301"], False),
    Answer("two mistakes", [HEAD, MIDDLE, "-sum(I, y[I])*p[J] - y[J]", "-2*p[J] - y[J]"], 2, ["D0301", "D0306"], False),
    Answer("stops", [HEAD, SPLIT, MIDDLE], 2, [], False),
    Answer("too big a jump", [HEAD, END], 0, [], False),
    Answer("assumes the claim", [HEAD, MIDDLE, END], 2, ["D0823"], False, "assume -sum(i, y[i]*(delta(i,j) - p[j])) = p[j] - y[j]\n"),
    Answer("assumes all of the claim", [HEAD, END], 0, ["D0823"], False, "assume diff(C, z[j]) = p[j] - y[j]\n"),
    Answer("assumes what is known", [HEAD, SPLIT, MIDDLE, SUMS, END], 4, ["D0823"], False, "assume sum(i, y[i]) = 1\n"),
    Answer("assumes what is false", [HEAD, MIDDLE, "p[J] given y[J] = 0"], 2, ["D0824"], False),
    Answer("redefines", [HEAD, "-sum(I, y[I]*delta(I,J))", "-y[J]"], 0, ["D0821"], False, "p[i] := exp(z[i])\n"),
    Answer("begins elsewhere", [MIDDLE, SUMS, END], 0, [], False),
    Answer("not attempted", [], 0, [], False),
    Answer("open bracket", [HEAD, MIDDLE, "sum(I, y[I]*p[J] - y[J]", END], None, [], True),
    Answer("unknown name", [HEAD, MIDDLE, "sum(I, y[I])*q[J] - y[J]", END], None, [], True),
]

BHEAD = "diff(L, x[I])"
PARTS = "diff(L, xhat[I])/sqrt(v) + 2*(x[I] - mu)/m*diff(L, v) + diff(L, mu)/m"
LONG = "gamma*g[I]/sqrt(v) - gamma*(x[I] - mu)/(m*v^(3/2))*sum(J, g[J]*(x[J] - mu)) - gamma/(m*sqrt(v))*sum(J, g[J])"
BEND = "gamma/(m*sqrt(v))*(m*g[I] - sum(J, g[J]) - xhat[I]*sum(J, g[J]*xhat[J]))"

BATCH_NORM = [
    Answer("right", [BHEAD, PARTS, LONG, BEND], 6, [], False),
    Answer("right, fewer lines", [BHEAD, PARTS, BEND], 6, [], False),
    Answer("right, other form", [BHEAD, LONG, "gamma/sqrt(v)*(g[I] - sum(J, g[J])/m - xhat[I]*sum(J, g[J]*xhat[J])/m)"], 6, [], False),
    Answer("right, by the chain rule",
           [BHEAD, "sum(J, gamma*g[J]*diff(xhat[J], x[I]))",
            "sum(J, gamma*g[J]*((delta(I,J) - 1/m)/sqrt(v) - xhat[I]*xhat[J]/(m*sqrt(v))))", BEND], 6, [], False),
    Answer("right, in two pieces", [BHEAD, PARTS, None, PARTS, LONG, BEND], 6, [], False),
    Answer("wrong sign at the end", [BHEAD, PARTS, LONG, "gamma/(m*sqrt(v))*(m*g[I] - sum(J, g[J]) + xhat[I]*sum(J, g[J]*xhat[J]))"], 5, ["D0301"], False),
    Answer("wrong sign, carried on",
           [BHEAD, PARTS, "gamma*g[I]/sqrt(v) - gamma*(x[I] - mu)/(m*v^(3/2))*sum(J, g[J]*(x[J] - mu)) + gamma/(m*sqrt(v))*sum(J, g[J])",
            "gamma/(m*sqrt(v))*(m*g[I] + sum(J, g[J]) - xhat[I]*sum(J, g[J]*xhat[J]))"], 5, ["D0301"], False),
    Answer("missing factor", [BHEAD, PARTS, LONG, "gamma/(m*sqrt(v))*(m*g[I] - sum(J, g[J]) - sum(J, g[J]*xhat[J]))"], 4, ["D0304"], False),
    Answer("dropped term", [BHEAD, PARTS, LONG, "gamma/(m*sqrt(v))*(m*g[I] - xhat[I]*sum(J, g[J]*xhat[J]))"], 4, ["D0303"], False),
    Answer("two mistakes that cancel",
           [BHEAD, PARTS, "gamma*g[I]/sqrt(v) - gamma*(x[I] - mu)/(m*v^(3/2))*sum(J, g[J]*(x[J] - mu)) + gamma/(m*sqrt(v))*sum(J, g[J])", BEND],
           4, ["D0301", "D0301"], False),
    Answer("stops", [BHEAD, PARTS, LONG], 6, [], False),
    Answer("stops early", [BHEAD, PARTS], 2, [], False),
    Answer("not attempted", [], 0, [], False),
    Answer("assumes the end", [BHEAD, BEND], 0, ["D0823"], False,
           "assume diff(L, x[i]) = gamma/(m*sqrt(v))*(m*g[i] - sum(j, g[j]) - xhat[i]*sum(j, g[j]*xhat[j]))\n"),
]

Unreadable = collections.namedtuple("Unreadable", "kind write")


def deep(path):
    path.write_text("claim gradient:\n  diff(C, z[j]) = " + "(" * 200_000 + "p[j]" + ")" * 200_000 + " - y[j]\n")


def towers(path):
    lines = ["a0 := p[1] + gamma"] + [f"a{k} := a{k - 1}*a{k - 1} + exp(a{k - 1})" for k in range(1, 40)]
    path.write_text("\n".join(lines) + "\nclaim gradient:\n  diff(C, z[j]) = diff(a39, z[j])\n    = p[j] - y[j]\n")


def many(path):
    path.write_text("claim gradient:\n  diff(C, z[j])\n" + "    = p[j] - y[j] + sqrt(abs(sum(i, sin(z[i])^3)))\n" * 3000)


def controls(path):
    path.write_bytes(b"claim gradient:\n  diff(C, z[j]) = \x1b[2J\x07 p[j] <script>alert(1)</script> - y[j]\n")


UNREADABLE = [
    Unreadable("empty", lambda path: path.write_bytes(b"")),
    Unreadable("blank", lambda path: path.write_bytes(b"\n\n  \n# nothing yet\n")),
    Unreadable("binary", lambda path: path.write_bytes(bytes(range(256)) * 40)),
    Unreadable("50 MB", lambda path: path.write_bytes(b"claim gradient: 1 = 1\n" * (50 * 1024 * 1024 // 22))),
    Unreadable("another file", lambda path: path.with_suffix(".pdf").write_bytes(b"%PDF-1.4\n")),
    Unreadable("link to nowhere", lambda path: path.symlink_to("/nonexistent/file")),
    Unreadable("device", lambda path: path.symlink_to("/dev/zero")),
    Unreadable("pipe", lambda path: os.mkfifo(path)),
]
# They are read, and give a mark of 0 or a question.
HOSTILE = [Unreadable("deep brackets", deep), Unreadable("towers", towers), Unreadable("many lines", many), Unreadable("controls", controls)]


def written(label, answer, rng):
    """The claim in a student's own letters."""
    if not answer.lines:
        return answer.before
    i, j = rng.choice([("i", "j"), ("k", "j"), ("a", "b"), ("s", "t"), ("j", "i")])

    def own(text):
        return text.replace("I", "\0").replace("J", j).replace("\0", i)

    text, is_head = f"{answer.before}claim {label}:\n", True
    for line in answer.lines:
        if line is None:
            is_head = True
            continue
        remark = rng.choice(["", "", "", "   # by the line above"])
        text += f"  {own(line)}\n" if is_head else f"    = {own(line)}{remark}\n"
        is_head = False
    return text + rng.choice(["", "\n"])


def make(folder, count, rng):
    """The class: for each student the two answers, or what cannot be read."""
    students = {}
    # Every kind at least once, whatever the size; then right ones meet wrong ones at random.
    pairs = [(a, BATCH_NORM[k % len(BATCH_NORM)]) for k, a in enumerate(SOFTMAX)]
    pairs += [(rng.choice(SOFTMAX), rng.choice(BATCH_NORM)) for _ in range(max(0, count - len(pairs) - len(UNREADABLE) - len(HOSTILE)))]
    for number, (first, second) in enumerate(pairs):
        name = f"s{number:03}"
        students[name] = (first, second)
        text = f"# {name}\n" + written("gradient", first, rng) + written("dx", second, rng)
        if number % 7 == 3:
            (folder / name).mkdir()
            (folder / name / "answer.expr").write_text(text)
        else:
            (folder / f"{name}.expr").write_text(text)
    for number, one in enumerate(UNREADABLE + HOSTILE):
        name = f"u{number:02}" if one in UNREADABLE else f"v{number:02}"
        one.write(folder / f"{name}.expr")
        students[name + (".pdf" if one.kind == "another file" else "")] = one
    return students


def graded(derive, folder, jobs):
    command = [derive, "grade", folder, "--key", HERE / "class.expr", "--rubric", HERE / "class.rubric", "--format", "json", "-j", str(jobs)]
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run = subprocess.run([str(part) for part in command], capture_output=True, timeout=600)
    if run.returncode not in (0, 3):
        sys.exit(f"exit {run.returncode}: {run.stderr.decode()[-2000:]}")
    return run.stdout, (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start) / os.cpu_count()


def compared(student, answers, found):
    """What is not as it should be."""
    wrong = []
    if isinstance(answers, Unreadable):
        if answers in UNREADABLE and (found["obstacle"] is None or not found["needsHuman"]):
            wrong.append(f"{student} ({answers.kind}): not among those that cannot be read")
        if answers in HOSTILE and found["mark"] not in (0, None) and not found["needsHuman"]:
            wrong.append(f"{student} ({answers.kind}): {found['mark']} points and no question")
        return wrong
    if found["obstacle"]:
        if any(answer.lines or answer.before for answer in answers):
            wrong.append(f"{student}: cannot be read: {found['obstacle']}")
        return wrong
    for answer, claim in zip(answers, found["claims"]):
        place = f"{student} {claim['label']} ({answer.kind})"
        if answer.mark is not None and abs(claim["mark"] - answer.mark) > 1e-9:
            wrong.append(f"{place}: {claim['mark']:g} points, a person gives {answer.mark}: {[loss['message'] for loss in claim['losses']]}")
        codes = sorted(loss["code"] for loss in claim["losses"] if loss["code"] and loss["code"] < "D08")
        if codes != sorted(code for code in answer.codes if code < "D08"):
            wrong.append(f"{place}: mistakes {codes}, planted {answer.codes}")
        if answer.human != bool(claim["doubts"]):
            wrong.append(f"{place}: {'no ' if answer.human else ''}question for a person: {claim['doubts']}")
    breaches = {breach["code"] for breach in found["breaches"]}
    planted = {code for answer in answers for code in answer.codes if code >= "D08"}
    if breaches != planted:
        wrong.append(f"{student}: breaches {sorted(breaches)}, planted {sorted(planted)}")
    return wrong


def clusters(students):
    """Who made which mistake in which claim."""
    found = collections.defaultdict(set)
    for student, answers in students.items():
        if isinstance(answers, Unreadable):
            continue
        for label, answer in zip(("gradient", "dx"), answers):
            for code in answer.codes:
                if code < "D08":
                    found[label, code].add(student)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--derive", required=True)
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    rng = random.Random(20)
    folder = options.keep or pathlib.Path(tempfile.mkdtemp())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        students = make(folder, options.students, rng)
        text, seconds = graded(options.derive, folder, os.cpu_count())
        report = json.loads(text)
        wrong = []
        if graded(options.derive, folder, 1)[0] != text:
            wrong.append("one job gives other bytes")
        found = {submission["student"]: submission for submission in report["submissions"]}
        if set(found) != set(students):
            wrong.append(f"students: {sorted(set(found) ^ set(students))}")
        for student, answers in students.items():
            if student in found:
                wrong += compared(student, answers, found[student])
        own = {}
        hostile = {student for student, one in students.items() if isinstance(one, Unreadable)}
        for cluster in report["clusters"]:
            own.setdefault((cluster["claim"], cluster["code"]), set()).update(set(cluster["students"]) - hostile)
        own = {place: names for place, names in own.items() if names}
        planted = clusters(students)
        for place in sorted(set(own) | set(planted)):
            if own.get(place, set()) != planted.get(place, set()):
                wrong.append(f"cluster {place}: {sorted(own.get(place, set()) ^ planted.get(place, set()))}")
        if seconds > options.seconds:
            wrong.append(f"{seconds:.1f} s, at most {options.seconds:g}")
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    for line in wrong:
        print(line)
    marks = sum(2 for answers in students.values() if not isinstance(answers, Unreadable))
    print(f"{len(students)} submissions, {marks} marks, {len(planted)} clusters: {len(wrong)} not as a person gives them, {seconds:.1f} s")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
