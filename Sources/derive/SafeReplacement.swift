#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Gives a file new content such that at every moment its name leads to all of the old one or all of the new one: it is
/// written beside it, and takes its place when it is complete.
enum SafeReplacement {
  /// Names that are tried for the file beside it.
  private static let attempts = 100

  /// Permissions stay, and a link still leads to the file. Nil if it was done, else the number of the error, and the file
  /// is as it was.
  static func write(_ bytes: [UInt8], toFile path: [UInt8]) -> Int32? {
    guard let resolved = realpath(System.terminated(path), nil) else { return errno }
    defer { free(resolved) }
    var status = stat()
    guard stat(resolved, &status) == 0 else { return errno }
    guard status.st_mode & S_IFMT == S_IFREG else { return System.write(bytes, toFile: path) }
    // What may not be written is not replaced either.
    guard access(resolved, W_OK) == 0 else { return errno }
    let target = Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved)))
    for number in 0..<attempts {
      let name = ".derive-\(getpid())-\(number)".utf8.map { CChar(bitPattern: $0) }
      let beside = target + name + [0]
      let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL, 0o600)
      if descriptor < 0 && errno == EEXIST { continue }
      guard descriptor >= 0 else { return errno }
      if let error = fill(descriptor, bytes, like: status) ?? (rename(beside, resolved) == 0 ? nil : errno) {
        unlink(beside)
        return error
      }
      return nil
    }
    return EEXIST
  }

  /// Writes all of it to the disk, with the owner, if that is allowed, and the permissions of the other file.
  private static func fill(_ descriptor: Int32, _ bytes: [UInt8], like status: stat) -> Int32? {
    var error = System.write(bytes, to: descriptor)
    if error == nil {
      _ = fchown(descriptor, status.st_uid, status.st_gid)
      if fchmod(descriptor, status.st_mode & 0o7777) != 0 || fsync(descriptor) != 0 { error = errno }
    }
    let closing = System.finish(descriptor)
    return error ?? closing
  }
}
