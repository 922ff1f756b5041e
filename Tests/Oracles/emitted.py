"""Programs that `derive emit` writes, compiled and run: against formulas written by hand here, and against exact vectors.

    python3 Tests/Oracles/emitted.py --derive .build/release/derive            formulas written by hand
    python3 Tests/Oracles/emitted.py --derive .build/release/derive --all c    every claim of derivations, in one language:
                                                                               c, swift, python or torch
    python3 Tests/Oracles/emitted.py --derive .build/release/derive --speed    against loops written by hand
"""
import argparse
import collections
import ctypes
import importlib.util
import inspect
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import types

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLAGS = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-maybe-uninitialized", "-shared", "-fPIC"]


def emit(derive, reference, language, dtype="f64"):
    return subprocess.run([derive, "emit", reference, "--lang", language, "--dtype", dtype],
                          capture_output=True, text=True, timeout=60)


def names_of(text):
    """By identifier, the name in the derivation."""
    return {identifier: name for name, identifier in re.findall(r"`(.*)` is (\w+) here", text)}


class CProgram:
    """An emitted C function, called with arrays by name; writes outside of its arrays are found."""

    def __init__(self, text, folder, dtype="f64"):
        self.real, self.ctype = (np.float64, ctypes.c_double) if dtype == "f64" else (np.float32, ctypes.c_float)
        word = {"f64": "double", "f32": "float"}[dtype]
        found = re.findall(r"^(?:void|%s) (\w+)\(([^)]*)\) \{" % word, text, re.M)
        self.name, parameters = found[-1]
        self.parameters = [p.split() for p in parameters.split(",") if p.strip() != "void"]
        self.names = names_of(text)
        self.is_number = re.search(r"^%s %s\(" % (word, self.name), text, re.M) is not None
        source, library = pathlib.Path(folder, self.name + ".c"), pathlib.Path(folder, self.name + dtype + ".so")
        source.write_text(text)
        run = subprocess.run(["gcc", *FLAGS, "-O2", "-o", library, source, "-lm"], capture_output=True, text=True)
        if run.returncode:
            raise AssertionError(run.stderr)
        self.library = ctypes.CDLL(str(library))

    def __call__(self, values, shape):
        arguments, buffers, sizes = [], [], []
        for words in self.parameters:
            name = words[-1].lstrip("*")
            value = values.get(self.names.get(name, name))
            if words[0] == "ptrdiff_t":
                sizes.append(ctypes.c_ssize_t(value))
                arguments.append(sizes[-1])
            elif name == "work":
                count = getattr(self.library, self.name + "_work")
                count.restype = ctypes.c_size_t
                arguments.append(self.room(count(*sizes), buffers))
            elif words[0] == "const":
                buffers.append(np.ascontiguousarray(value, self.real))
                arguments.append(ctypes.c_void_p(buffers[-1].ctypes.data))
            elif "*restrict" in words:
                arguments.append(self.room(int(np.prod(shape)), buffers))
                result = buffers[-1]
            else:
                arguments.append(self.ctype(float(value)))
        function = getattr(self.library, self.name)
        function.restype = self.ctype if self.is_number else None
        number = function(*arguments)
        for buffer in buffers:
            guarded = buffer.ndim == 1 and buffer.size > 1 and buffer.dtype == self.real and buffer[0] == self.real(1e30)
            assert not guarded or buffer[-1] == self.real(1e30), "a write past the end"
        return np.asarray(number) if self.is_number else result[1:-1].reshape(shape)

    def room(self, count, buffers):
        buffers.append(np.full(count + 2, 1e30, self.real))
        return ctypes.c_void_p(buffers[-1].ctypes.data + buffers[-1].itemsize)


class PythonProgram:
    """An emitted NumPy function: where all that it is given is in single precision, so is what it returns."""

    def __init__(self, text, folder, dtype="f64"):
        self.real = {"f64": np.float64, "f32": np.float32}[dtype]
        source = pathlib.Path(folder, "emitted.py")
        source.write_text(text)
        specification = importlib.util.spec_from_file_location("emitted", source)
        module = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(module)
        functions = [f for n, f in vars(module).items() if inspect.isfunction(f) and not n.startswith("_")]
        self.function, self.names = functions[-1], names_of(text)

    def __call__(self, values, shape):
        arguments = {}
        for name in inspect.signature(self.function).parameters:
            value = values.get(self.names.get(name, name))
            arguments[name] = value if isinstance(value, int) else np.asarray(value, self.real)[()]
        with np.errstate(all="ignore"):
            result = self.function(**arguments)
        # A formula without a quantity is a number of Python, which leaves the type of arrays alone.
        if not isinstance(result, (int, float)):
            assert result.dtype == self.real, f"{result.dtype} of {np.dtype(self.real)}"
        return np.asarray(result, dtype=float)


