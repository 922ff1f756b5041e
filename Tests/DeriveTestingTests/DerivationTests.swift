import DeriveTesting
import Testing

/// What the trait does to a suite is done here by hand, so that the issue can be looked at.
@Suite struct DerivationTests {
  private func run(_ trait: DerivationTrait) async throws {
    let test = try #require(Test.current)
    try await trait.provideScope(for: test, testCase: nil) {}
  }

  @Test func acceptedClaims() async throws {
    try await run(.derivation("derivations/bn.expr"))
    try await run(.derivation("derivations/bn.expr", requiring: .confirmed))
  }

  @Test func refutedClaim() async throws {
    try await withKnownIssue {
      try await run(.derivation("Derivations/wrong.expr"))
    } matching: { issue in
      let lines = issue.text.split(separator: "\n")
      return lines[0].hasPrefix("Derivations/wrong.expr:7:27: error[D0306]: claim dx: ")
        && issue.text.contains("fix ") && issue.sourceLocation?.fileName == "DerivationTests.swift"
    }
  }

  @Test func missingFile() async throws {
    try await withKnownIssue {
      try await run(.derivation("nowhere.expr"))
    } matching: {
      $0.text.hasPrefix("nowhere.expr: there is no such file")
    }
  }

  @Test func onceForASuiteNotForItsCases() throws {
    let test = try #require(Test.current)
    let trait: DerivationTrait = .derivation("derivations/bn.expr")
    #expect(trait.scopeProvider(for: test, testCase: nil) != nil)
    #expect(trait.scopeProvider(for: test, testCase: Test.Case.current) == nil)
  }
}
