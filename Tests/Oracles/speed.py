"""Emitted C beside loops written by hand, both by `gcc -O2`: the least time of some runs, one after the other."""
import pathlib
import re
import subprocess

FORMULAS = {
    "batch norm, one channel": ("bn1", "dx", """
dim m
x : R^m; g : R^m; gamma : R
mu := sum(i, x[i])/m
v := sum(i, (x[i] - mu)^2)/m
h[i] := (x[i] - mu)/sqrt(v)
dx[i] := gamma/(m*sqrt(v))*(m*g[i] - sum(j, g[j]) - h[i]*sum(j, g[j]*h[j]))
""", "m, x, g, 1.5, out", """
void hand(ptrdiff_t m, const double *restrict x, const double *restrict g, double gamma, double *restrict dx) {
  double mu = 0, v = 0, sg = 0, sgx = 0;
  for (ptrdiff_t i = 0; i < m; i++) { mu += x[i]; sg += g[i]; }
  mu /= m;
  for (ptrdiff_t i = 0; i < m; i++) { const double d = x[i] - mu; v += d * d; sgx += g[i] * d; }
  v /= m;
  const double r = 1 / sqrt(v), a = gamma * r, b = sg / m, c = sgx * r * r / m;
  for (ptrdiff_t i = 0; i < m; i++) dx[i] = a * (g[i] - b - (x[i] - mu) * c);
}""", "m, x, g, 1.5, out", "m = 4096"),
    "batch norm of columns": ("bn2", "dX", """
dim m, d
X : R^(m,d); g : R^(m,d); gamma : R^d
mu[j] := sum(i, X[i,j])/m
v[j] := sum(i, (X[i,j] - mu[j])^2)/m
h[i,j] := (X[i,j] - mu[j])/sqrt(v[j] + 1/100000)
dX[i,j] := gamma[j]/(m*sqrt(v[j] + 1/100000))*(m*g[i,j] - sum(k, g[k,j]) - h[i,j]*sum(k, g[k,j]*h[k,j]))
""", "m / 64, 64, x, g, y, work, out", """
void hand(ptrdiff_t m, ptrdiff_t d, const double *restrict X, const double *restrict g,
                 const double *restrict gamma, double *restrict w, double *restrict dX) {
  double *mu = w, *v = w + d, *sg = v + d, *sgx = sg + d;
  for (ptrdiff_t j = 0; j < 4 * d; j++) w[j] = 0;
  for (ptrdiff_t i = 0; i < m; i++)
    for (ptrdiff_t j = 0; j < d; j++) { mu[j] += X[i * d + j]; sg[j] += g[i * d + j]; }
  for (ptrdiff_t j = 0; j < d; j++) mu[j] /= m;
  for (ptrdiff_t i = 0; i < m; i++)
    for (ptrdiff_t j = 0; j < d; j++) {
      const double t = X[i * d + j] - mu[j];
      v[j] += t * t;
      sgx[j] += g[i * d + j] * t;
    }
  for (ptrdiff_t j = 0; j < d; j++) {
    const double r = 1 / sqrt(v[j] / m + 1e-5);
    sgx[j] *= r * r / m;
    sg[j] /= m;
    v[j] = gamma[j] * r;
  }
  for (ptrdiff_t i = 0; i < m; i++)
    for (ptrdiff_t j = 0; j < d; j++)
      dX[i * d + j] = v[j] * (g[i * d + j] - sg[j] - (X[i * d + j] - mu[j]) * sgx[j]);
}""", "m / 64, 64, x, g, y, work, out", "64 rows of 64"),
    "softmax cross-entropy": ("ce", "dz", """
dim n, K
z : R^(n,K); Y : R^(n,K)
p[a,k] := exp(z[a,k])/sum(j, exp(z[a,j]))
dz[a,k] := (p[a,k] - Y[a,k])/n
""", "m / 64, 64, x, g, work, out", """
void hand(ptrdiff_t n, ptrdiff_t K, const double *restrict z, const double *restrict Y, double *restrict dz) {
  for (ptrdiff_t a = 0; a < n; a++) {
    const double *row = z + a * K;
    double top = row[0], sum = 0;
    for (ptrdiff_t k = 1; k < K; k++) if (row[k] > top) top = row[k];
    for (ptrdiff_t k = 0; k < K; k++) { dz[a * K + k] = exp(row[k] - top); sum += dz[a * K + k]; }
    const double scale = 1 / sum, mean = 1.0 / n;
    for (ptrdiff_t k = 0; k < K; k++) dz[a * K + k] = (dz[a * K + k] * scale - Y[a * K + k]) * mean;
  }
}""", "m / 64, 64, x, g, out", "64 rows of 64"),
}

MAIN = """
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
int main(void) {
  const ptrdiff_t m = 4096;
  double *x = malloc(m * 8), *g = malloc(m * 8), *y = malloc(m * 8), *out = malloc(m * 8), *work = malloc(2 * m * 8);
  for (ptrdiff_t i = 0; i < m; i++) { x[i] = sin(i); g[i] = cos(3.0 * i); y[i] = 1 + sin(5.0 * i); }
  double best[2] = {1e9, 1e9}, sum[2] = {0, 0};
  for (int run = 0; run < 60; run++)
    for (int which = 0; which < 2; which++) {
      const double start = seconds();
      for (int k = 0; k < 50; k++) { if (which) { EMITTED; } else { hand(HAND); } }
      const double time = (seconds() - start) / 50;
      if (time < best[which]) best[which] = time;
      sum[which] = 0;
      for (ptrdiff_t i = 0; i < m; i++) sum[which] += out[i] * y[i];
    }
  printf("%.9g %.9g %.17g %.17g\\n", best[0] * 1e6, best[1] * 1e6, sum[0], sum[1]);
  (void)work;
  return 0;
}
"""
# What the emitted loops may take, in terms of the loops by hand.
LIMIT = 1.3


def measure(emit, folder):
    wrong = 0
    for name, (stem, claim, text, call, hand, hand_call, size) in FORMULAS.items():
        path = pathlib.Path(folder, stem + ".expr")
        path.write_text(text)
        main = MAIN.replace("EMITTED", f"{stem}_{claim}({call})").replace("HAND", hand_call)
        texts = {"emitted": emit(f"{path}:{claim}"), "hand": "#include <math.h>\n#include <stddef.h>\n" + hand}
        prototypes = [re.search(r"^void \w+\([^)]*\)(?= \{)", text, re.M).group() + ";" for text in texts.values()]
        texts["main"] = "#define _POSIX_C_SOURCE 200809L\n#include <math.h>\n#include <stddef.h>\n" + "\n".join(prototypes) + main
        # Each in a file of its own: neither is compiled for the sizes it is called with.
        for stem, text in texts.items():
            pathlib.Path(folder, stem + ".c").write_text(text)
        binary = pathlib.Path(folder, "speed")
        sources = [pathlib.Path(folder, stem + ".c") for stem in texts]
        subprocess.run(["gcc", "-std=c99", "-O2", "-o", binary, *sources, "-lm"], check=True)
        by_hand, emitted, first, second = map(float, subprocess.run([binary], capture_output=True, text=True).stdout.split())
        agree = abs(first - second) <= 1e-11 * abs(first)
        right = agree and emitted <= LIMIT * by_hand
        wrong += not right
        print(f"{name:24} {size:14} by hand {by_hand:8.2f} µs   emitted {emitted:8.2f} µs   "
              f"{emitted / by_hand:.2f} times{'' if right else '   ✘'}{'' if agree else ' (other result)'}")
    return 1 if wrong else 0
