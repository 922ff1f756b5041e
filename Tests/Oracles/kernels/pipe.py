"""Connects a NumPy kernel with `derive judge`: over a pipe, `--exec 'python3 kernel.py'`."""
import inspect
import json
import sys

import numpy as np


def serve(kernel):
    """Answers every case on standard input. The kernel takes arrays of float32 by their names, whose shapes its annotations
    say, `x: "m n"`, and returns results by the names of their claims. A case lacks what its claim does not depend on: ones
    stand for it."""
    shapes = {name: parameter.annotation.split() for name, parameter in inspect.signature(kernel).parameters.items()}
    for line in sys.stdin:
        case = json.loads(line)
        claim, inputs = case["claim"], {}
        for name, shape in shapes.items():
            ones = np.ones([case["sizes"].get(size, 1) for size in shape], np.float32)[()]
            inputs[name] = np.float32(case["inputs"][name]) if name in case["inputs"] else ones
            if inputs[name].shape != ones.shape:
                sys.exit(f"pipe: {name} has the shape {inputs[name].shape}, not {ones.shape}")
        result = kernel(**inputs)[claim]
        if result.dtype != np.float32:
            sys.exit(f"pipe: {claim} was computed in {result.dtype}, not in float32")
        print(json.dumps({claim: result.tolist()}), flush=True)
