import Diagnostics
import Grading

/// The mistakes of a key or a rubric, for a person.
public enum SetupReport {
  public static func text(of mistakes: SetupMistakes, in presentation: Presentation = Presentation()) -> String {
    var output = StyledText(presentation)
    for mistake in mistakes.all {
      FindingBlock(finding: Finding(mistake), source: mistakes.source, presentation: presentation).write(to: &output)
      output.endLine()
    }
    return output.text
  }
}

extension Finding {
  init(_ mistake: SetupMistake) {
    self.init(
      severity: .error, code: mistake.code, label: nil, message: mistake.message, hint: mistake.hint, span: mistake.span
    )
  }
}