try:
    import torch
    tensor = lambda value: torch.as_tensor(np.asarray(value, float))
    array = lambda value: value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
except ImportError:
    torch, tensor, array = None, np.asarray, np.asarray


class TorchProgram:
    """The gradients of an emitted autograd function: what a claim says must be one of them. Where PyTorch is not
    installed, NumPy stands in for it."""

    def __init__(self, text, folder, dtype="f64"):
        stand_in()
        module, self.names = {}, names_of(text)
        exec(text, module)
        self.functions = [f for n, f in module.items() if n.startswith("_backward")]

    def __call__(self, values, shape):
        results = []
        for function in self.functions:
            arguments = {n: values.get(self.names.get(n, n)) for n in inspect.signature(function).parameters}
            if any(a is None for a in arguments.values()):
                continue
            with np.errstate(all="ignore"):
                results.append(array(function(**{n: tensor(a) for n, a in arguments.items()})).astype(float))
        return [r for r in results if r.shape == tuple(shape)]


class SwiftProgram:
    """An emitted Swift function. All of them are compiled as one program, which is asked by name over a pipe."""
    made, process = [], None

    def __init__(self, text, folder, dtype="f64"):
        signature = re.findall(r"^public func (\w+)\(([^)]*)\) -> (\S+) \{", text, re.M)[-1]
        self.function, parameters, result = signature
        self.parameters = [[w.strip() for w in p.split(":")] for p in parameters.split(",") if p.strip()]
        self.is_number, self.names, self.text = result != "[Double]", names_of(text), text
        self.number = len(SwiftProgram.made)
        SwiftProgram.made.append(self)

    MAIN = """
struct Words {
  var words: [Substring]
  mutating func word() -> Substring { words.removeFirst() }
  mutating func integer() -> Int { Int(word())! }
  mutating func number() -> Double { Double(bitPattern: UInt64(word())!) }
  mutating func array() -> [Double] { (0..<integer()).map { _ in number() } }
}
func show(_ value: Double) { show([value]) }
func show(_ values: [Double]) { print(values.map { String($0.bitPattern) }.joined(separator: " ")) }
setvbuf(stdout, nil, _IOLBF, 0)
while let line = readLine() {
  var words = Words(words: line.split(separator: " "))
  switch words.integer() {
"""

    @classmethod
    def build(cls, folder):
        main = ["import Foundation", cls.MAIN]
        for one in cls.made:
            # Stems and claims of two files may agree: each in a name space of its own.
            head, body = one.text.split("#endif\n", 1)
            body = re.sub(r"^(private |public )?func ", "static func ", body, flags=re.M)
            pathlib.Path(folder, f"k{one.number}.swift").write_text(f"{head}#endif\nenum K{one.number} {{\n{body}}}\n")
            readers = {"Int": "words.integer()", "Double": "words.number()", "[Double]": "words.array()"}
            arguments = ", ".join(f"{name}: {readers[kind]}" for name, kind in one.parameters)
            main.append(f"  case {one.number}: show(K{one.number}.{one.function}({arguments}))")
        main += ["  default: break", "  }", "}"]
        pathlib.Path(folder, "main.swift").write_text("\n".join(main) + "\n")
        sources = ["main.swift"] + [f"k{one.number}.swift" for one in cls.made]
        run = subprocess.run(["swiftc", "-warnings-as-errors", "-Ounchecked", "-o", "kernels", *sources], cwd=folder,
                             capture_output=True, text=True)
        if run.returncode:
            raise AssertionError("\n".join(line for line in run.stderr.splitlines() if "error" in line)[:2000])
        cls.process = subprocess.Popen([str(pathlib.Path(folder, "kernels"))], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, text=True, bufsize=1)

    def __call__(self, values, shape):
        words = [self.number]
        for name, kind in self.parameters:
            value = values.get(self.names.get(name, name))
            bits = np.ascontiguousarray(value, float).reshape(-1).view(np.uint64).tolist()
            words += [int(value)] if kind == "Int" else bits if kind == "Double" else [len(bits)] + bits
        SwiftProgram.process.stdin.write(" ".join(map(str, words)) + "\n")
        SwiftProgram.process.stdin.flush()
        answer = np.array([int(w) for w in SwiftProgram.process.stdout.readline().split()], np.uint64).view(float)
        return answer[0] if self.is_number else answer.reshape(shape)


