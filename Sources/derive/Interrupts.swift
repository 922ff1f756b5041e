#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What Ctrl-C does where nothing is left to be printed: it ends the process at once, with the exit code for it.
enum Interrupts {
  /// Whatever the process that started this one did with it.
  static func endProcess() {
    signal(SIGINT, end)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Only calls that are safe within a signal handler. The next prompt of the shell gets a line of its own.
  private static let end: @convention(c) (Int32) -> Void = { _ in
    if isatty(2) == 1 { _ = write(2, "\n", 1) }
    _exit(130)
  }
}
