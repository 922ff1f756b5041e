/* ridge.c: gradient of the mean squared error of n examples with d features, with a penalty on the weights but not on the
   intercept: J = |Xw + b - y|^2/(2n) + alpha/2 |w|^2. X by rows; r is room for the n residuals. */
#include "pipe.h"

float ridge_loss(int n, int d, const float *X, const float *y, const float *w, float b, float alpha) {
  float squares = 0, penalty = 0;
  for (int i = 0; i < n; i++) {
    float r = b - y[i];
    for (int k = 0; k < d; k++) r += X[i * d + k] * w[k];
    squares += r * r;
  }
  for (int k = 0; k < d; k++) penalty += w[k] * w[k];
  return squares / (2 * n) + alpha / 2 * penalty;
}

void ridge_backward(
    int n, int d, const float *X, const float *y, const float *w, float b, float alpha, float *r, float *dw, float *db) {
  float sum = 0;
  for (int i = 0; i < n; i++) {
    float s = 0;
    for (int k = 0; k < d; k++) s += X[i * d + k] * w[k];
    r[i] = s + b - y[i];
    sum += r[i];
  }
  *db = sum / n;
  for (int k = 0; k < d; k++) {
    float dot = 0;
    for (int i = 0; i < n; i++) dot += X[i * d + k] * r[i];
    float fit = dot / n;
    float penalty = alpha * w[k];
    dw[k] = fit + penalty;
  }
}

int main(void) {
  while (pipe_next()) {
    int n = pipe_size("n"), d = pipe_size("d");
    float *X = pipe_input("X", n * d), *y = pipe_input("y", n), *w = pipe_input("w", d), b = *pipe_input("b", 1);
    float alpha = *pipe_input("alpha", 1), *r = pipe_buffer("r", n), *dw = pipe_buffer("dw", d), *db = pipe_buffer("db", 1);
    ridge_backward(n, d, X, y, w, b, alpha, r, dw, db);
    pipe_number("loss", ridge_loss(n, d, X, y, w, b, alpha));
    pipe_vector("dw", dw, d);
    pipe_number("db", *db);
  }
}