PROGRAMS = {"c": CProgram, "python": PythonProgram, "swift": SwiftProgram, "torch": TorchProgram}


# ---- Formulas written by hand -------------------------------------------------------------------------------------

def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def batch_norm(X, g, gamma):
    m = len(X)
    r = 1 / np.sqrt(X.var(0) + 1e-5)
    h = (X - X.mean(0)) * r
    return gamma * r / m * (m * g - g.sum(0) - h * (g * h).sum(0))


def index_numbers(x):
    i = np.arange(1, len(x) + 1)
    w = i * x + x / i + (len(x) - i) ** 2 / len(x)
    return w + i.sum() / len(x) + (x * np.sqrt(i[:, None] + i)).sum(1)


def digamma(x):
    """By recurrence to x >= 20, then the asymptotic series, whose next term is below 1e-15."""
    shift = sum(1 / (x + k) for k in range(20))
    x += 20
    return math.log(x) - 1 / (2 * x) - 1 / (12 * x**2) + 1 / (120 * x**4) - 1 / (252 * x**6) + 1 / (240 * x**8) - shift


def functions(x):
    known = np.vectorize(lambda v: math.erf(v) + math.lgamma(1 + v * v))(x)
    slope = np.vectorize(lambda v: digamma(1 + v * v))(x)
    return known + 1 / (1 + np.exp(-x)) + np.logaddexp(0, x) + slope


def counted(x):
    h, n = (x > 0) * 1.0, len(x)
    return 2 * h - h.sum() / n + np.arange(1, n + 1) * (n > 2) * x


def choices(x):
    count = np.sum(x > 0)
    return np.where(x > count / 4, 1, np.where(x > -count, x, 0)) * count


