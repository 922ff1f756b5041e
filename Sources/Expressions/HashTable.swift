/// Open addressing over numbers whose keys lie elsewhere; linear probing, at most half full.
///
/// The hash is fixed, never seeded by the process: the same file gives the same order everywhere.
public struct HashTable: Sendable {
  private var slots: [UInt32] = Array(repeating: .max, count: 64)
  private var hashes: [UInt64] = Array(repeating: 0, count: 64)
  private var used = 0

  public init() {}

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

  /// The number at a place, or nil where a search ends.
  @inline(__always)
  public subscript(_ place: Int) -> UInt32? { slots[place] == .max ? nil : slots[place] }

  public mutating func insert(_ number: UInt32, hash: UInt64, at place: Int) {
    slots[place] = number
    hashes[place] = hash
    used += 1
    if used * 2 > slots.count { grow() }
  }

  private mutating func grow() {
    let old = zip(slots, hashes).filter { $0.0 != .max }
    slots = Array(repeating: .max, count: slots.count * 2)
    hashes = Array(repeating: 0, count: slots.count)
    for (number, hash) in old {
      var place = self.place(of: hash)
      while slots[place] != .max { place = next(place) }
      slots[place] = number
      hashes[place] = hash
    }
  }
}
