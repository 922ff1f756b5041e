/// A mistake of meaning: names (D015x), shapes and indices (D02xx), limits of the tool (D07xx).
public enum MeaningMistake: Hashable, Sendable {
  case unknownName(String, nearest: String?)

  public var code: String { "D0151" }
  public var message: String { "" }
  public var hint: String? { nil }
}
