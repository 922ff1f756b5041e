"""Mistakes in one step of an LSTM cell."""
from planting import Bug, accumulated, scaled, transposed

TWO = "later + now"
INPUT, CANDIDATE, OUTPUT = "g * i * (1 - i)", "i * (1 - g * g)", "q * o * (1 - o)"
FORGET = {"c": "cp[at] * f * (1 - f)", "py": "cp * f * (1 - f)"}
DCP = {"c": "dcp[at] = dc[at] * f", "py": "dcp = dc * f"}
BY = {"c": "by[q] += dz[q][k * n + l] * U[q][l * n + j]", "py": "dzi @ Ui, dzf @ Uf, dzo @ Uo, dzg @ Ug"}
FOUR = "dhp[k * n + j] = by[0] + by[1] + by[2] + by[3]"
GATES = "ifog"


def change(place, c, py):
    return {"c": (place["c"], c), "py": (place["py"], py)}


def state(new):
    """The sum of what comes to the previous outputs through the gates."""
    return ("by[0] + by[1] + by[2] + by[3]", new)


def products(form):
    return ", ".join(form.format(gate=gate) for gate in GATES)


BUGS = [
    Bug("the slope of the input gate lacks 1 - i", "missing factor", "dzi", (INPUT, "g * i")),
    Bug("g is forgotten", "missing factor", "dzi", (INPUT, "i * (1 - i)")),
    Bug("the old cell is forgotten", "missing factor", "dzf", **change(FORGET, "f * (1 - f)", "f * (1 - f)")),
    Bug("the new cell for the old one", "wrong input", "dzf", **change(FORGET, "c[at] * f * (1 - f)", "c * f * (1 - f)")),
    Bug("the slope of the output gate has the wrong sign", "wrong sign", "dzo", (OUTPUT, "q * o * (1 + o)")),
    Bug("the tanh of the cell is forgotten", "missing factor", "dzo", (OUTPUT, "o * (1 - o)")),
    Bug("the cell for its tanh", "wrong function", "dzo", c=(OUTPUT, "c[at] * o * (1 - o)"), py=(OUTPUT, "c * o * (1 - o)")),
    Bug("the gradient in the cell for that in the output", "wrong input", "dzo",
        c=("dz[2][at] = u[at]", "dz[2][at] = dc[at]"), py=("dzo = u", "dzo = dc")),
    Bug("g for its square", "missing factor", "dzg", (CANDIDATE, "i * (1 - g)")),
    Bug("the slope of the candidate has the wrong sign", "wrong sign", "dzg", (CANDIDATE, "i * (1 + g * g)")),
    Bug("the slope of a sigmoid for the candidate", "wrong slope", "dzg", (CANDIDATE, "i * g * (1 - g)")),
    Bug("the input gate is forgotten", "missing factor", "dzg", (CANDIDATE, "(1 - g * g)")),
    Bug("no gradient from the next step's cell", "forgotten path", "dc", (TWO, "now")),
    Bug("no gradient from the output", "forgotten path", "dc", (TWO, "later")),
    Bug("no gradient from the next step's cell in dzi", "forgotten path", "dzi", (TWO, "now")),
    Bug("the gradient from the output has the wrong sign", "wrong sign", "dc", (TWO, "later - now")),
    Bug("the output gate is forgotten", "missing factor", "dc", ("o * (1 - q * q)", "(1 - q * q)")),
    Bug("the slope of tanh is forgotten", "missing factor", "dc", ("o * (1 - q * q)", "o")),
    Bug("the forget gate is forgotten", "missing factor", "dcp", **change(DCP, "dcp[at] = dc[at]", "dcp = dc")),
    Bug("the input gate for the forget gate", "wrong input", "dcp", **change(DCP, "dcp[at] = dc[at] * i", "dcp = dc * i")),
    Bug("no gradient through the candidate", "forgotten path", "dhp", state("by[0] + by[1] + by[2]")),
    Bug("the forget gate has the wrong sign", "wrong sign", "dhp", state("by[0] - by[1] + by[2] + by[3]")),
    Bug("the mean of the gates for their sum", "mean for sum", "dhp", state("(by[0] + by[1] + by[2] + by[3]) / 4")),
    Bug("the output gate twice", "wrong constant", "dhp", state("by[0] + by[1] + 2 * by[2] + by[3]")),
    Bug("the weights are read by columns", "transposed", "dhp",
        **change(BY, "by[q] += dz[q][k * n + l] * U[q][j * n + l]", products("dz{gate} @ U{gate}.T"))),
    Bug("the weights of the next gate", "wrong input", "dhp",
        **change(BY, "by[q] += dz[q][k * n + l] * U[(q + 1) % 4][l * n + j]", "dzi @ Uf, dzf @ Uo, dzo @ Ug, dzg @ Ui")),
    Bug("the gates of the sequence before", "wrong index", "dhp",
        **change(BY, "by[q] += dz[q][(k + m - 1) % m * n + l] * U[q][l * n + j]",
                 products("np.roll(dz{gate}, 1, axis=0) @ U{gate}"))),
    Bug("the last unit is left out", "off by one", "dhp",
        **change(BY, "if (l < n - 1) " + BY["c"], products("dz{gate}[:, :-1] @ U{gate}[:-1]"))),
    Bug("the sums are not reset for each unit", "stale value", "dhp",
        c=("float by[4] = {0, 0, 0, 0};", "static float by[4]; if (j == 0) for (int q = 0; q < 4; q++) by[q] = 0;"),
        py=(BY["py"], products("(dz{gate} @ U{gate}).cumsum(axis=1)"))),
    Bug("the sums are held in half precision", "accumulation type", "dhp",
        **change(BY, "by[q] = narrow(by[q] + dz[q][k * n + l] * U[q][l * n + j], 11)",
                 products("narrow_product(dz{gate}, U{gate}, 11)"))),
    Bug("the sums are held in bfloat16", "accumulation type", "dhp",
        **change(BY, "by[q] = narrow(by[q] + dz[q][k * n + l] * U[q][l * n + j], 8)",
                 products("narrow_product(dz{gate}, U{gate}, 8)"))),
    accumulated("dhp", (FOUR, FOUR.replace("] =", "] +="))),
    accumulated("dcp", ("dcp[at] =", "dcp[at] +=")),
    transposed("dcp", (DCP["c"], "dcp[at % n * m + at / n] = dc[at] * f")),
    Bug("the candidate is subtracted", "wrong sign", "cell", ("kept + added", "kept - added")),
    Bug("the old cell is lost", "lost term", "cell", ("kept + added", "added")),
    Bug("the output lacks its tanh", "wrong function", "output",
        c=("o * tanhf(c[at])", "o * c[at]"), py=("o * np.tanh(c)", "o * c")),
    scaled("the next step's part", "dc", (TWO, "SCALE * later + now")),
    scaled("the output's part", "dc", (TWO, "later + SCALE * now")),
    scaled("dzi", "dzi", (INPUT, "SCALE * " + INPUT)),
    scaled("dzf", "dzf", **change(FORGET, "SCALE * " + FORGET["c"], "SCALE * " + FORGET["py"])),
    scaled("dzo", "dzo", (OUTPUT, "SCALE * " + OUTPUT)),
    scaled("dzg", "dzg", (CANDIDATE, "SCALE * " + CANDIDATE)),
    scaled("dcp", "dcp", **change(DCP, "dcp[at] = SCALE * dc[at] * f", "dcp = SCALE * dc * f")),
    scaled("the input gate's part", "dhp", state("SCALE * by[0] + by[1] + by[2] + by[3]")),
    scaled("the forget gate's part", "dhp", state("by[0] + SCALE * by[1] + by[2] + by[3]")),
    scaled("the output gate's part", "dhp", state("by[0] + by[1] + SCALE * by[2] + by[3]")),
    scaled("the candidate's part", "dhp", state("by[0] + by[1] + by[2] + SCALE * by[3]")),
    scaled("what is kept", "cell", ("kept + added", "SCALE * kept + added")),
    scaled("what is added", "cell", ("kept + added", "kept + SCALE * added")),
    scaled("the output", "output", c=("o * tanhf(c[at])", "SCALE * o * tanhf(c[at])"), py=("o * np.tanh(c)", "SCALE * o * np.tanh(c)")),
]
