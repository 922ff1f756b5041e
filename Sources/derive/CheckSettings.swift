import Checking
import Reporting

/// What `derive check` was asked to do.
struct CheckSettings {
  var operands: [Argument]
  var format = ReportFormat.human
  var output: Argument?
  var required = Verdict.confirmed
  var only: [String]
  var seed: UInt64
  var jobs: Int
  var stdinName: String
  var exitsWithZero: Bool
  var detail: Presentation.Detail
  var terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    operands = arguments.operands
    if let name = arguments[.format]?.text, let named = ReportFormat(rawValue: name) { format = named }
    if let name = arguments[.require]?.text, let named = Verdict(rawValue: name) { required = named }
    output = arguments[.output]
    only = arguments.all(.only).map { $0.text }
    seed = try arguments.number(.seed, from: 0) ?? 1
    jobs = try arguments.number(.jobs, from: 1) ?? System.processorCount
    stdinName = arguments[.stdinName]?.text ?? "<stdin>"
    exitsWithZero = arguments.has(.exitZero)
    detail = arguments.has(.quiet) ? .quiet : arguments.has(.verbose) ? .verbose : .normal
    if arguments.has(.explain) { detail = .explained }
    terminal = Terminal(arguments)
    if operands.isEmpty {
      throw UsageError("`derive check` needs a file, a folder or `-` for standard input", verb: .check)
    }
    if operands.filter({ $0.text == "-" }).count > 1 {
      throw UsageError("standard input can be read only once", verb: .check)
    }
  }
}
