import Diagnostics
import Elaboration
import Foundation
import Notation
import Testing

@Suite("Derivations elaborate without mistakes")
struct ExampleTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "derivations")

  @Test(arguments: ["bn", "ridge", "logistic_softmax", "mle"])
  func elaborates(_ name: String) throws {
    let text = try String(contentsOf: ExampleTests.folder.appending(path: name + ".expr"), encoding: .utf8)
    let problem = problem(text)
    if ProcessInfo.processInfo.environment["SHOW"] != nil { print(problem.text) }
    #expect(problem.diagnostics.isEmpty)
    #expect(!problem.text.contains("D0"))
  }
}
