internal import Checking
internal import Diagnostics
internal import Reporting
import Testing

/// Checks a derivation before the tests that rely on it: once for a suite, with all suites in it.
public struct DerivationTrait: SuiteTrait, TestTrait, TestScoping {
  /// What the lines of a derivation must reach.
  public enum Standard: Sendable {
    /// Every line is proved.
    case proved
    /// Every line is proved, or holds at all sampled points.
    case confirmed

    fileprivate var verdict: Verdict { self == .proved ? .proved : .confirmed }
  }

  let path: String
  let required: Standard
  let filePath: String
  let sourceLocation: SourceLocation

  /// For the suite or the test function itself, not for each of its cases.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> DerivationTrait? { testCase == nil ? self : nil }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    if let complaint { Issue.record(Comment(rawValue: complaint), sourceLocation: sourceLocation) }
    try await function()
  }

  /// What is wrong with the derivation: one line for each finding, then all that is known of them.
  var complaint: String? {
    let source: SourceText
    do throws(OracleError) {
      source = try DerivationFile(path, namedIn: filePath).source
    } catch {
      return error.description
    }
    let options = CheckOptions()
    let file = check(source, options: options)
    let report = Report(files: [file], seed: options.seed, required: required.verdict, toolVersion: "")
    if file.outcome(requiring: required.verdict) == .passes, file.faults.isEmpty {
      return file.claims.isEmpty ? "\(path): there is no claim in it" : nil
    }
    return ReportFormat.short.text(of: report)
      + ReportFormat.human.text(of: report, in: Presentation(detail: .quiet))
  }
}

extension Trait where Self == DerivationTrait {
  /// Checks the derivation once before the suite; each line that is not accepted is an issue of the suite.
  ///
  /// - Parameter path: As for ``Oracle``: from the root of the package, or from the folder of this file.
  public static func derivation(
    _ path: String, requiring required: DerivationTrait.Standard = .proved, filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Self {
    DerivationTrait(path: path, required: required, filePath: filePath, sourceLocation: sourceLocation)
  }
}
