import Checking
import Diagnostics

/// All that the verdict on one line rests on, for a person who wants to be sure.
struct AccountBlock {
  let line: CheckedLine
  let label: String?
  let source: SourceText
  let presentation: Presentation

  func write(to output: inout StyledText) {
    let place = source.line(at: line.span.start)
    output.add(line.verdict.rawValue, .good)
    output.add(": " + (label.map { "claim \($0), " } ?? "") + "line \(place)", .strong)
    output.endLine()
    let context = line.span.union(line.termSpan)
    SourceExcerpt(source, primary: context, context: context, ink: .frame, related: []).write(to: &output)
    for (label, text) in notes { LabelledText.write(label, presentation.prose(text), to: &output) }
    writeSample(to: &output)
  }

  var notes: [(label: String, text: String)] {
    var notes: [(label: String, text: String)] = []
    if let readAs = line.readAs { notes.append(("read as", readAs.text)) }
    if let reason = line.reason { notes.append(("because", reason)) }
    notes.append(("proof", proof))
    for condition in line.evidence.conditions { notes.append(("where", condition)) }
    notes.append(("numbers", numbers))
    if let derivatives { notes.append(("derivatives", derivatives)) }
    return notes
  }

  private var evidence: Evidence { line.evidence }

  private var proof: String {
    guard let method = evidence.method else { return "none" }
    let steps = evidence.steps > 0 ? ", \(counted(evidence.steps, "step"))" : ""
    return method + steps + (evidence.sizes > 1 ? ", for all sizes" : "")
  }

  private var numbers: String {
    guard evidence.points > 0 else { return "none" }
    var text = counted(evidence.points, "point")
    if evidence.sizes > 1 { text += " in \(counted(evidence.sizes, "assignment")) of sizes" }
    if let difference = evidence.largestDifference {
      text += ", where the sides differ by no more than \(NumberText.boundText(difference)) of their size"
    }
    if let digits = evidence.agreeingDigits { text += "; where they are known best they agree to \(digits) digits" }
    return text + ", known to \(evidence.precision) bits"
  }

  private var derivatives: String? {
    guard let error = evidence.finiteDifference else { return nil }
    let count = counted(evidence.derivatives, "derivative")
    return "\(count) compared with finite differences, which agree to within \(NumberText.boundText(error))"
  }

  private func writeSample(to output: inout StyledText) {
    guard let sample = evidence.sample else { return }
    var shown = line
    shown.counterexample = sample
    guard let text = CounterexampleText(shown, presentation) else { return }
    LabelledText.write("for example", text.bindings.isEmpty ? "there is only one point" : text.bindings, to: &output)
    for row in text.table { LabelledText.writeContinuation(row, to: &output) }
  }
}
