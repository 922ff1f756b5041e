/// How text for people is drawn.
public struct Presentation: Sendable {
  public var usesColor: Bool
  /// Marks and frames stay within ASCII; what the author wrote is shown as it is.
  public var usesASCII: Bool
  public var detail: Detail
  /// `0.09 s`, shown with the summary.
  public var elapsed: String?

  public enum Detail: Int, Comparable, Sendable {
    /// Only what does not pass.
    case quiet
    case normal
    /// What each verdict rests on, too.
    case verbose
    /// All that is known about every line.
    case explained

    public static func < (a: Detail, b: Detail) -> Bool { a.rawValue < b.rawValue }
  }

  public init(
    usesColor: Bool = false, usesASCII: Bool = false, detail: Detail = .normal, elapsed: String? = nil
  ) {
    self.usesColor = usesColor
    self.usesASCII = usesASCII
    self.detail = detail
    self.elapsed = elapsed
  }

  func text(of mark: Mark) -> String { usesASCII ? mark.ascii : mark.rawValue }

  /// Prose of the tool itself, in ASCII if that is wanted.
  func prose(_ text: String) -> String {
    guard usesASCII else { return text }
    var result = ""
    for character in text { result += character == "…" ? "..." : String(character) }
    return result
  }
}

/// The marks of the tool, one column each (the corner two), in ASCII too unless noted.
enum Mark: String {
  case right = "✔"
  case confirmed = "≈"
  case wrong = "✘"
  case undecided = "?"
  case follows = "→"
  case note = "·"
  case bar = "│"
  case gap = "⋮"
  /// Three columns in ASCII.
  case cut = "…"
  /// Three columns in ASCII.
  case corner = "┌─"
  /// Two columns in ASCII.
  case atMost = "≤"
  /// Three columns in ASCII.
  case forAll = "∀"
  case times = "×"

  var ascii: String {
    switch self {
    case .right: "+"
    case .confirmed: "~"
    case .wrong: "x"
    case .undecided: "?"
    case .follows: ">"
    case .note: "."
    case .bar: "|"
    case .gap: ":"
    case .cut: "..."
    case .corner: "-->"
    case .atMost: "<="
    case .forAll: "all"
    case .times: "x"
    }
  }
}

/// What a stretch of text is, which decides its colour.
enum Ink {
  case plain, strong, error, warning, note, good, confirmed, frame, faint

  /// The parameters of the "select graphic rendition" sequence, ECMA-48 section 8.3.117.
  var parameters: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    case .good: "32"
    case .confirmed: "36"
    case .frame: "34"
    case .faint: "2"
    }
  }
}
