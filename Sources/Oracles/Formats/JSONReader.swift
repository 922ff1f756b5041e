/// Reads a JSON document (RFC 8259), and numbers that are none as programs write them that do not know better: `nan`,
/// `-inf`, `Infinity`. Depth is limited; nothing recurses beyond it.
public struct JSONReader {
  public indirect enum Value: Sendable, Equatable {
    case object([(String, Value)])
    case array([Value])
    case string(String)
    case number(Double)
    case boolean(Bool)
    case null

    public static func == (a: Value, b: Value) -> Bool {
      switch (a, b) {
      case (.object(let x), .object(let y)):
        x.count == y.count && zip(x, y).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
      case (.array(let x), .array(let y)): x == y
      case (.string(let x), .string(let y)): x == y
      case (.number(let x), .number(let y)): x == y
      case (.boolean(let x), .boolean(let y)): x == y
      case (.null, .null): true
      default: false
      }
    }

    public subscript(_ name: String) -> Value? {
      if case .object(let members) = self { members.first { $0.0 == name }?.1 } else { nil }
    }
  }

  public struct Mistake: Error, Sendable {
    public var message: String
    /// The byte at which it was found.
    public var offset: Int
  }

  private let bytes: [UInt8]
  private var place = 0
  private static let deepest = 64

  public static func value(_ bytes: [UInt8]) throws(Mistake) -> Value {
    var reader = JSONReader(bytes: bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    if reader.place < bytes.count { throw reader.mistake("something follows the value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func mistake(_ message: String) -> Mistake { Mistake(message: message, offset: place) }

  private mutating func skipBlanks() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  private func isNext(_ character: Character) -> Bool { place < bytes.count && bytes[place] == character.asciiValue }

  private mutating func take(_ character: Character) throws(Mistake) {
    guard isNext(character) else { throw mistake("expected `\(character)`") }
    place += 1
  }

  private mutating func value(depth: Int) throws(Mistake) -> Value {
    if depth > JSONReader.deepest { throw mistake("nested too deeply") }
    skipBlanks()
    guard place < bytes.count else { throw mistake("the text ends early") }
    switch bytes[place] {
    case 0x7B: return try object(depth)
    case 0x5B: return try array(depth)
    case 0x22: return .string(try string())
    case 0x74: return try word("true", .boolean(true))
    case 0x66: return try word("false", .boolean(false))
    case 0x6E where isNext(ignoringCase: "null", at: place): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: String, _ value: Value) throws(Mistake) -> Value {
    let end = place + text.utf8.count
    guard end <= bytes.count, Array(bytes[place..<end]) == Array(text.utf8) else { throw mistake("expected a value") }
    place = end
    return value
  }

  private mutating func object(_ depth: Int) throws(Mistake) -> Value {
    place += 1
    var members: [(String, Value)] = []
    skipBlanks()
    if isNext("}") {
      place += 1
      return .object([])
    }
    while true {
      skipBlanks()
      guard isNext("\"") else { throw mistake("expected a name in quotation marks") }
      let name = try string()
      skipBlanks()
      try take(":")
      members.append((name, try value(depth: depth + 1)))
      skipBlanks()
      if isNext("}") { break }
      try take(",")
    }
    place += 1
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(Mistake) -> Value {
    place += 1
    var elements: [Value] = []
    skipBlanks()
    if isNext("]") {
      place += 1
      return .array([])
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if isNext("]") { break }
      try take(",")
    }
    place += 1
    return .array(elements)
  }

  private mutating func number() throws(Mistake) -> Value {
    let start = place
    let isNegative = isNext("-")
    let first = isNegative || isNext("+") ? place + 1 : place
    for (text, value) in JSONReader.words where isNext(ignoringCase: text, at: first) {
      place = first + text.utf8.count
      return .number(isNegative ? -value : value)
    }
    while place < bytes.count, "+-.0123456789eE".utf8.contains(bytes[place]) { place += 1 }
    guard place > start, let value = Double(String(decoding: bytes[start..<place], as: UTF8.self)) else {
      place = start
      throw mistake("expected a value")
    }
    return .number(value)
  }

  /// A word before its own beginnings.
  private static let words: [(String, Double)] = [("nan", .nan), ("infinity", .infinity), ("inf", .infinity)]

  private func isNext(ignoringCase word: String, at start: Int) -> Bool {
    start + word.utf8.count <= bytes.count
      && zip(word.utf8, bytes[start...]).allSatisfy { $0 == $1 | 0x20 }
  }

  private mutating func string() throws(Mistake) -> String {
    place += 1
    var text: [UInt8] = []
    while true {
      guard place < bytes.count else { throw mistake("the text ends inside of quotation marks") }
      let byte = bytes[place]
      place += 1
      switch byte {
      case 0x22: return String(decoding: text, as: UTF8.self)
      case 0x5C: text += try escaped()
      default: text.append(byte)
      }
    }
  }

  private mutating func escaped() throws(Mistake) -> [UInt8] {
    guard place < bytes.count else { throw mistake("the text ends inside of quotation marks") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case 0x6E: return [0x0A]
    case 0x74: return [0x09]
    case 0x72: return [0x0D]
    case 0x62: return [0x08]
    case 0x66: return [0x0C]
    case 0x75:
      var code = try unit()
      if (0xD800..<0xDC00).contains(code), isNext("\\") {
        place += 2
        code = 0x10000 + (code - 0xD800) << 10 + (try unit() &- 0xDC00) & 0x3FF
      }
      return Array(String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
    default: return [byte]
    }
  }

  private mutating func unit() throws(Mistake) -> UInt32 {
    guard place + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16)
    else { throw mistake("expected four hexadecimal digits") }
    place += 4
    return unit
  }
}
