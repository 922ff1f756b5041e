import Grading
import Reporting

/// Where marks go, and in which form.
struct GradeWriting {
  private let format: GradeFormat
  private let output: Argument?
  /// The folder for the pages.
  private let pages: [UInt8]?

  init(_ arguments: CommandLineText) throws(UsageError) {
    let output = arguments[.output].flatMap { $0.text == "-" ? nil : $0 }
    let ending = output?.text.split(separator: ".").last.map { String($0) } ?? ""
    let named = arguments[.gradeFormat].flatMap { GradeFormat(rawValue: $0.text) }
    format = named ?? GradeFormat(ending: ending) ?? .human
    self.output = output
    guard let report = arguments[.pages] else {
      pages = nil
      return
    }
    let prefix = Array("html=".utf8)
    guard report.bytes.starts(with: prefix), report.bytes.count > prefix.count else {
      throw UsageError("`--report` needs a form and a folder: --report html=FOLDER", verb: .grade)
    }
    pages = Array(report.bytes.dropFirst(prefix.count))
  }

  /// - Returns: what could not be written.
  func write(
    _ report: GradeReport, on terminal: Terminal, _ detail: Presentation.Detail, elapsed: String
  ) -> [String] {
    var failures = pages.map { writePages(report, into: $0) } ?? []
    if let output {
      failures += writeFile(report, to: output)
      // The marks themselves are in the file.
      if format != .human && detail != .quiet { failures += show(.human, report, terminal, detail, elapsed) }
    } else if format == .gradescope && report.grades.submissions.count > 1 {
      failures.append("results for Gradescope are a file for each submission: -o FOLDER")
    } else {
      failures += show(format, report, terminal, detail, elapsed)
    }
    return failures
  }

  private func show(
    _ format: GradeFormat, _ report: GradeReport, _ terminal: Terminal, _ detail: Presentation.Detail, _ elapsed: String
  ) -> [String] {
    var presentation = terminal.presentation(on: System.standardOutput, detail: detail)
    if System.isTerminal(System.standardOutput) { presentation.elapsed = elapsed }
    let error = System.write(format.text(of: report, in: presentation), to: System.standardOutput)
    guard let error, error != System.brokenPipe else { return [] }
    return ["standard output: \(System.description(of: error))"]
  }

  private func writeFile(_ report: GradeReport, to output: Argument) -> [String] {
    if format == .gradescope && (report.grades.submissions.count > 1 || System.kind(of: output.bytes) == .folder) {
      let documents = report.grades.submissions.map { submission in
        (GradePages.fileName(of: submission.student, ending: "json"), GradescopeResults(submission, report).text)
      }
      return write(documents, into: output.bytes)
    }
    let text = format.text(of: report)
    return System.write(text, toFile: output.bytes).map { ["\(output.text): \(System.description(of: $0))"] } ?? []
  }

  private func writePages(_ report: GradeReport, into folder: [UInt8]) -> [String] {
    write(GradePages(report).all.map { ($0.name, $0.text) }, into: folder)
  }

  private func write(_ files: [(name: String, text: String)], into folder: [UInt8]) -> [String] {
    let shown = Argument(bytes: folder).text
    if let error = System.makeFolder(folder) { return ["\(shown): \(System.description(of: error))"] }
    var failures: [String] = []
    for (name, text) in files {
      let path = folder + (folder.last == 0x2F ? [] : [0x2F]) + Array(name.utf8)
      if let error = System.write(text, toFile: path) {
        failures.append("\(shown)/\(name): \(System.description(of: error))")
      }
    }
    return failures
  }
}
