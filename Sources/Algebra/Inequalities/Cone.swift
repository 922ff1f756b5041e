import Numbers

/// A form that is nowhere negative where it is defined.
struct NonnegativeForm {
  var form: Form
  /// It is nowhere 0 either.
  var isPositive: Bool
}

/// The cone of all sums Σ λ_k·g_k with λ ≥ 0 of forms g_k that are nowhere negative: what lies in it is nowhere
/// negative. The identity is one of polynomials, so that the search need not be trusted.
struct Cone {
  private(set) var generators: [NonnegativeForm] = []
  private var seen: Set<Form> = []

  /// More generators than this make the linear program slow: a pivot takes their number times that of the monomials.
  private static let mostGenerators = 600
  var isFull: Bool { generators.count >= Cone.mostGenerators }

  mutating func insert(_ form: Form, isPositive: Bool = false) {
    if form.isZero || isFull { return }
    if seen.insert(form).inserted {
      generators.append(NonnegativeForm(form: form, isPositive: isPositive))
    } else if isPositive, let k = generators.firstIndex(where: { $0.form == form }) {
      generators[k].isPositive = true
    }
  }

  /// The generators with their weights whose sum is the form; with a positive one among them, if so asked.
  func combination(
    giving form: Form, strictly: Bool, _ spend: (Int) throws(Obstacle) -> Void
  ) throws(Obstacle) -> [(generator: NonnegativeForm, weight: Rational)]? {
    let useful = generators(for: form)
    var numbers: [Monomial: Int] = [:]
    for term in form.terms { numbers[term.monomial] = numbers.count }
    for generator in useful {
      for term in generator.form.terms where numbers[term.monomial] == nil { numbers[term.monomial] = numbers.count }
    }
    var target = Array(repeating: Rational.zero, count: numbers.count)
    for term in form.terms { if let row = numbers[term.monomial] { target[row] = term.coefficient } }
    let columns = useful.map { generator in
      generator.form.terms.compactMap { term in numbers[term.monomial].map { (row: $0, value: term.coefficient) } }
    }
    let positive = Set(useful.indices.filter { useful[$0].isPositive })
    if strictly && positive.isEmpty { return nil }
    var program = LinearProgram(columns: columns, target: target)
    guard let weights = try program.weights(preferring: strictly ? positive : [], spend) else { return nil }
    let used = useful.indices.filter { !weights[$0].isZero }
    if strictly && !used.contains(where: { useful[$0].isPositive }) { return nil }
    // The identity is checked as it stands: nothing rests on the search.
    var sum = form
    for k in used { sum = sum.adding(useful[k].form, times: -weights[k]) }
    guard sum.isZero, used.allSatisfy({ weights[$0].signum > 0 }) else { return nil }
    return used.map { (useful[$0], weights[$0]) }
  }

  /// Without generators that have a monomial which no other one and not the form itself can take away.
  private func generators(for form: Form) -> [NonnegativeForm] {
    var useful = generators
    let own = Dictionary(uniqueKeysWithValues: form.terms.map { ($0.monomial, $0.coefficient.signum) })
    while true {
      // Signs with which a monomial occurs: 1 for +, 2 for −; the form stands on the other side.
      var signs: [Monomial: Int] = own.mapValues { $0 > 0 ? 2 : 1 }
      for generator in useful {
        for term in generator.form.terms { signs[term.monomial, default: 0] |= term.coefficient.signum > 0 ? 1 : 2 }
      }
      let kept = useful.filter { generator in generator.form.terms.allSatisfy { signs[$0.monomial] == 3 } }
      if kept.count == useful.count { return kept }
      useful = kept
    }
  }
}
