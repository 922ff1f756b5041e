#!/usr/bin/env python3
"""Public tables of antiderivatives, judged by `derive`: the derivative of each entry is its integrand.

    python3 Tests/Tables/antiderivatives.py --derive .build/release/derive [--table NAME] [--every K] [--keep FOLDER]

`sympy` (unless told) are the tests that SymPy 1.8 has for the rules of Rubi (Rich, Scheibe and Abbasi, 2018), of which the
wheel is fetched with pip. `axiom` are the older and longer ones that Axiom has for the same rules, in Debian's package
`axiom-test`, fetched with apt. Entries with functions that the language does not have are counted and left out. A refuted
entry fails the run unless it stands in `wrong.txt`, and so does one that cannot be read, or an exit code that is no verdict's.
"""
import argparse
import ast
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = "sympy==1.8"
FUNCTIONS = {name: name for name in
             "log sqrt exp sin cos tan sec csc cot sinh cosh tanh sech csch coth asin acos atan asinh acosh atanh acot acoth "
             "asec acsc asech acsch erf erfi erfc Ei Si Ci Shi Chi li gamma".split()}
FUNCTIONS |= {f"arc{name}": f"a{name}" for name in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()}
FUNCTIONS |= {"ArcTan": "atan", "Erf": "erf", "Erfc": "erfc", "Erfi": "erfi", "fresnels": "fresnelS", "fresnelc": "fresnelC",
              "FresnelS": "fresnelS", "FresnelC": "fresnelC", "CoshIntegral": "Chi", "SinhIntegral": "Shi",
              "CosIntegral": "Ci", "SinIntegral": "Si", "ExpIntegralEi": "Ei", "LogIntegral": "li", "Gamma": "gamma",
              "EllipticK": "ellipticK", "elliptic_k": "ellipticK", "Abs": "abs", "logGamma": "lgamma"}
# Functions of several arguments, in the order of the language.
SEVERAL = {"elliptic_f": "ellipticF", "EllipticF": "ellipticF", "elliptic_e": "ellipticE", "EllipticE": "ellipticE",
           "elliptic_pi": "ellipticPi", "EllipticPi": "ellipticPi", "polylog": "polylog", "PolyLog": "polylog",
           "uppergamma": "uppergamma", "Gamma": "uppergamma"}
COUNTS = {"ellipticF": 2, "ellipticE": 2, "ellipticPi": 3, "polylog": 2, "uppergamma": 2}
CONSTANTS = {"Pi": "pi", "pi": "pi", "E": "e"}
# Names that the language keeps for itself.
RENAMED = {"e": "e_", "D": "D_"}


class Unsupported(Exception):
    """A function or a constant that the language does not have."""


def written(node, strength=0):
    """A term of Python in the notation of derive, with brackets where the context binds more strongly."""
    def bracketed(text, own):
        return f"({text})" if own < strength else text
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else "?"
        if name == "S":
            return written(node.args[0], strength)
        if name in ("polylog", "PolyLog") and written(node.args[0]) == "2":
            return f"Li2({written(node.args[1])})"
        if len(node.args) == COUNTS.get(SEVERAL.get(name)):
            return f"{SEVERAL[name]}({', '.join(written(part) for part in node.args)})"
        if name not in FUNCTIONS or len(node.args) != 1:
            raise Unsupported(f"{name} of {len(node.args)}" if name in SEVERAL else name)
        return f"{FUNCTIONS[name]}({written(node.args[0])})"
    if isinstance(node, ast.BinOp):
        sign, own, left, right = {
            ast.Add: (" + ", 1, 1, 1), ast.Sub: (" - ", 1, 1, 2), ast.Mult: ("*", 2, 2, 3), ast.Div: ("/", 2, 2, 3),
            ast.Pow: ("^", 4, 5, 4)}[type(node.op)]
        return bracketed(written(node.left, left) + sign + written(node.right, right), own)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return bracketed("-" + written(node.operand, 3), 1)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
        return written(node.operand, strength)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return str(node.value)
    if isinstance(node, ast.Name):
        if node.id == "I":
            raise Unsupported("I")
        return CONSTANTS.get(node.id) or RENAMED.get(node.id, node.id)
    raise Unsupported(type(node).__name__)


def entries(text):
    """(integrand, variable, antiderivative) of `[f, x, steps, F]` in lists and of `rubi_test(rubi_integrate(f, x), x, F, …)`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):
            for row in node.value.elts:
                if isinstance(row, ast.List) and len(row.elts) >= 4:
                    yield row.elts[0], row.elts[1], row.elts[3]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rubi_test":
            integral = node.args[0]
            if len(node.args) >= 3 and isinstance(integral, ast.Call) and len(integral.args) == 2:
                yield integral.args[0], node.args[1], node.args[2]


def of_sympy(folder):
    """(chapter, integrand, variable, antiderivative) of each entry of SymPy's tests."""
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE], check=True)
    with zipfile.ZipFile(next(pathlib.Path(folder).glob("*.whl"))) as wheel:
        for name in sorted(wheel.namelist()):
            if "/rubi_tests/tests/test_" in name:
                for entry in entries(wheel.read(name).decode()):
                    yield name.rsplit("test_", 1)[1].removesuffix(".py"), *entry


