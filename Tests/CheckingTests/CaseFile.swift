import Checking
import Diagnostics
import Foundation

/// A case file: `.expr` lines that carry their expectation as a comment, `# expect refuted D0304 at "xhat" fix "2*x"`.
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
    /// The right side that is proposed.
    var repair: String?
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
      for k in stride(from: 1, to: quoted.count - 1, by: 2) {
        if quoted[k - 1].hasSuffix("fix ") {
          expectation.repair = String(quoted[k])
        } else {
          expectation.place = String(quoted[k])
        }
      }
      for word in quoted[0].split(separator: " ") {
        if word.hasPrefix("D0") {
          expectation.code = String(word)
        } else if word != "at" && word != "fix" && expectation.verdicts.isEmpty {
          expectation.verdicts = word.split(separator: "|").map(String.init)
        }
      }
      return expectation
    }
  }
}
