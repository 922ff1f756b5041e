import Diagnostics
import Expressions
import Numbers

/// The ways to write an edit, the nicest first. Whether brackets are needed shows when the text is read again.
struct Rewriter {
  let source: SourceText
  let term: Span
  let span: Span
  let place: Place
  let store: ExpressionStore

  func changes(for rewriting: Edit.Rewriting) -> [SourceRepair.Change] {
    let own = source.text(of: span)
    switch rewriting {
    case .none: return []
    case .times(let factor): return times(factor, own).map { change($0) }
    case .plus(let term): return plus(term, own)
    case .negated: return negated(own)
    case .removed: return removed()
    case .inverted: return inverted(own)
    case .replaced(let new): return replaced(by: new, own).map { change($0) }
    case .transposed(let new):
      let transpose = own.hasSuffix("'") ? String(own.dropLast()) : "\(factor(own))'"
      return [change(transpose)] + replaced(by: new, own).map { change($0) }
    case .exchanged: return exchanged(own).map { change($0) }
    case .raised(let exponent): return raised(exponent, own)
    case .number(let value):
      return [value.magnitude, value].map { change($0.readable()) } + [change("(\(value.readable()))")]
    case .called(let name): return [change("\(name)(\(own))")]
    case .stripped(let name):
      guard own.hasPrefix("\(name)("), own.hasSuffix(")") else { return [] }
      let inside = String(own.dropFirst(name.count + 1).dropLast())
      return [change(inside), change("(\(inside))")]
    case .besides(let names):
      return names.flatMap { name in
        let part = isSum(own) ? "(\(own))" : own
        return [change("\(part)*\(name)"), change("\(name)*\(part)")]
      }
    case .summed(let index):
      let name = store.name(index)
      return [change("sum(\(name), \(own))")]
    case .averaged(let index):
      let name = store.name(index)
      return [change("mean(\(name), \(own))")]
    }
  }

  private func change(_ text: String) -> SourceRepair.Change { .init(span: span, text: text) }
  private func text(_ e: Expression) -> String { ExpressionText.text(e, in: store, limit: 120) }

  /// In brackets, if it is more than one factor.
  private func factor(_ text: String) -> String {
    text.contains(where: { "+-*/ ".contains($0) }) && !isCall(text) ? "(\(text))" : text
  }

