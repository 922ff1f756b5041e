import Foundation

/// A run of the built command that goes on: what it writes is waited for.
final class LiveRun {
  struct Late: Error, CustomStringConvertible {
    var description: String
  }

  private let process = Process()
  private let output: FileHandle
  /// What is typed at a terminal; nil where nothing can be.
  private let keyboard: FileHandle?
  private var pending: [UInt8] = []

  /// - Parameter atTerminal: it reads from a terminal and writes to it.
  init(_ arguments: [String], in folder: Folder, atTerminal: Bool = false) throws {
    process.executableURL = Run.command
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"]
    process.currentDirectoryURL = folder.url
    if atTerminal {
      let screen = openTerminal(O_RDWR | O_NOCTTY)
      guard screen >= 0, grantTerminal(screen) == 0, unlockTerminal(screen) == 0, let name = nameOfTerminal(screen)
      else {
        throw Late(description: "no terminal: \(errno)")
      }
      let terminal = FileHandle(fileDescriptor: open(name, O_RDWR | O_NOCTTY), closeOnDealloc: true)
      output = FileHandle(fileDescriptor: screen, closeOnDealloc: true)
      keyboard = output
      (process.standardInput, process.standardOutput, process.standardError) = (terminal, terminal, terminal)
    } else {
      let pipe = Pipe()
      (output, keyboard) = (pipe.fileHandleForReading, nil)
      process.standardInput = FileHandle.nullDevice
      (process.standardOutput, process.standardError) = (pipe, pipe)
    }
    try process.run()
  }

  func type(_ text: String) throws { try keyboard?.write(contentsOf: Data(text.utf8)) }

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
      var entry = pollfd(fd: output.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let rest = deadline.timeIntervalSinceNow
      guard rest > 0, poll(&entry, 1, Int32(rest * 1000) + 1) > 0 else {
        throw Late(description: "after \(String(decoding: pending, as: UTF8.self))")
      }
      let data = output.availableData
      if data.isEmpty { throw Late(description: "it ended after \(String(decoding: pending, as: UTF8.self))") }
      pending += data
    }
  }

  /// Ctrl-C. - Returns: the exit code.
  func interrupt() -> Int32 {
    sendInterrupt()
    return exitCode()
  }

  func sendInterrupt() { process.interrupt() }

  /// It is killed if it does not end within a minute.
  func exitCode() -> Int32 {
    let deadline = Date(timeIntervalSinceNow: 60)
    while process.isRunning && deadline.timeIntervalSinceNow > 0 { usleep(10_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }
}

// Part of every libc, whatever standard its headers are read for.
@_silgen_name("posix_openpt") private func openTerminal(_ flags: Int32) -> Int32
@_silgen_name("grantpt") private func grantTerminal(_ descriptor: Int32) -> Int32
@_silgen_name("unlockpt") private func unlockTerminal(_ descriptor: Int32) -> Int32
@_silgen_name("ptsname") private func nameOfTerminal(_ descriptor: Int32) -> UnsafeMutablePointer<CChar>?
