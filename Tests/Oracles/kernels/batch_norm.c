/* batch_norm.c: batch normalisation of m examples with n features, backward. Matrices by rows. */
#include "pipe.h"

void batch_norm_backward(
    int m, int n, const float *x, const float *gamma, float eps, const float *g, float *dx, float *dgamma, float *dbeta) {
  for (int j = 0; j < n; j++) {
    float sum = 0;
    for (int i = 0; i < m; i++) sum += x[i * n + j];
    float mu = sum / m;

    float squares = 0;
    for (int i = 0; i < m; i++) squares += (x[i * n + j] - mu) * (x[i * n + j] - mu);
    float v = squares / m;
    float r = 1 / sqrtf(v + eps);

    float sg = 0, sgx = 0;
    for (int i = 0; i < m; i++) {
      float xhat = (x[i * n + j] - mu) * r;
      sg += g[i * n + j];
      sgx += g[i * n + j] * xhat;
    }
    dbeta[j] = sg;
    dgamma[j] = sgx;

    for (int i = 0; i < m; i++) {
      float xhat = (x[i * n + j] - mu) * r;
      float direct = g[i * n + j];
      float through_mean = sg / m;
      float through_variance = xhat * sgx / m;
      dx[i * n + j] = gamma[j] * r * (direct - through_mean - through_variance);
    }
  }
}

int main(void) {
  while (pipe_next()) {
    int m = pipe_size("m"), n = pipe_size("n");
    float *dx = pipe_buffer("dx", m * n), *dgamma = pipe_buffer("dgamma", n), *dbeta = pipe_buffer("dbeta", n);
    batch_norm_backward(
        m, n, pipe_input("x", m * n), pipe_input("gamma", n), *pipe_input("eps", 1), pipe_input("g", m * n), dx, dgamma, dbeta);
    pipe_matrix("dx", dx, m, n);
    pipe_vector("dgamma", dgamma, n);
    pipe_vector("dbeta", dbeta, n);
  }
}
