import Algebra
import Calculus
import Expressions
import Numbers

/// Where one side of an equation has a value and the other has none: at x < 0 in log(x²) = 2·log(x).
extension Prover {
  /// Longer lists say less than that both sides are defined.
  private static let longestGap = 60
  private static let mostGaps = 6

  /// What one side needs in order to have a value and the other does not, in the user's notation: `x > 0`. Where that may
  /// not be all, and where it is long, that both sides are defined.
  func domainGap(_ left: Expression, _ right: Expression) -> [String] {
    let general = "both sides are defined"
    let forms = forms(unfolding: true)
    var calculus = differentiator
    let own = needs(of: [left], forms, &calculus, splitting: true)
    let other = needs(of: [right], forms, &calculus, splitting: true)
    let ownKeys = Set(own.map { $0.key })
    let otherKeys = Set(other.map { $0.key })
    var gap: [Lack] = []
    for lack in own.filter({ !otherKeys.contains($0.key) }) + other.filter({ !ownKeys.contains($0.key) })
    where !gap.contains(where: { $0.key == lack.key }) {
      gap.append(lack)
    }
    if gap.count > Prover.mostGaps { return [general] }
    let common = own.filter { otherKeys.contains($0.key) }
    var k = 0
    while k < gap.count {
      var rest = gap
      let lack = rest.remove(at: k)
      if follows(lack, from: rest + common, calculus.store) { gap = rest } else { k += 1 }
    }
    let texts = strict(gap, own + other, forms).sorted()
    let length = texts.reduce(0) { $0 + $1.utf8.count + 2 }
    if texts.isEmpty || length > Prover.longestGap { return [general] }
    return mayNeedMore(left) || mayNeedMore(right) ? texts + [general] : texts
  }

  /// What the sides need in order to have values although it never holds: `x - 1 > 0` for x in (0, 1).
  func impossibleNeed(_ left: Expression, _ right: Expression) -> String? {
    let forms = forms(unfolding: true)
    var calculus = differentiator
    return needs(of: [left, right], forms, &calculus).first { lack in
      let zero = calculus.store.integer(0)
      let negative = calculus.store.difference(zero, lack.part)
      forms.adopt(calculus.store)
      guard let sign = try? forms.sign(of: negative) else { return false }
      switch lack.key.relation {
      case "> 0": return sign.isNonnegative
      case ">= 0": return sign.isPositive
      default: return false
      }
    }?.text
  }

  /// u ≥ 0 and u ≠ 0 as u > 0.
  private func strict(_ gap: [Lack], _ all: [Lack], _ forms: NormalForms) -> [String] {
    var texts: [String] = []
    for lack in gap {
      let place = forms.monic(lack.key.form, keepsSign: false)
      let same = all.filter { forms.monic($0.key.form, keepsSign: false) == place }
      let bound = same.first { $0.key.relation == ">= 0" }
      let isNonzero = same.contains { $0.key.relation == "!= 0" }
      let text =
        lack.key.relation == "> 0"
        ? lack.text : bound.map { isNonzero ? String($0.text.dropLast(">= 0".count)) + "> 0" : $0.text } ?? lack.text
      if !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  private func follows(_ lack: Lack, from others: [Lack], _ store: ExpressionStore) -> Bool {
    var store = store
    let zero = store.integer(0)
    let premises = others.map { other in
      switch other.key.relation {
      case "> 0": store.comparison(.less, zero, other.part)
      case ">= 0": store.comparison(.lessOrEqual, zero, other.part)
      default: store.comparison(.notEqual, other.part, zero)
      }
    }
    let forms = forms(unfolding: true)
    forms.adopt(store)
    for premise in premises { forms.assume(premise, fixed: []) }
    guard let sign = try? forms.sign(of: lack.part) else { return false }
    switch lack.key.relation {
    case "> 0": return sign.isPositive
    case ">= 0": return sign.isNonnegative
    default: return sign.isNonzero
    }
  }

  /// There are operations in it whose domains are not among the conditions of `Definedness`.
  private func mayNeedMore(_ side: Expression) -> Bool {
    store.reachable(from: [side], throughDefinitions: true).contains { e in
      switch store.op(e) {
      case .function:
        return store.function(e) != .log && !store.function(e).isDefinedEverywhere
      case .power: return store.rational(store.operand(1, of: e)) == nil
      case .inverse, .determinant, .logDeterminant, .limit, .undefined, .cases, .reduction, .substitution: return true
      default: return false
      }
    }
  }
}