STATEMENT = re.compile(r"([tr])(\d+)\s*:=\s*(.*)")


def statements(text):
    """(letter, number, term) of each `t0012:= …` and `r0012:= …`, which goes on until a line that is empty or a comment."""
    current = None
    for line in text.splitlines() + [""]:
        started = STATEMENT.match(line)
        if started or not line.strip() or line.startswith(("--", ")")):
            if current:
                yield current
            current = started and started.groups()
        elif current:
            current = (*current[:2], current[2] + line.strip())


def term(text):
    """A term of Axiom as one of Python: `_` at the end of a line joins the next one, constants have a percent sign."""
    python = re.sub(r"%(\w+)", lambda name: {"i": "I", "e": "E", "pi": "pi"}.get(name[1], "?"), text.replace("_", ""))
    return ast.parse(python.replace("^", "**"), mode="eval").body


def of_axiom(folder):
    """The same of Axiom's: the integrand is t, the antiderivative r of the same number."""
    subprocess.run(["apt-get", "download", "-qq", "axiom-test"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["dpkg-deb", "-x", next(pathlib.Path(folder).glob("*.deb")), folder], check=True)
    for path in sorted(pathlib.Path(folder).glob("usr/share/axiom-*/input/rich*.input")):
        integrands = {}
        for letter, number, text in statements(path.read_text(encoding="latin-1")):
            try:
                if letter == "t":
                    integrands[number] = term(text)
                elif number in integrands:
                    yield path.stem, integrands[number], ast.Name("x"), term(text)
            except SyntaxError:  # `integrate(t, x=a..b)`, types
                yield path.stem, ast.Constant(...), ast.Name("x"), ast.Constant(...)


def table(found):
    """The lines of each chapter, and how often each function kept an entry out."""
    chapters, missing, seen = {}, collections.Counter(), set()
    for chapter, integrand, variable, antiderivative in found:
        try:
            x = written(variable)
            line = f"diff({written(antiderivative)}, {x}) = {written(integrand)}"
        except Unsupported as gap:
            missing[str(gap)] += 1
            continue
        parts = [n for t in (integrand, antiderivative) for n in ast.walk(t) if isinstance(n, ast.Name)]
        names = {RENAMED.get(n.id, n.id) for n in parts} - set(FUNCTIONS) - set(CONSTANTS) - set(SEVERAL) - {"S"}
        if line not in seen:
            seen.add(line)
            chapters.setdefault(chapter, []).append((names | {x}, line))
    return chapters, missing


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--derive", required=True)
    arguments.add_argument("--table", choices=["sympy", "axiom"], default="sympy")
    arguments.add_argument("--every", type=int, default=1, help="only every K-th entry of a chapter")
    arguments.add_argument("--keep", help="write the files into this folder and leave them there")
    options = arguments.parse_args()
    derive = str(pathlib.Path(options.derive).resolve())
    known = [line for line in (HERE / "wrong.txt").read_text().splitlines() if line and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        chapters, missing = table({"sympy": of_sympy, "axiom": of_axiom}[options.table](folder))
        place = pathlib.Path(options.keep or folder) / "table"
        place.mkdir(parents=True, exist_ok=True)
        lines, count = {}, 0
        for chapter, rows in chapters.items():
            for start in range(0, len(rows), 40 * options.every):
                part = rows[start:start + 40 * options.every:options.every]
                names = sorted(set().union(*(n for n, _ in part)))
                text = "; ".join(f"{n} : R" for n in names) + "\n"
                file = f"{chapter}_{start:05d}.expr"
                for k, (_, line) in enumerate(part):
                    text += f"claim c{k}: {line}\n"
                    lines[file, f"c{k}"] = line
                    count += 1
                (place / file).write_text(text)
        began = time.monotonic()
        run = subprocess.run([derive, "check", "--format", "json", str(place)], capture_output=True, text=True)
        spent = time.monotonic() - began
    if run.returncode not in (0, 1, 3):
        print(f"exit {run.returncode}: {run.stderr[-1000:]}")
        return 1
    verdicts, findings = collections.Counter(), []
    for file in json.loads(run.stdout)["files"]:
        name = pathlib.Path(file["path"]).name
        for step in file["steps"]:
            if step["kind"] == "line":
                verdicts[step["verdict"]] += 1
                line = lines[name, step["claim"]]
                if step["verdict"] not in ("proved", "confirmed", "undecided") and line not in known:
                    findings.append(f"{step['verdict']}: {line}")
    print(f"{count} entries in {spent:.0f} s: " + ", ".join(f"{n} {verdict}" for verdict, n in verdicts.most_common()))
    print(f"left out {sum(missing.values())}: " + ", ".join(f"{name} {n}" for name, n in missing.most_common(12)))
    print(*findings, sep="\n")
    return 1 if findings or sum(verdicts.values()) != count else 0


if __name__ == "__main__":
    sys.exit(main())
