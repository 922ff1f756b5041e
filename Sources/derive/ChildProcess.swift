#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that answers lines on its standard input with lines on its standard output.
///
/// It runs in a process group of its own, which is ended with it: a program that hangs leaves nothing behind. Its standard
/// error is ours.
final class ChildProcess {
  enum Failure: Error {
    case notStarted(Int32)
    /// It did not answer in time. - Parameter isBegun: there is a line without an end.
    case timeout(isBegun: Bool)
    /// It wrote this before the line was sent to it.
    case unasked([UInt8])
    /// It ended, with this code or signal.
    case ended(String)
    case tooMuch
  }

  private let process: pid_t
  private let input: Int32
  private let output: Int32
  private var pending: [UInt8] = []
  private var hasAnswered = false
  private var isOver = false

  /// Starts a shell command.
  init(_ command: String) throws(Failure) {
    var (toChild, fromChild): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&toChild) == 0 else { throw .notStarted(errno) }
    guard pipe(&fromChild) == 0 else { throw .notStarted(errno) }
    for end in [toChild[1], fromChild[0]] {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    posix_spawn_file_actions_addclose(&actions, toChild[0])
    posix_spawn_file_actions_addclose(&actions, fromChild[1])
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    sigaddset(&signals, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
      close(toChild[0])
      close(fromChild[1])
    }
    let words: [String] = ["sh", "-c", command]
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var started: pid_t = 0
    let error = posix_spawn(&started, "/bin/sh", &actions, &attributes, arguments, environ)
    guard error == 0 else {
      close(toChild[1])
      close(fromChild[0])
      throw .notStarted(error)
    }
    (process, input, output) = (started, toChild[1], fromChild[0])
  }

  deinit { end() }

  /// Ends the program and all that it started.
  func end() {
    if isOver { return }
    isOver = true
    close(input)
    close(output)
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
  }

  /// Sends a line and waits for the line that answers it.
  func answer(to line: String, within seconds: Double, limit: Int) throws(Failure) -> [UInt8] {
    if hasAnswered { try demandSilence() }
    let deadline = System.seconds + seconds
    let request = Array(line.utf8)
    var sent = 0
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        let answer = Array(pending[..<end])
        pending.removeFirst(end + 1)
        hasAnswered = true
        return answer
      }
      if pending.count > limit { throw .tooMuch }
      let rest = deadline - System.seconds
      guard rest > 0 else { throw .timeout(isBegun: !pending.isEmpty) }
      var events = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if sent < request.count { events.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
      let ready = poll(&events, nfds_t(events.count), Int32(min(rest * 1000 + 1, 1e6)))
      if ready < 0 && errno != EINTR { throw .ended("its pipe broke") }
      if ready <= 0 { continue }
      if events[0].revents != 0 { try receive() }
      if events.count > 1, events[1].revents != 0 { sent += try send(request[sent...]) }
    }
  }

  /// What came after the last answer would be taken for the next one.
  private func demandSilence() throws(Failure) {
    if System.readable(among: [output], within: 0) != nil { try receive() }
    let unasked = pending.drop { UInt8.blanks.contains($0) }
    if !unasked.isEmpty { throw .unasked(Array(unasked.prefix { $0 != 0x0A })) }
    pending = []
  }

  private func send(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Int {
    let count = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    if count >= 0 { return count }
    if errno == EAGAIN || errno == EINTR { return 0 }
    throw .ended(reason())
  }

  private func receive() throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(output, &buffer, buffer.count)
    if count > 0 {
      pending += buffer[..<count]
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      throw .ended(reason())
    }
  }

  /// How the program ended, if it did so within a moment.
  private func reason() -> String {
    var status: Int32 = 0
    for _ in 0..<50 {
      if waitpid(process, &status, WNOHANG) == process {
        let signal = status & 0x7F
        return signal == 0 ? "it ended with exit code \(status >> 8 & 0xFF)" : "it was ended by signal \(signal)"
      }
      usleep(2000)
    }
    return "it closed its standard output"
  }
}

extension UInt8 {
  /// The bytes of white space in a line, and those that end one.
  fileprivate static let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
}
