"""The planted bugs of each kernel, and the list of the kernels."""
import importlib

FAMILIES = ("batch_norm", "layer_norm", "softmax_cross_entropy", "attention", "lstm_cell", "ridge")


def of(family):
    return importlib.import_module(f"bugs.{family}").BUGS
