import Checking
import Diagnostics
import Notation

/// The calls into the layers below: one place to see what the command line asks of them.
enum Pipeline {
  static func checked(_ source: SourceText, seed: UInt64) -> CheckedFile {
    check(source, options: CheckOptions(seed: seed))
  }

  /// A question about one expression, all of it as texts of the command line.
  struct OneOff: Sendable {
    enum Question: Sendable { case derivative, normalForm, value }

    var question: Question
    var expression: SourceText
    /// The letters of a derivative, the `x=1` of a value.
    var operands: [SourceText]
    /// What `--let` says, in order.
    var declarations: [SourceText]
    var seed: UInt64
  }

  enum OneOffFailure: Error {
    /// In one of the texts.
    case mistakes([Diagnostic], in: SourceText)
    /// There is no answer, for this reason.
    case refused(String)
  }

  static func answer(_ oneOff: OneOff) -> Result<String, OneOffFailure> {
    for text in [oneOff.expression] + oneOff.operands {
      let mistakes = parseExpression(text).diagnostics
      if !mistakes.isEmpty { return .failure(.mistakes(mistakes, in: text)) }
    }
    return .failure(.refused("questions about a single expression have no answer yet"))
  }
}
