import Checking
import Diagnostics
import Testing

/// Claims that are asked for by their labels.
@Suite struct AskedClaimsTests {
  private static let source = SourceText(
    name: "a.expr",
    bytes: Array(
      """
      x, y, z : R
      claim first: x + y = y + z
      claim idle: x*y = y*x
      x*z = z*x
      claim second: x = z using first
      claim third: 2*x = 2*z using second
      claim last: x - x = 0
      """.utf8))

  /// They and what they use are judged, and nothing else; the verdicts are those of the whole file.
  @Test(arguments: [
    (["third"], ["first", "second", "third"]), (["idle"], ["idle"]),
    (["last", "second"], ["first", "second", "last"]),
    (["nothing"], []),
  ]) func nothingElseIsJudged(_ asked: [String], _ expected: [String]) {
    let whole = check(AskedClaimsTests.source)
    let some = check(claims: Set(asked), of: AskedClaimsTests.source)
    #expect(some.claims.map { $0.label } == expected)
    for claim in some.claims {
      let same = whole.claims.first { $0.label == claim.label }
      #expect(claim.lines.map { $0.verdict } == same?.lines.map { $0.verdict })
    }
    #expect(whole.claims.count == 6)
  }
}
