import Diagnostics
import Elaboration
import Notation
import Testing

@Suite("Single terms")
struct SingleTermTests {
  private func source(_ text: String) -> SourceText { SourceText(name: "argument", text: text) }

  private func derivative(_ text: String, _ variables: [String], among names: String, declaresNumbers: Bool = false)
    -> String
  {
    var problem = problem(names)
    let (term, mistakes) = problem.read(
      source(text), variables: variables.map(source), declaresNumbers: declaresNumbers)
    guard let term else { return mistakes.map { $0.map { $0.mistake.code }.joined() }.joined(separator: "|") }
    var writer = ExpressionText(problem.store)
    return writer.text(term.derivative ?? term.term)
  }

  @Test func entryOfVector() {
    #expect(
      derivative("log(sum(j, exp(z[j])))", ["z[i]"], among: "dim K; z : R^K") == "d(log(sum(j: exp(z[j]))); z[i])")
  }

  @Test func wholeVectorAndMatrix() {
    let names = "dim n; x : R^n; A : R^(n,n)"
    #expect(
      derivative("x'*A*x", ["x"], among: names) == "d(sum(i: sum(i': x[i']*A[i',i])*x[i]); x[i''])")
    #expect(derivative("A*x", ["x"], among: names) == "d(sum(i: A[i',i]*x[i]); x[j])")
    #expect(derivative("x[i]^2", ["x[i]", "x[j]"], among: names) == "d(d((x[i])^2; x[i]); x[j])")
  }

  @Test func undeclaredNumbers() {
    #expect(derivative("a*t^2", ["t"], among: "", declaresNumbers: true) == "d(a*(t)^2; t)")
    #expect(derivative("a*t^2", ["t"], among: "") == "D0151|")
  }

  @Test func mistakesBelongToTheirText() {
    #expect(derivative("a^2", ["a*a"], among: "a : R") == "|D0162")
    #expect(derivative("a^", ["a"], among: "a : R") == "D0116|")
    #expect(derivative("a = 2", [], among: "a : R") == "D0216")
  }

  @Test func definitionsCount() {
    #expect(derivative("L", ["v"], among: "a : R\nv := a^2\nL := v + a") == "d(L; :v)")
  }
}
