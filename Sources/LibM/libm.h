/* The functions of the C library's <math.h> that derive uses, as C99 declares them.
   They are declared here, not included, so that the same sources compile where there is no C library
   (the program that links them supplies the functions). */
#ifndef DERIVE_LIBM_H
#define DERIVE_LIBM_H

double exp(double);
double expm1(double);
double log(double);
double log1p(double);
double pow(double, double);
double sin(double);
double cos(double);
double tan(double);
double asin(double);
double acos(double);
double atan(double);
double sinh(double);
double cosh(double);
double tanh(double);
double asinh(double);
double acosh(double);
double atanh(double);
double erf(double);
double tgamma(double);
double lgamma(double);

#endif
