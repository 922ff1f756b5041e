import Checking
import Diagnostics
import Reporting

/// `derive explain FILE[:CLAIM]`: the verdicts of a claim with their evidence, then how each line leads to the next.
struct ExplainCommand {
  private let file: InputFile
  private let name: String?
  private let seed: UInt64
  private let output: Argument?
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    guard let operand = arguments.operands.first else {
      throw UsageError("`derive explain` needs a claim of a file: derive \(Verb.explain.usage)", verb: .explain)
    }
    if arguments.operands.count > 1 {
      throw UsageError(
        "`derive explain` takes one claim, what is `\(arguments.operands[1].text)`?", verb: .explain)
    }
    if let (file, name) = try OneOffCommand.reference(operand, .explain) {
      (self.file, self.name) = (file, String(decoding: name, as: UTF8.self))
    } else {
      do throws(InputFile.Failure) {
        guard let file = try InputFile.named(by: operand, stdinName: "<stdin>").first else {
          throw InputFile.Failure(message: "\(operand.text): no file")
        }
        (self.file, name) = (file, nil)
      } catch {
        throw UsageError(error.message, verb: .explain)
      }
    }
    seed = try arguments.number(.seed, from: 0) ?? 1
    output = arguments[.output]
    terminal = Terminal(arguments)
  }

  func run() -> ExitCode {
    switch file.read() {
    case .failure(let failure):
      Terminal.note(failure.message)
      return .usage
    case .success(let bytes):
      return explain(
        Pipeline.checked(
          SourceText(name: file.name, bytes: bytes), CheckOptions(seed: seed, keepsSamples: true, keepsFigures: true),
          only: name.map { [$0] } ?? []))
    }
  }

  private func explain(_ checked: CheckedFile) -> ExitCode {
    let places = checked.places(ofClaim: name)
    if places.isEmpty, let name {
      Terminal.note("\(file.name): " + checked.remark(onMissingClaim: name))
      return .usage
    }
    let presentation = terminal.presentation(on: output == nil ? System.standardOutput : nil, detail: .explained)
    let (text, summary) = checked.explanation(ofClaimsAt: places, in: presentation)
    let error = output.map { System.write(text, toFile: $0.bytes) } ?? System.write(text, to: System.standardOutput)
    if let error, error != System.brokenPipe {
      Terminal.note("\(output?.text ?? "standard output"): \(System.description(of: error))")
      return .usage
    }
    if places.isEmpty, checked.diagnostics.isEmpty { Terminal.note("\(file.name): nothing to explain: no claim in it") }
    return places.isEmpty && checked.diagnostics.isEmpty || checked.isNoText ? .usage : ExitCode(summary)
  }
}

extension CheckedFile {
  /// Where the claims stand that have the label, or the number of their line; all for nil.
  func places(ofClaim name: String?) -> [Int] {
    guard let name else { return Array(claims.indices) }
    return claims.indices.filter { names(of: claims[$0]).contains(name) }
  }

  func remark(onMissingClaim name: String) -> String {
    Self.remark(onMissingClaim: name, among: labels)
  }

  static func remark(onMissingClaim name: String, among labels: [String]) -> String {
    let hint = nearest(to: name, among: labels).map { "; did you mean `\($0)`?" }
    return "there is no claim `\(name)`" + (hint ?? "")
  }

  /// The report of these claims with all evidence, then how each line comes about, if derivations were kept.
  func explanation(ofClaimsAt places: [Int], in presentation: Presentation) -> (text: String, summary: Summary) {
    let derivations = places.map { place in
      DerivationText.text(of: claims[place], in: source, presentation)
    }
    var shown = self
    shown.keep(claimsAt: places)
    let report = Report(files: [shown], seed: seed, required: .confirmed, toolVersion: Command.version)
    return (ReportFormat.human.text(of: report, in: presentation) + derivations.joined(), report.summary)
  }

  /// Drops the other claims.
  private mutating func keep(claimsAt places: [Int]) {
    var place = -1
    entries.removeAll { entry in
      guard case .claim = entry else { return false }
      place += 1
      return !places.contains(place)
    }
  }
}
