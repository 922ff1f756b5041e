import Expressions

/// A network as Σ over joints of weight·left·right with a weight that is nowhere negative: what the left and the right
/// part have to do with each other is the joints alone.
///
/// With a kernel, a positive definite S, it is Σ weight·S[i, j]·left[i]·right[j]; both parts are kept at the slot i.
struct Splitting {
  var group: SplittingGroup
  var left: Monomial
  var right: Monomial
}

/// What the parts of a splitting are multiplied with: those of one group can be added before they are squared.
struct SplittingGroup: Hashable {
  struct Kernel: Hashable {
    var factor: Factor
    var row: Slot
    var column: Slot
    var isDefinite: Bool
  }
  var weight: Monomial
  var isPositive: Bool
  var joints: [Slot]
  var kernel: Kernel?
}
