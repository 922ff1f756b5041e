#!/usr/bin/env python3
"""Feeds hostile texts to the built `derive` and looks at what comes back.

    python3 Tests/Fuzzing/fuzz.py --derive .build/release/derive                 the short run of .ci/run: seed 1
    python3 Tests/Fuzzing/fuzz.py --derive .build/release/derive --seed 7 --count 20000 --keep FOLDER
    python3 Tests/Fuzzing/fuzz.py --dictionary FILE --seeds FOLDER               what libFuzzer begins with, see guided.sh

The texts are made of the case files, the derivations and of Tests/Fuzzing/findings: random bytes, truncations, splices,
soups of tokens, parts exchanged between lines, declarations of other types and sizes, hostile names and characters. Of
each run it is expected that

- the exit code is 0, 1, 2 or 3; never 70, never a signal;
- it ends within the time and the memory that its number of lines allows;
- the JSON report is strict JSON, and every span in it lies inside the text;
- no report writes a control character or a character that turns the direction of writing.

Texts are run many at a time; those of a batch that fails are run by themselves, so that a finding is one file.
"""
import argparse
import itertools
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

#: Seconds of processor time for a line, two and a half times what its account of work allows, and for a file.
SECONDS_PER_LINE = 5
SECONDS_PER_FILE = 2
MEGABYTES = 1000

WORDS = """
dim claim case assume upstream given for needs using by where up to const factor wrong set and or not forall exists in
else cases sum prod mean max min delta ind ones diag tr det logdet inv diff grad jac hess local argmin argmax limit Var
Cov E P shape exp log sqrt cbrt abs sign step floor ceil sin cos tan atan sinh tanh sigmoid softplus relu logit erf gamma
lgamma digamma factorial binom dot outer norm norm1 softmax logsumexp R positive nonneg nonzero int inf onehot simplex
sym psd spd orthogonal invertible diagonal prob iid normal bernoulli categorical var convex O pi I e x y n i j A
:= = != < <= > >= ~= => <== <=> ~ -> .. + - * / ^ .* ./ .^ ' ( ) [ ] { } , ; : | # ` 0 1 2 0.5 1e3 10^12 ² ⁻¹ ∂ ∑ √ ∈ ∀ σ x̂
""".split()

TYPES = ["R", "R^n", "R^(n,n)", "R^(n,d)", "R^3", "R^(2,2)", "R^0", "R^100", "positive", "nonneg", "nonzero", "(0,1)",
         "[0,inf)", "int", "1..n", "0..inf", "{0,1}", "{-1,1}^n", "onehot(n)", "simplex(n)", "sym(n)", "spd(n)",
         "psd(n)", "orthogonal(n)", "invertible(n)", "diagonal(n)", "R -> R", "R^n -> R", "(R, R) -> R",
         "R -> positive", "prob(x, y)", "normal(0, 1)", "bernoulli(1/3)"]

HOSTILE = ["\x00", "\x1b[31m", "\x1b]0;title\x07", "\x9b31m", "\u202e", "\u2066", "\u200f", "\ufeff", "\u2028", "\r",
           "\r\n", "\t", "\x7f", "\x08", "\u0301" * 40, "\U0001f600", "\ud7ff", "\ue000", "\uffff", "\x0b", "\x0c"]