  /// `name(…)` or `name[…]` as a whole.
  private func isCall(_ text: String) -> Bool {
    guard let open = text.firstIndex(where: { "([".contains($0) }), open > text.startIndex,
      text[..<open].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return false }
    var depth = 0
    for (offset, c) in text[open...].enumerated() {
      if "([".contains(c) { depth += 1 }
      if ")]".contains(c) { depth -= 1 }
      if depth == 0 { return offset == text[open...].count - 1 }
    }
    return false
  }

  /// A `+` or `-` stands outside all brackets, but for a sign in front.
  private func isSum(_ text: String) -> Bool {
    var depth = 0
    for (offset, c) in text.enumerated() {
      if "([{".contains(c) { depth += 1 }
      if ")]}".contains(c) { depth -= 1 }
      if depth == 0 && offset > 0 && "+-".contains(c) { return true }
    }
    return false
  }

  // Factors

  /// `a*b` as `b*a`, for each two neighbours.
  private func exchanged(_ own: String) -> [String] {
    var parts = [""]
    var depth = 0
    for c in own {
      if "([".contains(c) { depth += 1 }
      if ")]".contains(c) { depth -= 1 }
      if c == "*" && depth == 0 { parts.append("") } else { parts[parts.count - 1].append(c) }
    }
    return parts.indices.dropFirst().map { k in
      var images = parts
      images.swapAt(k - 1, k)
      return images.joined(separator: "*")
    }
  }

  private func times(_ factor: Expression, _ own: String) -> [String] {
    if let other = sumForMean(factor, own) { return [other] + quotientOrProduct(factor, own) }
    return quotientOrProduct(factor, own)
  }

  private func quotientOrProduct(_ factor: Expression, _ own: String) -> [String] {
    let bracketed = "(\(own))"
    let forms = isSum(own) ? [bracketed, own] : [own, bracketed]
    if let vector = store.entrywiseText(of: factor), !own.contains("[") {
      return forms.map { "\($0) .* \(vector)" } + products(factor, own)
    }
    return products(factor, own)
  }

  private func products(_ factor: Expression, _ own: String) -> [String] {
    let bracketed = "(\(own))"
    let forms = isSum(own) ? [bracketed, own] : [own, bracketed]
    if let below = denominator(of: factor) {
      return forms.map { "\($0)/\(self.factor(text(below)))" }
    }
    if let value = store.rational(factor), value.numerator == .one {
      return forms.map { "\($0)/\(value.denominator)" }
    }
    let name = store.op(factor) == .sum ? "(\(text(factor)))" : text(factor)
    if own == "1" { return [name, "(\(name))"] }
    let comesLast = store.rational(factor) == nil && (own.first?.isNumber ?? false || own.hasPrefix("-"))
    if own.hasPrefix("1/") && !isSum(own) { return [name + own.dropFirst(1)] + forms.map { "\(name)*\($0)" } }
    if own.hasPrefix("-") && !isSum(own) && (store.rational(factor)?.signum ?? 0) > 0 {
      return ["-\(name)*\(own.dropFirst())"] + forms.map { "\(name)*\($0)" }
    }
    if name.hasPrefix("-") { return forms.map { "\(name)*\($0)" } + forms.map { "\($0)*(\(name))" } }
    return forms.flatMap { comesLast ? ["\($0)*\(name)", "\(name)*\($0)"] : ["\(name)*\($0)", "\($0)*\(name)"] }
  }

  /// A mean for a sum, or the reverse, where such a word stands there.
  private func sumForMean(_ factor: Expression, _ own: String) -> String? {
    let isSize = store.op(factor) == .size
    guard isSize || denominator(of: factor).map({ store.op($0) == .size }) ?? false else { return nil }
    return isSize ? own.replacingFirst("mean(", by: "sum(") : own.replacingFirst("sum(", by: "mean(")
  }

  private func denominator(of e: Expression) -> Expression? {
    guard store.op(e) == .power, store.rational(store.operand(1, of: e)) == Rational(-1) else { return nil }
    return store.operand(0, of: e)
  }

  // Terms and signs

  private func plus(_ term: Expression, _ own: String) -> [SourceRepair.Change] {
    return [text(term), bareText(term)].compactMap { $0 }.flatMap { name in
      let sum = name.hasPrefix("-") ? "\(own) - \(name.dropFirst())" : "\(own) + \(name)"
      return [change(sum), change("(\(sum))")]
    }
  }

  /// A multiple of an entry as the author of a vector would write it: `-y` for `-y[i]`, `2*s*w` for `2*s*w[i]`.
  private func bareText(_ e: Expression) -> String? {
    let parts = store.op(e) == .product ? Array(store.operands(of: e)) : [e]
    let entries = parts.filter { store.operandCount(of: $0) > 0 }
    guard entries.count == 1, let name = store.nameOfQuantity(entries[0]) else { return nil }
    let others = parts.filter { $0 != entries[0] }
    if others.isEmpty { return name }
    var copy = store
    let scale = ExpressionText.text(copy.product(others), in: copy, limit: 120)
    return scale == "-1" ? "-\(name)" : "\(scale)*\(name)"
  }

  /// The operator before the part, with its place.
  private var before: (sign: UInt8, at: Int)? {
    var at = span.start - 1
    while at >= term.start, isBlank(source.bytes[at]) || source.bytes[at] == 0x28 { at -= 1 }
    guard at >= term.start, [0x2B, 0x2D, 0x2A, 0x2F].contains(source.bytes[at]) else { return nil }
    return (source.bytes[at], at)
  }

  private var after: (sign: UInt8, at: Int)? {
    var at = span.end
    while at < term.end, isBlank(source.bytes[at]) || source.bytes[at] == 0x29 { at += 1 }
    guard at < term.end, [0x2B, 0x2D, 0x2A, 0x2F].contains(source.bytes[at]) else { return nil }
    return (source.bytes[at], at)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

  private func negated(_ own: String) -> [SourceRepair.Change] {
    if own.hasPrefix("-") && !isSum(own) { return [change(String(own.dropFirst()))] }
    if let (sign, at) = before, sign == 0x2B || sign == 0x2D {
      let isFirst = sign == 0x2D && source.bytes[term.start..<at].allSatisfy { isBlank($0) || $0 == 0x28 }
      let other = isFirst ? "" : sign == 0x2B ? "-" : "+"
      return [.init(span: Span(start: at, end: at + 1), text: other)]
    }
    return isSum(own) ? [change("-(\(own))")] : [change("-\(own)"), change("-(\(own))")]
  }

  private func removed() -> [SourceRepair.Change] {
    var changes: [SourceRepair.Change] = []
    // `-2*x` without its 2 is `-x`.
    let isNegative = source.bytes[span.start] == 0x2D
    // `1/2*x` without its half is `x`.
    if let (sign, at) = before, sign == 0x2F, at > term.start, source.bytes[at - 1] == 0x31, let (next, to) = after,
      next == 0x2A
    {
      var end = to + 1
      while end < term.end, isBlank(source.bytes[end]) { end += 1 }
      changes.append(.init(span: Span(start: at - 1, end: end), text: ""))
    }
    if let (_, at) = before {
      var start = at
      while start > term.start, isBlank(source.bytes[start - 1]) { start -= 1 }
      changes.append(.init(span: Span(start: start, end: span.end), text: ""))
    }
    if let (sign, at) = after {
      var end = at + 1
      while end < term.end, isBlank(source.bytes[end]) { end += 1 }
      changes.append(
        .init(
          span: Span(start: span.start, end: end), text: sign == 0x2D || isNegative ? "-" : sign == 0x2F ? "1/" : ""))
    }
    return changes
  }

  // Exponents, denominators, names

  private func inverted(_ own: String) -> [SourceRepair.Change] {
    var changes: [SourceRepair.Change] = []
    if let (sign, at) = before, sign == 0x2A {
      changes.append(.init(span: Span(start: at, end: at + 1), text: "/"))
    } else if let (sign, at) = before, sign == 0x2F {
      changes.append(.init(span: Span(start: at, end: at + 1), text: "*"))
    }
    if let (sign, at) = after, sign == 0x2A, before == nil || before?.sign == 0x2B || before?.sign == 0x2D {
      var end = at + 1
      while end < term.end, isBlank(source.bytes[end]) { end += 1 }
      let rest = source.text(of: Span(start: end, end: term.end))
      changes.append(.init(span: Span(start: span.start, end: term.end), text: "\(rest)/\(factor(own))"))
    }
    return changes + [change("1/\(factor(own))"), change("(1/\(factor(own)))")]
  }

  private func raised(_ exponent: Rational, _ own: String) -> [SourceRepair.Change] {
    let base = factor(own)
    let size = exponent.signum < 0 ? -exponent : exponent
    var texts: [String] = []
    if size == Rational(1, 2) {
      texts = ["sqrt(\(own))"]
    } else {
      let written = size.isInteger ? size.description : "(\(size))"
      texts = size.isOne ? [own] : ["\(base)^\(written)"]
    }
    if exponent.signum < 0 { texts += size.isOne ? ["1/\(base)"] : ["\(base)^(\(exponent))"] }
    // What stands as an exponent there goes.
    var end = span.end
    if end < term.end, source.bytes[end] == 0x5E {
      end += 1
      if end < term.end, source.bytes[end] == 0x28 {
        while end < term.end, source.bytes[end] != 0x29 { end += 1 }
        end = min(end + 1, term.end)
      } else {
        while end < term.end, (0x30...0x39).contains(source.bytes[end]) || source.bytes[end] == 0x2D { end += 1 }
      }
    }
    return texts.map { .init(span: Span(start: span.start, end: end), text: $0) } + texts.map { change($0) }
  }

  private func replaced(by new: Expression, _ own: String) -> [String] {
    var texts: [String] = []
    if let name = store.nameOfQuantity(new), !own.contains("["), store.operandCount(of: new) > 0 {
      if own.hasSuffix("'") { texts = [name, name + "'"] } else { texts = [name + "'", name] }
      if store.operands(of: new).elementsEqual(store.operands(of: place.expression)) { texts.reverse() }
    }
    return texts + [text(new), "(\(text(new)))"]
  }
}

extension String {
  /// Nil where `old` does not occur.
  fileprivate func replacingFirst(_ old: String, by new: String) -> String? {
    var start = startIndex
    while start < endIndex {
      let rest = self[start...]
      if rest.hasPrefix(old) { return String(self[..<start]) + new + String(rest.dropFirst(old.count)) }
      start = index(after: start)
    }
    return nil
  }
}