HAND = [
    # name, text, claim, sizes to draw, shapes of inputs, shape of the result, formula, tolerance in f64
    ("softmax of rows", """
dim n, K
z : R^(n,K)
p[a,k] := exp(z[a,k])/sum(j, exp(z[a,j]))
""", "p", {"z": "nK"}, "nK", lambda z: softmax(z)),
    ("log-softmax", """
dim K
z : R^K
p[k] := exp(z[k])/sum(j, exp(z[j]))
q[k] := log(p[k])
""", "q", {"z": "K"}, "K", lambda z: z - z.max() - np.log(np.exp(z - z.max()).sum())),
    ("batch norm of columns", """
dim n, K
X : R^(n,K); g : R^(n,K); gamma : R^K
mu[j] := sum(i, X[i,j])/n
v[j] := sum(i, (X[i,j] - mu[j])^2)/n
h[i,j] := (X[i,j] - mu[j])/sqrt(v[j] + 1/100000)
dX[i,j] := gamma[j]/(n*sqrt(v[j] + 1/100000))*(n*g[i,j] - sum(k, g[k,j]) - h[i,j]*sum(k, g[k,j]*h[k,j]))
""", "dX", {"X": "nK", "g": "nK", "gamma": "K"}, "nK", lambda X, g, gamma: batch_norm(X, g, gamma)),
    ("product of matrices", """
dim n, K, d
A : R^(n,K); B : R^(K,d)
C := A*B
""", "C", {"A": "nK", "B": "Kd"}, "nd", lambda A, B: A @ B),
    ("ridge regression", """
dim n, d
X : R^(n,d); y : R^n
theta := inv(X'*X + 2*I)*X'*y
""", "theta", {"X": "nd", "y": "n"}, "d",
     lambda X, y: np.linalg.solve(X.T @ X + 2 * np.eye(X.shape[1]), X.T @ y)),
    ("determinant", """
dim d
A : R^(d,d)
r := det(A*A' + I)
""", "r", {"A": "dd"}, "", lambda A: np.linalg.det(A @ A.T + np.eye(len(A)))),
    ("triangular sum", """
dim n
x : R^n
s := sum(i, sum(j in 1..i, x[j]*x[i]))
""", "s", {"x": "n"}, "", lambda x: (np.cumsum(x) * x).sum()),
    ("sum with a factor that has no value without terms", """
dim n
x : R^n
v := sum(i, x[i]^2)/n
s := sum(i, x[i]/sqrt(v))
""", "s", {"x": "n"}, "", lambda x: (x / np.sqrt((x**2).sum() / np.float64(len(x)))).sum()),
    ("neighbours", """
dim n
x : R^n
d[i] := cases(i > 1: x[i] - x[i-1], else: x[i])
""", "d", {"x": "n"}, "n", lambda x: np.diff(x, prepend=0.0)),
    ("largest entry", """
dim n
x : R^n
b := max(i, x[i])
c[i] := x[i] - b
""", "c", {"x": "n"}, "n", lambda x: x - x.max()),
    ("reserved names", """
dim for
lambda : R^for; double, x̂ : R
int[i] := lambda[i]*double + x̂
""", "int", {"lambda": "n", "double": "", "xhat": ""}, "n", None),
    ("logistic loss far from 0", """
dim n
z : R^n
l[i] := log(1 + exp(40*z[i]))
""", "l", {"z": "n"}, "n", lambda z: np.logaddexp(0, 40 * z)),
    ("one minus sigmoid", """
z : R
p := 1/(1 + exp(-(z + 40)))
q := 1 - p
""", "q", {"z": ""}, "", lambda z: 1 / (1 + np.exp(z + 40))),
    ("indices as numbers", """
dim n
x : R^n
w[i] := i*x[i] + x[i]/i + (n - i)^2/n
s[i] := w[i] + sum(j in 1..n, j)/n + sum(j in 1..n, x[j]*sqrt(i + j))
""", "s", {"x": "n"}, "n", lambda x: index_numbers(x)),
    ("a ramp that mentions no quantity", """
dim n
x : R^n
L := sum(i, i*x[i])
claim slope: diff(L, x[i]) = i
""", "slope", {"x": "n"}, "n", lambda x: np.arange(1, len(x) + 1)),
    ("a matrix of zeros and ones", """
dim n
x : R^n
y[i] := x[i]
claim slope: diff(y[i], x[j]) = delta(i, j)
""", "slope", {"x": "n"}, "nn", lambda x: np.eye(len(x))),
    ("statements that are counted", """
dim n
x : R^n
h[i] := ind(x[i] > 0)
s[i] := h[i] - sum(j, h[j])/n + sum(j in 1..i, ind(n > 2))*x[i] + cases(h[i] > 0: 1, else: 0)
""", "s", {"x": "n"}, "n", lambda x: counted(x)),
    ("functions that NumPy lacks", """
dim n
x : R^n
s[i] := erf(x[i]) + sigmoid(x[i]) + softplus(x[i]) + digamma(1 + x[i]^2) + lgamma(1 + x[i]^2)
""", "s", {"x": "n"}, "n", lambda x: functions(x)),
    ("choices and counts", """
dim n
x : R^n
c := sum(i, cases(x[i] > 0: 1, else: 0))
s[i] := cases(x[i] > c/4: 1, x[i] > -c: x[i], else: 0)*c
""", "s", {"x": "n"}, "n", lambda x: choices(x)),
    ("scalars alone", """
a, b : R
c := a*b - a^3/(1 + b^2)
""", "c", {"a": "", "b": ""}, "", lambda a, b: a * b - a**3 / (1 + b**2)),
]


