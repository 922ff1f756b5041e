import Testing

@testable import Numbers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lines of a file in `Fixtures`, split at spaces; lines that begin with `#` say where it comes from.
struct Fixture {
  let lines: [[String]]

  init(_ name: String) throws {
    let path = #filePath.dropLast("Fixture.swift".count) + "Fixtures/" + name
    let file = try #require(fopen(path, "r"), "no fixture \(path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    lines = bytes.split(separator: UInt8(ascii: "\n"))
      .filter { $0.first != UInt8(ascii: "#") }
      .map { $0.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) } }
  }

  /// The operands and results of the lines that begin with this word.
  func cases(_ operation: String) -> [[String]] {
    lines.filter { $0.first == operation }.map { Array($0.dropFirst()) }
  }
}

extension Integer {
  /// Reads a decimal integer with an optional minus sign.
  init?(_ text: String) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    guard let value = Integer(decimalDigits: text.utf8.dropFirst(isNegative ? 1 : 0)) else { return nil }
    self = isNegative ? -value : value
  }
}

extension Rational {
  /// Reads `3`, `-3/4`.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    guard let n = Integer(parts[0]), let d = parts.count > 1 ? Integer(parts[1]) : .one else { return nil }
    self.init(n, over: d)
  }
}
