import Diagnostics
import Grading
import Numbers
import Testing

/// A submission says nothing that only the key may say.
@Suite struct BreachTests {
  private static let middle = "-sum(i, y[i]*(delta(i,j) - p[j]))"

  @Test(arguments: [
    (
      "the claim", "assume diff(L, z[j]) = p[j] - y[j]\n" + Homework.chain("diff(L, z[j])", middle, "p[j] - y[j]"),
      "D0823", 0
    ),
    (
      "the claim, turned round",
      "assume p[k] - y[k] = diff(L, z[k])\n" + Homework.chain("diff(L, z[j])", "p[j] - y[j]"), "D0823", 0
    ),
    ("what is false", Homework.chain("diff(L, z[j])", middle, "p[j] given y[j] = 0"), "D0824", 2),
    ("what is known", "assume sum(i, y[i]) = 1\n" + Homework.chain("diff(L, z[j])", middle, "p[j] - y[j]"), "D0823", 4),
    (
      "another meaning", "p[i] := exp(z[i])\n" + Homework.chain("diff(L, z[j])", "-sum(i, y[i]*delta(i,j))", "-y[j]"),
      "D0821", 0
    ),
    (
      "another quantity", "q : R^K\n" + Homework.chain("diff(L, z[j])", middle, "p[j] - y[j] + q[j] - q[j]"), "D0822", 2
    ),
  ])
  func found(_ name: String, _ text: String, _ code: String, _ mark: Int) throws {
    let graded = try Homework.graded(text)
    #expect(graded.breaches.map { $0.code } == [code], "\(name)")
    #expect(graded.mark == Rational(mark), "\(name): \(graded.losses)")
  }

  /// Whoever copies the head of the sheet does no harm.
  @Test func repetitionIsAllowed() throws {
    let text =
      "dim K\nz:R^K; y : onehot(K)\np[i] := exp(z[i])/sum(j, exp(z[j]))\n"
      + Homework.chain("diff(L, z[j])", Self.middle, "p[j] - y[j]")
    let graded = try Homework.graded(text)
    #expect(graded.breaches.isEmpty)
    #expect(graded.mark == Rational(4))
  }

  /// The same definition in other words is no other meaning.
  @Test(arguments: [
    ("other letters", "p[a] := exp(z[a]) / sum(b, exp(z[b]))", true),
    ("another order", "p[a] := 1/sum(b, exp(z[b])) * exp(z[a])", true),
    ("a sum with another letter", "L := -sum(k, log(p[k])*y[k])", true),
    ("in the claim", "", true),
    ("another sign", "p[a] := exp(z[a]) / sum(b, exp(-z[b]))", false),
    ("another factor", "L := -2*sum(k, y[k]*log(p[k]))", false),
    ("an index that is not summed", "p[a] := exp(z[a]) / sum(b, exp(z[a]))", false),
  ])
  func otherWords(_ name: String, _ definition: String, _ isSame: Bool) throws {
    let inner = name == "in the claim" ? "  p[b] := exp(z[b]) / sum(a, exp(z[a]))\n" : ""
    let text =
      definition + "\nclaim gradient:\n" + inner + "  diff(L, z[j])\n    = \(Self.middle)\n    = p[j] - y[j]\n"
    let graded = try Homework.graded(text)
    #expect(graded.breaches.map { $0.code } == (isSame ? [] : ["D0821"]), "\(name)")
    #expect(graded.mark == Rational(4), "\(name): \(graded.losses)")
  }

  /// Recursions line by line, and functions by what they are for a number.
  @Test(arguments: [
    ("h[0] := 1\nh[t] := 2*h[t-1] for t in 1..T", true), ("h[s] := h[s-1]*2 for s in 1..T", false),
    ("h[0] := 1\nh[s] := h[s-1]*2 for s in 1..T", true), ("h[0] := 2\nh[s] := 2*h[s-1] for s in 1..T", false),
    ("h[0] := 1\nh[s] := 3*h[s-1] for s in 1..T", false),
    ("g(u) := exp(u)*u", true), ("g(u) := u*exp(2*u)", false), ("g(u, v) := u*exp(u)", false),
  ])
  func recursionsAndFunctions(_ definition: String, _ isSame: Bool) throws {
    let key = """
      dim T
      x : R
      h[0] := 1
      h[t] := 2*h[t-1] for t in 1..T
      g(t) := t*exp(t)
      claim slope: diff(g(x), x) = exp(x) + x*exp(x)
      """
    let graded = try Homework.graded(definition + "\nclaim slope: diff(g(x), x) = exp(x) + x*exp(x)\n", nil, key: key)
    #expect(graded.breaches.isEmpty == isSame, "\(definition): \(graded.breaches)")
  }

  /// What is found stands in the student's own text.
  @Test func places() throws {
    let text = "# mine\nassume 1 = 1\n" + Homework.chain("diff(L, z[j])", "-sum(i, y[i]*(delta(i,j) + p[j]))")
    let graded = try Homework.graded(text)
    let source = try #require(graded.source)
    #expect(source.text(of: try #require(graded.breaches.first).span) == "assume 1 = 1")
    let line = try #require(graded.claims.first?.lines.first)
    #expect(source.text(of: line.checked.termSpan) == "-sum(i, y[i]*(delta(i,j) + p[j]))")
    let span = try #require(line.checked.diagnoses.first?.span)
    #expect(source.text(of: span) == "p[j]")
    #expect(line.checked.diagnoses.first?.repair == "-sum(i, y[i]*(delta(i, j) - p[j]))")
  }
}
