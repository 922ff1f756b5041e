import Foundation
import Testing

/// One run of the built command: what it wrote and how it ended.
struct Run {
  var output: String
  var notes: String
  var code: Int32

  /// Beside the test bundle; nothing is built here.
  static let command: URL = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates = [bundle, package.appendingPathComponent(".build/debug")].map {
      $0.appendingPathComponent("derive")
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
  }()

  init(
    _ arguments: [String], in folder: Folder? = nil, input: String = "", environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = Run.command
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder.url }
    let pipes = (Pipe(), Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = pipes
    try process.run()
    pipes.0.fileHandleForWriting.write(Data(input.utf8))
    try pipes.0.fileHandleForWriting.close()
    output = String(decoding: pipes.1.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    notes = String(decoding: pipes.2.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// A line for the shell, in a folder; for pipes, redirections and signals. `$DERIVE` is the command.
  init(shell line: String, in folder: Folder) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": path, "DERIVE": Run.command.path]
    process.currentDirectoryURL = folder.url
    let pipes = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = pipes
    process.standardInput = FileHandle.nullDevice
    try process.run()
    output = String(decoding: pipes.0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    notes = String(decoding: pipes.1.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
  }
}

/// A folder that lives as long as the value.
final class Folder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("derive-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ data: Data, to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
  }
}
