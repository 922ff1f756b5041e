import Foundation
import Testing

/// The documentation says what the command does: its examples are run.
@Suite struct DocumentationTests {
  @Test(arguments: Page.all.filter { !$0.needsNumPy }) func sessions(_ page: Page) throws { try replay(page) }

  /// The gate has NumPy; where it is missing these pages are not replayed.
  @Test(.enabled(if: Page.hasNumPy, "this Python has no NumPy"), arguments: Page.all.filter { $0.needsNumPy })
  func sessionsWithNumPy(_ page: Page) throws { try replay(page) }

  private func replay(_ page: Page) throws {
    let folder = try Session.folder()
    var lines = try page.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var news: [(Range<Int>, String)] = []
    for block in Page.blocks(of: try page.text()) {
      if let name = block.fileName { try folder.write(Data((block.text + "\n").utf8), to: name) }
      guard block.isSession else { continue }
      let text = try Session.replay(block.text, in: folder)
      if text != block.text { news.append((block.lines, text)) }
      #expect(Session.isRecording || text == block.text, "\(page):\(block.line)")
    }
    guard Session.isRecording else { return }
    // What a broken program says is no documentation.
    try #require(try Run(["--version"]).code == 0)
    for (range, text) in news.reversed() { lines.replaceSubrange(range, with: [text]) }
    try Data(lines.joined(separator: "\n").utf8).write(to: page.url, options: .atomic)
  }

  @Test(arguments: Page.all) func derivations(_ page: Page) throws {
    let blocks = Page.blocks(of: try page.text())
    for block in blocks where block.isDerivation {
      if let name = block.fileName, blocks.contains(where: { $0.mentions(name) }) { continue }
      try judge(block.text, "\(page):\(block.line)")
    }
  }

  /// `NAME-2.txt` is the terminal with `NAME-2.expr` as `NAME.expr`.
  @Test func examples() throws {
    let examples = Page.catalogue.appendingPathComponent("Examples")
    let names = try FileManager.default.contentsOfDirectory(atPath: examples.path).sorted()
    for name in names where name.hasSuffix(".expr") {
      let text = try String(decoding: Data(contentsOf: examples.appendingPathComponent(name)), as: UTF8.self)
      let terminal = examples.appendingPathComponent(name.dropLast(5) + ".txt")
      guard let session = try? Data(contentsOf: terminal) else {
        try judge(text, name)
        continue
      }
      let folder = try Session.folder()
      try folder.write(Data(text.utf8), to: name.replacing(/-\d+\.expr$/, with: ".expr"))
      let output = try Session.replay(String(decoding: session, as: UTF8.self), in: folder) + "\n"
      if Session.isRecording { try Data(output.utf8).write(to: terminal) }
      #expect(Session.isRecording || Data(output.utf8) == session, "\(name): \(output)")
    }
  }

  /// Codes that nothing prints yet, or that the command cannot reach.
  private static let reserved: Set = ["D0000", "D0102", "D0226"]

  @Test func everyCodeIsExplained() throws {
    var explained: Set<String> = []
    for page in Page.all {
      for line in try page.text().split(separator: "\n") where line.hasPrefix("### D") {
        explained.insert(String(line.dropFirst(4).prefix(5)))
      }
    }
    let sources = Page.package.appendingPathComponent("Sources")
    var printed: Set<String> = []
    for case let name as String in FileManager.default.enumerator(atPath: sources.path) ?? .init()
    where name.hasSuffix(".swift") {
      let text = try String(decoding: Data(contentsOf: sources.appendingPathComponent(name)), as: UTF8.self)
      for match in text.matches(of: /"(D\d{4})"/) { printed.insert(String(match.1)) }
    }
    #expect(printed.subtracting(Self.reserved).subtracting(explained).sorted() == [], "codes without explanation")
    #expect(explained.subtracting(printed).sorted() == [], "explained codes that do not exist")
  }

  /// Every line is proved or rightly marked `wrong`, unless `# expect VERDICT CODE` beside it says otherwise.
  private func judge(_ text: String, _ place: String) throws {
    let run = try Run(["--format", "json", "a.expr"], in: try Folder(["a.expr": text]))
    let lines = try JSONDecoder().decode(LinesInJSON.self, from: Data(run.output.utf8)).lines
    #expect(run.code == 0, "\(place): \(run.notes)")
    #expect(!lines.isEmpty, "\(place) claims nothing")
    let source = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      let own = source[line.span.start.line - 1]
      if let expectation = own.firstMatch(of: /# expect (\w+)(?: (D\d{4}))?/) {
        #expect(line.standing == expectation.1, "\(place): \(own)")
        if let code = expectation.2 { #expect(line.codes.first.map { $0 == code } ?? false, "\(place): \(own)") }
      } else {
        #expect(line.isRight, "\(place): \(line.standing): \(own)")
      }
    }
  }
}
