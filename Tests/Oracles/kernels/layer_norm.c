/* layer_norm.c: layer normalisation of m examples with n features, backward. Matrices by rows. */
#include "pipe.h"

void layer_norm_backward(
    int m, int n, const float *x, const float *gamma, float eps, const float *g, float *dx, float *dgamma, float *dbeta) {
  for (int j = 0; j < n; j++) dgamma[j] = dbeta[j] = 0;
  for (int i = 0; i < m; i++) {
    const float *xi = x + i * n, *gi = g + i * n;
    float sum = 0;
    for (int j = 0; j < n; j++) sum += xi[j];
    float mu = sum / n;

    float squares = 0;
    for (int j = 0; j < n; j++) squares += (xi[j] - mu) * (xi[j] - mu);
    float v = squares / n;
    float r = 1 / sqrtf(v + eps);

    float sh = 0, shx = 0;
    for (int j = 0; j < n; j++) {
      float xhat = (xi[j] - mu) * r;
      float h = gamma[j] * gi[j];
      sh += h;
      shx += h * xhat;
      dbeta[j] += gi[j];
      dgamma[j] += gi[j] * xhat;
    }

    for (int j = 0; j < n; j++) {
      float xhat = (xi[j] - mu) * r;
      float direct = gamma[j] * gi[j];
      float through_mean = sh / n;
      float through_variance = xhat * shx / n;
      dx[i * n + j] = r * (direct - through_mean - through_variance);
    }
  }
}

int main(void) {
  while (pipe_next()) {
    int m = pipe_size("m"), n = pipe_size("n");
    float *dx = pipe_buffer("dx", m * n), *dgamma = pipe_buffer("dgamma", n), *dbeta = pipe_buffer("dbeta", n);
    layer_norm_backward(
        m, n, pipe_input("x", m * n), pipe_input("gamma", n), *pipe_input("eps", 1), pipe_input("g", m * n), dx, dgamma, dbeta);
    pipe_matrix("dx", dx, m, n);
    pipe_vector("dgamma", dgamma, n);
    pipe_vector("dbeta", dbeta, n);
  }
}