INVALID = [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80"]

#: What no report may contain: controls but the line feed, and marks that turn the direction of writing.
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def seeds():
    files = [*(ROOT / "Tests/Cases").rglob("*.expr"), *(ROOT / "Tests/Cases").rglob("*.md"),
             *(ROOT / "derivations").rglob("*.expr"), *(HERE / "findings").glob("*.expr")]
    return [(str(file.relative_to(ROOT)), file.read_bytes()) for file in sorted(files)]


class Texts:
    """One random text after the other, each of few lines, so that a batch takes seconds."""

    def __init__(self, random, files):
        self.random = random
        self.files = [data.decode(errors="replace") for _, data in files]
        self.lines = [line for text in self.files for line in text.split("\n") if line.strip() and line[0] != "#"]

    def next(self):
        kind = self.random.choice([self.bytes, self.truncated, self.spliced, self.soup, self.exchanged, self.exchanged,
                                   self.redeclared, self.redeclared, self.hostile, self.nested])
        return kind.__name__, kind()

    def piece(self, most=14):
        """Neighbouring lines of a file, with all its declarations before them."""
        lines = self.random.choice(self.files).split("\n")
        start = self.random.randrange(len(lines))
        head = [line for line in lines[:start] if re.match(r"\s*(dim\b|[\w, \[\]]+:\s|.*:=|.*~ )", line)]
        return head[-20:] + lines[start:start + self.random.randint(1, most)]

    def bytes(self):
        count = self.random.randint(0, 200)
        return bytes(self.random.choice([self.random.randrange(256), self.random.randrange(32, 127)])
                     for _ in range(count))

    def truncated(self):
        data = "\n".join(self.piece(30)).encode()
        return data[:self.random.randint(0, len(data))]

    def spliced(self):
        parts = ["\n".join(self.piece()).encode() for _ in range(2)]
        return b"".join(part[self.random.randint(0, len(part)):][:400] for part in parts * 2)

    def soup(self):
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(1, 60))]
        glue = self.random.choice(["", " ", " ", "\n"])
        return ("x, y : R; dim n; A : R^(n,n)\n" + glue.join(words)).encode()

    def exchanged(self):
        """Bracketed parts, names and numbers of a line are replaced by those of another one."""
        lines = self.piece()
        for _ in range(self.random.randint(1, 4)):
            row = self.random.randrange(len(lines))
            own, other = parts(lines[row]), parts(self.random.choice(self.lines))
            if own and other:
                start, end = self.random.choice(own)
                a, b = self.random.choice(other), self.random.choice(self.lines)
                lines[row] = lines[row][:start] + b[a[0]:a[1]] + lines[row][end:]
                if self.random.random() < 0.5:
                    lines[row] = lines[row][:start] + self.random.choice(WORDS) + lines[row][end:]
        return "\n".join(lines).encode()

    def redeclared(self):
        lines = self.piece()
        for row, line in enumerate(lines):
            if self.random.random() < 0.5:
                lines[row] = re.sub(r":\s*[^;=#]+(?=[;#]|$)", lambda m: ": " + self.random.choice(TYPES), line, count=1)
            if self.random.random() < 0.2:
                lines[row] = re.sub(r"\b\d+\b", lambda m: self.random.choice(
                    ["0", "1", "7", "50", "1000", "10^9", "2^70", "0.1", "1/3", "-1"]), lines[row], count=2)
        return "\n".join(lines).encode()

    def hostile(self):
        data = "\n".join(self.piece()).encode()
        for _ in range(self.random.randint(1, 4)):
            place = self.random.randint(0, len(data))
            bad = self.random.choice(INVALID) if self.random.random() < 0.4 else \
                self.random.choice(HOSTILE).encode(errors="surrogatepass")
            data = data[:place] + bad + data[place:]
        return data

    def nested(self):
        opening, closing = self.random.choice([
            ("(", ")"), ("-", ""), ("sin(", ")"), ("sqrt(", ")"), ("1/(1+", ")"), ("(x+", ")^2"), ("diff(", ",x)"),
            ("cases(x>0: ", ", else: 1)"), ("sum(i in 1..2, ", ")"), ("[", "]"), ("E(", ")"), ("max(x,", ")"),
            ("limit(x->0, ", ")"), ("not (", ")"), ("tr(A*", ")"), ("inv(", ")"), ("f(", ")"), ("v[", "]"),
            ("exp(", ")"), ("abs(", ")"), ("norm([x,", "])"), ("A*", ""), ("", "'"), ("", "^2"), ("x^", "")])
        depth = self.random.choice([2, 5, 12, 40, 300])
        core = self.random.choice(["x", "x = x", "v", "A", "0", "n"])
        tail = self.random.choice([" = x", " = 0", " >= 0", "", " => x = 1"])
        return (f"dim n\nx : R\nv : R^n\nA : R^(n,n)\nf : R -> R\nclaim a: {opening * depth}{core}{closing * depth}{tail}\n"
                .encode())


def parts(line):
    """Where the bracketed parts, names and numbers of a line are."""
    found = [m.span() for m in re.finditer(r"\w+(\[[^\[\]]*\]|\([^()]*\))?", line)]
    stack = []
    for place, letter in enumerate(line):
        if letter in "([":
            stack.append(place)
        elif letter in ")]" and stack:
            found.append((stack.pop(), place + 1))
    return found


