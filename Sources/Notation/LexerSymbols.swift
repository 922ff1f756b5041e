import Diagnostics

/// Operators, relations and brackets, in ASCII and as Unicode has them.
extension Lexer {
  mutating func readSymbol(_ first: UInt8) {
    let second = byte(1)
    switch first {
    case UInt8(ascii: "("): emit(.openRound, length: 1)
    case UInt8(ascii: ")"): emit(.closeRound, length: 1)
    case UInt8(ascii: "["): emit(.openSquare, length: 1)
    case UInt8(ascii: "]"): emit(.closeSquare, length: 1)
    case UInt8(ascii: "{"): emit(.openCurly, length: 1)
    case UInt8(ascii: "}"): emit(.closeCurly, length: 1)
    case UInt8(ascii: ","): emit(.comma, length: 1)
    case UInt8(ascii: ";"): emit(.semicolon, length: 1)
    case UInt8(ascii: "+"): emit(.plus, length: 1)
    case UInt8(ascii: "/"): emit(.over, length: 1)
    case UInt8(ascii: "^"): emit(.caret, length: 1)
    case UInt8(ascii: "'"): emit(.quote, length: 1)
    case UInt8(ascii: "|"): emit(.bar, length: 1)
    case UInt8(ascii: ":"): second == UInt8(ascii: "=") ? emit(.define, length: 2) : emit(.colon, length: 1)
    case UInt8(ascii: "-"): second == UInt8(ascii: ">") ? emit(.arrow, length: 2) : emit(.minus, length: 1)
    case UInt8(ascii: "~"): second == UInt8(ascii: "=") ? emit(.approximately, length: 2) : emit(.tilde, length: 1)
    case UInt8(ascii: ">"): second == UInt8(ascii: "=") ? emit(.greaterOrEqual, length: 2) : emit(.greater, length: 1)
    case UInt8(ascii: "*"): second == first ? foreign(Unreadable.doubledStar, length: 2) : emit(.times, length: 1)
    case UInt8(ascii: "<"): readLess(second)
    case UInt8(ascii: "="): readEqual(second)
    case UInt8(ascii: "."): readPoint(second)
    case UInt8(ascii: "!") where second == UInt8(ascii: "="): emit(.notEqual, length: 2)
    case UInt8(ascii: "&") where second == first: foreign(Unreadable.doubledAmpersand, length: 2)
    default: foreign(UInt32(first), length: 1)
    }
  }

  private mutating func foreign(_ what: UInt32, length: Int) { emit(.unreadable, length: length, payload: what) }

  private mutating func readLess(_ second: UInt8) {
    guard second == UInt8(ascii: "=") else { return emit(.less, length: 1) }
    switch byte(2) {
    case UInt8(ascii: ">"): emit(.equivalent, length: 3)
    case UInt8(ascii: "="): emit(.impliedBy, length: 3)
    default: emit(.lessOrEqual, length: 2)
    }
  }

  private mutating func readEqual(_ second: UInt8) {
    switch second {
    case UInt8(ascii: ">"): emit(.implies, length: 2)
    case UInt8(ascii: "="): foreign(Unreadable.doubledEqual, length: byte(2) == UInt8(ascii: "=") ? 3 : 2)
    case UInt8(ascii: "<"): foreign(Unreadable.equalLess, length: 2)
    default: emit(.equal, length: 1)
    }
  }

  private mutating func readPoint(_ second: UInt8) {
    switch second {
    case UInt8(ascii: "."): emit(.dots, length: 2)
    case UInt8(ascii: "*"): emit(.entrywiseTimes, length: 2)
    case UInt8(ascii: "/"): emit(.entrywiseOver, length: 2)
    case UInt8(ascii: "^"): emit(.entrywiseCaret, length: 2)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    default: foreign(UInt32(UInt8(ascii: ".")), length: 1)
    }
  }

  mutating func readBeyondASCII() {
    let (scalar, length) = UTF8Text.scalar(in: bytes, at: position, before: limit)
    if let kind = Lexer.symbol(scalar) {
      emit(kind, length: length)
    } else if let word = Lexer.wordSymbol(scalar) {
      emit(.name, length: length, payload: word.rawValue)
    } else if scalar == 0x2033 {  // ″
      emit(.quote, length: length)
      position -= length
      emit(.quote, length: length)
    } else if Lexer.superscriptDigit(scalar) != nil || scalar == 0x207B || scalar == 0x207A {
      readSuperscript(scalar, length: length)
    } else if Lexer.isBlank(scalar) {
      position += length
    } else if beginsName(scalar) {
      readName(asciiEnd: position)
    } else {
      foreign(scalar, length: length)
    }
  }

  private mutating func beginsName(_ scalar: UInt32) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    return !Letters.isMark(scalar) && !(0x2080...0x2089).contains(scalar) && Letters.append(scalar, to: &scratch)
  }

  /// `²`, `⁻¹`, `¹²`: a sign and digits.
  private mutating func readSuperscript(_ first: UInt32, length: Int) {
    scratch.removeAll(keepingCapacity: true)
    var end = position
    if Lexer.superscriptDigit(first) == nil { end += length }
    while end < limit, bytes[end] >= 0x80 {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: end, before: limit)
      guard let digit = Lexer.superscriptDigit(scalar) else { break }
      scratch.append(UInt8(0x30 + digit))
      end += length
    }
    if scratch.isEmpty { return foreign(first, length: length) }
    let kind = first == 0x207B ? TokenKind.negativeSuperscript : .superscript
    emit(kind, length: end - position, payload: spellings.number(of: scratch, from: 0, to: scratch.count))
  }

  private static func superscriptDigit(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0xB9: 1
    case 0xB2, 0xB3: scalar - 0xB0
    case 0x2070, 0x2074...0x2079: scalar - 0x2070
    default: nil
    }
  }

  /// Symbols that are names of functions and constants: `∑` is `sum`.
  private static func wordSymbol(_ scalar: UInt32) -> Word? {
    switch scalar {
    case 0x2211: .sum
    case 0x220F: .prod
    case 0x222B: .integral
    case 0x2207: .grad
    case 0x2297: .kron
    case 0x221E: .inf
    default: nil
    }
  }

  private static func symbol(_ scalar: UInt32) -> TokenKind? {
    switch scalar {
    case 0x2212, 0x2010...0x2013, 0xFE63: .minus
    case 0xD7, 0x22C5, 0xB7, 0x2217, 0x2219: .times
    case 0xF7, 0x2215, 0x2044: .over
    case 0x2299, 0x2218: .entrywiseTimes
    case 0x2298: .entrywiseOver
    case 0x1D40, 0x22A4, 0x2032, 0x2019: .quote
    case 0x2264, 0x2A7D: .lessOrEqual
    case 0x2265, 0x2A7E: .greaterOrEqual
    case 0x2260: .notEqual
    case 0x2248: .approximately
    case 0x2208, 0x220A: .element
    case 0x21D2, 0x27F9: .implies
    case 0x21D0, 0x27F8: .impliedBy
    case 0x21D4, 0x27FA: .equivalent
    case 0x2192, 0x27F6: .arrow
    case 0x2254: .define
    case 0x223C: .tilde
    case 0x2223: .bar
    case 0x2227: .and
    case 0x2228: .or
    case 0xAC: .not
    case 0x2200: .forall
    case 0x2203: .exists
    case 0x221A: .root
    case 0x2202: .partial
    default: nil
    }
  }
}
