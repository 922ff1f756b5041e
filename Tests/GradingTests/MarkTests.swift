import Diagnostics
import Grading
import Numbers
import Testing

/// What a person would give.
@Suite struct MarkTests {
  private static let middle = "-sum(i, y[i]*(delta(i,j) - p[j]))"

  @Test(arguments: [
    ("as the key", Homework.chain("diff(L, z[j])", middle, "sum(i, y[i])*p[j] - y[j]", "p[j] - y[j]"), 4),
    ("other letters", Homework.chain("diff(L, z[b])", "-sum(a, y[a]*(delta(a,b) - p[b]))", "p[b] - y[b]"), 4),
    ("backwards", Homework.chain("p[j] - y[j]", middle, "diff(L, z[j])"), 4),
    ("in two chains", Homework.chain("diff(L, z[j])", middle) + "  (\(middle)) = p[j] - y[j]\n", 4),
    (
      "a name of one's own",
      "r[i,j] := delta(i,j) - p[j]\n" + Homework.chain("diff(L, z[j])", "-sum(i, y[i]*r[i,j])", "p[j] - y[j]"), 4
    ),
    ("without the required line", Homework.chain("diff(L, z[j])", "p[j] - y[j]"), 3),
    ("a sign, carried on", Homework.chain("diff(L, z[j])", "-sum(i, y[i]*(delta(i,j) + p[j]))", "-p[j] - y[j]"), 3),
    ("two signs that cancel", Homework.chain("diff(L, z[j])", "-sum(i, y[i]*(delta(i,j) + p[j]))", "p[j] - y[j]"), 2),
    ("half of the way", Homework.chain("diff(L, z[j])", middle), 2),
    ("nothing gone", Homework.chain("diff(L, z[j])", "diff(L, z[j])"), 0),
    ("another start", Homework.chain("p[j] - y[j]", "p[j] - y[j]"), 0),
    ("one wrong line", Homework.chain("diff(L, z[j])", "p[j] + y[j]"), 0),
    ("under another name", Homework.chain("diff(L, z[j])", "p[j] - y[j]", header: "claim other:"), 3),
  ])
  func marks(_ name: String, _ text: String, _ mark: Int) throws {
    let graded = try Homework.graded(text)
    #expect(graded.mark == Rational(mark), "\(name): \(graded.losses)")
    #expect(graded.breaches.isEmpty)
  }

  /// Without a rubric a claim is worth a point, and a mistake half of that.
  @Test func defaults() throws {
    let right = Homework.chain("diff(L, z[j])", Self.middle, "p[j] - y[j]")
    let wrong = Homework.chain("diff(L, z[j])", Self.middle, "p[j] + y[j]")
    #expect(try Homework.graded(right, nil).mark == .one)
    #expect(try Homework.graded(wrong, nil).mark == Rational(1, 2))
  }

  /// Two of three lines are right only given the first.
  @Test(arguments: [("full", Rational(3)), ("half", Rational(5, 3)), ("none", Rational(1, 3))])
  func followThrough(_ word: String, _ mark: Rational) throws {
    let text = Homework.chain(
      "diff(L, z[j])", "-sum(i, y[i]*(delta(i,j) + p[j]))", "-p[j]*sum(i, y[i]) - y[j]", "-p[j] - y[j]")
    let rubric = "points gradient 4\ndeduct D0301 1\nfollow-through \(word)"
    #expect(try Homework.graded(text, rubric).mark == mark)
  }

  /// The same mistake costs the same, in a long chain and in a short one.
  @Test func sameMistake() throws {
    let short = Homework.chain("diff(L, z[j])", Self.middle, "p[j] + y[j]")
    let long = Homework.chain(
      "diff(L, z[j])", "-sum(i, y[i]*diff(log(p[i]), z[j]))", Self.middle, "sum(i, y[i])*p[j] - y[j]", "p[j] + y[j]")
    #expect(try Homework.graded(short).mark == Homework.graded(long).mark)
  }

  @Test func jumps() throws {
    let text = Homework.chain("diff(L, z[j])", "p[j] - y[j]")
    let costly = try Homework.graded(text, "points gradient 4\njump 3\ndeduct jump 3")
    #expect(costly.mark == .one && !costly.needsPerson)
    let flagged = try Homework.graded(text, "points gradient 4\njump 3")
    #expect(flagged.mark == Rational(4) && flagged.needsPerson)
    let allowed = try Homework.graded(text, "points gradient 4\njump 4")
    #expect(allowed.mark == Rational(4) && !allowed.needsPerson)
  }

  @Test func acceptedForms() throws {
    let text = Homework.chain("diff(L, z[b])", "-sum(a, y[a]*(delta(a,b) - p[b]))")
    let rubric = "points gradient 4\naccept gradient \"-sum(i, y[i]*(delta(i,j) - p[j]))\""
    #expect(try Homework.graded(text, rubric).mark == Rational(4))
  }

  @Test func whatIsUndecidedCostsNothing() throws {
    let text = Homework.chain("diff(L, z[j])", Self.middle, "p[j]*kappa - y[j]", "p[j] - y[j]")
    let graded = try Homework.graded(text)
    #expect(graded.needsPerson)
    #expect(graded.mark == Rational(4))
  }
}
