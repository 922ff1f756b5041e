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
    enum Kind: Sendable { case derivative, normalForm, value }

    var kind: Kind
    var expression: SourceText
    /// The letters of a derivative, the `x=1` of a value.
    var operands: [SourceText]
    /// What `--let` says, in order, or the file that `FILE:NAME` names.
    var declarations: [SourceText]
    var seed: UInt64
  }

  static func answer(_ oneOff: OneOff) -> Result<Question.Answer, Question.Failure> {
    let texts = oneOff.declarations.map { $0.text(of: Span(start: 0, end: $0.bytes.count)) }
    let declarations = SourceText(
      name: oneOff.declarations.first?.name ?? "--let", text: texts.joined(separator: "\n") + "\n")
    let question = Question(expression: oneOff.expression, declarations: declarations, seed: oneOff.seed)
    switch oneOff.kind {
    case .derivative: return question.derivative(in: oneOff.operands)
    case .normalForm: return question.normalForm()
    case .value:
      var values: [GivenValue] = []
      for operand in oneOff.operands {
        guard let value = GivenValue(operand) else {
          return .failure(.refused("`\(operand.name)` is not a value: write x=1, x=1/3, x=[1, 2] or x=[1, 2; 3, 4]"))
        }
        values.append(value)
      }
      return question.value(at: values)
    }
  }
}
