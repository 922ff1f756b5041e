/* lstm_cell.c: one step of an LSTM cell for m sequences and n units, forward and backward. Matrices by rows. The gates
   stand in the order input, forget, output, candidate: a[q] is the inputs' and the biases' part of the pre-activations
   of gate q, U[q] the weights of the previous outputs, z[q] room for the gate, dz[q] the gradient in its pre-activation. */
#include "pipe.h"

static float sigmoid(float x) { return 1 / (1 + expf(-x)); }

void lstm_forward(
    int m, int n, const float *hp, const float *cp, float *const a[4], float *const U[4], float *const z[4], float *c,
    float *y) {
  for (int k = 0; k < m; k++) {
    for (int l = 0; l < n; l++) {
      int at = k * n + l;
      float s[4];
      for (int q = 0; q < 4; q++) {
        s[q] = a[q][at];
        for (int j = 0; j < n; j++) s[q] += hp[k * n + j] * U[q][l * n + j];
      }
      float i = sigmoid(s[0]), f = sigmoid(s[1]), o = sigmoid(s[2]), g = tanhf(s[3]);
      float kept = f * cp[at];
      float added = i * g;
      c[at] = kept + added;
      y[at] = o * tanhf(c[at]);
      z[0][at] = i, z[1][at] = f, z[2][at] = o, z[3][at] = g;
    }
  }
}

void lstm_backward(
    int m, int n, const float *cp, float *const U[4], float *const z[4], const float *c, const float *u, const float *w,
    float *const dz[4], float *dc, float *dcp, float *dhp) {
  for (int at = 0; at < m * n; at++) {
    float i = z[0][at], f = z[1][at], o = z[2][at], g = z[3][at], q = tanhf(c[at]);
    float later = w[at];
    float now = u[at] * o * (1 - q * q);
    dc[at] = later + now;
    dz[0][at] = dc[at] * g * i * (1 - i);
    dz[1][at] = dc[at] * cp[at] * f * (1 - f);
    dz[2][at] = u[at] * q * o * (1 - o);
    dz[3][at] = dc[at] * i * (1 - g * g);
    dcp[at] = dc[at] * f;
  }
  for (int k = 0; k < m; k++) {
    for (int j = 0; j < n; j++) {
      float by[4] = {0, 0, 0, 0};
      for (int l = 0; l < n; l++) {
        for (int q = 0; q < 4; q++) by[q] += dz[q][k * n + l] * U[q][l * n + j];
      }
      dhp[k * n + j] = by[0] + by[1] + by[2] + by[3];
    }
  }
}

int main(void) {
  const char *parts[4] = {"ai", "af", "ao", "ag"}, *weights[4] = {"Ui", "Uf", "Uo", "Ug"};
  const char *gates[4] = {"i", "f", "o", "g"}, *gradients[4] = {"dzi", "dzf", "dzo", "dzg"};
  while (pipe_next()) {
    int m = pipe_size("m"), n = pipe_size("n");
    float *hp = pipe_input("hp", m * n), *cp = pipe_input("cp", m * n), *u = pipe_input("u", m * n);
    float *w = pipe_input("w", m * n), *a[4], *U[4], *z[4], *dz[4];
    for (int q = 0; q < 4; q++) a[q] = pipe_input(parts[q], m * n), U[q] = pipe_input(weights[q], n * n);
    for (int q = 0; q < 4; q++) z[q] = pipe_buffer(gates[q], m * n), dz[q] = pipe_buffer(gradients[q], m * n);
    float *c = pipe_buffer("c", m * n), *y = pipe_buffer("y", m * n), *dc = pipe_buffer("dc", m * n);
    float *dcp = pipe_buffer("dcp", m * n), *dhp = pipe_buffer("dhp", m * n);
    lstm_forward(m, n, hp, cp, a, U, z, c, y);
    lstm_backward(m, n, cp, U, z, c, u, w, dz, dc, dcp, dhp);
    pipe_matrix("cell", c, m, n);
    pipe_matrix("output", y, m, n);
    pipe_matrix("dc", dc, m, n);
    for (int q = 0; q < 4; q++) pipe_matrix(gradients[q], dz[q], m, n);
    pipe_matrix("dcp", dcp, m, n);
    pipe_matrix("dhp", dhp, m, n);
  }
}
