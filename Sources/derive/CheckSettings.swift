import Checking
import Reporting

/// What `derive check` was asked to do.
struct CheckSettings {
  var operands: [Argument]
  var format = ReportFormat.human
  var output: Argument?
  /// Further reports, each in a file of its own.
  var reports: [(format: ReportFormat, file: Argument)] = []
  var required = Verdict.confirmed
  var only: [String]
  var seed: UInt64
  var jobs: Int
  var stdinName: String
  var exitsWithZero: Bool
  /// Files are checked again when they change, until the process is interrupted.
  var watches: Bool
  var detail: Presentation.Detail
  var terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    operands = arguments.operands
    let verb = arguments.verb ?? .check
    if verb == .report { format = .html }
    if let name = arguments[.format]?.text, let named = ReportFormat(rawValue: name) { format = named }
    if let name = arguments[.require]?.text, let named = Verdict(rawValue: name) { required = named }
    output = arguments[.output]
    for argument in arguments.all(.report) { reports.append(try Self.report(argument, verb)) }
    only = arguments.all(.only).map { $0.text }
    seed = try arguments.number(.seed, from: 0) ?? 1
    jobs = try arguments.number(.jobs, from: 1) ?? System.processorCount
    stdinName = arguments[.stdinName]?.text ?? "<stdin>"
    exitsWithZero = arguments.has(.exitZero)
    watches = arguments.has(.watch)
    detail = arguments.has(.quiet) ? .quiet : arguments.has(.verbose) ? .verbose : .normal
    if arguments.has(.explain) { detail = .explained }
    terminal = Terminal(arguments)
    if operands.isEmpty {
      throw UsageError("`derive \(verb.rawValue)` needs a file, a folder or `-` for standard input", verb: verb)
    }
    if operands.filter({ $0.text == "-" }).count > 1 {
      throw UsageError("standard input can be read only once", verb: verb)
    }
    if watches { try requireWatchable(verb) }
  }

  private func requireWatchable(_ verb: Verb) throws(UsageError) {
    if operands.contains(where: { $0.text == "-" }) {
      throw UsageError(
        "standard input cannot be watched: it has no changes", hint: "give --watch a file or a folder", verb: verb)
    }
    if format != .human && output == nil {
      throw UsageError(
        "`--watch` says what changed in words",
        hint: "`--report \(format.rawValue)=FILE` writes a file after each change",
        verb: verb)
    }
  }

  /// All reports that are written into files.
  var files: [(format: ReportFormat, file: Argument)] { (output.map { [(format, $0)] } ?? []) + reports }

  /// Some report shows pictures.
  var needsFigures: Bool { format == .html || reports.contains { $0.format == .html } }

  /// `html=out.html`
  private static func report(_ argument: Argument, _ verb: Verb) throws(UsageError) -> (ReportFormat, Argument) {
    let name = argument.text.prefix { $0 != "=" }
    let path = argument.bytes.drop { $0 != 0x3D }.dropFirst()
    guard let format = ReportFormat(rawValue: String(name)) else {
      let known = ReportFormat.allCases.map { $0.rawValue }
      throw UsageError(
        "`\(name)` is no form of report: expected \(known.joined(separator: ", "))",
        hint: nearest(to: String(name), among: known).map { "did you mean `--report \($0)=FILE`?" }, verb: verb)
    }
    guard !path.isEmpty else {
      throw UsageError("`--report \(name)` needs a file: --report \(name)=FILE", verb: verb)
    }
    return (format, Argument(bytes: Array(path)))
  }
}
