"""Kernels as programs: right ones, and ones with a bug planted."""
import pathlib
import subprocess
import sys

KERNELS = pathlib.Path(__file__).resolve().parent / "kernels"


def program(family, language, folder, bug=None, size=0.0):
    """Writes a kernel into a folder and returns the command that runs it. A scaled term is too large by `size`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (KERNELS / f"{family}.{language}").read_text()
    if bug:
        text = bug.planted(text, language)
    if language == "py":
        head = f"from mistakes import *\nSCALE = {1 + size!r}\n" if bug else ""
        source = folder / f"{family}.py"
        source.write_text(f"import sys\nsys.path.insert(0, {str(KERNELS)!r})\n{head}{text}")
        return [sys.executable, str(source)]
    source, binary = folder / f"{family}.c", folder / family
    source.write_text(text)
    extra = ["-include", "mistakes.h", f"-DSCALE={1 + size!r}f"] if bug else []
    subprocess.run(["gcc", "-std=c99", "-O2", "-I", KERNELS, *extra, "-o", binary, source, "-lm"], check=True)
    return [str(binary)]
