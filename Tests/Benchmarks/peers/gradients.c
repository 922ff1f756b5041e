/* Gradients as one writes them by hand, on 10,000 points; prints nanoseconds a point, the median of 21 runs.
   gradients KIND SIZE */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POINTS = 10000, RUNS = 21 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static __attribute__((noinline)) void softmax(const double *restrict z, double *restrict g, int n) {
  double total = 0;
  for (int j = 0; j < n; j++) g[j] = exp(z[j]);
  for (int j = 0; j < n; j++) total += g[j];
  double scale = 1 / total;
  for (int j = 0; j < n; j++) g[j] *= scale;
  g[0] -= 1;
}

/* in: n values, n weights, scale, shift, tiny */
static __attribute__((noinline)) void batch_norm(const double *restrict in, double *restrict g, int n) {
  const double *x = in, *d = in + n;
  double mean = 0, variance = 0, weights = 0, product = 0;
  for (int j = 0; j < n; j++) mean += x[j];
  mean /= n;
  for (int j = 0; j < n; j++) {
    double c = x[j] - mean;
    variance += c * c;
    weights += d[j];
    product += d[j] * c;
  }
  double r = 1 / sqrt(variance / n + in[2 * n + 2]), k = in[2 * n] * r / n, q = product * r * r;
  for (int j = 0; j < n; j++) g[j] = k * (n * d[j] - weights - (x[j] - mean) * q);
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  int n = atoi(argv[2]), isSoftmax = strcmp(argv[1], "w2_softmaxce") == 0, width = isSoftmax ? n : 2 * n + 3;
  double *in = malloc(sizeof(double) * POINTS * width), *g = malloc(sizeof(double) * POINTS * n), times[RUNS];
  if (n < 1 || !in || !g) return 1;
  srand(1);
  for (int i = 0; i < POINTS * width; i++) in[i] = 4.0 * rand() / RAND_MAX - 2;
  for (int i = 0; i < POINTS && !isSoftmax; i++) in[i * width + width - 1] = 0.5;
  for (int r = 0; r < RUNS; r++) {
    double start = now();
    for (int i = 0; i < POINTS; i++)
      if (isSoftmax) softmax(in + i * width, g + i * n, n);
      else batch_norm(in + i * width, g + i * n, n);
    times[r] = now() - start;
  }
  qsort(times, RUNS, sizeof *times, ascending);
  printf("%.1f\n", times[RUNS / 2] / POINTS);
  return 0;
}
