import Evaluation
import Expressions

/// How C and Swift write a number of a type, bit for bit: hexadecimal floating-point numbers, and the bits of the types of
/// 16 bits.
struct SourceNumbers: Sendable {
  var language: LoopLanguage.Name
  var type: FloatingType

  private var isC: Bool { language == .c }

  /// The type of a number.
  var name: String {
    switch type {
    case .f64: isC ? "double" : "Double"
    case .f32: isC ? "float" : "Float"
    case .f16, .bf16: isC ? "uint16_t" : "UInt16"
    }
  }

  /// What the bits of 16 are.
  var remark: String? {
    switch type {
    case .f64, .f32: nil
    case .f16: "bits of binary16"
    case .bf16: "bits of bfloat16"
    }
  }

  func text(_ value: Double) -> String {
    switch type {
    case .f16: return SourceNumbers.hexadecimal(UInt64(FloatingType.halfBits(value)), digits: 4)
    case .bf16: return SourceNumbers.hexadecimal(UInt64(Float(value).bitPattern >> 16), digits: 4)
    case .f32, .f64: break
    }
    if value.isNaN { return isC ? "NAN" : ".nan" }
    if value.isInfinite { return (value < 0 ? "-" : "") + (isC ? "INFINITY" : ".infinity") }
    // The compiler of Swift rejects literals below the smallest normal number.
    if !isC, value != 0, abs(value) < type.smallestNormal {
      let bits =
        type == .f32
        ? SourceNumbers.hexadecimal(UInt64(Float(value).bitPattern), digits: 8)
        : SourceNumbers.hexadecimal(value.bitPattern, digits: 16)
      return ".init(bitPattern: \(bits))"
    }
    return SourceNumbers.hexadecimal(value) + (isC && type == .f32 ? "f" : "")
  }

  /// `-0x1.8p-3`
  private static func hexadecimal(_ value: Double) -> String {
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return sign + "0x0p+0" }
    var fraction = UInt64((value.significand - 1) * 0x1p52)
    var digits = 13
    while digits > 0, fraction & 0xF == 0 { (fraction, digits) = (fraction >> 4, digits - 1) }
    let part = digits == 0 ? "" : "." + hexadecimal(fraction, digits: digits).dropFirst(2)
    return sign + "0x1" + part + "p" + (value.exponent < 0 ? "" : "+") + String(value.exponent)
  }

  private static func hexadecimal(_ bits: UInt64, digits: Int) -> String {
    let text = String(bits, radix: 16)
    return "0x" + String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// The lines of an array of numbers after `begin`, such as `static const double exact[] = {`.
  func lines(_ begin: String, _ values: [Double], _ end: String, margin: String) -> [String] {
    var lines = [margin + begin]
    var line = ""
    for value in values {
      let piece = text(value) + ","
      if !line.isEmpty, margin.utf8.count + line.utf8.count + piece.utf8.count > 112 {
        lines.append(margin + "  " + line)
        line = ""
      }
      line += line.isEmpty ? piece : " " + piece
    }
    if !line.isEmpty { lines.append(margin + "  " + line) }
    return lines + [margin + end]
  }
}

/// The names of a formula's sizes and inputs in a source file.
struct VectorNames: Sendable {
  /// `bn_dx`
  let stem: String
  let sizes: [(name: String, identifier: String)]
  let inputs: [(name: String, identifier: String, isNumber: Bool)]

  /// - Parameter reserved: words of the language, and of the file around the names.
  init(_ formula: Formula, reserved: Set<String>) {
    stem = Emission.function(formula)
    let routine = formula.routine
    var own = Identifiers(reserved: reserved)
    sizes = routine.dimensions.map { dimension in
      let name = routine.store.name(dimension)
      return (name, own.identifier(for: name))
    }
    own = Identifiers(reserved: reserved)
    inputs = routine.inputs.map { place in
      let array = routine.arrays[place]
      return (array.name, own.identifier(for: array.name), array.extents.isEmpty)
    }
  }
}
