import Grading
import Reporting

/// `derive grade --ids`: students are shown by ids, and a table says whose they are.
struct Anonymity {
  /// The file that the ids are made with.
  let secret: Argument?
  let table: Argument?

  /// Nil if students are shown by their names.
  init?(_ arguments: CommandLineText) throws(UsageError) {
    (secret, table) = (arguments[.idSecret], arguments[.idTable])
    guard arguments.has(.ids) || secret != nil || table != nil else { return nil }
    if table?.text == "-" {
      throw UsageError("`--ids-table` needs a file: the marks go to standard output", verb: .grade)
    }
  }

  /// Sorted by the ids: the order of the names would say whose they are. The table is there before anything is shown.
  func hidden(_ files: [SubmissionFile]) throws(InputFile.Failure) -> [SubmissionFile] {
    var ids = StudentIDs(secret: try secretBytes())
    var rows = [["id", "student", "file"]]
    var hidden: [SubmissionFile] = []
    for file in files {
      let id = ids.id(of: file.student)
      rows.append([id, file.student, file.pathText])
      hidden.append(file.hidden(behind: id))
    }
    if let table, let error = System.write(TableOfCommas.text(rows), toFile: table.bytes) {
      throw InputFile.Failure(message: "\(table.text): \(System.description(of: error))")
    }
    return hidden.sorted { $0.name < $1.name }
  }

  /// A line end behind it does not count: some editors write one, others do not.
  private func secretBytes() throws(InputFile.Failure) -> [UInt8] {
    guard let secret else { return [] }
    let bytes = try InputFile(path: secret.text == "-" ? nil : secret.bytes, name: secret.text).read().get()
    let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D }
    guard let end else { throw InputFile.Failure(message: "\(secret.text): there is no secret in it") }
    return Array(bytes[...end])
  }
}
