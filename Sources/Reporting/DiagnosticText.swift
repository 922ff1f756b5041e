import Diagnostics

/// Mistakes of a text that is no file: an argument of the command line, a line of a dialogue.
public enum DiagnosticText {
  public static func text(of diagnostics: [Diagnostic], in source: SourceText, _ presentation: Presentation) -> String {
    var output = StyledText(presentation)
    for diagnostic in diagnostics {
      FindingBlock(finding: Finding(diagnostic, severity: .error), source: source, presentation: presentation)
        .write(to: &output)
    }
    return output.text
  }
}