class Judge:
    def __init__(self, derive):
        self.derive = os.path.abspath(derive)

    def run(self, files, form, folder):
        """Exit code, seconds, megabytes, output."""
        lines = sum(file.read_bytes().count(b"\n") + 1 for file in files if file.is_file())
        limit = SECONDS_PER_FILE * len(files) + SECONDS_PER_LINE * min(lines, 40)

        def limits():
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen([self.derive, "check", "-j", "1", "--format", form, *[file.name for file in files]],
                                       cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                       preexec_fn=limits)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = 0
            output.seek(0)
            text = output.read()
        code = os.waitstatus_to_exitcode(status)
        return code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text

    def fault(self, files, form, folder):
        """What is wrong with a run, or None."""
        code, seconds, megabytes, output = self.run(files, form, folder)
        if code not in (0, 1, 2, 3):
            return f"exit code {code} after {seconds:.1f} s: " + output[-300:].decode(errors="replace")
        if megabytes > MEGABYTES:
            return f"{megabytes:.0f} MB"
        try:
            text = output.decode()
        except UnicodeDecodeError as error:
            return f"{form} output is not UTF-8: {error}"
        bad = FORBIDDEN.search(text)
        if bad:
            return f"{form} output holds U+{ord(bad.group()):04X}: " + repr(text[max(bad.start() - 60, 0):bad.end() + 20])
        if form == "json" and code != 2:
            # Notes go to standard error, before the report.
            start = text.find("{\n")
            try:
                report = json.loads(text[start:])
            except json.JSONDecodeError as error:
                return f"not JSON: {error}"
            sizes = {file.name: file.stat().st_size for file in files}
            for file in report["files"]:
                for span in spans(file):
                    a, b = span["start"]["offset"], span["end"]["offset"]
                    if not 0 <= a <= b <= sizes[file["path"]]:
                        return f"a span {a}..{b} outside of {sizes[file['path']]} bytes"
        return None


    def fault_of_names(self, folder):
        """What is wrong with the reports on files of hostile names, or None."""
        for number, bad in enumerate([*(text.encode(errors="surrogatepass") for text in HOSTILE), *INVALID]):
            if b"\0" not in bad:
                (folder / os.fsdecode(b"n%d" % number + bad + b".expr")).write_bytes(b"x : R\nclaim a: x = x + 1\n")
        for form in ("human", "short", "json"):
            code, _, _, output = self.run([folder], form, folder.parent)
            text = output.decode(errors="replace")
            bad = FORBIDDEN.search(text)
            if code != 1 or bad:
                return f"{form} report on hostile file names: exit code {code}, {bad}"
            if form == "json":
                json.loads(text)
        return None


def write_seeds(folder):
    """Short texts, so that many are tried in a second: the declarations of a file with a few of its other lines."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for _, data in seeds():
        lines = [line.split("#")[0].rstrip() for line in data.decode(errors="replace").split("\n")]
        declared = [line for line in lines if re.match(r"(dim|[\w, ]+) ?:? ", line) and "claim" not in line]
        claims = [line for line in lines if line.strip() and line not in declared]
        for start in range(0, len(claims), 3):
            text = "\n".join(declared[-6:] + claims[start:start + 3]) + "\n"
            (folder / f"{number}.expr").write_text(text)
            number += 1


def spans(value):
    if isinstance(value, dict):
        if isinstance(value.get("start"), dict) and isinstance(value.get("end"), dict):
            yield value
        for item in value.values():
            yield from spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans(item)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--derive", default=str(ROOT / ".build/release/derive"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for what is found")
    parser.add_argument("--dictionary", type=pathlib.Path)
    parser.add_argument("--seeds", type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path, help="these texts only")
    options = parser.parse_args()
    if options.dictionary:
        words = ['"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"' for word in WORDS]
        options.dictionary.write_text("\n".join(words) + "\n")
        write_seeds(options.seeds)
        return 0
    judge = Judge(options.derive)
    files = seeds()
    texts = Texts(random.Random(options.seed), files)
    if options.files:
        pending = iter([(str(file), file.read_bytes()) for file in options.files])
    else:
        own = [(name, data) for name, data in files if "findings" in name]
        pending = itertools.chain(own, (texts.next() for _ in range(options.count)))
    began, seen, found = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "names").mkdir()
        fault = judge.fault_of_names(folder / "names")
        if fault:
            found += 1
            print(fault, flush=True)
        while time.monotonic() - began < options.seconds:
            batch = []
            for kind, data in pending:
                batch.append(folder / f"t{seen + len(batch)}.expr")
                batch[-1].write_bytes(data)
                if len(batch) == options.batch:
                    break
            if not batch:
                break
            seen += len(batch)
            forms = ["json", "human"] if (seen // options.batch) % 3 == 0 else ["json"]
            for form in forms:
                if judge.fault(batch, form, folder) is None:
                    continue
                for file in batch:
                    fault = judge.fault([file], form, folder)
                    if fault:
                        found += 1
                        print(f"{file.name} ({form}): {fault}", flush=True)
                        if options.keep:
                            options.keep.mkdir(parents=True, exist_ok=True)
                            shutil.copy(file, options.keep / f"seed{options.seed}_{file.name}")
                        elif not options.files:
                            print(file.read_bytes(), flush=True)
            for file in batch:
                file.unlink()
    print(f"{seen} texts in {time.monotonic() - began:.0f} s, {found} findings, seed {options.seed}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
