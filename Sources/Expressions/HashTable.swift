/// Open addressing over numbers whose keys lie elsewhere; linear probing, at most three quarters full.
///
/// The hash is fixed, never seeded by the process: the same file gives the same order everywhere.
public struct HashTable: Sendable {
  /// The low halves of a hash above those of a number, in one word: a search that passes others reads no more than it.
  private var slots: [UInt64] = Array(repeating: HashTable.free, count: 64)
  private var used = 0

  public init() {}

  private static var free: UInt64 { .max }

  @inline(__always)
  public static func seed(_ value: UInt64) -> UInt64 { mixed(0x9E37_79B9_7F4A_7C15, value) }

  /// One round of a multiply-and-fold hash (wyhash's mixing step).
  @inline(__always)
  public static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low &+ 0x9E37_79B9_7F4A_7C15
  }

  /// FNV-1a over the UTF-8 of a name.
  public static func hash(of text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  @inline(__always)
  public func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

  @inline(__always)
  public func next(_ place: Int) -> Int { (place + 1) & (slots.count - 1) }

  /// What stands at a place.
  public struct Entry {
    fileprivate let word: UInt64
    public var number: UInt32 { UInt32(truncatingIfNeeded: word) }

    /// The rest must be compared only if this is true.
    @inline(__always)
    public func mayHave(_ hash: UInt64) -> Bool {
      UInt32(truncatingIfNeeded: word >> 32) == UInt32(truncatingIfNeeded: hash)
    }
  }

  /// The entry at a place, or nil where a search ends.
  @inline(__always)
  public subscript(_ place: Int) -> Entry? { slots[place] == HashTable.free ? nil : Entry(word: slots[place]) }

  public mutating func insert(_ number: UInt32, hash: UInt64, at place: Int) {
    slots[place] = hash << 32 | UInt64(number)
    used += 1
    if used * 4 > slots.count * 3 { grow() }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: HashTable.free, count: old.count * 2)
    for word in old where word != HashTable.free {
      var place = self.place(of: word >> 32)
      while slots[place] != HashTable.free { place = next(place) }
      slots[place] = word
    }
  }
}
