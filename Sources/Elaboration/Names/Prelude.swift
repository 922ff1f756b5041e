/// Functions that are defined in the language itself. One that is given a tensor acts on the whole of it if its
/// right side says what that means, and else entry by entry.
enum Prelude {
  static let text = """
    sqrt(t) := t^(1/2)
    cbrt(t) := sign(t)*abs(t)^(1/3)
    ln(t) := log(t)
    log2(t) := log(t)/log(2)
    log10(t) := log(t)/log(10)
    log1p(t) := log(1 + t)
    expm1(t) := exp(t) - 1
    sec(t) := 1/cos(t)
    csc(t) := 1/sin(t)
    cot(t) := cos(t)/sin(t)
    sech(t) := 1/cosh(t)
    csch(t) := 1/sinh(t)
    coth(t) := cosh(t)/sinh(t)
    arcsin(t) := asin(t)
    arccos(t) := acos(t)
    arctan(t) := atan(t)
    erfc(t) := 1 - erf(t)
    relu(t) := max(t, 0)
    logit(t) := log(t/(1 - t))
    factorial(k) := gamma(k + 1)
    binom(a, b) := gamma(a + 1)/(gamma(b + 1)*gamma(a - b + 1))
    ceil(t) := -floor(-t)
    dot(x, y) := sum(x .* y)
    outer(x, y) := x*y'
    norm(x) := sqrt(sum(x .* x))
    norm1(x) := sum(abs(x))
    softmax(z) := exp(z)/sum(exp(z))
    logsumexp(z) := log(sum(exp(z)))
    """
}
