import Checking
import Diagnostics
import Foundation

/// A case file: `.expr` lines that carry their expectation as a comment, `# expect refuted D0304 at "xhat"`.
struct CaseFile: CustomStringConvertible, Sendable {
  let url: URL
  var description: String { url.deletingLastPathComponent().lastPathComponent + "/" + url.lastPathComponent }

  struct Expectation {
    var line: Int
    /// A verdict, `healed`, `error`; alternatives are joined by `|`.
    var verdicts: [String]
    var code: String?
    /// Text that the blamed span must be.
    var place: String?
  }

  static func all(in folder: String) -> [CaseFile] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Cases/\(folder)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix(".expr") }.sorted().map { CaseFile(url: root.appendingPathComponent($0)) }
  }

  func source() throws -> SourceText {
    SourceText(name: url.lastPathComponent, bytes: Array(try Data(contentsOf: url)))
  }

  func expectations(of source: SourceText) -> [Expectation] {
    (1...source.lineCount).compactMap { number in
      let text = source.text(of: source.span(ofLine: number))
      guard let range = text.range(of: "# expect ") else { return nil }
      let words = text[range.upperBound...]
      var expectation = Expectation(line: number, verdicts: [])
      let quoted = words.split(separator: "\"", omittingEmptySubsequences: false)
      if quoted.count >= 3 { expectation.place = String(quoted[1]) }
      for word in quoted[0].split(separator: " ") {
        if word.hasPrefix("D0") {
          expectation.code = String(word)
        } else if word != "at" && expectation.verdicts.isEmpty {
          expectation.verdicts = word.split(separator: "|").map(String.init)
        }
      }
      return expectation
    }
  }
}
