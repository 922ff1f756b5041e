import Checking
import Evaluation
import Oracles
import Reporting

/// The table of flags: their names, values and help. Reading the command line and the help text both follow it.
enum Flag: CaseIterable {
  case format, output, report, require, only, seed, jobs, stdinName, letting, digits, exitZero, color, ascii, quiet,
    verbose,
    explain, watch, help
  case check, cases, form, type, accumulator, sizes, command, limit, language, test
  case key, rubric, gradeFormat, pages, least, student, ids, idTable, idSecret
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
    case .report:
      Row(
        name: "--report", value: "FORMAT=FILE", isRepeatable: true,
        summary: "write the report in this form, too, into FILE")
    case .require:
      Row(
        name: "--require", value: "VERDICT", choices: ["proved", "confirmed"],
        summary: "what every claim must reach; confirmed unless given")
    case .only: Row(name: "--only", value: "CLAIM", isRepeatable: true, summary: "report this claim only")
    case .seed: Row(name: "--seed", value: "N", summary: "seed of all random choices; 1 unless given")
    case .jobs:
      Row(
        name: "--jobs", short: "-j", value: "N",
        summary: "threads that work at the same time; all processors unless given")
    case .stdinName: Row(name: "--stdin-name", value: "NAME", summary: "what to call standard input")
    case .letting:
      Row(name: "--let", value: "TEXT", isRepeatable: true, summary: "a declaration, definition or assumption")
    case .digits:
      Row(
        name: "--digits", value: "N", summary: "significant digits, up to \(Question.mostDigits), all of them certain")
    case .check: Row(name: "--check", summary: "write nothing, and name the files that would change")
    case .test:
      Row(name: "--test", summary: "a C program that runs cases against a function of the emitted one's name")
    case .language:
      Row(
        name: "--lang", value: "LANGUAGE", choices: Emission.Language.allCases.map { $0.rawValue },
        summary: "the language to write")
    case .exitZero: Row(name: "--exit-zero", summary: "exit with 0 in place of 1 and 3")
    case .color: Row(name: "--color", value: "WHEN", choices: ["auto", "always", "never"], summary: "colour")
    case .ascii: Row(name: "--ascii", summary: "no marks beyond ASCII")
    case .quiet: Row(name: "--quiet", short: "-q", summary: "only what does not pass")
    case .verbose: Row(name: "--verbose", short: "-v", summary: "say what each verdict rests on, and the time")
    case .explain: Row(name: "--explain", summary: "show the evidence for every line, with a point and its values")
    case .watch: Row(name: "--watch", summary: "check again whenever a file changes, until Ctrl-C")
    case .form:
      Row(
        name: "--as", value: "FORM", choices: VectorFormat.allCases.map { $0.rawValue },
        summary: "a folder of NumPy files, or one file with all cases; npy unless given")
    case .cases: Row(name: "--cases", value: "N", summary: "how many cases; 24 unless given")
    case .type:
      Row(
        name: "--dtype", value: "TYPE", choices: FloatingType.allCases.map { $0.rawValue },
        summary: "type of the code's numbers; f32 unless given, in `emit` f64")
    case .accumulator:
      Row(
        name: "--accumulator", value: "TYPE", choices: FloatingType.allCases.map { $0.rawValue },
        summary: "type in which the kernel adds up; f32 for types of 16 bits unless given")
    case .sizes:
      Row(name: "--sizes", value: "SIZES", isRepeatable: true, summary: "sizes of a dimension, taken in turn: m=1,2,6")
    case .command: Row(name: "--exec", value: "COMMAND", summary: "a program that answers cases on its standard input")
    case .limit:
      Row(name: "--time-limit", value: "SECONDS", summary: "what the program may take for a case; 10 unless given")
    case .key: Row(name: "--key", value: "FILE", summary: "the derivation that submissions are compared with")
    case .rubric: Row(name: "--rubric", value: "FILE", summary: "points and deductions; one point a claim unless given")
    case .gradeFormat:
      Row(
        name: "--format", value: "FORMAT", choices: GradeFormat.allCases.map { $0.rawValue },
        summary: "form of the marks; by the ending of -o unless given")
    case .pages:
      Row(name: "--report", value: "html=FOLDER", summary: "write a page for the class and one for each student")
    case .least: Row(name: "--min", value: "MARK", summary: "exit with 1 if a total is below MARK")
    case .student:
      Row(name: "--explain", value: "STUDENT", isRepeatable: true, summary: "show how this student's marks arose")
    case .ids: Row(name: "--ids", summary: "show students by ids in place of their names")
    case .idTable:
      Row(name: "--ids-table", value: "FILE", summary: "the same, and write into FILE whose id is whose, as CSV")
    case .idSecret:
      Row(
        name: "--ids-secret", value: "FILE",
        summary: "the same, with ids that only who has the words in FILE can make")
    case .help: Row(name: "--help", short: "-h", summary: "this help")
    case .version: Row(name: "--version", summary: "the version")
    }
  }

  /// Of several flags with one name, the one that belongs to the verb.
  init?(name: String, of verb: Verb?) {
    let flags = Flag.allCases.filter { $0.row.name == name || $0.row.short == name }
    let fitting = (verb ?? .check).flags
    guard let flag = flags.first(where: { fitting.contains($0) }) ?? flags.first else { return nil }
    self = flag
  }
}
