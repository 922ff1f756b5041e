/* mistakes.h: what planted bugs call. */
static inline float narrow(float x, int bits) {
  /* x rounded to so many significant bits, 11 in binary16 and 8 in bfloat16: Veltkamp's splitting. */
  volatile float scaled = x * (float)((1 << (24 - bits)) + 1);
  volatile float rest = scaled - x;
  return scaled - rest;
}
