/// A set of expressions to which walks over a formula add what they have seen.
///
/// Open addressing with Fibonacci hashing (Knuth, *The Art of Computer Programming* 3, 6.4) of blocks of 64 neighbours, a
/// bit for each: the numbers of expressions are dense, and neighbours belong to the same formula. For a sum of a million
/// terms that is 1 MB in place of 32 MB, which no cache holds.
public struct ExpressionSet: Sendable {
  public private(set) var count = 0
  /// The number of a block plus one, or 0 for a free place; at most half of them are taken.
  private var blocks: [UInt32]
  private var members: [UInt64]
  private var blockCount = 0
  private var shift: UInt32

  public init() {
    blocks = Array(repeating: 0, count: 16)
    members = Array(repeating: 0, count: 16)
    shift = 32 - 4
  }

  /// True if it was not in the set.
  public mutating func insert(_ e: Expression) -> Bool {
    let key = e.number &>> 6 &+ 1
    var place = place(of: key)
    if blocks[place] == 0 {
      if 2 * blockCount >= blocks.count {
        grow()
        place = self.place(of: key)
      }
      blocks[place] = key
      blockCount += 1
    }
    let bit = ExpressionSet.bit(of: e)
    if members[place] & bit != 0 { return false }
    members[place] |= bit
    count += 1
    return true
  }

  public func contains(_ e: Expression) -> Bool {
    members[place(of: e.number &>> 6 &+ 1)] & ExpressionSet.bit(of: e) != 0
  }

  /// In the order of their numbers: operands before what is made of them.
  public func sorted() -> [Expression] {
    var sorted: [Expression] = []
    sorted.reserveCapacity(count)
    for place in blocks.indices.filter({ blocks[$0] != 0 }).sorted(by: { blocks[$0] < blocks[$1] }) {
      var rest = members[place]
      while rest != 0 {
        sorted.append(Expression((blocks[place] &- 1) &<< 6 | UInt32(truncatingIfNeeded: rest.trailingZeroBitCount)))
        rest &= rest &- 1
      }
    }
    return sorted
  }

  @inline(__always)
  private static func bit(of e: Expression) -> UInt64 { 1 &<< UInt64(e.number & 63) }

  /// Where the block is, or belongs.
  @inline(__always)
  private func place(of key: UInt32) -> Int {
    let mask = blocks.count &- 1
    var place = Int((key &* 0x9E37_79B1) &>> shift)
    while blocks[place] != 0 && blocks[place] != key { place = (place &+ 1) & mask }
    return place
  }

  private mutating func grow() {
    let (keys, bits) = (blocks, members)
    blocks = Array(repeating: 0, count: 2 * keys.count)
    members = Array(repeating: 0, count: 2 * keys.count)
    shift -= 1
    for (key, bits) in zip(keys, bits) where key != 0 {
      let place = place(of: key)
      blocks[place] = key
      members[place] = bits
    }
  }
}
