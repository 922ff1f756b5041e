import Checking
import Diagnostics
import Numbers

/// One JSON object a line, `derive-events/1`: `start`, then for each file `file`, its `step`s, its `diagnostic`s and
/// `fileEnd`, at last `end`. The parts are those of the one document, so that its schema says what they are.
struct EventReport {
  private(set) var text = ""

  init(_ report: Report) {
    add("start", JSONReport.heading(of: report, schema: "derive-events/1"))
    for file in report.files {
      let parts = FileInJSON(source: file.source, required: report.required)
      let path = ("path", JSONValue.string(file.source.name))
      add("file", [path, ("sha256", .string(SHA256.hexadecimal(file.source.bytes)))])
      for step in parts.steps(of: file) { add("step", [path, ("step", step)]) }
      for diagnostic in parts.diagnostics(of: file) { add("diagnostic", [path, ("diagnostic", diagnostic)]) }
      add("fileEnd", [path, ("status", .string(file.outcome(requiring: report.required).name))])
    }
    add("end", [("complete", .boolean(report.isComplete)), ("summary", report.summary.json)])
  }

  private mutating func add(_ event: String, _ members: [(String, JSONValue)]) {
    text += JSONValue.object([("event", .string(event))] + members).line + "\n"
  }
}
