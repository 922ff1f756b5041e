import Checking
import Oracles
import Reporting

/// The table of flags: their names, values and help. Reading the command line and the help text both follow it.
enum Flag: CaseIterable {
  case format, output, require, only, seed, jobs, stdinName, letting, digits, language, numberType, exitZero, color,
    ascii,
    quiet, verbose,
    explain, help
  case version

  struct Row {
    var name: String
    var short: String?
    /// What the value is called in the help; nil for a flag without value.
    var value: String?
    /// The values that it may have, where they are few.
    var choices: [String] = []
    var isRepeatable = false
    var summary: String
  }

  var row: Row {
    switch self {
    case .format:
      Row(
        name: "--format", value: "FORMAT", choices: ReportFormat.allCases.map { $0.rawValue },
        summary: "form of the report")
    case .output: Row(name: "--output", short: "-o", value: "FILE", summary: "write to FILE")
    case .require:
      Row(
        name: "--require", value: "VERDICT", choices: ["proved", "confirmed"],
        summary: "what every claim must reach; confirmed unless given")
    case .only: Row(name: "--only", value: "CLAIM", isRepeatable: true, summary: "report this claim only")
    case .seed: Row(name: "--seed", value: "N", summary: "seed of all random choices; 1 unless given")
    case .jobs:
      Row(
        name: "--jobs", short: "-j", value: "N", summary: "files checked at the same time; all processors unless given")
    case .stdinName: Row(name: "--stdin-name", value: "NAME", summary: "what to call standard input")
    case .letting:
      Row(name: "--let", value: "TEXT", isRepeatable: true, summary: "a declaration, definition or assumption")
    case .digits:
      Row(
        name: "--digits", value: "N", summary: "significant digits, up to \(Question.mostDigits), all of them certain")
    case .language:
      Row(
        name: "--lang", value: "LANGUAGE", choices: Emission.Language.allCases.map { $0.rawValue },
        summary: "the language to write")
    case .numberType:
      Row(
        name: "--type", value: "TYPE", choices: EmittedType.allCases.map { $0.rawValue },
        summary: "type of numbers; f64 unless given")
    case .exitZero: Row(name: "--exit-zero", summary: "exit with 0 in place of 1 and 3")
    case .color: Row(name: "--color", value: "WHEN", choices: ["auto", "always", "never"], summary: "colour")
    case .ascii: Row(name: "--ascii", summary: "no marks beyond ASCII")
    case .quiet: Row(name: "--quiet", short: "-q", summary: "only what does not pass")
    case .verbose: Row(name: "--verbose", short: "-v", summary: "say what each verdict rests on, and the time")
    case .explain: Row(name: "--explain", summary: "show the evidence for every line, with a point and its values")
    case .help: Row(name: "--help", short: "-h", summary: "this help")
    case .version: Row(name: "--version", summary: "the version")
    }
  }

  init?(name: String) {
    guard let flag = Flag.allCases.first(where: { $0.row.name == name || $0.row.short == name }) else { return nil }
    self = flag
  }
}
