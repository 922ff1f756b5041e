#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines of standard input, as they come.
struct LineReader {
  /// Bytes of a line; nobody types more.
  static let limit = 1 << 20

  enum Line {
    case text([UInt8])
    case tooLong
    /// Ctrl-C; what was typed of the line is gone.
    case interrupt
    case end
  }

  private var pending: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Brings a byte for each Ctrl-C, if it does not end the process.
  private let interrupts: Int32?

  init(interrupts: Int32?) { self.interrupts = interrupts }

  /// Without its line end.
  mutating func next() -> Line {
    while true {
      if let end = pending[start...].firstIndex(of: 0x0A) {
        let line = pending[start..<end]
        start = end + 1
        return .text(Array(line.last == 0x0D ? line.dropLast() : line))
      }
      if pending.count - start > Self.limit { return .tooLong }
      if isAtEnd {
        defer { start = pending.count }
        return start == pending.count ? .end : .text(Array(pending[start...]))
      }
      pending.removeFirst(start)
      start = 0
      if let interrupts, System.readable(among: [interrupts, 0], within: -1) == interrupts {
        var byte: UInt8 = 0
        _ = read(interrupts, &byte, 1)
        pending = []
        return .interrupt
      }
      receive()
    }
  }

  private mutating func receive() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(0, &buffer, buffer.count)
    if count > 0 { pending += buffer[..<count] } else if count == 0 || errno != EINTR { isAtEnd = true }
  }
}
