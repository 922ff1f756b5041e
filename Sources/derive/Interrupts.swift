import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What Ctrl-C does where no report is waiting to be printed.
enum Interrupts {
  /// It ends the process at once, with the exit code for it, whatever the process that started this one did with it.
  static func endProcess() { set(end) }

  /// Each Ctrl-C is a byte to be read from the descriptor; nil if the system has no pipe left.
  static func reported() -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    reporting.store(ends[1], ordering: .sequentiallyConsistent)
    set(report)
    return ends[0]
  }

  /// Where a handler writes to.
  private static let reporting = Atomic<Int32>(-1)

  private static func set(_ handler: @escaping @convention(c) (Int32) -> Void) {
    signal(SIGINT, handler)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Only calls that are safe within a signal handler, as in `end`.
  private static let report: @convention(c) (Int32) -> Void = { _ in
    let number = errno
    var byte: UInt8 = 0x21
    _ = write(reporting.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = number
  }

  /// The next prompt of the shell gets a line of its own.
  private static let end: @convention(c) (Int32) -> Void = { _ in
    if isatty(2) == 1 { _ = write(2, "\n", 1) }
    _exit(130)
  }
}
