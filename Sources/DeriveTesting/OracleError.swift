internal import Diagnostics
internal import Oracles
internal import Reporting

/// Why there are no cases.
public struct OracleError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ failure: Formula.Failure, in source: SourceText) {
    switch failure {
    case .mistakes(let diagnostics): self.init(DiagnosticText.text(of: diagnostics, in: source, Presentation()))
    case .noSuchName(let reason): self.init("\(source.name): \(reason)")
    case .refused(let refusal): self.init(refusal.text(in: source))
    }
  }

  init(_ failure: CaseMaker.Failure, of claim: String) {
    switch failure {
    case .noSuchSize(let name, let known):
      let names = known.map { "`\($0)`" }.joined(separator: ", ")
      self.init("there is no size `\(name)` in the derivation\(known.isEmpty ? "" : ", only \(names)")")
    case .tooLarge(let most): self.init("the cases of `\(claim)` are too large: an array has more than \(most) entries")
    case .noInputs: self.init("no inputs were found at which `\(claim)` has a value")
    }
  }
}
