import Expressions
import Numbers

/// An interned atom of the normal form; what it is stands in its `AtomRecord`.
struct Atom: Hashable {
  let number: UInt32
  static let delta = Atom(number: 0)
}

/// An interned form over generic slots, so that equal insides are compared by number.
public struct InnerForm: Hashable {
  let number: UInt32
}

/// The kinds of atom. The comments name their own slots; the generic slots of the insides always come last.
enum AtomKind: UInt8 {
  /// Kronecker's delta: two slots.
  case delta
  /// Iverson's [i < j]: two slots.
  case order
  /// payload: a `Symbol`; its slots
  case symbol
  /// payload: a `Dimension`
  case size
  /// payload: a prime, or what trial division leaves; only with fractional exponents
  case prime
  /// payload: a `Constant`
  case constant
  /// The value of an index: one slot.
  case indexValue
  /// (inside)^exponent
  case power
  /// (base inside)^(exponent inside), for an exponent with symbols and a base of unknown sign
  case generalPower
  /// payload: an `ElementaryFunction` of the insides
  case function
  /// payload: an application; output slots, derivative slots
  case opaque
  /// row, column
  case inverse
  case determinant, logDeterminant
  /// payload: a `Reduction` over one lambda slot of the inside
  case reduction
  /// payload: a recursive `Definition`; its slots
  case definition
  /// [inside = 0]
  case vanishing
}

extension AtomKind {
  /// It stands for a quantity or an index that has more than one value.
  var mayVary: Bool {
    switch self {
    case .symbol, .size, .indexValue, .opaque, .definition, .delta, .order: true
    case .prime, .constant, .power, .generalPower, .function, .inverse, .determinant, .logDeterminant, .reduction,
      .vanishing:
      false
    }
  }
}

struct AtomRecord {
  var kind: AtomKind
  var payload: UInt32
  var insides: [InnerForm]
  /// Transposing its two slots changes nothing (an inverse of a symmetric inside).
  var isSymmetric: Bool
  /// Structural, independent of the order of creation: orders factors the same way in every file.
  var digest: UInt64
  var sign: Sign
  /// The slots whose order does not matter.
  var symmetricBlock: Range<Int>
  /// How deeply inverses are nested inside, itself included.
  var inverseDepth: Int
}

/// What is known of the sign of an atom at every admissible point. `unknown` is never taken for anything else.
enum Sign: UInt8 {
  case unknown, nonzero, nonnegative, positive

  var isNonnegative: Bool { self == .nonnegative || self == .positive }
  var isNonzero: Bool { self == .nonzero || self == .positive }
}

/// One factor of a monomial: atom[slots]^exponent.
struct Factor: Hashable {
  var atom: Atom
  var exponent: Exponent
  var slots: SlotList

  init(_ atom: Atom, _ slots: SlotList = .empty, _ exponent: Exponent = .one) {
    self.atom = atom
    self.exponent = exponent
    self.slots = slots
  }

  func raised(to exponent: Exponent) -> Factor { Factor(atom, slots, exponent) }

  /// The same entry of the same atom, raised to some power.
  func isSamePlace(as other: Factor) -> Bool { atom == other.atom && slots == other.slots }

  /// One word instead of eleven: monomials are looked up by all their factors.
  func hash(into hasher: inout Hasher) {
    var word = HashTable.mixed(UInt64(atom.number), UInt64(UInt32(bitPattern: exponent.numerator)))
    word = HashTable.mixed(word, UInt64(UInt32(bitPattern: exponent.denominator)))
    for k in 0..<slots.count { word = HashTable.mixed(word, UInt64(slots[k].raw)) }
    hasher.combine(word)
  }
}
