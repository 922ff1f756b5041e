"""Connects a NumPy kernel with `derive judge`: over a pipe, `--exec 'python3 kernel.py'`."""
import json
import sys

import numpy as np


def serve(kernel):
    """Answers every case on standard input. `kernel(**inputs)` takes arrays of float32 by their names and returns the
    results by the names of their claims."""
    for line in sys.stdin:
        case = json.loads(line)
        claim = case["claim"]
        result = kernel(**{name: np.float32(value) for name, value in case["inputs"].items()})[claim]
        if result.dtype != np.float32:
            raise TypeError(f"{claim} was computed in {result.dtype}, not in float32")
        print(json.dumps({claim: result.tolist()}), flush=True)
