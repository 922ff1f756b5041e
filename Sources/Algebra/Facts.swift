import Expressions
import Numbers

/// What the premises of a judgement add to the declarations.
struct Facts {
  /// Signs of primitive forms: an assumed `t > 0`.
  var signs: [InnerForm: Sign] = [:]
  /// Pairs of index slots that are assumed to differ.
  var distinct: Set<Set<Slot>> = []
  /// Equations as rewriting rules: the lead network becomes the replacement.
  var equations: [Equation] = []

  /// pattern = replacement, for every value of the open slots.
  struct Equation {
    var pattern: [Factor]
    var open: [Slot]
    var replacement: Form
  }

  /// Symbols that a premise speaks of: they are not free to be changed.
  var restricted: Set<UInt32> = []

  func mentions(_ symbol: UInt32) -> Bool { restricted.contains(symbol) }

  func areDistinct(_ a: Slot, _ b: Slot) -> Bool { distinct.contains([a, b]) }
}
