import Foundation
import Testing

/// Texts that were looked at once and are kept beside the tests. `DERIVE_RECORD=1 swift test` writes them anew.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden")

  static func expect(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = folder.appendingPathComponent(path)
    if ProcessInfo.processInfo.environment["DERIVE_RECORD"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let recorded = try Data(contentsOf: file)
    let isSame = Array(text.utf8) == Array(recorded)
    #expect(isSame, "\(path) differs; got:\n\(text)", sourceLocation: sourceLocation)
  }
}
