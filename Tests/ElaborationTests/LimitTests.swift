import Diagnostics
import Elaboration
import Notation
import Testing

/// Texts that are too deep or too long end in an answer or in a mistake, quickly.
@Suite("Limits")
struct LimitTests {
  private func mistakes(_ text: String) -> [String] {
    problem("dim n; a, b : R; x : R^n; A : R^(n,n)\nS(t) := 1/(1 + exp(-t))\n" + text).mistakes.map { $0.mistake.code }
  }

  private func nested(_ open: String, _ depth: Int, _ core: String, _ close: String) -> String {
    String(repeating: open, count: depth) + core + String(repeating: close, count: depth)
  }

  @Test(arguments: [("exp(", "a", ")"), ("S(", "a", ")"), ("-(2*", "a", ")"), ("(a + ", "a", ")"), ("1/(", "a", ")")])
  func depthIsNoLimit(_ parts: (String, String, String)) {
    #expect(mistakes("b = " + nested(parts.0, 100_000, parts.1, parts.2)) == [])
  }

  @Test func longLine() {
    let line = "b = " + String(repeating: "a*x[i] - ", count: 120_000) + "b"
    #expect(line.utf8.count > 1_000_000)
    #expect(mistakes(line) == [])
  }

  @Test func nestedBinders() {
    #expect(mistakes("b = " + nested("sum(i, x[i] + ", 201, "0", ")")) == ["D0704"])
    #expect(mistakes("b = " + nested("sum(i, x[i] + ", 199, "0", ")")) == [])
  }

  @Test func nestedStatements() {
    #expect(mistakes("not " + nested("(a = b and not ", 200, "a = b", ")")) == ["D0704"])
  }

  @Test func growingCalls() {
    let doubling = (1...40).map { "f\($0)(t) := f\($0 - 1)(2*t) + f\($0 - 1)(3*t)" }.joined(separator: "\n")
    #expect(mistakes("f0(t) := t\n" + doubling + "\nb = f40(a)").last == "D0703")
  }

  @Test func nestedTransposes() { #expect(mistakes("A = A" + String(repeating: "'", count: 100_000)) == []) }

  @Test func hugeMatrixPower() { #expect(mistakes("A = A^1000000") == ["D0703"]) }

  @Test(arguments: [
    "", "b =", "sum() = 1", "x[] = 1", "a[1][2][3] = 0", "diff(a) = 0", "grad() = 0", "cases() = 1", "max(a) = a",
    "e() = 1", "delta(i) = 0", "at(a) = a", "argmin(a) = 0", "[] = 0", "I[1,2,3] = 0", "x[:,:] = 0", "x[1..2] = 0",
    "h[t] := h[t]", "h := h[1]", "q[x] := 1", "q[1/2] := 1", "q[1..2] := 1", "S(1) := 2", "sum(x, y, z) = 1",
    "sum(1, a) = 1", "forall: a = b", "a = b given", "R = 1", "x : R^0", "y : R^(-1)", "y : R^(1/2)", "y[0..-5] : R",
    "ones(0) = 1", "e(0) = 1", "e(k) = 1", "I(a) = 1", "kron(A, A) = 0", "diag(diag(diag(x))) = x", "f(t) := f",
    "claim c: claim d: a = b", "case a = b: = 0", "= 1", "x'[i]' = a", "log'(a)' = b", "exp'(x) = x", "S''(x) = a",
    "sum(i in 1..inf, i) = 0", "y : 1..inf", "y : (inf, 0)", "y : {}", "y : R -> R -> R", "n = n", "n := 3", "n(2) = 1",
    "x[n[1]] = 0", "A[1] = x", "sum(i in i..i, i) = 0", "hess(a, x[1]) = 0", "jac(A, A) = 0", "grad(a, n) = 0",
    "local(a, b, b) = 0", "at(a, 2 = 3) = 0", "at(a, a = x) = 0", "limit(a -> 0, a) = 0", "a ~= [1, 2.0]", "I' = A",
    "ones*ones' = A", "ones'*ones = n", "x = ones'", "A*ones*ones' = A", "(A')' = A", "0' = 0", "x' = 0", "0[1] = 0",
  ])
  func nothingTraps(_ text: String) { _ = mistakes(text) }
}
