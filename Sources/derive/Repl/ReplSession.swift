import Checking
import Diagnostics
import Notation

/// What was entered so far: one text, read and checked as a file is. It never holds a mistake.
struct ReplSession {
  /// Bytes of all entries: each new one is read together with those before it.
  static let limit = 1 << 18
  static let name = "<repl>"

  private(set) var text = ""
  /// How long the text was before each entry.
  private var lengths: [Int] = []
  /// Lines of an entry that is not finished.
  private(set) var pending = ""
  private var pendingEnd = UnfinishedLines()
  /// The last entry, if it was a term: a chain may begin with it.
  private var term = ""

  enum Outcome {
    case unfinished
    /// It now belongs to the text: what is new in it.
    case entered(CheckedFile)
    /// It does not, for the mistakes in it.
    case rejected(CheckedFile)
    /// A term: nothing is claimed.
    case term(String)
    case tooLong
  }

  var source: SourceText { SourceText(name: Self.name, text: text) }

  /// - Parameter isLast: nothing comes after it, so that it has to be finished.
  mutating func take(_ line: String, isLast: Bool = false) -> Outcome {
    pendingEnd.add(SourceText(name: Self.name, text: line))
    if pendingEnd.continuesChain && pending.isEmpty { pending = term }
    term = ""
    pending += line + "\n"
    let isTooLong = text.utf8.count + pending.utf8.count > Self.limit
    if !isTooLong && !isLast && pendingEnd.isUnfinished { return .unfinished }
    let entry = pending
    (pending, pendingEnd) = ("", UnfinishedLines())
    return isTooLong ? .tooLong : enter(entry, isLast)
  }

  private mutating func enter(_ entry: String, _ isLast: Bool) -> Outcome {
    let start = text.utf8.count
    let checked = Pipeline.checked(SourceText(name: Self.name, text: text + entry), from: start, CheckOptions())
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
    lengths.append(start)
    text += entry
    return .entered(checked)
  }

  /// Takes the newest entry back; nil if there is none.
  mutating func undo() -> String? {
    guard let length = lengths.popLast() else { return nil }
    let entry = String(decoding: Array(text.utf8.dropFirst(length)), as: UTF8.self)
    text = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
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
