import Checking
import Diagnostics
import Elaboration
import Notation

/// What was entered so far: one text, read and checked as a file is. It never holds a mistake.
struct ReplSession: Sendable {
  /// Bytes of all entries.
  static let limit = 1 << 18
  static let name = "<repl>"

  /// The text, and what it means. An entry is read behind it, and nothing above it a second time.
  private(set) var content = GrowingProblem(name: name)
  private(set) var established = EstablishedClaims()
  /// How long the text was before each entry.
  private var lengths: [Int] = []
  /// Lines of an entry that is not finished.
  private(set) var pending = ""
  private var pendingEnd = UnfinishedLines()
  /// The last entry, if it was a term: a chain may begin with it.
  private var term = ""

  enum Outcome: Sendable {
    case unfinished
    /// It now belongs to the text: what is new in it.
    case entered(CheckedFile)
    /// It does not, for the mistakes in it.
    case rejected(CheckedFile)
    /// A term: nothing is claimed.
    case term(String)
    case tooLong
  }

  var source: SourceText { content.source }
  var text: String { String(decoding: source.bytes, as: UTF8.self) }

  /// Adds a line; true if the entry is to be entered with it.
  ///
  /// - Parameter isLast: nothing comes after it, so that it has to be finished.
  mutating func takes(_ line: String, isLast: Bool) -> Bool {
    pendingEnd.add(SourceText(name: Self.name, text: line))
    if pendingEnd.continuesChain && pending.isEmpty { pending = term }
    term = ""
    pending += line + "\n"
    return isLast || isTooLong || !pendingEnd.isUnfinished
  }

  private var isTooLong: Bool { source.bytes.count + pending.utf8.count > Self.limit }

  /// Reads and checks the lines that are pending.
  ///
  /// - Parameter isAbandoned: nobody waits for the outcome any more.
  mutating func enter(isLast: Bool, isAbandoned: @escaping @Sendable () -> Bool) -> Outcome {
    if isTooLong {
      forgetPending()
      return .tooLong
    }
    let entry = pending
    forgetPending()
    return enter(entry, isLast, isAbandoned)
  }

  /// Drops the lines of an entry that is not finished.
  mutating func forgetPending() { (pending, pendingEnd) = ("", UnfinishedLines()) }

  private mutating func enter(_ entry: String, _ isLast: Bool, _ isAbandoned: @escaping @Sendable () -> Bool) -> Outcome
  {
    let longer = SourceText(name: Self.name, bytes: source.bytes + Array(entry.utf8))
    let (grown, checked) = Pipeline.checked(
      content, grownTo: longer, knowing: established, isAbandoned: isAbandoned)
    if checked.isBareTerm {
      if parseExpression(SourceText(name: Self.name, text: entry)).root != nil {
        term = entry
        return .term(entry)
      }
      // The first term of a claim.
      if !isLast {
        pending = entry
        return .unfinished
      }
    }
    let isInvalid = checked.lines.contains { $0.verdict == .invalid && !$0.isMarkedWrong }
    if !checked.diagnostics.isEmpty || isInvalid { return .rejected(checked) }
    lengths.append(source.bytes.count)
    (content, established) = (grown, checked.established)
    return .entered(checked)
  }

  /// Takes the newest entry back; nil if there is none.
  mutating func undo() -> String? {
    guard let length = lengths.popLast() else { return nil }
    let entry = String(decoding: source.bytes[length...], as: UTF8.self)
    let shorter = SourceText(name: Self.name, bytes: Array(source.bytes[..<length]))
    (content, established) = Pipeline.shortened(to: shorter, knowing: established)
    return entry
  }
}

extension CheckedFile {
  /// Its only line has no relation.
  fileprivate var isBareTerm: Bool {
    guard diagnostics.isEmpty, lines.count == 1, case .meaning(.bareTerm)? = lines[0].diagnostic?.mistake else {
      return false
    }
    return true
  }
}
