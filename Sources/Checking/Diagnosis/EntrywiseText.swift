import Expressions
import Numbers

extension ExpressionStore {
  /// A factor of a vector, entry by entry: `a` for `a[i]`, `ones - a` for `1 - a[i]`.
  func entrywiseText(of factor: Expression) -> String? {
    let free = freeIndices(of: factor)
    guard free.count == 1 else { return nil }
    if let name = nameOfQuantity(factor) { return operandCount(of: factor) == 1 ? name : nil }
    guard op(factor) == .sum else { return nil }
    var text = ""
    for part in operands(of: factor) {
      guard var word = constantValue(of: part).map({ $0.isOne ? "ones" : "(\($0))*ones" }) ?? entrywiseTerm(part)
      else { return nil }
      if !text.isEmpty && !word.hasPrefix("-") { word = "+ " + word }
      if !text.isEmpty && word.hasPrefix("-") { word = "- " + word.dropFirst() }
      text += text.isEmpty ? word : " " + word
    }
    return "(\(text))"
  }

  /// `-a` for `-a[i]`, `-h^2` for `-h[i]^2`.
  private func entrywiseTerm(_ e: Expression) -> String? {
    let parts = op(e) == .product ? Array(operands(of: e)) : [e]
    var texts: [String] = []
    var sign = ""
    for part in parts {
      if let value = rational(part) {
        if value == Rational(-1) { sign = "-" } else { return nil }
      } else if let name = nameOfQuantity(part) {
        texts.append(name)
      } else if op(part) == .power, rational(operand(1, of: part)) == Rational(2),
        let name = nameOfQuantity(operand(0, of: part))
      {
        texts += [name, name]
      } else {
        return nil
      }
    }
    return texts.isEmpty ? nil : sign + texts.joined(separator: " .* ")
  }
}
