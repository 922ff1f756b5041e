import Expressions
import Numbers

/// Mistakes made with the true side: what it becomes when a power, a function or a sum is put inside where it must not,
/// or not as far as it must.
struct Misreadings {
  private(set) var store: ExpressionStore
  private(set) var found: [(code: MistakeCode, image: Expression, message: String)] = []

  private let text: TermText

  private static let most = 40

  init(of truth: Expression, written text: TermText, in store: ExpressionStore) {
    self.store = store
    self.text = text
    for place in store.places(in: truth, entersDerivatives: false, limit: 80) { distribute(place, in: truth) }
  }

  private mutating func distribute(_ place: Place, in truth: Expression) {
    let e = place.expression
    let parts = Array(store.operands(of: e))
    switch store.op(e) {
    case .power:
      let exponent = parts[1]
      distribute(parts[0], place, truth, kinds: [.sum]) { store, part in
        store.rational(part)?.isOne ?? false ? part : store.power(part, exponent)
      }
      distribute(parts[0], place, truth, kinds: [.sum]) { $0.naivePower($1, exponent) }
      if store.op(parts[0]) == .product { raiseInPart(parts[0], exponent, place, truth) }
    case .function where parts.count == 1:
      let function = store.function(e)
      distribute(parts[0], place, truth, kinds: [.sum, .product]) { $0.function(function, [$1]) }
      distribute(parts[0], place, truth, kinds: [.product]) { store, part in
        guard let below = store.denominator(of: part) else { return store.function(function, [part]) }
        return store.reciprocal(store.function(function, [below]))
      }
    case .inverse:
      let (row, column) = (store.index(parts[2]), store.index(parts[3]))
      distribute(parts[4], place, truth, kinds: [.sum], saying: "the inverse of a sum is not the sum of the inverses") {
        $0.inverse(parts[0], parts[1], row: row, column: column, $1)
      }
    case .determinant:
      let (row, column) = (store.index(parts[0]), store.index(parts[1]))
      distribute(
        parts[2], place, truth, kinds: [.sum], saying: "the determinant of a sum is not the sum of the determinants"
      ) { $0.determinant(row: row, column: column, $1) }
    case .reduction where store.reduction(e) == .sum:
      let index = store.index(parts[0])
      distribute(parts[2], place, truth, kinds: [.product]) { $0.reduction(.sum, over: index, where: parts[1], $1) }
    case .derivative:
      let (target, slots) = (store.target(e), Array(parts.dropFirst()))
      distribute(parts[0], place, truth, kinds: [.product]) { $0.derivative(of: $1, target, slots: slots) }
    default: break
    }
  }

  /// f(a + b) → f(a) + f(b), f(a·b) → f(a)·f(b), f(Σ a) → Σ f(a), where `outside` is f.
  private mutating func distribute(
    _ argument: Expression, _ place: Place, _ truth: Expression, kinds: [Operator], saying words: String? = nil,
    _ outside: (inout ExpressionStore, Expression) -> Expression
  ) {
    var argument = argument
    if store.op(argument) == .definition, let formula = store.unfolded(argument) { argument = formula }
    let parts = Array(store.operands(of: argument))
    let image: Expression
    switch store.op(argument) {
    case .sum where kinds.contains(.sum): image = store.sum(parts.map { inside($0, outside) })
    case .product where kinds.contains(.product) && parts.count == 2 && store.rational(parts[0]) == Rational(-1):
      image = inside(argument, outside)
    case .product where kinds.contains(.product): image = store.product(parts.map { outside(&store, $0) })
    case .reduction where kinds.contains(.sum) && store.reduction(argument) == .sum:
      image = store.reduction(.sum, over: store.index(parts[0]), where: parts[1], outside(&store, parts[2]))
    default: return
    }
    guard found.count < Misreadings.most else { return }
    let whole = store.replacing(at: place.path, by: image, in: truth)
    if found.contains(where: { $0.image == whole }) { return }
    found.append((.distributed, whole, words ?? "`\(text.words(place, in: store))` is not `\(formula(image))`"))
  }

  /// (a·b)ⁿ → a·bⁿ
  private mutating func raiseInPart(
    _ base: Expression, _ exponent: Expression, _ place: Place, _ truth: Expression
  ) {
    let factors = Array(store.operands(of: base))
    for (k, factor) in factors.enumerated() where found.count < Misreadings.most {
      var images = factors
      for n in factors.indices where n != k { images[n] = store.power(factors[n], exponent) }
      let whole = store.replacing(at: place.path, by: store.product(images), in: truth)
      let message = "the exponent of `\(text.words(place, in: store))` belongs to the factor `\(formula(factor))`, too"
      found.append((.exponent, whole, message))
    }
  }

  /// f(−a) is read as −f(a): a difference becomes a difference.
  private mutating func inside(
    _ term: Expression, _ outside: (inout ExpressionStore, Expression) -> Expression
  ) -> Expression {
    guard store.op(term) == .product, let first = store.operands(of: term).first, store.rational(first) == Rational(-1)
    else { return outside(&store, term) }
    let rest = store.product(Array(store.operands(of: term).dropFirst()))
    return store.negation(outside(&store, rest))
  }

  private func formula(_ e: Expression) -> String { ExpressionText.text(e, in: store, limit: 60) }
}

extension ExpressionStore {
  /// (a^p)^q as a^(p·q), without the absolute value that √a² has; the root of a square number.
  fileprivate mutating func naivePower(_ base: Expression, _ exponent: Expression) -> Expression {
    if rational(base)?.isOne ?? false { return base }
    guard let outer = rational(exponent) else { return power(base, exponent) }
    if outer == Rational(1, 2), let root = rational(base)?.squareRoot { return number(root) }
    guard op(base) == .power, let inner = rational(operand(1, of: base)) else { return power(base, outer) }
    let total = inner * outer
    return total.isOne ? operand(0, of: base) : power(operand(0, of: base), total)
  }

  /// b of 1/b.
  fileprivate func denominator(of e: Expression) -> Expression? {
    guard op(e) == .power, rational(operand(1, of: e)) == Rational(-1) else { return nil }
    return operand(0, of: e)
  }
}
