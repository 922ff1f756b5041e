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
