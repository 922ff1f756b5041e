/// A mistake in a source text, and where it stands. It holds facts; `Mistake.message` is their prose.
public struct Diagnostic: Hashable, Sendable {
  public var mistake: Mistake
  public var span: Span
  /// Other places that explain the mistake, each with a few words.
  public var related: [Related]

  public struct Related: Hashable, Sendable {
    public var span: Span
    public var label: String
    public init(span: Span, label: String) {
      self.span = span
      self.label = label
    }
  }

  public init(_ mistake: Mistake, at span: Span, related: [Related] = []) {
    self.mistake = mistake
    self.span = span
    self.related = related
  }
}

/// What is wrong with a text: with its notation, or with what it means.
public enum Mistake: Hashable, Sendable {
  case syntax(SyntaxMistake)
  case meaning(MeaningMistake)

  /// The stable code, `D0101`.
  public var code: String {
    switch self {
    case .syntax(let mistake): mistake.code
    case .meaning(let mistake): mistake.code
    }
  }

  /// One sentence that stands alone, without capital and full stop.
  public var message: String {
    switch self {
    case .syntax(let mistake): mistake.message
    case .meaning(let mistake): mistake.message
    }
  }

  /// It says nothing about the line where it is noticed: the line was not read, or not understood for other reasons.
  public var isNoFaultOfTheLine: Bool {
    switch self {
    case .syntax: true
    case .meaning(let mistake): mistake.isNoFaultOfTheLine
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch self {
    case .syntax(let mistake): mistake.hint
    case .meaning(let mistake): mistake.hint
    }
  }
}
