import Checking
import Diagnostics
import Notation

/// The calls into the layers below: one place to see what the command line asks of them.
enum Pipeline {
  static func checked(_ source: SourceText, _ options: CheckOptions) -> CheckedFile {
    check(source, options: options)
  }

  /// A question about one expression.
  struct OneOff: Sendable {
    enum Kind: Sendable {
      case derivative(in: [SourceText])
      case normalForm
      case value(at: [GivenValue], digits: Int?)
    }

    var kind: Kind
    var expression: SourceText
    /// What `--let` says, or the file that `FILE:NAME` names.
    var declarations: SourceText
    var isAboutFile: Bool
    var seed: UInt64
  }

  static func answer(_ oneOff: OneOff) -> Result<Question.Answer, Question.Failure> {
    let question = Question(
      expression: oneOff.expression, declarations: oneOff.declarations, isAboutFile: oneOff.isAboutFile,
      seed: oneOff.seed)
    switch oneOff.kind {
    case .derivative(let variables): return question.derivative(in: variables)
    case .normalForm: return question.normalForm()
    case .value(let values, let digits): return question.value(at: values, digits: digits)
    }
  }
}
