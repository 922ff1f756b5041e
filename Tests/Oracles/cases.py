"""Cases of the kernels: sizes, inputs, and a kernel's answers over the pipe."""
import json
import math
import subprocess

import numpy as np

# The shape of each input, by letters of sizes; "" is a number, "+" a positive one, "1" and "p" rows that are one-hot or sum to 1.
INPUTS = {
    "batch_norm": {"x": "mn", "gamma": "n", "beta": "n", "eps": "+", "g": "mn"},
    "layer_norm": {"x": "mn", "gamma": "n", "beta": "n", "eps": "+", "g": "mn"},
    "softmax_cross_entropy": {"z": "mn", "y": "mn1", "t": "mnp"},
    "attention": {"Q": "nd", "K": "md", "V": "mh", "G": "nh"},
    "lstm_cell": {
        **dict.fromkeys(("hp", "cp", "ai", "af", "ao", "ag", "u", "w"), "mn"), **dict.fromkeys(("Ui", "Uf", "Uo", "Ug"), "nn")},
    "ridge": {"X": "nd", "y": "n", "w": "d", "b": "", "alpha": "+"},
}


def random_case(family, seed):
    """Sizes and normal inputs as a user would draw them for a gradient check."""
    random = np.random.default_rng(seed)
    sizes = {letter: int(size) for letter, size in zip("mndh", random.permutation([3, 4, 5, 6]))}
    inputs = {}
    for name, shape in INPUTS[family].items():
        lengths = [sizes[letter] for letter in shape if letter in sizes]
        value = random.standard_normal(lengths)
        if shape.endswith("1"):
            value = np.eye(lengths[1])[random.integers(lengths[1], size=lengths[0])]
        elif shape.endswith("p"):
            value = np.exp(value) / np.exp(value).sum(axis=1, keepdims=True)
        elif shape == "+":
            value = np.abs(value) + 0.1
        inputs[name] = np.float32(value)
    letters = {letter for shape in INPUTS[family].values() for letter in shape}
    return {"sizes": {letter: size for letter, size in sizes.items() if letter in letters}, "inputs": inputs}


def answers(command, claim, cases):
    """What a kernel answers to cases over the pipe, in order; NaN as it writes it."""
    lines = [json.dumps({
        "case": f"c{number:02}", "claim": claim, "sizes": case["sizes"],
        "inputs": {name: value.tolist() for name, value in case["inputs"].items()}}) for number, case in enumerate(cases)]
    run = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True, timeout=60)
    result = [np.array(json.loads(line)[claim]) for line in run.stdout.splitlines()]
    if len(result) != len(cases):
        raise ValueError(f"{command}: {len(result)} answers to {len(cases)} cases")
    return result


def in_type(inputs, dtype):
    return {name: np.asarray(value, dtype=dtype)[()] for name, value in inputs.items()}


def relative_distance(a, b):
    """The largest difference of two arrays, relative to the largest entry; infinite if only one is finite."""
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return 0.0 if np.array_equal(np.isfinite(a), np.isfinite(b)) else math.inf
    return float(np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), 1e-30))
