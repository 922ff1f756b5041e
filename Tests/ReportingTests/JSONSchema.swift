import Foundation

/// The part of JSON Schema (draft 2020-12) that the schema of the report uses: types, constants, properties, items,
/// alternatives, minimum and two patterns. A keyword that it does not know is a mistake, so that nothing is left unchecked.
struct JSONSchema {
  let root: [String: Any]

  /// Where and why the value does not fit; empty if it does.
  func violations(of value: Any) -> [String] { violations(of: value, under: root, at: "") }

  private static let annotations: Set<String> = ["$schema", "$defs", "title", "description", "required"]

  private func violations(of value: Any, under schema: [String: Any], at path: String) -> [String] {
    var found: [String] = []
    for (keyword, rule) in schema where !Self.annotations.contains(keyword) {
      switch keyword {
      case "$ref": found += violations(of: value, under: definition(rule as? String ?? ""), at: path)
      case "type": if !has(value, type: rule as? String ?? "") { found.append("\(path): no \(rule)") }
      case "const": if !same(value, rule) { found.append("\(path): not \(rule)") }
      case "enum":
        if !(rule as? [Any] ?? []).contains(where: { same($0, value) }) { found.append("\(path): none of \(rule)") }
      case "anyOf":
        let options = (rule as? [[String: Any]] ?? []).map { violations(of: value, under: $0, at: path) }
        if !options.contains(where: { $0.isEmpty }) { found += options.min { $0.count < $1.count } ?? [] }
      case "minimum":
        if let number = value as? NSNumber, let least = rule as? NSNumber, number.doubleValue < least.doubleValue {
          found.append("\(path): below \(least)")
        }
      case "pattern":
        if (value as? String)?.range(of: rule as? String ?? "", options: .regularExpression) == nil {
          found.append("\(path): does not match \(rule)")
        }
      case "items":
        for (position, element) in (value as? [Any] ?? []).enumerated() {
          found += violations(of: element, under: rule as? [String: Any] ?? [:], at: "\(path)/\(position)")
        }
      case "properties": found += membersViolations(of: value, under: schema, at: path)
      case "additionalProperties": break
      default: found.append("\(path): the schema uses `\(keyword)`")
      }
    }
    return found
  }

  private func membersViolations(of value: Any, under schema: [String: Any], at path: String) -> [String] {
    guard let members = value as? [String: Any] else { return [] }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    var found = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }.map {
      "\(path): `\($0)` is missing"
    }
    for (name, member) in members {
      if let property = properties[name] {
        found += violations(of: member, under: property, at: "\(path)/\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(path): `\(name)` is not foreseen")
      }
    }
    return found
  }

  private func definition(_ reference: String) -> [String: Any] {
    let definitions = root["$defs"] as? [String: [String: Any]] ?? [:]
    return definitions[String(reference.dropFirst("#/$defs/".count))] ?? ["unknown reference": reference]
  }

  private func has(_ value: Any, type: String) -> Bool {
    switch type {
    case "null": return value is NSNull
    case "string": return value is String
    case "array": return value is [Any]
    case "object": return value is [String: Any]
    case "boolean": return isBoolean(value)
    case "number": return value is NSNumber && !isBoolean(value)
    case "integer":
      return !isBoolean(value) && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } == true
    default: return false
    }
  }

  /// JSONSerialization keeps booleans apart from numbers only by their encoded type.
  private func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return false }
    return String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }

  private func same(_ first: Any, _ second: Any) -> Bool {
    if let first = first as? String, let second = second as? String { return first == second }
    return first is NSNull && second is NSNull
  }
}
