/// The distinct spellings of names and numbers in a text, numbered from 0 in the order of their first occurrence.
///
/// Open addressing over a pool of bytes: a Swift dictionary of strings costs about 50 ns a name, this about 5.
struct Spellings {
  private var pool: [UInt8] = []
  private var ends: [UInt32] = []
  private var hashes: [UInt32] = []
  /// Numbers plus one; zero is empty. The size is a power of two, at most half full.
  private var slots = [UInt32](repeating: 0, count: 1024)

  /// The words of the grammar come first, so that their number is their raw value.
  init() {
    for word in Word.allCases {
      let text = word.spelling
      var bytes: [UInt8] = []
      text.withUTF8Buffer { bytes.append(contentsOf: $0) }
      _ = number(of: bytes, from: 0, to: bytes.count)
    }
  }

  var count: Int { ends.count }

  func bytes(_ number: UInt32) -> ArraySlice<UInt8> {
    let start = number == 0 ? 0 : Int(ends[Int(number) - 1])
    return pool[start..<Int(ends[Int(number)])]
  }

  func string(_ number: UInt32) -> String { String(decoding: bytes(number), as: UTF8.self) }

  /// FNV-1a, one step.
  @inline(__always)
  static func hash(_ hash: UInt32, adding byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }
  static let emptyHash: UInt32 = 0x811C_9DC5

  mutating func number(of text: [UInt8], from start: Int, to end: Int) -> UInt32 {
    var hash = Spellings.emptyHash
    for position in start..<end { hash = Spellings.hash(hash, adding: text[position]) }
    return number(of: text, from: start, to: end, hash: hash)
  }

  /// `hash` is that of the bytes.
  mutating func number(of text: [UInt8], from start: Int, to end: Int, hash: UInt32) -> UInt32 {
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 15) & (slots.count - 1)
    while slots[slot] != 0 {
      let known = slots[slot] - 1
      if hashes[Int(known)] == hash && equals(known, text, start, end) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = UInt32(ends.count)
    pool.append(contentsOf: text[start..<end])
    ends.append(UInt32(pool.count))
    hashes.append(hash)
    slots[slot] = number + 1
    if ends.count * 2 > slots.count { grow() }
    return number
  }

  private func equals(_ number: UInt32, _ text: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let poolStart = number == 0 ? 0 : Int(ends[Int(number) - 1])
    guard Int(ends[Int(number)]) - poolStart == end - start else { return false }
    for offset in 0..<(end - start) where pool[poolStart + offset] != text[start + offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash ^ hash >> 15) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number) + 1
    }
  }
}
