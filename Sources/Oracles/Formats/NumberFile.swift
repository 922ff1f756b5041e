import Evaluation

/// Arrays in the NPY format, version 1.0 (NumPy Enhancement Proposal 1): a line of Python text that says type, order and
/// shape, then the numbers.
public struct NumberFile: Sendable {
  public var shape: [Int]
  /// The last index runs fastest.
  public var values: [Double]

  public init(shape: [Int], values: [Double]) {
    self.shape = shape
    self.values = values
  }

  /// What is wrong with a file.
  public struct Mistake: Error, Sendable {
    public var message: String
    public init(message: String) { self.message = message }
  }

  // MARK: Writing

  /// bf16 has no type in NumPy: its numbers are written in single precision.
  public func bytes(_ type: FloatingType) -> [UInt8] {
    let code =
      switch type {
      case .f64: "<f8"
      case .f32, .bf16: "<f4"
      case .f16: "<f2"
      }
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Ten bytes come before it, and the numbers begin at a multiple of 64.
    header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
    switch type {
    case .f64: bytes.append(values) { $0.bitPattern.littleEndian }
    case .f32, .bf16: bytes.append(values) { Float($0).bitPattern.littleEndian }
    case .f16: bytes.append(values) { FloatingType.halfBits($0).littleEndian }
    }
    return bytes
  }

  // MARK: Reading

  /// Numbers of the usual types, in either order of bytes and of indices.
  public init(_ bytes: [UInt8]) throws(Mistake) {
    guard bytes.count >= 10, bytes[0] == 0x93, Array(bytes[1..<6]) == Array("NUMPY".utf8) else {
      throw Mistake(message: "this is no .npy file")
    }
    let long = bytes[6] > 1
    guard !long || bytes.count >= 12 else { throw Mistake(message: "the header ends early") }
    let length = Int(bytes[8]) | Int(bytes[9]) << 8 | (long ? Int(bytes[10]) << 16 | Int(bytes[11]) << 24 : 0)
    let start = (long ? 12 : 10) + length
    guard start <= bytes.count else { throw Mistake(message: "the header ends early") }
    let header = String(decoding: bytes[(start - length)..<start], as: UTF8.self)
    guard let type = NumberFile.value(of: "descr", in: header),
      let order = NumberFile.value(of: "fortran_order", in: header),
      let extents = NumberFile.value(of: "shape", in: header)
    else { throw Mistake(message: "the header says no type, order and shape") }
    shape = extents.split { !$0.isNumber }.compactMap { Int($0) }
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { throw Mistake(message: "the shape is too large") }
      count = product
    }
    let reader = try ElementReader(type.filter { !"'\"".contains($0) })
    guard bytes.count - start >= count * reader.size else {
      throw Mistake(message: "\(count) numbers are announced, but the file ends before the last one")
    }
    values = (0..<count).map { reader.value(bytes, at: start + $0 * reader.size) }
    if order.hasPrefix("True"), shape.count > 1 { values = NumberFile.byRows(values, shape) }
  }

  /// What stands behind a key of the dictionary, up to the next comma outside of parentheses.
  private static func value(of key: String, in header: String) -> String? {
    for quote in ["'", "\""] {
      guard let range = header.firstRange(of: quote + key + quote + ":") else { continue }
      var (text, depth) = ("", 0)
      for character in header[range.upperBound...] {
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        if character == "," && depth == 0 || character == "}" { break }
        text.append(character)
      }
      return String(text.drop { $0 == " " })
    }
    return nil
  }

  /// From the order in which the first index runs fastest.
  private static func byRows(_ values: [Double], _ shape: [Int]) -> [Double] {
    var result = values
    for place in values.indices {
      var (rest, source, stride) = (place, 0, 1)
      var index: [Int] = []
      for extent in shape.reversed() {
        index.append(rest % extent)
        rest /= extent
      }
      for (extent, value) in zip(shape, index.reversed()) {
        source += value * stride
        stride *= extent
      }
      result[place] = values[source]
    }
    return result
  }
}

/// Reads one element after the other: `<f4`, `>i8`, `|b1`.
private struct ElementReader {
  let size: Int
  private let kind: Character
  private let isBig: Bool

  init(_ code: String) throws(NumberFile.Mistake) {
    let letters = Array(code)
    guard letters.count >= 3, let size = Int(String(letters[2...])), "fiub".contains(letters[1]) else {
      throw NumberFile.Mistake(message: "numbers of the type `\(code)` cannot be read")
    }
    (self.size, kind, isBig) = (size, letters[1], letters[0] == ">")
    guard [1, 2, 4, 8].contains(size), kind != "f" || size > 1 else {
      throw NumberFile.Mistake(message: "numbers of the type `\(code)` cannot be read")
    }
  }

  func value(_ bytes: [UInt8], at start: Int) -> Double {
    var bits: UInt64 = 0
    for k in 0..<size {
      bits |= UInt64(bytes[start + k]) << UInt64(8 * (isBig ? size - 1 - k : k))
    }
    switch (kind, size) {
    case ("f", 8): return Double(bitPattern: bits)
    case ("f", 4): return Double(Float(bitPattern: UInt32(bits)))
    case ("f", _): return FloatingType.half(UInt16(bits))
    case ("i", _):
      let shift = UInt64(64 - 8 * size)
      return Double(Int64(bitPattern: bits << shift) >> Int64(shift))
    default: return Double(bits)
    }
  }
}

extension [UInt8] {
  /// The bits of each number, in the order in which memory has them.
  fileprivate mutating func append<Bits: FixedWidthInteger>(_ values: [Double], _ bits: (Double) -> Bits) {
    let (start, size) = (count, MemoryLayout<Bits>.size)
    self += repeatElement(0, count: values.count * size)
    withUnsafeMutableBytes { bytes in
      for (k, value) in values.enumerated() {
        bytes.storeBytes(of: bits(value), toByteOffset: start + k * size, as: Bits.self)
      }
    }
  }
}

extension FloatingType {
  /// The bits of a number of 16 bits (IEEE 754, binary16).
  static func halfBits(_ value: Double) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    if value.isNaN { return 0x7E00 }
    let size = FloatingType.f16.rounded(value.magnitude)
    if size.isInfinite { return sign | 0x7C00 }
    if size < 0x1p-14 { return sign | UInt16(size * 0x1p24) }
    let exponent = Int(size.exponent)
    return sign | UInt16(exponent + 15) << 10 | UInt16((size / size.binade - 1) * 1024)
  }

  static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