def by_hand(derive, folder):
    bad, count = [], 0
    generator = np.random.default_rng(1)
    for name, text, claim, inputs, shape, formula in HAND:
        path = pathlib.Path(folder, "hand.expr")
        path.write_text(text)
        for language, dtype in [("c", "f64"), ("c", "f32"), ("python", "f64"), ("python", "f32")]:
            made = emit(derive, f"{path}:{claim}", language, dtype)
            if made.returncode:
                bad.append((name, language, made.stderr.strip()))
                continue
            program = PROGRAMS[language](made.stdout, tempfile.mkdtemp(dir=folder), dtype)
            for sizes in [{"n": 5, "K": 3, "d": 2}, {"n": 1, "K": 1, "d": 1}, {"n": 9, "K": 12, "d": 4}]:
                count += 1
                values = {k: generator.normal(size=[sizes[s] for s in where]) for k, where in inputs.items()}
                if dtype == "f32":
                    values = {k: v.astype(np.float32).astype(float) for k, v in values.items()}
                if formula is None:
                    wanted = values["lambda"] * values["double"] + values["xhat"]
                else:
                    wanted = formula(**values)
                given = {**sizes, "for": sizes["n"], **values}
                try:
                    result = program(given, [sizes[s] for s in shape])
                except AssertionError as error:
                    bad.append((name, language, dtype, sizes, error))
                    continue
                # Summation in another order: 1e-12 in double precision, 1e-4 in single, of the largest entry.
                slack = (1e-12 if dtype == "f64" else 1e-4) * max(1e-30, np.max(np.abs(wanted), initial=0))
                if result.shape != np.shape(wanted) or not np.all(np.abs(result - wanted) <= slack):
                    bad.append((name, language, dtype, sizes, "got", result, "wanted", wanted))
        if "n" in "".join(inputs.values()) + shape and formula is not None:
            empty(derive, path, claim, inputs, shape, folder, bad, name, formula)
    return bad + autograd(derive, folder), count + 1


def empty(derive, path, claim, inputs, shape, folder, bad, name, formula):
    """Sizes of 0: no crash, no write, and the value that a sum of nothing has."""
    sizes = {"n": 0, "K": 0, "d": 0}
    values = {k: np.zeros([sizes[s] for s in where]) for k, where in inputs.items()}
    program = CProgram(emit(derive, f"{path}:{claim}", "c").stdout, tempfile.mkdtemp(dir=folder))
    result = program({**sizes, **values}, [sizes[s] for s in shape])
    with np.errstate(all="ignore"):
        right = result == formula(**values) if shape == "" else result.shape == tuple(sizes[s] for s in shape)
    if not right:
        bad.append((name, "empty", result))


# ---- PyTorch ------------------------------------------------------------------------------------------------------

AUTOGRAD = """
dim n
x : R^n; gamma, beta : R
ell : R^n -> R
mu := sum(i, x[i])/n
v := sum(i, (x[i] - mu)^2)/n
h[i] := (x[i] - mu)/sqrt(v)
y[i] := gamma*h[i] + beta
L := ell(y)
upstream g = grad(L, y)
claim dgamma: diff(L, gamma) = sum(i, g[i]*h[i])
claim dx: diff(L, x[i]) = gamma/(n*sqrt(v))*(n*g[i] - sum(j, g[j]) - h[i]*sum(j, g[j]*h[j]))
"""


class StandIn(types.ModuleType):
    """The few names of PyTorch that this program needs, over NumPy, where PyTorch is not installed. Whether autograd
    takes the class is then not tested."""

    def __getattr__(self, name):
        function = getattr(np, {"as_tensor": "asarray", "amax": "max", "amin": "min"}.get(name, name))
        if name not in ("amax", "amin", "sum", "prod", "all", "any"):
            return function
        return lambda a, dim=None: function(a, axis=dim)


def stand_in():
    if torch is None:
        sys.modules["torch"] = own = StandIn("torch")
        own.autograd = types.SimpleNamespace(Function=object)


class Context:
    def __init__(self, needs):
        self.needs_input_grad = needs

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors


def autograd(derive, folder):
    """Backward against central differences of forward, whose error at this step is about 1e-9."""
    path = pathlib.Path(folder, "autograd.expr")
    path.write_text(AUTOGRAD)
    made = emit(derive, f"{path}:dx", "torch")
    if made.returncode:
        return [("torch", made.stderr)]
    stand_in()
    names = {}
    exec(made.stdout, names)
    function = names["autograd_dx"]
    generator = np.random.default_rng(2)
    x, gamma, beta, g = generator.normal(size=6), np.float64(1.5), np.float64(0.5), generator.normal(size=6)
    if torch is not None:
        inputs = [tensor(x).requires_grad_(), tensor(gamma).requires_grad_(), tensor(beta)]
        torch.autograd.gradcheck(function.apply, inputs)
        x, gamma, beta, g = tensor(x), tensor(gamma), tensor(beta), tensor(g)
    context, bad = Context((True, True, False)), []
    function.forward(context, x, gamma, beta)
    dx, dgamma, dbeta = function.backward(context, g)
    def loss(x, gamma):
        return g @ function.forward(Context((False,) * 3), x, gamma, beta)
    step = 1e-6
    slope = np.array([(loss(x + step * e, gamma) - loss(x - step * e, gamma)) / (2 * step)
                      for e in (np.eye(6) if torch is None else torch.eye(6, dtype=torch.float64))])
    dx = array(dx)
    if not np.allclose(dx, slope, rtol=0, atol=1e-7 * np.max(np.abs(slope))):
        bad.append(("torch dx", dx, slope))
    if abs(dgamma - (loss(x, gamma + step) - loss(x, gamma - step)) / (2 * step)) > 1e-7 or dbeta is not None:
        bad.append(("torch dgamma", dgamma, dbeta))
    try:
        function.forward(Context((False, False, True)), x, gamma, beta)
        bad.append(("torch", "an input without a claim may require a gradient"))
    except RuntimeError:
        pass
    return bad


