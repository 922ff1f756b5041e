import Foundation

/// Programs of others on the same formulas, in the same run: CasADi through Python, and C by hand. What is not on the
/// machine has no time.
struct Peers {
  private let python: String
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peers")

  init(python: String) { self.python = python }

  /// Milliseconds for all partial derivatives, the graph of the formula being there.
  func casadi(_ kind: Workload.Kind, _ size: Int) -> Double? {
    let script = folder.appendingPathComponent("graphs_with_casadi.py").path
    return output(of: ["/usr/bin/env", python, script, kind.rawValue, String(size)]).flatMap { Double($0) }
  }

  /// Nanoseconds a point of a gradient that CasADi compiles to C.
  func casadiCompiled(_ kind: Workload.Kind, _ size: Int) -> Double? {
    let script = folder.appendingPathComponent("graphs_with_casadi.py").path
    return output(of: ["/usr/bin/env", python, script, kind.rawValue, String(size), "compiled"]).flatMap { Double($0) }
  }

  /// Nanoseconds a point of a gradient written by hand in C and compiled for this machine.
  func handwritten(_ kind: Workload.Kind, _ size: Int) -> Double? {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("gradients-\(getpid())")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let source = folder.appendingPathComponent("gradients.c").path
    guard output(of: ["/usr/bin/env", "cc", "-O3", "-march=native", source, "-o", scratch.path, "-lm"]) != nil else {
      return nil
    }
    return output(of: [scratch.path, kind.rawValue, String(size)]).flatMap { Double($0) }
  }

  /// What a program writes, without its last line end; nil if it fails.
  private func output(of command: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
