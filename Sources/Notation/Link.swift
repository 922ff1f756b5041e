/// A relation or a connective, with the word that may stand before it.
public struct Link: Hashable, Sendable {
  public enum Relation: UInt8, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, approximately, element
    case implies, impliedBy, equivalent
    public var isConnective: Bool { rawValue >= Relation.implies.rawValue }
    /// `<`, `<=`, `>` or `>=`.
    public var isOrder: Bool { Relation.less.rawValue...Relation.greaterOrEqual.rawValue ~= rawValue }
  }
  public enum Mark: UInt8, Sendable { case none, wrong, set }

  public var relation: Relation
  public var mark: Mark

  public init(_ relation: Relation, mark: Mark = .none) {
    self.relation = relation
    self.mark = mark
  }
  public init(payload: UInt32) {
    relation = Relation(rawValue: UInt8(payload & 0xF)) ?? .equal
    mark = Mark(rawValue: UInt8((payload >> 4) & 0x3)) ?? .none
  }
  public var payload: UInt32 { UInt32(relation.rawValue) | UInt32(mark.rawValue) << 4 }
}

extension Link.Relation {
  /// As it is written in ASCII.
  var sign: StaticString {
    switch self {
    case .equal: "="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .approximately: "~="
    case .element: "in"
    case .implies: "=>"
    case .impliedBy: "<=="
    case .equivalent: "<=>"
    }
  }

  /// As it is written in ASCII.
  public var text: String { sign.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
}
