/// A mistake of notation: the text does not follow the grammar. Codes D0101 to D0149.
public enum SyntaxMistake: Hashable, Sendable {
  case unexpected(String)

  public var code: String { "D0101" }
  public var message: String { "" }
  public var hint: String? { nil }
}
