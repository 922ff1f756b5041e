import Checking
import Diagnostics
import Elaboration
import Notation

/// The calls into the layers below: one place to see what the command line asks of them.
enum Pipeline {
  static func checked(_ source: SourceText, _ options: CheckOptions) -> CheckedFile {
    check(source, options: options)
  }

  /// What a text says from an offset on; the lines before it are read, and not checked again.
  static func checked(_ source: SourceText, from offset: Int, _ options: CheckOptions) -> CheckedFile {
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    var checked = check(problem, of: source, options: options) { claim in
      claim.judgements.contains { $0.termSpan.end > offset }
    }
    checked.remarks.removeAll { $0.span.start < offset }
    checked.entries = checked.entries.compactMap { entry in
      switch entry {
      case .definition(let definition): return definition.span.start < offset ? nil : entry
      case .assumption(let assumption): return assumption.span.start < offset ? nil : entry
      case .claim(var claim):
        claim.lines.removeAll { $0.span.union($0.termSpan).end <= offset }
        return .claim(claim)
      }
    }
    return checked
  }

  /// A question about one expression.
  struct OneOff: Sendable {
    enum Kind: Sendable {
      case derivative(in: [SourceText])
      case normalForm
      case shape
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
    case .shape: return question.shape()
    case .value(let values, let digits): return question.value(at: values, digits: digits)
    }
  }
}
