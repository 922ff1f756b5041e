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

  /// Of several attempts the best one is graded, in one claim or in several of one name, and what the others got wrong
  /// costs nothing.
  @Test(arguments: [
    ("wrong, then right", ["p[j] + y[j]"], [middle, "p[j] - y[j]"], 4, 1),
    ("right, then wrong", [middle, "p[j] - y[j]"], ["p[j] + y[j]"], 4, 1),
    ("stops, then a sign", [middle], [middle, "p[j] + y[j]"], 3, 1),
    ("both wrong", ["p[j] + y[j]"], ["y[j] - 2*p[j]"], 0, 1),
  ])
  func attempts(_ name: String, _ first: [String], _ second: [String], _ mark: Int, _ aside: Int) throws {
    func chain(_ lines: [String]) -> String { "  diff(L, z[j])\n    = " + lines.joined(separator: "\n    = ") + "\n" }
    for between in ["", "claim gradient:\n"] {
      let text = "claim gradient:\n" + chain(first) + between + chain(second)
      let graded = try Homework.graded(text)
      let claim = try #require(graded.claims.first)
      #expect(graded.mark == Rational(mark), "\(name): \(graded.losses)")
      #expect(claim.attempts == 2 && graded.diagnostics.isEmpty, "\(name): \(claim.doubts) \(graded.diagnostics)")
      #expect(!between.isEmpty || claim.setAside.count >= aside, "\(name)")
    }
  }

  /// A mistake in a side calculation is no other attempt.
  @Test func sideCalculations() throws {
    let text = Homework.chain("diff(L, z[j])", Self.middle, "p[j] - y[j]") + "  p[j]*y[j] = p[j] - y[j]\n"
    let graded = try Homework.graded(text, "points gradient 4\ndeduct other 2")
    #expect(graded.mark == Rational(2), "\(graded.losses)")
    #expect(graded.claims.first?.attempts == 1)
  }

  /// Whoever writes down all that may be is looked at by a person.
  @Test func manyAttempts() throws {
    let text = "claim gradient:\n" + (1...12).map { "  diff(L, z[j]) = \($0)*p[j] - y[j]\n" }.joined()
    let graded = try Homework.graded(text)
    #expect(graded.mark == Rational(3) && graded.needsPerson, "\(graded.losses)")
    #expect(graded.claims.first?.doubts.contains { $0.cause == .attempts(12) } == true)
  }

  @Test(arguments: [
    ("round 1/2", Rational(3, 2)), ("round 1/2 down", Rational(3, 2)), ("round 1/2 up", Rational(2)),
    ("round 1 nearest", Rational(2)), ("round 4 up", Rational(4)), ("", Rational(5, 3)),
  ])
  func rounding(_ line: String, _ mark: Rational) throws {
    let text = Homework.chain(
      "diff(L, z[j])", "-sum(i, y[i]*(delta(i,j) + p[j]))", "-p[j]*sum(i, y[i]) - y[j]", "-p[j] - y[j]")
    let rubric = "points gradient 4\ndeduct D0301 1\nfollow-through half\n" + line
    let graded = try Homework.graded(text, rubric)
    #expect(graded.mark == mark)
    #expect(graded.claims.first?.unrounded == (line.isEmpty ? nil : Rational(5, 3)))
  }

  /// Whoever has lost nothing has all the points, whatever the marks are rounded to.
  @Test func fullMarksAreNotRounded() throws {
    let text = Homework.chain("diff(L, z[j])", Self.middle, "p[j] - y[j]")
    #expect(try Homework.graded(text, "points gradient 10/3\nround 1").mark == Rational(10, 3))
    let stopped = Homework.chain("diff(L, z[j])", Self.middle)
    #expect(try Homework.graded(stopped, "points gradient 10/3\ndeduct stop 0.1\nround 1 up").mark == Rational(10, 3))
  }

  /// A mistake without a name gets one from the rubric, with a price; the letters of indices and blanks do not matter.
  @Test(
    arguments: [
      ("label gradient difference \"3*y[k]*z[k]^2 -exp(z[k])\" \"lost\" 3", "lost", 1),
      ("label gradient difference \"3*y[k]*z[k]^2 - exp(z[k])\" \"lost\"", "lost", 2),
      ("label gradient difference \"3*y[k]*z[k]^2 - exp(z[j])\" \"lost\" 3", nil, 2),
      ("label gradient ratio \"3*y[k]*z[k]^2 - exp(z[k])\" \"lost\" 3", nil, 2),
      ("label gradient D0300 \"lost\" 1/2", "lost", 3),
      ("label gradient D0301 \"sign\" 1", nil, 2),
    ] as [(String, String?, Int)])
  func labels(_ line: String, _ name: String?, _ mark: Int) throws {
    let text = Homework.chain(
      "diff(L, z[b])", "-sum(i, y[i]*(delta(i,b) - p[b]))", "p[b] - y[b] + 3*z[b]^2*y[b] - exp(z[b])")
    let graded = try Homework.graded(text, "points gradient 4\nround 1 down\n" + line)
    #expect(graded.mark == Rational(mark), "\(graded.losses)")
    guard case .wrong(let kind)? = graded.standings.last else {
      Issue.record("\(graded.standings)")
      return
    }
    #expect(kind.name == name && kind.code == "D0300")
  }

  /// Students who give their indices other letters made one mistake, and so have those whom the rubric gives one name.
  @Test func clusters() throws {
    func answer(_ j: String, _ rest: String) -> String {
      Homework.chain("diff(L, z[\(j)])", "-sum(i, y[i]*(delta(i,\(j)) - p[\(j)]))", "p[\(j)] - y[\(j)] + \(rest)")
    }
    let answers = [
      answer("j", "3*z[j]^2*y[j] - exp(z[j])"), answer("b", "3*z[b]^2*y[b] - exp(z[b])"),
      answer("j", "sin(z[j])*y[j]^2 + p[j]^3"),
    ]
    func clusters(_ rubric: String) throws -> [[String]] {
      let grader = try Homework.grader(Homework.key, rubric)
      let graded = answers.enumerated().map { number, text in
        grader.graded(Submission(student: "\(number)", path: "\(number).expr", content: .text(Array(text.utf8))))
      }
      return ClassGrades(grader: grader, name: "hw", submissions: graded).clusters.map { $0.students }
    }
    #expect(try clusters("points gradient 4") == [["0", "1"], ["2"]])
    #expect(try clusters("label gradient D0300 \"one name\"") == [["0", "1", "2"]])
  }

  @Test func whatIsUndecidedCostsNothing() throws {
    let text = Homework.chain("diff(L, z[j])", Self.middle, "p[j]*kappa - y[j]", "p[j] - y[j]")
    let graded = try Homework.graded(text)
    #expect(graded.needsPerson)
    #expect(graded.mark == Rational(4))
  }
}
