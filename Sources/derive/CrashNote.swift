#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The last words of a process that has a bug: what to report, and the exit code 70 in place of a signal.
enum CrashNote {
  private static let stackSize = 1 << 16

  /// For the whole process, and for the thread that calls it.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      var action = sigaction()
      #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = speak
      #else
        action.__sigaction_handler.sa_handler = speak
      #endif
      action.sa_flags = Int32(SA_ONSTACK)
      sigaction(number, &action, nil)
    }
    prepareThread()
  }

  /// A stack of its own for the handler, for the case that the thread's stack is what ran out.
  ///
  /// - Returns: what `endThread` gives back.
  @discardableResult static func prepareThread() -> UnsafeMutableRawPointer? {
    guard let memory = malloc(stackSize) else { return nil }
    #if canImport(Darwin)
      var stack = stack_t(ss_sp: memory, ss_size: UInt(stackSize), ss_flags: 0)
    #else
      var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: stackSize)
    #endif
    sigaltstack(&stack, nil)
    return memory
  }

  /// The thread that prepared itself ends.
  static func endThread(_ memory: UnsafeMutableRawPointer?) {
    guard let memory else { return }
    var none = stack_t()
    none.ss_flags = Int32(SS_DISABLE)
    sigaltstack(&none, nil)
    free(memory)
  }

  /// Only calls that are safe within a signal handler.
  private static let speak: @convention(c) (Int32) -> Void = { _ in
    let text: StaticString = """

      derive: internal error: this is a bug in derive, not in your file.
      Please report it with the file, the command line (the seed is 1 unless --seed was given) and `derive --version`.

      """
    _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    _exit(70)
  }
}
