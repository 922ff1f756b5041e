import Checking
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work on numbered jobs, on threads with large stacks. The thread that owns the pool waits for news.
final class ThreadPool<Result: Sendable>: Sendable {
  enum News: Equatable {
    case progress, interrupted, timeout
  }

  private struct State {
    var next = 0
    var results: [Result?]
  }

  private let state: Mutex<State>
  let count: Int
  private let work: @Sendable (Int) -> Result
  /// Workers and the signal thread write one byte to the pipe for each event.
  private let channel: Channel?

  /// An interrupt is news; else it ends the process as it would anyway.
  private let reportsInterrupts: Bool
  let crew: Crew

  init(jobs count: Int, for crew: Crew, reportsInterrupts: Bool = true, work: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.crew = crew
    self.reportsInterrupts = reportsInterrupts
    self.work = work
    state = Mutex(State(results: Array(repeating: nil, count: count)))
    channel = Channel()
  }

  /// A process with many pools keeps no pipes, but for those that a thread may still write to.
  deinit { if !reportsInterrupts { channel?.closeEnds() } }

  /// Jobs that were begun.
  var begun: Int { state.withLock { $0.next } }

  /// In the order of the jobs; nil for those that are not finished.
  var results: [Result?] { state.withLock { $0.results } }

  /// The result of a finished job, which is given away.
  func take(_ job: Int) -> Result? {
    state.withLock { state in
      defer { state.results[job] = nil }
      return state.results[job]
    }
  }

  /// Starts the crew, and a thread that waits for an interrupt if that is news. If the system gives none, it does the work
  /// itself and returns false: then there will be no news.
  func start() -> Bool {
    guard let channel else {
      workOn(reportingTo: nil)
      return false
    }
    if reportsInterrupts {
      Channel.blockInterrupts()
      Thread.start(stack: 1 << 16) { channel.reportInterrupt() }
    }
    var started = 0
    while started < count, crew.start({ self.workOn(reportingTo: channel) }) { started += 1 }
    if started == 0 { workOn(reportingTo: nil) }
    return started > 0
  }

  private func workOn(reportingTo channel: Channel?) {
    while let job = takeJob() {
      let result = work(job)
      state.withLock { $0.results[job] = result }
      channel?.send(.progress)
    }
  }

  private func takeJob() -> Int? {
    state.withLock { state in
      guard state.next < count, !crew.isStopped else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// - Parameter interrupts: a descriptor that brings interrupts, too.
  func news(within milliseconds: Int32, orFrom interrupts: Int32? = nil) -> News {
    switch channel?.receive(within: milliseconds, orFrom: interrupts) {
    case .interrupt: .interrupted
    case .progress: .progress
    case nil: .timeout
    }
  }
}

/// The threads that may be at work at the same time. One with many parts to do is helped by those that nothing else needs.
final class Crew: Workforce {
  private let size: Int
  private let atWork = Mutex(0)
  private let stopped = Atomic(false)

  init(threads size: Int) { self.size = size }

  /// Nothing new is begun.
  func stop() { stopped.store(true, ordering: .relaxed) }

  var isStopped: Bool { stopped.load(ordering: .relaxed) }

  /// False if all are at work, or the system gives no more threads.
  func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let isFree = atWork.withLock { count in
      guard count < size else { return false }
      count += 1
      return true
    }
    guard isFree else { return false }
    let hasStarted = Thread.start(stack: Thread.stackOfWorker) {
      body()
      self.atWork.withLock { $0 -= 1 }
    }
    if !hasStarted { atWork.withLock { $0 -= 1 } }
    return hasStarted
  }

  /// Called on a thread of the crew, which does the parts that no other thread takes.
  func results<Result: Sendable>(_ count: Int, _ part: @escaping @Sendable (Int) -> Result) -> [Result?] {
    guard count > 1, size > 1, let parts = SharedParts(count, for: self, part) else {
      return (0..<count).map { isStopped ? nil : part($0) }
    }
    return parts.results()
  }
}

/// Parts that several threads take, one by one.
private final class SharedParts<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    /// Parts that are being done.
    var running = 0
    var results: [Result?]
    /// The one whose parts they are has nothing more to do.
    var isAwaited = false
  }

  private let count: Int
  private let crew: Crew
  private let part: @Sendable (Int) -> Result
  private let state: Mutex<State>
  /// Brings one event to the one who waits, when the last part is finished.
  private let channel: Channel

  /// Nil if the system has no pipe left.
  init?(_ count: Int, for crew: Crew, _ part: @escaping @Sendable (Int) -> Result) {
    guard let channel = Channel() else { return nil }
    (self.count, self.crew, self.part, self.channel) = (count, crew, part, channel)
    state = Mutex(State(results: Array(repeating: nil, count: count)))
  }

  deinit { channel.closeEnds() }

  func results() -> [Result?] {
    work()
    let isFinished = state.withLock { state in
      state.isAwaited = true
      return state.running == 0
    }
    if !isFinished { while channel.receive(within: -1, orFrom: nil) == nil {} }
    return state.withLock { $0.results }
  }

  /// Whoever takes a part gets help if there are more.
  private func work() {
    while let number = take() {
      if number < count - 1 { _ = crew.start { self.work() } }
      let result = part(number)
      let isLast = state.withLock { state in
        state.results[number] = result
        state.running -= 1
        return state.running == 0 && state.isAwaited
      }
      if isLast { channel.send(.progress) }
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < count, !crew.isStopped else { return nil }
      defer { state.next += 1 }
      state.running += 1
      return state.next
    }
  }
}

/// A pipe within the process, on which one thread can wait for the others and for the keyboard.
private struct Channel: Sendable {
  enum Event: UInt8 { case progress = 0x2E, interrupt = 0x21 }

  private let input: Int32
  private let output: Int32

  /// Nil if the system has no pipe left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (input, output) = (ends[0], ends[1])
  }

  func closeEnds() {
    close(input)
    close(output)
  }

  func send(_ event: Event) {
    var byte = event.rawValue
    _ = write(output, &byte, 1)
  }

  /// Nil after the time given.
  func receive(within milliseconds: Int32, orFrom other: Int32?) -> Event? {
    guard let ready = System.readable(among: [input] + (other.map { [$0] } ?? []), within: milliseconds) else {
      return nil
    }
    var byte: UInt8 = 0
    return read(ready, &byte, 1) == 1 ? Event(rawValue: byte) : nil
  }

  private static var interrupts: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    return signals
  }

  /// In this thread and those that it starts, so that only the one that waits for it receives it.
  static func blockInterrupts() {
    var signals = interrupts
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Waits for one interrupt; after it, the next one ends the process.
  func reportInterrupt() {
    var signals = Self.interrupts
    var received: Int32 = 0
    guard sigwait(&signals, &received) == 0 else { return }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    send(.interrupt)
    while true { pause() }
  }
}

private enum Thread {
  /// Terms may be nested deeply; memory is taken only as it is used.
  static let stackOfWorker = 1 << 28

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// False if the system refuses.
  @discardableResult static func start(stack: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stack)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let failure = pthread_create(&thread, &attributes, Self.enter, box.toOpaque())
    if failure != 0 { box.release() }
    return failure == 0
  }

  #if canImport(Darwin)
    private static let enter: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { pointer in
      let memory = CrashNote.prepareThread()
      defer { CrashNote.endThread(memory) }
      Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
      return nil
    }
  #else
    private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
      let memory = CrashNote.prepareThread()
      defer { CrashNote.endThread(memory) }
      if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
      return nil
    }
  #endif
}
