import Diagnostics

/// Names and numbers.
extension Lexer {
  /// A name that begins with an ASCII letter or `_`: hashed as it is read, copied only when it is not all ASCII.
  mutating func readName() {
    var hash = Spellings.emptyHash
    var end = position
    while end < limit {
      let byte = bytes[end]
      if !Lexer.isNameByte(byte) {
        if byte >= 0x80 { return readName(asciiEnd: end) }
        break
      }
      hash = Spellings.hash(hash, adding: byte)
      end += 1
    }
    emit(.name, length: end - position, payload: spellings.number(of: bytes, from: position, to: end, hash: hash))
  }

  @inline(__always)
  static func isNameByte(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= 0x61 && lower <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x5F
  }

  /// A name with letters beyond ASCII; `asciiEnd` is where the first of them may stand.
  mutating func readName(asciiEnd: Int) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: bytes[position..<asciiEnd])
    var end = asciiEnd
    while end < limit {
      if bytes[end] < 0x80 {
        guard Lexer.isNameByte(bytes[end]) else { break }
        scratch.append(bytes[end])
        end += 1
      } else {
        let (scalar, length) = UTF8Text.scalar(in: bytes, at: end, before: limit)
        guard Letters.append(scalar, to: &scratch) else { break }
        end += length
      }
    }
    let number = spellings.number(of: scratch, from: 0, to: scratch.count)
    emit(.name, length: end - position, payload: number)
  }

  /// `12`, `0.5`, `.5`, `1e-12`. A point belongs to the number before a digit, and at the end of a word (`x = 2.`);
  /// in `1..K` and `2.*x` it does not.
  mutating func readNumber() {
    var end = digitsEnd(from: position)
    var spelled = end
    if end < limit && bytes[end] == UInt8(ascii: ".") {
      let fraction = digitsEnd(from: end + 1)
      if fraction > end + 1 {
        end = fraction
        spelled = fraction
      } else if end + 1 >= limit || Lexer.endsWord(bytes[end + 1]) {
        end += 1
      }
    }
    if end == spelled, let exponent = exponentEnd(from: end) {
      end = exponent
      spelled = exponent
    }
    let number: UInt32
    if bytes[position] == UInt8(ascii: ".") {
      scratch.removeAll(keepingCapacity: true)
      scratch.append(UInt8(ascii: "0"))
      scratch.append(contentsOf: bytes[position..<spelled])
      number = spellings.number(of: scratch, from: 0, to: scratch.count)
    } else {
      number = spellings.number(of: bytes, from: position, to: spelled)
    }
    emit(.number, length: end - position, payload: number)
  }

  private func digitsEnd(from start: Int) -> Int {
    var end = start
    while end < limit && bytes[end] >= 0x30 && bytes[end] <= 0x39 { end += 1 }
    return end
  }

  /// The end of an exponent that stands at `start`; in `2e` and `2e-x`, `e` is a name.
  private func exponentEnd(from start: Int) -> Int? {
    guard start < limit, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var digits = start + 1
    if digits < limit && (bytes[digits] == UInt8(ascii: "-") || bytes[digits] == UInt8(ascii: "+")) { digits += 1 }
    let end = digitsEnd(from: digits)
    return end > digits ? end : nil
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x20, UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","),
      UInt8(ascii: ";"), UInt8(ascii: "#"):
      true
    default: false
    }
  }
}
