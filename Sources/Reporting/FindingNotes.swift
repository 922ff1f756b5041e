import Checking

/// What is said of a line that does not pass, beside its counterexample: the prose that every report shows.
struct FindingNotes {
  struct Note {
    var label: String
    var text: String
    /// A term at the end of the text.
    var formula: String?

    /// On one line.
    var whole: String { text + (formula ?? "") }
  }

  /// How the line was read, and what is odd about its place in the chain.
  let context: [Note]
  /// What the two sides differ by, and what was probably meant.
  let causes: [Note]
  /// Why the verdict is certain, where a counterexample does not say it.
  let evidence: String?

  init(_ line: CheckedLine, _ severity: Finding.Severity, _ presentation: Presentation) {
    var context: [Note] = []
    if let readAs = line.readAs { context.append(Note(label: "read as", text: readAs.text)) }
    if severity == .error, let previous = line.chainRemark { context.append(Note(label: "chain", text: previous)) }
    if line.verdict == .refuted, let reason = line.reason {
      context.append(Note(label: "reason", text: presentation.prose(reason)))
    }
    self.context = context
    var causes: [Note] = []
    if let ratio = line.ratio {
      causes.append(Note(label: "ratio", text: "yours / correct = ", formula: ratio))
    } else if let difference = line.difference {
      causes.append(Note(label: "difference", text: "yours - correct = ", formula: difference))
    }
    for (position, diagnosis) in line.diagnoses.enumerated() {
      causes += Self.notes(of: diagnosis, isFirst: position == 0)
    }
    self.causes = causes
    if let text = CounterexampleText(line, presentation) {
      evidence = text.evidence
    } else {
      let parts = line.evidence.parts(in: presentation, isVerbose: true)
      evidence = parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
  }

  private static func notes(of diagnosis: Diagnosis, isFirst: Bool) -> [Note] {
    if diagnosis.code == .unexplained {
      return diagnosis.isProved ? [] : [Note(label: "hint", text: diagnosis.message)]
    }
    let meant = diagnosis.isProved ? "with this right side the line is proved:  " : "perhaps meant:  "
    if isFirst {
      return diagnosis.repair.map { [Note(label: "fix", text: meant, formula: $0)] } ?? []
    }
    let text = diagnosis.message + (diagnosis.repair == nil ? "" : "; " + meant)
    return [Note(label: "or \(diagnosis.code.rawValue)", text: text, formula: diagnosis.repair)]
  }
}

extension CheckedLine.ReadAs {
  /// `a = b`
  var text: String { "\(left) \(relation) \(right)" }
}
