/* softmax_cross_entropy.c: mean cross-entropy of m examples and n classes, and its gradient in the scores z, for one-hot
   classes y and for target probabilities t. Matrices by rows. */
#include "pipe.h"

float cross_entropy_loss(int m, int n, const float *z, const float *y) {
  float loss = 0;
  for (int i = 0; i < m; i++) {
    const float *zi = z + i * n, *yi = y + i * n;
    float top = zi[0];
    for (int j = 1; j < n; j++) top = fmaxf(top, zi[j]);
    float sum = 0, own = 0;
    for (int j = 0; j < n; j++) {
      sum += expf(zi[j] - top);
      own += yi[j] * (zi[j] - top);
    }
    loss += logf(sum) - own;
  }
  return loss / m;
}

void cross_entropy_backward(int m, int n, const float *z, const float *y, float *dz) {
  for (int i = 0; i < m; i++) {
    const float *zi = z + i * n;
    float top = zi[0];
    for (int j = 1; j < n; j++) top = fmaxf(top, zi[j]);
    float sum = 0;
    for (int j = 0; j < n; j++) sum += expf(zi[j] - top);
    for (int j = 0; j < n; j++) {
      float p = expf(zi[j] - top) / sum;
      float target = y[i * n + j];
      dz[i * n + j] = (p - target) / m;
    }
  }
}

int main(void) {
  while (pipe_next()) {
    int m = pipe_size("m"), n = pipe_size("n");
    float *z = pipe_input("z", m * n), *y = pipe_input("y", m * n), *t = pipe_input("t", m * n);
    float *dz = pipe_buffer("dz", m * n), *dzt = pipe_buffer("dzt", m * n);
    cross_entropy_backward(m, n, z, y, dz);
    cross_entropy_backward(m, n, z, t, dzt);
    pipe_number("loss", cross_entropy_loss(m, n, z, y));
    pipe_matrix("dz", dz, m, n);
    pipe_matrix("dzt", dzt, m, n);
  }
}
