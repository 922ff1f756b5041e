import Expressions
import Numbers

/// An integer term as a sum of multiples of variables, sizes and other integers.
struct Affine: Hashable, Sendable {
  var constant = 0
  /// In the order of their first mention.
  var parts: [(term: Term, count: Int)] = []

  static func == (a: Affine, b: Affine) -> Bool {
    a.constant == b.constant && a.parts.elementsEqual(b.parts) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(constant)
    for part in parts {
      hasher.combine(part.term)
      hasher.combine(part.count)
    }
  }

  /// The number, if it is one.
  var number: Int? { parts.isEmpty ? constant : nil }

  init(_ constant: Int = 0) { self.constant = constant }

  init(_ term: Term, in terms: Terms) {
    for addend in terms.addends(term) {
      let (coefficient, rest) = terms.coefficient(addend)
      guard let count = coefficient.asInt, abs(count) < 1 << 31 else {
        self = Affine(opaque: term)
        return
      }
      if rest.isEmpty {
        constant += count
      } else if rest.count == 1 {
        add(rest[0], count)
      } else {
        add(addend, 1)
      }
    }
  }

  private init(opaque term: Term) { parts = [(term, 1)] }

  mutating func add(_ term: Term, _ count: Int) {
    if let place = parts.firstIndex(where: { $0.term == term }) {
      parts[place].count += count
      if parts[place].count == 0 { parts.remove(at: place) }
    } else if count != 0 {
      parts.append((term, count))
    }
  }

  static func + (a: Affine, b: Affine) -> Affine {
    var sum = a
    sum.constant += b.constant
    for part in b.parts { sum.add(part.term, part.count) }
    return sum
  }

  static prefix func - (a: Affine) -> Affine {
    var negative = Affine(-a.constant)
    negative.parts = a.parts.map { ($0.term, -$0.count) }
    return negative
  }

  static func - (a: Affine, b: Affine) -> Affine { a + -b }

  static func * (a: Int, b: Affine) -> Affine {
    var product = Affine(a * b.constant)
    if a != 0 { product.parts = b.parts.map { ($0.term, a * $0.count) } }
    return product
  }
}

/// Bounds of integers inside of their loops, from the ranges of the loops alone.
extension LoopProgram {
  func affine(_ term: Term) -> Affine { Affine(term, in: terms) }

  /// The greatest value over all loops, or the least: nil where it depends on more than sizes.
  func extreme(_ affine: Affine, isGreatest: Bool) -> Affine? {
    var affine = affine
    for _ in 0..<64 {
      guard let part = affine.parts.first(where: { !terms.variables(of: $0.term).isEmpty }) else { return affine }
      guard let variable = terms.variable(part.term) else { return nil }
      let bounds = bounds(variable)
      let end = self.affine(
        part.count > 0 ? (isGreatest ? bounds.upper : bounds.lower) : (isGreatest ? bounds.lower : bounds.upper))
      affine.parts.removeAll { $0.term == part.term }
      affine = affine + part.count * end
    }
    return nil
  }

  /// The index lies in the range wherever it is evaluated.
  func isCertain(_ index: Term, within extent: Bounds) -> Bool {
    terms.isInteger(index) && isAtLeast(index, extent.lower) && isAtLeast(extent.upper, index)
  }

  /// a ≥ b for all values of the loops and all sizes from 0 on.
  func isAtLeast(_ a: Term, _ b: Term) -> Bool {
    guard terms.isInteger(a), terms.isInteger(b), let least = extreme(affine(a) - affine(b), isGreatest: false) else {
      return false
    }
    return least.constant >= 0
      && least.parts.allSatisfy { part in
        if case .size = terms[part.term].operation { return part.count > 0 }
        return false
      }
  }

  /// The extent of an array over a loop: of a range that depends on other loops, all its values.
  mutating func storage(of variable: LoopVariable) -> Bounds {
    let bounds = bounds(variable)
    let lower = extreme(affine(bounds.lower), isGreatest: false)
    let upper = extreme(affine(bounds.upper), isGreatest: true)
    return Bounds(
      lower: lower.map { term($0) } ?? bounds.lower, upper: upper.map { term($0) } ?? bounds.upper)
  }

  mutating func term(_ affine: Affine) -> Term {
    var addends: [Term] = []
    for part in affine.parts {
      let count = terms.integer(part.count)
      addends.append(terms.product([count, part.term]))
    }
    if affine.constant != 0 || addends.isEmpty { addends.append(terms.integer(affine.constant)) }
    return terms.sum(addends)
  }
}
