import Foundation

/// A run of the built command that goes on: what it writes is waited for.
final class LiveRun {
  struct Late: Error, CustomStringConvertible {
    var description: String
  }

  private let process = Process()
  private let output = Pipe()
  private var pending: [UInt8] = []

  init(_ arguments: [String], in folder: Folder) throws {
    process.executableURL = Run.command
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// What it writes next, up to and with these words. It is late after a minute, on any machine.
  func text(until end: String) throws -> String {
    let deadline = Date(timeIntervalSinceNow: 60)
    let end = Array(end.utf8)
    while true {
      if let place = pending.firstRange(of: end)?.upperBound {
        defer { pending.removeFirst(place) }
        return String(decoding: pending[..<place], as: UTF8.self)
      }
      var entry = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let rest = deadline.timeIntervalSinceNow
      guard rest > 0, poll(&entry, 1, Int32(rest * 1000) + 1) > 0 else {
        throw Late(description: "after \(String(decoding: pending, as: UTF8.self))")
      }
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { throw Late(description: "it ended after \(String(decoding: pending, as: UTF8.self))") }
      pending += data
    }
  }

  /// Ctrl-C. - Returns: the exit code; it is killed if it does not end within a minute.
  func interrupt() -> Int32 {
    process.interrupt()
    let deadline = Date(timeIntervalSinceNow: 60)
    while process.isRunning && deadline.timeIntervalSinceNow > 0 { usleep(10_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }
}
