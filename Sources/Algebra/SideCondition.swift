import Expressions

/// A condition that a proof used and that no declaration settles. It is part of the verdict.
public struct SideCondition: Hashable {
  enum Kind: UInt8 {
    case nonzero, positive, nonnegative, invertible
  }
  var kind: Kind
  /// What must be so; its generic slots stand for any index.
  var inside: InnerForm

  static func nonzero(_ inside: InnerForm) -> SideCondition { SideCondition(kind: .nonzero, inside: inside) }
  static func invertible(_ inside: InnerForm) -> SideCondition { SideCondition(kind: .invertible, inside: inside) }
}
