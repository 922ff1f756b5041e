import Checking
import Reporting

/// `derive check --watch`: the report, and then what every change of a file changes in it, until an interrupt.
struct WatchCommand {
  /// Milliseconds between two looks.
  private static let pause: Int32 = 100
  /// Looks at which a file was not there before that counts: an editor may take it away for a moment.
  private static let patience = 10

  private let settings: CheckSettings
  private var files: [WatchedFile] = []
  /// Nil before the first report.
  private var shown: Report?

  init(_ settings: CheckSettings) { self.settings = settings }

  mutating func run() -> ExitCode {
    Interrupts.endProcess()
    for operand in settings.operands {
      do throws(InputFile.Failure) {
        add(try InputFile.named(by: operand, stdinName: ""))
      } catch {
        Terminal.note(error.message)
        return .usage
      }
    }
    while true {
      let start = System.seconds
      if look(start), let code = show(since: start) { return code }
      System.sleep(milliseconds: Self.pause)
      findMore()
    }
  }

  private mutating func add(_ inputs: [InputFile]) {
    for input in inputs where !files.contains(where: { $0.input.path == input.path }) {
      files.append(WatchedFile(input))
    }
  }

  /// Files that came into the folders.
  private mutating func findMore() {
    for operand in settings.operands where System.kind(of: operand.bytes) == .folder {
      if let inputs = try? InputFile.named(by: operand, stdinName: "") { add(inputs) }
    }
  }

  // MARK: Looking

  /// Checks what has changed; true if there is something to be said.
  private mutating func look(_ start: Double) -> Bool {
    var changed: [(place: Int, bytes: [UInt8])] = []
    for place in files.indices {
      switch files[place].news() {
      case .success(let bytes)?: changed.append((place, bytes))
      case .failure(let failure)?: Terminal.note(failure.message)
      case nil: break
      }
    }
    let texts = changed.map { $0.bytes }
    let checks = FileChecks(
      names: changed.map { files[$0.place].input.name }, settings, start: start, reportsInterrupts: false
    ) { .success(texts[$0]) }
    for (change, outcome) in zip(changed, checks.outcomes) {
      guard case .success(var checked) = outcome else { continue }
      if !settings.only.isEmpty { _ = checked.keep(settings.only) }
      files[change.place].checked = checked
    }
    return forgetAbsent() || !changed.isEmpty
  }

  /// What is gone from a folder is forgotten; what was named is waited for. True if something is forgotten.
  private mutating func forgetAbsent() -> Bool {
    for file in files where file.absences == Self.patience && !file.input.isFound {
      Terminal.note("\(file.input.name): no such file; waiting for it")
    }
    let count = files.count
    files.removeAll { $0.input.isFound && $0.absences >= Self.patience }
    return files.count < count
  }

  // MARK: Showing

  /// The exit code, if nobody is told any more.
  private mutating func show(since start: Double) -> ExitCode? {
    let checked = files.compactMap { file in
      file.checked.flatMap { file.input.isFound && $0.isBare ? nil : $0 }
    }
    let report = Report(
      files: checked, seed: settings.seed, required: settings.required, toolVersion: Command.version)
    var presentation = settings.terminal.presentation(on: System.standardOutput, detail: settings.detail)
    if System.isTerminal(System.standardOutput) {
      presentation.elapsed = ProgressLine.text(seconds: System.seconds - start)
    }
    let text =
      shown.map { "\n" + ChangeReport(from: $0, to: report, in: presentation).text }
      ?? ReportFormat.human.text(of: report, in: presentation)
    shown = report
    for (format, file) in settings.files {
      let plain = settings.terminal.presentation(on: nil, detail: settings.detail)
      if let error = System.write(format.text(of: report, in: plain), toFile: file.bytes) {
        Terminal.note("\(file.text): \(System.description(of: error))")
      }
    }
    guard let error = System.write(text, to: System.standardOutput) else { return nil }
    if error == System.brokenPipe { return .success }
    Terminal.note("standard output: \(System.description(of: error))")
    return .usage
  }
}
