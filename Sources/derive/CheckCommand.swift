import Checking
import Diagnostics
import Reporting

/// `derive check`: reads files, has them checked, writes one report.
struct CheckCommand {
  private let settings: CheckSettings
  private let start = System.seconds
  /// The gravest of what went wrong beside the claims.
  private var trouble = ExitCode.success
  /// Every file was read and checked.
  private var isComplete = true

  init(_ settings: CheckSettings) { self.settings = settings }

  mutating func run() -> ExitCode {
    let inputs = findInputs()
    let outcomes = check(inputs)
    var files = sort(outcomes, of: inputs)
    if !settings.only.isEmpty { select(&files) }
    let report = Report(
      files: files, seed: settings.seed, required: settings.required, toolVersion: Command.version,
      isComplete: isComplete)
    remarkOnEmptiness(of: report)
    write(report)
    let code = max(trouble, ExitCode(report.summary))
    return settings.exitsWithZero && (code == .refuted || code == .unsettled) ? .success : code
  }

  private mutating func fail(_ message: String) {
    Terminal.note(message)
    trouble = max(trouble, .usage)
  }

  private mutating func findInputs() -> [InputFile] {
    var inputs: [InputFile] = []
    for operand in settings.operands {
      do {
        inputs += try InputFile.named(by: operand, stdinName: settings.stdinName)
      } catch {
        fail(error.message)
        isComplete = false
      }
    }
    return inputs
  }

  /// Nil for what an interrupt left undone.
  private mutating func check(_ inputs: [InputFile]) -> [FileChecks.Outcome?] {
    let checks = FileChecks(names: inputs.map { $0.name }, settings, start: start) { inputs[$0].read() }
    if checks.isInterrupted { trouble = .interrupted }
    return checks.outcomes
  }

  /// The files that belong into the report; the rest gets a note.
  private mutating func sort(_ outcomes: [FileChecks.Outcome?], of inputs: [InputFile]) -> [CheckedFile] {
    var files: [CheckedFile] = []
    for (input, outcome) in zip(inputs, outcomes) {
      switch outcome {
      case .success(let file):
        if file.isNoText { trouble = max(trouble, .usage) }
        if file.undoneClaims > 0 {
          let claims = file.undoneClaims == 1 ? "one claim is" : "\(file.undoneClaims) claims are"
          Terminal.note("\(input.name): interrupted, \(claims) not checked")
          isComplete = false
        }
        if !(input.isFound && file.isBare) { files.append(file) }
      case .failure(let failure):
        fail(failure.message)
        isComplete = false
      case nil:
        Terminal.note("\(input.name): not checked, interrupted")
        isComplete = false
      }
    }
    return files
  }

  /// Keeps the claims that `--only` names, by label or by the number of their line.
  private mutating func select(_ files: inout [CheckedFile]) {
    let labels = files.flatMap { $0.labels }
    var found: Set<String> = []
    for position in files.indices { found.formUnion(files[position].keep(settings.only)) }
    files.removeAll { $0.claims.isEmpty && $0.diagnostics.isEmpty }
    for name in settings.only where !found.contains(name) {
      let hint = nearest(to: name, among: labels).map { "; did you mean `\($0)`?" }
      fail("there is no claim `\(name)`" + (hint ?? ""))
    }
  }

  private mutating func remarkOnEmptiness(of report: Report) {
    let isShown = settings.format == .human && settings.detail != .quiet
    for file in report.files where file.isBare || file.claims.isEmpty && file.diagnostics.isEmpty {
      let reason = file.source.name.hasSuffix(".md") ? "no claim in a ```derive block" : "no claim in it"
      if !isShown { Terminal.note("\(file.source.name): nothing to check: \(reason)") }
    }
    let summary = report.summary
    guard trouble == .success, summary.lines == 0, summary.mistakes == 0, summary.faults == 0 else { return }
    if report.files.isEmpty { Terminal.note("nothing to check: no claim in any file") }
    trouble = .usage
  }

  private mutating func write(_ report: Report) {
    let isOnTerminal = settings.output == nil && System.isTerminal(System.standardOutput)
    var presentation = settings.terminal.presentation(
      on: settings.output == nil ? System.standardOutput : nil, detail: settings.detail)
    let elapsed = ProgressLine.text(seconds: System.seconds - start)
    if isOnTerminal { presentation.elapsed = elapsed }
    let text = settings.format.text(of: report, in: presentation)
    if let output = settings.output {
      write(text, to: output)
    } else if let error = System.write(text, to: System.standardOutput), error != System.brokenPipe {
      fail("standard output: \(System.description(of: error))")
    }
    for (format, file) in settings.reports {
      let presentation = settings.terminal.presentation(on: nil, detail: settings.detail)
      write(format.text(of: report, in: presentation), to: file)
    }
    if settings.detail >= .verbose && !(isOnTerminal && settings.format == .human) { Terminal.note(elapsed) }
  }

  private mutating func write(_ text: String, to file: Argument) {
    if let error = System.write(text, toFile: file.bytes) { fail("\(file.text): \(System.description(of: error))") }
  }
}

extension CheckedFile {
  /// Nothing in it is for derive.
  var isBare: Bool { entries.isEmpty && diagnostics.isEmpty && faults.isEmpty }

  var isNoText: Bool {
    diagnostics.contains { diagnostic in
      if case .syntax(.notText) = diagnostic.mistake { return true }
      return false
    }
  }

  /// Drops the claims that have none of the names, and returns the names that it found.
  mutating func keep(_ names: [String]) -> Set<String> {
    var found: Set<String> = []
    entries = entries.filter { entry in
      guard case .claim(let claim) = entry else { return true }
      let own = self.names(of: claim).intersection(names)
      found.formUnion(own)
      return !own.isEmpty
    }
    return found
  }
}
