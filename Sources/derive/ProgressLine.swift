/// `[7/23] bn.expr … 1.2 s` on standard error, once it has taken a while and a person is looking.
struct ProgressLine {
  /// Seconds before anything is shown.
  private static let patience = 0.3

  let total: Int
  let start: Double
  private let isWanted = System.isTerminal(System.standardError)
  private var isShown = false

  init(total: Int, start: Double) {
    self.total = total
    self.start = start
  }

  /// Milliseconds to wait for news before it is to be shown again; -1 for ever.
  var pause: Int32 { isWanted ? (isShown ? 100 : 300) : -1 }

  mutating func show(finished: Int, name: String) {
    let seconds = System.seconds - start
    guard isWanted && seconds >= Self.patience else { return }
    let text = "[\(finished + 1)/\(total)] \(name) … \(Self.text(seconds: seconds))"
    _ = System.write("\r\u{1B}[K" + text, to: System.standardError)
    isShown = true
  }

  mutating func clear() {
    if isShown { _ = System.write("\r\u{1B}[K", to: System.standardError) }
    isShown = false
  }

  /// `0.09 s`
  static func text(seconds: Double) -> String {
    let hundredths = Int((max(0, min(seconds, 1e9)) * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
  }
}

extension ThreadPool {
  /// All jobs, with a progress line while a person waits; false after an interrupt, which leaves some undone.
  ///
  /// - Parameter name: of a job, and how far it is.
  func run(start: Double, name: (Int) -> String) -> Bool {
    guard self.start() else { return true }
    var progress = ProgressLine(total: count, start: start)
    defer { progress.clear() }
    var finished = 0
    while finished < count {
      switch news(within: progress.pause) {
      case .progress: finished += 1
      case .timeout:
        let open = results.firstIndex { $0 == nil } ?? finished
        progress.show(finished: finished, name: name(open))
      case .interrupted:
        finish(after: finished)
        return false
      }
    }
    return true
  }

  /// Nothing new is begun; what is being done has half a second to end.
  private func finish(after count: Int) {
    crew.stop()
    let (end, begun) = (System.seconds + 0.5, begun)
    var finished = count
    while finished < begun, System.seconds < end, news(within: 50) != .interrupted {
      finished = results.count { $0 != nil }
    }
  }
}
