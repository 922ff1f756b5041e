import Elaboration
import Testing

@Suite("Terms in the store")
struct TermTests {
  private let names = """
    dim n, m, K
    A, B : R^(n,n); X : R^(n,m); x, y : R^n; v : R^m; a, b : R; xs[K] : R^n; k : 1..K
    f : R -> R; G : R^n -> R^m

    """

  private func line(_ statement: String) -> String { elaborated(names + statement) }

  @Test(arguments: [
    ("A*x = y", "sum(i: A[i',i]*x[i]) equal y[i']"),
    ("x'*A*y = a", "sum(i: sum(i': x[i']*A[i',i])*y[i]) equal a"),
    ("x*y' = A", "x[i]*y[j] equal A[i,j]"),
    ("X' = X'", "X[j,i] equal X[j,i]"),
    ("X*v + a*y = 0", "(sum(i: X[i',i]*v[i]) + a*y[i']) equal 0"),
    ("A^2 = A*A", "sum(k: A[i,k]*A[k,j]) equal sum(i': A[i,i']*A[i',j])"),
    ("A^0 = I", "delta(i, j) equal delta(i, j)"),
    ("2*a/3*b = -a*4", "2/3*a*b equal -4*a"),
    ("a - (b - a) = 0", "(a + -1*b + a) equal 0"),
    ("a/0 = b", "a*(0)^-1 equal b"),
    ("(A + a*I)[i,j] = A[i,j] + a*delta(i,j)", "(A[i,j] + a*delta(i, j)) equal (A[i,j] + a*delta(i, j))"),
    ("(A*x)[3] = 0", "sum(i: A[3,i]*x[i]) equal 0"),
    ("(A*x)[i+1] = x[i]", "sum(j: A[(i + 1),j]*x[j]) equal x[i]"),
    ("xs[i][j] = xs[i,j]", "xs[i,j] equal xs[i,j]"),
    ("X[i]'*v = a", "sum(j: X[i,j]*v[j]) equal a"),
    ("X[:, j] = (X')[j]", "X[i,j] equal X[i,j]"),
    ("xs[k] = 0", "xs[k,i] equal 0"),
    ("[a, b]' * [1; 2] = a", "sum(i: (a*delta(1, i) + b*delta(2, i))*(1*delta(1, i) + 2*delta(2, i))) equal a"),
  ])
  func algebra(_ pair: (String, String)) { #expect(line(pair.0) == pair.1) }

  @Test(arguments: [
    ("sum(x) = sum(i, x[i])", "sum(j: x[j]) equal sum(i: x[i])"),
    ("sum(j != i, x[j]) = y[i]", "sum(j | notEqual(j, i): x[j]) equal y[i]"),
    ("sum(i < j, A[i,j]) = a", "sum(i: sum(j | less(i, j): A[i,j])) equal a"),
    ("y[j]*sum(i < j, x[i]) = 0", "y[j]*sum(i | less(i, j): x[i]) equal 0"),
    ("sum(i, j, A[i,j]) = a", "sum(i: sum(j: A[i,j])) equal a"),
    ("sum(i in 1..3, i != 2, i^2) = 10", "sum(i | notEqual(i, 2): (i)^2) equal 10"),
    ("mean(i, x[i]) = a", "sum(i: x[i])*(n)^-1 equal a"),
    ("prod(i, x[i]) = a", "product(i: x[i]) equal a"),
    ("max(a, b) = max(i, x[i])", "max(a, b) equal maximum(i: x[i])"),
    ("sum(i, xs[i]) = 0", "sum(i: xs[i,j]) equal 0"),
    ("sum(j in 1..i, j) = x[i]", "sum(j | and(lessOrEqual(1, j), lessOrEqual(j, i)): j) equal x[i]"),
  ])
  func sums(_ pair: (String, String)) { #expect(line(pair.0) == pair.1) }

  @Test(arguments: [
    ("tr(A) = sum(i, A[i,i])", "sum(j: A[j,j]) equal sum(i: A[i,i])"),
    ("diag(x) = A", "x[i]*delta(i, j) equal A[i,j]"),
    ("diag(A) = x", "A[i,i] equal x[i]"),
    ("inv(A)*x = y", "sum(i: inverse(i', i, i'', j, A[i'',j])*x[i]) equal y[i']"),
    ("A^-1 = inv(A)", "inverse(i, j, i', j', A[i',j']) equal inverse(i, j, i'', j'', A[i'',j''])"),
    ("softmax(x)[i] = a", "exp(x[i])*(sum(i': exp(x[i'])))^-1 equal a"),
    ("relu(x) = 0", "max(x[i], 0) equal 0"),
    ("norm(x) = a", "(sum(i: x[i]*x[i]))^1/2 equal a"),
    ("e(k) = [1, 2]", "D0201 the two sides of `=` have the shapes R^K and R^2"),
    ("ind(a = b) = 1", "cases(equal(a, b), 1, 0) equal 1"),
    ("ones'*x = sum(x)", "sum(i: x[i]) equal sum(i': x[i'])"),
    ("G(x) = v", "G(i, i', x[i']) equal v[i]"),
    ("f(x) = y", "f(x[i]) equal y[i]"),
    ("f''(a) = b", "f''(a) equal b"),
    ("at(a*b, a = b, b = a) = 0", "atb(a, ata(b, atb(b, ata(a, a*b)))) equal 0"),
  ])
  func functions(_ pair: (String, String)) { #expect(line(pair.0) == pair.1) }

  @Test(arguments: [
    ("diff(x'*x, x[j]) = 2*x[j]", "d(sum(i: x[i]*x[i]); x[j]) equal 2*x[j]"),
    ("diff(a^3, a, 2) = 6*a", "d(d((a)^3; a); a) equal 6*a"),
    ("diff(a*b, a, b) = 1", "d(d(a*b; a); b) equal 1"),
    ("grad(tr(A*B), A) = B'", "d(sum(i: sum(i': A[i,i']*B[i',i])); A[i'',j]) equal B[j,i'']"),
    ("jac(G(x), x) = 0", "d(G(i, i', x[i']); x[j]) equal 0"),
    ("jac(x'*x, x) = 2*x'", "d(sum(i: x[i]*x[i]); x[i']) equal 2*x[i']"),
    ("hess(x'*x, x) = 2*I", "d(d(sum(i: x[i]*x[i]); x[i']); x[j]) equal 2*delta(i', j)"),
    ("grad(sum(X), X[i]) = ones", "d(sum(j: sum(l: X[j,l])); X[i,j']) equal 1"),
  ])
  func derivatives(_ pair: (String, String)) { #expect(line(pair.0) == pair.1) }

  @Test func derivativeInDefinedName() {
    let text = line(
      """
      w := x'*x
      L := exp(w)*a
      d[i] := x[i]/w
      claim total: diff(L, w) = L
      claim entry: diff(sum(d), d[j]) = 1
      claim edge: local(d[i], x[j]) = delta(i,j)/w
      """)
    #expect(
      text.split(separator: "\n").suffix(3) == [
        "total: d(L; :w) equal L",
        "entry: d(sum(i: d[i]); :d[j]) equal 1",
        "edge: local(x[i]*(w)^-1; x[j]) equal delta(i, j)*(w)^-1",
      ])
  }

  @Test func definedFunctionIsReadForEachShape() {
    let text = line(
      """
      S(t) := 1/(1 + exp(-t))
      total(t) := sum(t)
      S(x) = y
      S'(a) = S(a)
      total(x) = total(v)
      """)
    #expect(
      text == """
        ((1 + exp(-1*x[i])))^-1 equal y[i]
        att(a, d(((1 + exp(-1*t)))^-1; t)) equal ((1 + exp(-1*a)))^-1
        sum(i: x[i]) equal sum(i': v[i'])
        """)
  }
}
