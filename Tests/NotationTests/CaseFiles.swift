import Diagnostics
import Foundation
import Notation
import Testing

/// A file under `Tests/Cases`, found by looking.
struct CaseFile: CustomTestStringConvertible, Sendable {
  var path: String
  var source: SourceText

  var testDescription: String { source.name }
}

enum CaseFiles {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Cases")

  static let syntax = files(in: "syntax")
  /// Every case of every stage, and the derivations that ship with the project.
  static let all = files(in: "") + files(in: "../../derivations")

  private static func files(in folder: String) -> [CaseFile] {
    let directory = root.appendingPathComponent(folder).standardizedFileURL
    let names = FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".expr") || $0.hasSuffix(".md") }.sorted().compactMap { name in
      let path = directory.appendingPathComponent(name).path
      guard let data = FileManager.default.contents(atPath: path) else { return nil }
      return CaseFile(path: path, source: SourceText(name: name, bytes: Array(data)))
    }
  }
}