# ---- All derivations ----------------------------------------------------------------------------------------------

def compare(program, folder, claim):
    manifest = json.loads(pathlib.Path(folder, "manifest.json").read_text())
    for case in manifest["cases"]:
        def load(name):
            return np.load(pathlib.Path(folder, f"{case['case']}_{name}.npy"))
        wanted, band = load(claim), load(claim + ".band")
        values = {**case["sizes"], **{name: load(name) for name in manifest["inputs"]}}
        results = program(values, wanted.shape)
        # Entries that cancel are compared with the largest one.
        slack = np.maximum(4 * band, 1e-11 * (np.abs(wanted) + 1e-2 * np.max(np.abs(wanted), initial=0)))
        agree = False
        for result in results if isinstance(results, list) else [results]:
            with np.errstate(all="ignore"):
                right = (np.abs(result - wanted) <= slack) | (result == wanted) | (np.isnan(result) & np.isnan(wanted))
            agree = agree or bool(right.all())
        if not agree:
            got = f"got {result[~right][:1]} wanted {wanted[~right][:1]}" if np.size(results) else "no result"
            return f"{case['case']} {case['sizes']} {case['tags']} {got}"
    return None


def all_claims(derive, language, folder, kept):
    count, bad, programs = collections.Counter(), [], {}
    for path in sorted((ROOT / "derivations").rglob("*.expr")):
        for claim in re.findall(r"^claim (\w+)", path.read_text(), re.M):
            reference = f"{path}:{claim}"
            try:
                made = emit(derive, reference, language)
            except subprocess.TimeoutExpired as error:
                bad.append((reference, f"no program within {error.timeout} s"))
                continue
            if made.returncode not in (0, 1):  # 1: written, but the claim is refuted
                count["refused"] += 1
                if made.returncode != 3 or not made.stderr.strip():
                    bad.append((reference, made.returncode, made.stderr))
                continue
            try:
                programs[reference] = PROGRAMS[language](made.stdout, tempfile.mkdtemp(dir=folder))
            except Exception as error:
                bad.append((reference, repr(error)))
    if language == "swift":
        SwiftProgram.build(folder)
    for reference, program in programs.items():
        claim = reference.rpartition(":")[2]
        vectors = pathlib.Path(kept or folder, re.sub(r"\W", "_", reference))
        try:
            if not pathlib.Path(vectors, "manifest.json").exists():
                drawn = subprocess.run([derive, "vectors", reference, "--dtype", "f64", "--cases", "6", "-o", vectors],
                                       capture_output=True, text=True, timeout=120)
                if drawn.returncode not in (0, 1):
                    count["compiled, no vectors"] += 1
                    continue
            wrong = compare(program, vectors, claim)
        except Exception as error:
            wrong = repr(error)
        count["agree" if wrong is None else "differ"] += 1
        if wrong:
            bad.append((reference, wrong))
    return bad, dict(count)


# ---- Speed --------------------------------------------------------------------------------------------------------

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--derive", default=str(ROOT / ".build/release/derive"))
    parser.add_argument("--all", choices=list(PROGRAMS))
    parser.add_argument("--vectors", help="a folder that keeps the vectors of --all for the next run")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.speed:
            import speed
            return speed.measure(lambda reference: emit(options.derive, reference, "c").stdout, folder)
        bad, count = all_claims(options.derive, options.all, folder, options.vectors) if options.all else by_hand(options.derive, folder)
    for line in bad:
        print("✘", *line)
    print(count if options.all else f"{count} runs", "-", len(bad), "wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
