/* attention.c: one head of scaled dot-product attention, n queries over m keys of size d, values of size h: the output and
   the gradients. Matrices by rows. P, n by m, is room for the weights; D, n by m, for the gradient in the scores. */
#include "pipe.h"

void attention_forward(int n, int m, int d, int h, const float *Q, const float *K, const float *V, float *P, float *O) {
  for (int i = 0; i < n; i++) {
    float *p = P + i * m;
    float top = -INFINITY;
    for (int j = 0; j < m; j++) {
      float s = 0;
      for (int k = 0; k < d; k++) s += Q[i * d + k] * K[j * d + k];
      p[j] = s / sqrtf(d);
      top = fmaxf(top, p[j]);
    }
    float sum = 0;
    for (int j = 0; j < m; j++) {
      p[j] = expf(p[j] - top);
      sum += p[j];
    }
    for (int j = 0; j < m; j++) p[j] = p[j] / sum;
    for (int l = 0; l < h; l++) {
      float o = 0;
      for (int j = 0; j < m; j++) o += p[j] * V[j * h + l];
      O[i * h + l] = o;
    }
  }
}

void attention_backward(
    int n, int m, int d, int h, const float *Q, const float *K, const float *V, const float *G, const float *P, float *dP,
    float *D, float *dQ, float *dK, float *dV) {
  for (int k = 0; k < m * d; k++) dK[k] = 0;
  for (int k = 0; k < m * h; k++) dV[k] = 0;
  for (int i = 0; i < n; i++) {
    const float *p = P + i * m;
    float *a = dP + i * m, *s = D + i * m;
    float mean = 0;
    for (int j = 0; j < m; j++) {
      float dot = 0;
      for (int l = 0; l < h; l++) {
        dot += G[i * h + l] * V[j * h + l];
        dV[j * h + l] += p[j] * G[i * h + l];
      }
      a[j] = dot;
      mean += p[j] * a[j];
    }
    for (int j = 0; j < m; j++) {
      float own = a[j];
      float others = mean;
      s[j] = p[j] * (own - others);
    }
    for (int k = 0; k < d; k++) {
      float dq = 0;
      for (int j = 0; j < m; j++) {
        dq += s[j] * K[j * d + k];
        dK[j * d + k] += s[j] * Q[i * d + k] / sqrtf(d);
      }
      dQ[i * d + k] = dq / sqrtf(d);
    }
  }
}

int main(void) {
  while (pipe_next()) {
    int n = pipe_size("n"), m = pipe_size("m"), d = pipe_size("d"), h = pipe_size("h");
    float *Q = pipe_input("Q", n * d), *K = pipe_input("K", m * d), *V = pipe_input("V", m * h), *G = pipe_input("G", n * h);
    float *P = pipe_buffer("P", n * m), *O = pipe_buffer("O", n * h), *dP = pipe_buffer("dP", n * m);
    float *D = pipe_buffer("D", n * m), *dQ = pipe_buffer("dQ", n * d), *dK = pipe_buffer("dK", m * d);
    float *dV = pipe_buffer("dV", m * h);
    attention_forward(n, m, d, h, Q, K, V, P, O);
    attention_backward(n, m, d, h, Q, K, V, G, P, dP, D, dQ, dK, dV);
    pipe_matrix("output", O, n, h);
    pipe_matrix("dV", dV, m, h);
    pipe_matrix("dP", dP, n, m);
    pipe_matrix("dS", D, n, m);
    pipe_matrix("dQ", dQ, n, d);
    pipe_matrix("dK", dK, m, d);
  }
}
