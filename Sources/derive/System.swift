#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes in and out, through the system's own calls.
enum System {
  enum ReadError: Error {
    case failed(Int32)
    case tooLarge
    case isFolder
  }

  static let standardInput: Int32 = 0
  static let standardOutput: Int32 = 1
  static let standardError: Int32 = 2
  /// The error of a pipe whose reader is gone: nobody wants more, which is no failure.
  static let brokenPipe = EPIPE

  /// A closed standard stream would lend its number to the next file or pipe that is opened. In its place stands one with
  /// nothing to read, which refuses what is written.
  static func reserveStandardStreams() {
    var descriptor: Int32 = 0
    while descriptor >= 0 && descriptor <= standardError { descriptor = open("/dev/null", O_RDONLY) }
    if descriptor > standardError { close(descriptor) }
  }

  enum Kind { case file, folder, other }

  /// A path for the system: ends with 0. A path that holds a 0 names no file.
  static func terminated(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }

  /// All bytes of a file or, for nil, of standard input.
  static func bytes(of path: [UInt8]?, limit: Int) throws(ReadError) -> [UInt8] {
    var descriptor: Int32 = 0
    if let path {
      guard kind(of: path) != .folder else { throw .isFolder }
      descriptor = open(terminated(path), O_RDONLY)
      guard descriptor >= 0 else { throw .failed(errno) }
    }
    defer { if path != nil { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .failed(errno) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > limit { throw .tooLarge }
    }
  }

  /// Nil if all was written, else the number of the error. A signal does not end it.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = posixWrite(descriptor, rest.baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return errno }
      written += count
    }
    return nil
  }

  /// Creates or replaces a file.
  static func write(_ text: String, toFile path: [UInt8]) -> Int32? { write(Array(text.utf8), toFile: path) }

  static func write(_ bytes: [UInt8], toFile path: [UInt8]) -> Int32? {
    let descriptor = create(path)
    guard descriptor >= 0 else { return errno }
    return write(bytes, to: descriptor) ?? finish(descriptor)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { write($0, to: descriptor) }
  }

  /// Creates or empties a file; negative if that fails, and then `lastError` says why.
  static func create(_ path: [UInt8]) -> Int32 { open(terminated(path), O_WRONLY | O_CREAT | O_TRUNC, 0o666) }

  static var lastError: Int32 { errno }

  /// Closes a file that was written.
  static func finish(_ descriptor: Int32) -> Int32? { close(descriptor) == 0 ? nil : errno }

  /// Creates a folder, unless there is one.
  static func makeFolder(_ path: [UInt8]) -> Int32? {
    mkdir(terminated(path), 0o777) == 0 || errno == EEXIST && kind(of: path) == .folder ? nil : errno
  }

  /// Of a link the link itself; no folder.
  static func remove(_ path: [UInt8]) -> Int32? { unlink(terminated(path)) == 0 ? nil : errno }

  /// Two paths to one file or folder.
  static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(terminated(a), &first) == 0, stat(terminated(b), &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// What a path names; nil if nothing. - Parameter followsLinks: of a link, what it leads to.
  static func kind(of path: [UInt8], followsLinks: Bool = true) -> Kind? {
    var status = stat()
    let name = terminated(path)
    guard (followsLinks ? stat(name, &status) : lstat(name, &status)) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// What is different after a file was written or replaced.
  struct Stamp: Equatable {
    var device: UInt64
    var number: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  /// Nil if there is no file.
  static func stamp(of path: [UInt8]) -> Stamp? {
    var status = stat()
    guard stat(terminated(path), &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Stamp(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino), size: Int64(status.st_size),
      seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
  }

  /// The first of the descriptors from which something can be read, or which are at their end; nil after the time given, if
  /// that is not negative. A signal does not end the waiting.
  static func readable(among descriptors: [Int32], within milliseconds: Int32) -> Int32? {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var count: Int32
    repeat { count = poll(&entries, nfds_t(entries.count), milliseconds) } while count < 0 && errno == EINTR
    return count > 0 ? entries.first { $0.revents != 0 }?.fd : nil
  }

  static func sleep(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

  /// The names in a folder, without `.` and `..`, sorted by their bytes; nil if it cannot be read.
  static func names(inFolder path: [UInt8]) -> [[UInt8]]? {
    guard let folder = opendir(terminated(path)) else { return nil }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = Self.name(of: entry)
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    let start = UnsafeRawPointer(entry) + offset
    let length = strlen(start.assumingMemoryBound(to: CChar.self))
    return Array(UnsafeRawBufferPointer(start: start, count: length))
  }

  /// `no such file`, in words for the person at the terminal.
  static func description(of error: Int32) -> String {
    switch error {
    case ENOENT: return "no such file"
    case EACCES: return "permission denied"
    case ENOSPC: return "no space left on the device"
    default: return strerror(error).map { String(cString: $0) } ?? "error \(error)"
    }
  }

  /// The value of an environment variable, unless it is empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Seconds on a clock that only runs forward.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// The system's `write`, which `System.write` hides inside the type.
private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
