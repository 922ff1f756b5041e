/// UTF-8 as bytes: decoding one scalar, and telling text from other files.
enum UTF8Text {
  /// The scalar at `position` and its length in bytes. A byte that begins no well-formed sequence gives
  /// `Unreadable.invalidByte` plus the byte, and length 1.
  static func scalar(in bytes: [UInt8], at position: Int, before limit: Int) -> (scalar: UInt32, length: Int) {
    let first = bytes[position]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let invalid = (Unreadable.invalidByte + UInt32(first), 1)
    guard first >= 0xC2 && first < 0xF5 && position + length <= limit else { return invalid }
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = bytes[position + offset]
      guard byte & 0xC0 == 0x80 else { return invalid }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard scalar >= least && Unicode.Scalar(scalar) != nil else { return invalid }
    return (scalar, length)
  }

  /// The first byte that shows that this is no text: a NUL, or the first control character where control characters and
  /// malformed UTF-8 make up more than a tenth. (A text in Latin-1 is well below, an image or a program well above.)
  static func firstSignOfBinary(in bytes: [UInt8]) -> Int? {
    var strange = 0
    var first: Int?
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte >= 0x20 && byte < 0x7F || byte == 0x0A {
        position += 1
        continue
      }
      if byte == 0 { return position }
      let (scalar, length) = scalar(in: bytes, at: position, before: bytes.count)
      if byte < 0x20 && byte != 0x09 && byte != 0x0D && byte != 0x0C || scalar >= Unreadable.invalidByte {
        strange += 1
        if first == nil { first = position }
      }
      position += length
    }
    return strange * 10 > bytes.count ? first : nil
  }
}
