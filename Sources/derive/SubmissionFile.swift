import Grading

/// What one student handed in: a file of the folder of submissions, or a folder in it.
struct SubmissionFile: Sendable {
  /// Files above this size are not read: a derivation of a thousand pages is smaller.
  static let sizeLimit = 1 << 20

  private(set) var student: String
  private let path: [UInt8]
  /// What is shown in place of the student and of the path.
  private var id: String?
  /// Why there is nothing to read.
  private let obstacle: String?

  private init(student: String, path: [UInt8], obstacle: String? = nil) {
    self.student = student
    self.path = path
    self.obstacle = obstacle
  }

  /// As it is on the disk.
  var pathText: String { Argument(bytes: path).text }

  /// The submission of whoever has the id: the name of the file keeps its ending, which says how it is read.
  func hidden(behind id: String) -> SubmissionFile {
    var file = self
    file.id = id
    return file
  }

  /// Under what it is shown.
  var name: String { id ?? student }

  private var shownPath: String {
    guard let id else { return pathText }
    return id + (InputFile.isDerivation(path) ? Self.ending(of: path) : "")
  }

  func submission() -> Submission {
    if let obstacle { return Submission(student: name, path: shownPath, content: .unreadable(obstacle)) }
    do {
      let bytes = try System.bytes(of: path, limit: Self.sizeLimit)
      return Submission(student: name, path: shownPath, content: .text(bytes))
    } catch {
      let reason =
        switch error {
        case .tooLarge: "larger than \(Self.sizeLimit >> 20) MB"
        case .isFolder: "this is a folder"
        case .failed(let number): System.description(of: number)
        }
      return Submission(student: name, path: shownPath, content: .unreadable(reason))
    }
  }

  /// - Parameter others: files that are no submissions, wherever they lie: the key and the rubric.
  static func all(in operand: Argument, besides others: [Argument]) throws(InputFile.Failure) -> [SubmissionFile] {
    guard let kind = System.kind(of: operand.bytes) else {
      throw InputFile.Failure(message: "\(operand.text): no such file or folder")
    }
    guard kind == .folder else { return [one(operand.bytes, named: lastPart(of: operand.bytes))] }
    guard let names = System.names(inFolder: operand.bytes) else {
      throw InputFile.Failure(message: "\(operand.text): this folder cannot be read")
    }
    var found: [SubmissionFile] = []
    var students: Set<String> = []
    for name in names where name.first != 0x2E {
      let path = joined(operand.bytes, name)
      if others.contains(where: { System.isSame($0.bytes, path) }) { continue }
      var file = System.kind(of: path) == .folder ? folder(path, name, others) : one(path, named: name)
      // A file and a folder of one student, or two files: each is shown under its whole name.
      if !students.insert(file.student).inserted { file.student = String(decoding: name, as: UTF8.self) }
      found.append(file)
    }
    guard !found.isEmpty else { throw InputFile.Failure(message: "\(operand.text): no submission in this folder") }
    return found
  }

  private static func one(_ path: [UInt8], named name: [UInt8]) -> SubmissionFile {
    let isDerivation = InputFile.isDerivation(name)
    let student = String(decoding: isDerivation ? withoutEnding(name) : name, as: UTF8.self)
    guard System.kind(of: path) == .file else {
      return SubmissionFile(student: student, path: path, obstacle: "this is no file")
    }
    let obstacle = isDerivation ? nil : "a derivation is a file *.expr or *.md"
    return SubmissionFile(student: student, path: path, obstacle: obstacle)
  }

  /// The one derivation in a student's folder, or the one that is called as the key is.
  private static func folder(_ path: [UInt8], _ name: [UInt8], _ others: [Argument]) -> SubmissionFile {
    let student = String(decoding: name, as: UTF8.self)
    let files = (System.names(inFolder: path) ?? []).filter { $0.first != 0x2E && InputFile.isDerivation($0) }
    let keyName = others.first.map { lastPart(of: $0.bytes) }
    guard let file = files.count == 1 ? files[0] : files.first(where: { $0 == keyName }) else {
      let reason =
        files.isEmpty ? "no *.expr and no *.md in this folder" : "\(files.count) derivations: which one counts?"
      return SubmissionFile(student: student, path: path, obstacle: reason)
    }
    let inner = joined(path, file)
    let obstacle = System.kind(of: inner) == .file ? nil : "this is no file"
    return SubmissionFile(student: student, path: inner, obstacle: obstacle)
  }

  private static func joined(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
    folder.last == 0x2F ? folder + name : folder + [0x2F] + name
  }

  private static func lastPart(of path: [UInt8]) -> [UInt8] {
    path.lastIndex(of: 0x2F).map { Array(path[($0 + 1)...]) } ?? path
  }

  private static func ending(of name: [UInt8]) -> String {
    name.lastIndex(of: 0x2E).map { String(decoding: name[$0...], as: UTF8.self) } ?? ""
  }

  private static func withoutEnding(_ name: [UInt8]) -> [UInt8] {
    name.lastIndex(of: 0x2E).map { Array(name[..<$0]) } ?? name
  }
}
