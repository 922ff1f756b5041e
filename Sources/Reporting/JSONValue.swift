/// A JSON document under construction; members keep their order.
public indirect enum JSONValue: Sendable {
  case object([(String, JSONValue)])
  case array([JSONValue])
  case string(String)
  case integer(Int)
  case unsigned(UInt64)
  /// Infinities and what is not a number are written as strings.
  case number(Double)
  case boolean(Bool)
  case null

  /// Indented by two blanks; what fits into 100 columns stands on one line.
  public var text: String {
    var result = ""
    write(to: &result, indentation: 0)
    return result + "\n"
  }

  /// On one line.
  public var line: String { compact(within: .max) ?? "" }

  private func write(to text: inout String, indentation: Int) {
    if let compact = compact(within: 100 - indentation) {
      text += compact
      return
    }
    let margin = "\n" + String(repeating: " ", count: indentation + 2)
    let end = "\n" + String(repeating: " ", count: indentation)
    var separator = margin
    switch self {
    case .object(let members):
      text += "{"
      for (key, value) in members {
        text += separator + Self.quoted(key) + ": "
        value.write(to: &text, indentation: indentation + 2)
        separator = "," + margin
      }
      text += end + "}"
    case .array(let elements):
      text += "["
      for element in elements {
        text += separator
        element.write(to: &text, indentation: indentation + 2)
        separator = "," + margin
      }
      text += end + "]"
    default: text += compact(within: .max) ?? ""
    }
  }

  /// On one line, or nil if that is longer than `width` bytes.
  private func compact(within width: Int) -> String? {
    var result = ""
    switch self {
    case .object(let members):
      for (key, value) in members {
        guard let part = value.compact(within: width - result.utf8.count) else { return nil }
        result += (result.isEmpty ? "{ " : ", ") + Self.quoted(key) + ": " + part
      }
      result += result.isEmpty ? "{}" : " }"
    case .array(let elements):
      for element in elements {
        guard let part = element.compact(within: width - result.utf8.count) else { return nil }
        result += (result.isEmpty ? "[" : ", ") + part
      }
      result += result.isEmpty ? "[]" : "]"
    case .string(let text): result = Self.quoted(text)
    case .integer(let value): result = String(value)
    case .unsigned(let value): result = String(value)
    case .number(let value): result = Self.text(of: value)
    case .boolean(let value): result = value ? "true" : "false"
    case .null: result = "null"
    }
    return result.utf8.count <= width ? result : nil
  }

  /// The shortest decimal that reads back as the same double.
  private static func text(of value: Double) -> String {
    if value.isNaN { return "\"NaN\"" }
    if value.isInfinite { return value < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    return value.description
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result += scalar.isTreacherous ? escape(scalar.value) : String(Character(scalar))
      }
    }
    return result + "\""
  }

  /// `\u001b`, or a pair of surrogates beyond the basic plane.
  private static func escape(_ value: UInt32) -> String {
    if value > 0xFFFF {
      return escape(0xD800 + (value - 0x10000) >> 10) + escape(0xDC00 + (value - 0x10000) & 0x3FF)
    }
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}

extension JSONValue {
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }
  init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
}
