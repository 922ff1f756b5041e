import Foundation

/// A page of the documentation. Its blocks of code are files and sessions at a terminal:
///
/// - a `derive`, `c` or `python` block that begins with a comment of its name, `# NAME.expr`, `/* NAME.c */`, is that file,
///   if a later command names it;
/// - a `console` block holds commands after `$ ` and what they write, on standard output and standard error;
/// - every other `derive` block is a derivation by itself.
struct Page: CustomStringConvertible, Sendable {
  let url: URL
  var description: String { url.lastPathComponent }

  struct Block: Sendable {
    var language: Substring
    var text: String
    /// Of its first line in the page, from 1.
    var line: Int
    /// Of the lines between its fences.
    var lines: Range<Int>
  }

  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let catalogue = package.appendingPathComponent("Sources/derive/Documentation.docc")

  static var all: [Page] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: catalogue.path)) ?? []
    let articles = names.filter { $0.hasSuffix(".md") }.sorted().map { catalogue.appendingPathComponent($0) }
    return ([package.appendingPathComponent("README.md")] + articles).map { Page(url: $0) }
  }

  var needsNumPy: Bool { (try? text().contains("import numpy")) ?? false }
  static let hasNumPy = (try? Run(shell: "python3 -c 'import numpy'", in: Folder()).code) == 0

  func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

  /// The blocks of a text that stand between fences without indentation.
  static func blocks(of text: String) -> [Block] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var blocks: [Block] = []
    var start: Int?
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let first = start else {
        start = number + 1
        continue
      }
      start = nil
      let kind = lines[first - 1].dropFirst(3)
      guard ["derive", "console", "c", "python"].contains(kind) else { continue }
      let content = lines[first..<number].joined(separator: "\n")
      blocks.append(Block(language: kind, text: content, line: first + 1, lines: first..<number))
    }
    return blocks
  }
}

extension Page.Block {
  var isSession: Bool { language == "console" }
  var isDerivation: Bool { language == "derive" }

  /// The name in the comment on its first line.
  var fileName: String? {
    guard let name = text.firstMatch(of: /^(?:#|\/\*) (\S+\.(?:expr|c|py))(?: \*\/)?\n/) else { return nil }
    return String(name.1)
  }

  func mentions(_ name: String) -> Bool {
    isSession && text.split(separator: "\n").contains { $0.hasPrefix("$ ") && $0.contains(name) }
  }
}

/// Commands and what they write.
struct Session {
  /// With the output that the commands give now, in a folder.
  static func replay(_ text: String, in folder: Folder) throws -> String {
    var lines: [String] = []
    for line in text.split(separator: "\n") where line.hasPrefix("$ ") {
      lines.append(String(line))
      let command = "derive() { \"$DERIVE\" \"$@\"; }; exec 2>&1; \(line.dropFirst(2))"
      var output = try Run(shell: command, in: folder).output[...]
      while output.last == "\n" { output.removeLast() }
      if !output.isEmpty { lines.append(String(output)) }
    }
    return lines.joined(separator: "\n")
  }

  /// Where sessions take place: the package's derivations are there, and a homework.
  static func folder() throws -> Folder {
    let folder = try Folder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("derivations"),
      withDestinationURL: Page.package.appendingPathComponent("derivations"))
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("homework"),
      withDestinationURL: Page.catalogue.appendingPathComponent("Examples/homework"))
    return folder
  }

  /// `DERIVE_RECORD=1 swift test` writes the sessions anew.
  static let isRecording = ProcessInfo.processInfo.environment["DERIVE_RECORD"] != nil
}

/// What `--format json` says about the lines of one file.
struct LinesInJSON: Decodable {
  struct File: Decodable { var steps: [Step] }
  struct Step: Decodable {
    struct Span: Decodable {
      struct Place: Decodable { var line: Int }
      var start: Place
    }
    struct Finding: Decodable { var code: String }
    var span: Span
    var verdict: String?
    var outcome: String?
    var markedWrong: Bool?
    var healed: Bool?
    var diagnoses: [Finding]?
    var diagnostic: Finding?
  }
  var files: [File]

  /// Steps with a verdict.
  var lines: [Step] { files.flatMap { $0.steps }.filter { $0.verdict != nil } }
}

extension LinesInJSON.Step {
  /// What a comment calls it.
  var standing: String { healed == true ? "healed" : verdict ?? "" }
  var codes: [String] { [diagnoses?.first?.code, diagnostic?.code].compactMap { $0 } }
  var isRight: Bool { standing == "proved" || markedWrong == true && outcome == "passes" }
}
