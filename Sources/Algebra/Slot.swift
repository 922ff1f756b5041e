import Expressions

/// An index at a place of a factor, in 32 bits: 3 for its kind, 11 for its range, 18 for its number.
///
/// Bound indices are numbered within their monomial, so monomials are kept apart by shifting numbers; generic ones
/// stand for the slots of an atom inside the form that the atom is over.
struct Slot: Hashable, Comparable {
  enum Kind: UInt32 { case literal, free, generic, position, bound }

  let raw: UInt32

  static let none = Slot(raw: .max)
  static let largestNumber = (1 << 18) - 1
  static let largestRange = (1 << 11) - 1
  /// The number of the first generic slot that an atom itself binds: rows and columns of an inverse, arguments.
  static let firstLambda = 64

  init(raw: UInt32) { self.raw = raw }

  init(_ kind: Kind, _ number: Int, _ range: IndexRange) {
    raw = kind.rawValue << 29 | range.number << 18 | UInt32(number)
  }

  var kind: Kind { Kind(rawValue: raw >> 29) ?? .bound }
  var range: IndexRange { IndexRange((raw >> 18) & 0x7FF) }
  var number: Int { Int(raw & 0x3FFFF) }
  var isBound: Bool { kind == .bound }
  var isFree: Bool { kind == .free }

  func numbered(_ number: Int) -> Slot { Slot(kind, number, range) }

  static func < (a: Slot, b: Slot) -> Bool { a.raw < b.raw }
}

/// Up to eight slots in place, so that a factor is a plain value; unused ones are `Slot.none`.
struct SlotList: Hashable {
  private var storage: SIMD8<UInt32>

  static let capacity = 8
  static let empty = SlotList()

  init() { storage = SIMD8(repeating: .max) }

  init(_ slots: [Slot]) throws(Obstacle) {
    if slots.count > SlotList.capacity { throw .unsupported("a tensor of more than eight indices") }
    storage = SIMD8(repeating: .max)
    for (k, slot) in slots.enumerated() { storage[k] = slot.raw }
  }

  var count: Int {
    for k in 0..<SlotList.capacity where storage[k] == .max { return k }
    return SlotList.capacity
  }

  var isEmpty: Bool { storage[0] == .max }

  subscript(_ k: Int) -> Slot {
    get { Slot(raw: storage[k]) }
    set { storage[k] = newValue.raw }
  }

  var array: [Slot] { (0..<count).map { self[$0] } }

  func map(_ transform: (Slot) throws(Obstacle) -> Slot) throws(Obstacle) -> SlotList {
    var result = self
    for k in 0..<count { result[k] = try transform(self[k]) }
    return result
  }

  func contains(_ slot: Slot) -> Bool {
    for k in 0..<count where storage[k] == slot.raw { return true }
    return false
  }

  /// The slots of a block whose order does not matter, put in order.
  mutating func sort(_ block: Range<Int>, by less: (Slot, Slot) -> Bool) {
    guard block.count > 1 else { return }
    for k in block.dropFirst() {
      var place = k
      while place > block.lowerBound, less(self[place], self[place - 1]) {
        let moved = self[place]
        self[place] = self[place - 1]
        self[place - 1] = moved
        place -= 1
      }
    }
  }
}
