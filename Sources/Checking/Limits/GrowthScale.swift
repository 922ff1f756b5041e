import Algebra
import Expressions
import Numbers

/// The fastest scale w → 0 in a term: w = 1/X, or w = exp(−t) where t grows faster than log X.
struct GrowthScale: Hashable {
  /// log(1/w), which tends to +∞. In the scale w = 1/X it is log X, and coefficients are functions of log X, which
  /// goes under the name of X again.
  var exponent: Expression
  var isPower: Bool
  /// The exponentials of this scale: exp(u) with a finite, nonzero limit of u/t.
  var exponentials: Set<Expression>
}

extension Asymptotics {
  /// The scale in which to expand an opened term.
  func scale(of e: Expression) throws(LimitObstacle) -> GrowthScale {
    let free = Set(forms.store.freeIndices(of: e))
    let logarithm = forms.store.function(.log, [variable])
    var scale = GrowthScale(exponent: variable, isPower: true, exponentials: [])
    for node in forms.store.reachable(from: [e])
    where forms.store.op(node) == .function && forms.store.function(node) == .exp && mentions(node) {
      let u = forms.store.operand(0, of: node)
      guard try limit(u).isInfinite else { continue }
      guard forms.store.freeIndices(of: node).allSatisfy({ free.contains($0) }) else {
        throw .open("an exponential in it grows with a rate that depends on a bound index")
      }
      let known = scale.isPower ? logarithm : scale.exponent
      switch try limit(forms.store.quotient(u, known)) {
      case .finite(let ratio):
        if try sign(ofConstant: ratio) != 0 { scale.exponentials.insert(node) }
      case .plusInfinity, .minusInfinity:
        let isGrowing = try limit(u) == .plusInfinity
        scale = GrowthScale(
          exponent: isGrowing ? u : forms.store.negation(u), isPower: false, exponentials: [node])
      }
    }
    return scale
  }

  /// e holds no exponential of the scale, and so grows slower than every power of w.
  func isSlow(_ e: Expression, in scale: GrowthScale) -> Bool {
    if !mentions(e) { return true }
    if scale.isPower { return false }
    return !forms.store.reachable(from: [e]).contains { scale.exponentials.contains($0) }
  }

  struct LeadingTerm {
    var coefficient: Expression
    /// e ~ coefficient·w^exponent
    var exponent: Rational
  }

  /// So many terms are kept in expansions, one after the other, until one of them does not cancel.
  private static let lengths = [3, 5, 9, 14]

  /// The leading term of an opened term; a coefficient 0 where it is 0 for all large X.
  ///
  /// - Parameter isLimit: only the limit of e is asked for, so that the first term whose exponent is not negative will
  ///   do, be it zero or not.
  func leadingTerm(of e: Expression, isLimit: Bool = false) throws(LimitObstacle) -> LeadingTerm {
    guard mentions(e) else { return LeadingTerm(coefficient: e, exponent: .zero) }
    if (try? isZero(e)) ?? false { return LeadingTerm(coefficient: forms.store.integer(0), exponent: .zero) }
    let scale = try scale(of: e)
    for length in Asymptotics.lengths {
      do throws(LimitObstacle) {
        let expansion = Expansion(self, in: scale, length: length)
        var series = try expansion.series(of: e)
        if let lead = try expansion.normalise(&series, upTo: isLimit ? .zero : nil) {
          return LeadingTerm(coefficient: lead.coefficient, exponent: lead.exponent)
        }
        if isLimit, let end = series.end, end.signum > 0 {
          return LeadingTerm(coefficient: forms.store.integer(0), exponent: end)
        }
        if series.end == nil { return LeadingTerm(coefficient: forms.store.integer(0), exponent: .zero) }
      } catch {
        if error != .cancelled { throw error }
      }
    }
    throw .open("its leading terms cancel")
  }
}
