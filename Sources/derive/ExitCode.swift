import Checking
import Reporting

/// What the command says to the program that called it.
enum ExitCode: Int32, Comparable {
  /// Every claim is as good as was required.
  case success = 0
  /// A claim is wrong, or a text cannot be read as derivation.
  case refuted = 1
  /// The command line, or a file that is missing, unreadable or no text.
  case usage = 2
  /// Nothing is wrong, but less is known than was required.
  case unsettled = 3
  /// A bug in derive.
  case internalError = 70
  /// The user stopped it.
  case interrupted = 130

  /// In doubt the graver one counts: 130, 70, 2, 1, 3, 0.
  private var gravity: Int {
    switch self {
    case .success: 0
    case .unsettled: 1
    case .refuted: 2
    case .usage: 3
    case .internalError: 4
    case .interrupted: 5
    }
  }

  static func < (left: ExitCode, right: ExitCode) -> Bool { left.gravity < right.gravity }

  /// The code for verdicts.
  init(_ summary: Summary) {
    if summary.faults > 0 {
      self = .internalError
      return
    }
    switch summary.outcome {
    case .passes: self = .success
    case .fails: self = .refuted
    case .unsettled: self = .unsettled
    }
  }

  static let explanations: [(code: ExitCode, meaning: String)] = [
    (.success, "every claim is as good as --require asks"),
    (.refuted, "a claim is wrong, or a `wrong` line is not, or a text cannot be read"),
    (.usage, "usage; a missing or unreadable file; nothing to check"),
    (.unsettled, "nothing is wrong, but a claim is undecided or below --require"),
    (.internalError, "internal error: a bug in derive"),
    (.interrupted, "interrupted; what was found so far is printed"),
  ]
}
