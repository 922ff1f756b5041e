import Checking
import Diagnostics

/// One thing that a report has to say about a place of a file: a line that does not pass, a mistake of the text, or a
/// remark. Every format shows findings; it never makes up its own prose.
public struct Finding: Sendable {
  public enum Severity: String, Sendable {
    /// The run fails.
    case error
    /// Nothing is known to be wrong, but less is known than was required.
    case warning
    /// Allowed, but worth a look.
    case note
  }

  public var severity: Severity
  /// Stable: `D0304`.
  public var code: String
  /// The claim that it is about: a label, or nil.
  public var label: String?
  /// One sentence without capital and full stop, which stands alone after `claim dx: `.
  public var message: String
  public var hint: String?
  public var span: Span
  public var related: [Diagnostic.Related]
  /// The line that does not pass, with all its evidence.
  public var line: CheckedLine?

  init(_ diagnostic: Diagnostic, severity: Severity, label: String? = nil) {
    self.severity = severity
    code = diagnostic.mistake.code
    self.label = label
    message = diagnostic.mistake.message
    hint = diagnostic.mistake.hint
    span = diagnostic.span
    related = diagnostic.related
  }

  /// A bug of the tool.
  init(_ fault: Fault, seed: UInt64) {
    severity = .error
    code = StandingCode.internalError
    message = "internal error, a bug in derive: \(fault.message)"
    hint =
      "no verdict on this line can be trusted; please report it with this file, the seed \(seed) and what `derive --version` says"
    span = fault.span
    related = []
  }

  init(
    severity: Severity, code: String, label: String?, message: String, hint: String? = nil, span: Span,
    line: CheckedLine? = nil
  ) {
    self.severity = severity
    self.code = code
    self.label = label
    self.message = message
    self.hint = hint
    self.span = span
    related = []
    self.line = line
  }
}

extension CheckedFile {
  /// Mistakes of the text first, then bugs of the tool, then what does not pass in the order of the claims, then remarks.
  public func findings(requiring required: Verdict) -> [Finding] {
    var findings = diagnostics.map { Finding($0, severity: .error) }
    findings += faults.map { Finding($0, seed: seed) }
    for claim in claims { findings += claim.findings(requiring: required) }
    return findings + remarks.map { Finding($0, severity: .note) }
  }
}

extension CheckedClaim {
  func findings(requiring required: Verdict) -> [Finding] {
    lines.compactMap { Finding($0, label: label, requiring: required) }
  }
}
