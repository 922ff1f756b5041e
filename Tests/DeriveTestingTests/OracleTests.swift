import DeriveTesting
import Testing

@Suite(.derivation("derivations/bn.expr")) struct OracleTests {
  static func cases(_ count: Int = 24) throws -> [OracleCase] {
    try Oracle("derivations/bn.expr").cases("dx", count: count, sizes: ["m": [2, 3, 6, 17]])
  }

  @Test(arguments: try OracleTests.cases()) func backward(_ c: OracleCase) {
    let dx = BatchNorm().backward(x: c.array("x"), g: c.array("g"), gamma: c.scalar("gamma"))
    expectMatches(dx, c, "dx")
  }

  /// What is planted is named, at the right entry: the entry and its values are recomputed from the case.
  @Test(arguments: [
    (BatchNorm.Mistake.sign, "wrong sign"), (.lostTerm, "lost term"),
    (.sumForMean, "missing factor: the factor `m` is missing"),
    (.gamma, "missing factor: the factor `gamma` is missing"),
  ])
  func planted(_ mistake: BatchNorm.Mistake, _ diagnosis: String) throws {
    let c = try #require(try OracleTests.cases().first { $0.size("m") == 6 && $0.tags == ["random"] })
    let dx = BatchNorm(mistake: mistake).backward(x: c.array("x"), g: c.array("g"), gamma: c.scalar("gamma"))
    let errors = dx.indices.map { abs(Double(dx[$0]) - c.exact[$0]) / c.band[$0] }
    let worst = try #require(errors.indices.max { errors[$0] < errors[$1] })
    withKnownIssue {
      expectMatches(dx, c, "dx")
    } matching: { issue in
      let lines = issue.text.split(separator: "\n")
      return lines[0].hasPrefix("dx[\(worst + 1)]: yours ") && lines[0].contains("exact ")
        && lines[0].contains("band ±") && lines.contains { $0.contains("diagnosis  \(diagnosis)") }
    }
  }

  @Test func wrongLength() throws {
    let c = try #require(try OracleTests.cases(1).first)
    withKnownIssue {
      expectMatches(Array(c.exact.dropLast()), c)
    } matching: {
      $0.text.hasPrefix("dx of c00 is no result: \(c.exact.count - 1) numbers, expected \(c.exact.count)")
    }
    withKnownIssue {
      expectMatches(c.exact, c, "dgamma")
    } matching: {
      $0.text == "this is a case of `dx`, not of `dgamma`"
    }
  }

  @Test func matrices() throws {
    let oracle = try Oracle("derivations/kernels/batch_norm.expr")
    let c = try #require(try oracle.cases("dx", count: 1, dtype: .float64, sizes: ["m": [2], "n": [3]]).first)
    let x: [[Double]] = c.matrix("x")
    #expect(x.map { $0.count } == [3, 3])
    #expect(x.flatMap { $0 } == c.array("x"))
    let rows = [Array(c.exact[..<3]), Array(c.exact[3...])]
    expectMatches(rows, c, "dx")
    withKnownIssue {
      expectMatches([rows[1], rows[0]], c, "dx")
    } matching: {
      $0.text.hasPrefix("dx[")
    }
    withKnownIssue {
      expectMatches([[rows[0][0], rows[1][0]], [rows[0][1], rows[1][1]], [rows[0][2], rows[1][2]]], c, "dx")
    } matching: {
      $0.text.hasPrefix("dx of c00 is no result: the shape is (3, 2), expected (2, 3)")
    }
    withKnownIssue {
      expectMatches([rows[0], [1]], c, "dx")
    } matching: {
      $0.text.hasPrefix("dx of c00 is no result: the rows have different lengths")
    }
  }

  @Test func numbers() throws {
    let c = try #require(try Oracle("derivations/bn.expr").cases("dbeta", count: 1).first)
    let g: [Float] = c.array("g")
    expectMatches(g.reduce(0, +), c, "dbeta")
    withKnownIssue {
      expectMatches(g.reduce(1, +), c, "dbeta")
    } matching: {
      $0.text.hasPrefix("dbeta: yours ")
    }
  }

  @Test func wrongInputs() throws {
    let c = try #require(try Oracle("derivations/bn.expr").cases("dx", count: 1, dtype: .float64).first)
    func expect(_ text: String, _ body: () -> Void) {
      withKnownIssue {
        body()
      } matching: {
        $0.text.hasPrefix(text)
      }
    }
    expect("`dx` has no input `dy`; its inputs are ") { #expect(c.array("dy") == [Float]()) }
    expect("the input `x` is an array of one index, not a number") { #expect((c.scalar("x") as Double).isNaN) }
    expect("the input `gamma` is a number, not a matrix") { #expect(c.matrix("gamma") == [[Double]]()) }
    expect("`x` of a case for float64 does not fit into Float") { #expect(c.array("x") == [Float]()) }
    expect("`dx` has no size `n`; its sizes are `m`") { #expect(c.size("n") == 0) }
  }

  @Test func refusals() throws {
    let oracle = try Oracle("derivations/bn.expr")
    func reason(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(reason { _ = try oracle.cases("dz") }.contains("no claim and no definition `dz`"))
    #expect(reason { _ = try oracle.cases("dx", sizes: ["n": [2]]) }.contains("no size `n`"))
    #expect(reason { _ = try oracle.cases("dx", sizes: ["m": []]) } == "`m` cannot take the sizes []")
    #expect(reason { _ = try oracle.cases("dx", count: 0) } == "0 cases of `dx` test nothing")
    #expect(reason { _ = try Oracle("nowhere.expr") }.hasPrefix("nowhere.expr: there is no such file"))
    #expect(reason { _ = try Oracle("derivations") }.hasPrefix("derivations: "))
    let wrong = reason { _ = try Oracle("Derivations/wrong.expr").cases("dx") }
    #expect(wrong == "Derivations/wrong.expr:7: the claim `dx` is refuted: it is no measure")
  }

  @Test func sameSeedSameCases() throws {
    let oracle = try Oracle("derivations/bn.expr")
    func inputs(_ seed: UInt64) throws -> [[Float]] {
      try oracle.cases("dx", count: 6, seed: seed).map { $0.array("x") }
    }
    #expect(try inputs(7) == inputs(7))
    #expect(try inputs(7) != inputs(8))
  }
}

extension Issue {
  /// The comment with which it was recorded.
  var text: String { comments.map { $0.rawValue }.joined(separator: "\n") }
}
