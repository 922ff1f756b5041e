/// A set of expressions to which walks over a formula add what they have seen.
///
/// Open addressing with Fibonacci hashing (Knuth, *The Art of Computer Programming* 3, 6.4): the numbers of expressions
/// are dense, and their products with 2^32/φ spread them over the table. A walk over a
/// million terms with `Set` spends most of its time in the keyed hash.
public struct ExpressionSet: Sendable {
  public private(set) var count = 0
  /// A number plus one, or 0 for a free place; at most half of them are taken.
  private var places: [UInt32]
  private var shift: UInt32

  public init() {
    places = Array(repeating: 0, count: 16)
    shift = 32 - 4
  }

  /// True if it was not in the set.
  public mutating func insert(_ e: Expression) -> Bool {
    if 2 * count >= places.count { grow() }
    guard let place = freePlace(for: e.number &+ 1) else { return false }
    places[place] = e.number &+ 1
    count += 1
    return true
  }

  public func contains(_ e: Expression) -> Bool { freePlace(for: e.number &+ 1) == nil }

  /// In the order of their numbers: operands before what is made of them.
  public func sorted() -> [Expression] {
    places.filter { $0 != 0 }.sorted().map { Expression($0 &- 1) }
  }

  /// Where the key belongs; nil if it is there.
  @inline(__always)
  private func freePlace(for key: UInt32) -> Int? {
    let mask = places.count &- 1
    var place = Int((key &* 0x9E37_79B1) &>> shift)
    while true {
      let other = places[place]
      if other == 0 { return place }
      if other == key { return nil }
      place = (place &+ 1) & mask
    }
  }

  private mutating func grow() {
    let keys = places
    places = Array(repeating: 0, count: 2 * keys.count)
    shift -= 1
    for key in keys where key != 0 {
      if let place = freePlace(for: key) { places[place] = key }
    }
  }
}
