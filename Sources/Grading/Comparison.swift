import Expressions

/// Compares the terms of a student's chain with those of the key, where each may name its indices as it likes.
struct Comparison {
  private var forms: Forms
  private let ownNames: Set<String>
  /// Indices that are renamed in all possible ways; with more of them, only those of the same name are the same.
  private static let mostIndices = 4

  /// - Parameter ownNames: definitions of the student, which stand for their formulas.
  init(_ store: ExpressionStore, ownNames: Set<String>) {
    forms = Forms(store)
    self.ownNames = ownNames
  }

  var store: ExpressionStore { forms.store }

  /// The form with the student's own definitions unfolded.
  mutating func form(_ e: Expression, renaming: [Index: Index] = [:]) -> Expression? {
    let (store, own) = (forms.store, ownNames)
    guard let plain = forms.unfolded(e, where: { own.contains(store.body($0).name) }) else { return nil }
    return forms.form(of: forms.substituting(renaming, in: plain))
  }

  /// The form with all definitions unfolded; nil where that would change the value: a derivative in a defined name.
  mutating func explicitForm(_ e: Expression, renaming: [Index: Index] = [:]) -> Expression? {
    guard let plain = forms.unfolded(e, where: { _ in true }) else { return nil }
    let store = forms.store
    let isCut = store.reachable(from: [plain]).contains { node in
      guard store.op(node) == .derivative, case .definition = store.target(node).subject else { return false }
      return true
    }
    return isCut ? nil : forms.form(of: forms.substituting(renaming, in: plain))
  }

  /// How the student's indices are to be renamed so that the two terms have one form; nil if there is no way.
  mutating func renaming(of e: Expression, to wanted: Expression) -> [Index: Index]? {
    for renaming in renamings(store.freeIndices(of: e), store.freeIndices(of: wanted)) {
      if let own = form(e, renaming: renaming), own == form(wanted) { return renaming }
      if let own = explicitForm(e, renaming: renaming), own == explicitForm(wanted) { return renaming }
    }
    return nil
  }

  private func renamings(_ own: [Index], _ wanted: [Index]) -> [[Index: Index]] {
    guard own.count == wanted.count else { return [] }
    if own.count > Comparison.mostIndices {
      return [Dictionary(uniqueKeysWithValues: zip(own, wanted))]
    }
    var found: [[Index: Index]] = [[:]]
    for index in own {
      found = found.flatMap { renaming in
        wanted.filter { image in
          store.range(image) == store.range(index) && !renaming.values.contains(image)
        }.map { image in renaming.merging([index: image]) { $1 } }
      }
    }
    return found
  }

  /// The indices of a formula that stands by itself, renamed to those of the same names.
  func renaming(byNames e: Expression, to wanted: [Index]) -> [Index: Index] {
    var renaming: [Index: Index] = [:]
    for index in store.freeIndices(of: e) {
      renaming[index] = wanted.first {
        store.name($0) == store.name(index) && store.range($0) == store.range(index)
      }
    }
    return renaming
  }

  /// An equation as one term.
  mutating func pair(_ left: Expression, _ right: Expression) -> Expression { forms.pair(left, right) }

  /// No operation of `e` is left to be carried out that `wanted` does not ask for, too.
  mutating func isFinished(_ e: Expression, like wanted: Expression) -> Bool {
    let (store, own) = (forms.store, ownNames)
    guard let plain = forms.unfolded(e, where: { own.contains(store.body($0).name) }) else { return false }
    if Operations(of: plain, in: forms.store).areKinds(of: Operations(of: wanted, in: forms.store)) {
      return namesAreKnown(of: plain, in: wanted)
    }
    guard let (first, second) = allUnfolded(plain, wanted) else { return false }
    return Operations(of: first, in: forms.store).areWithin(Operations(of: second, in: forms.store))
  }

  /// Every defined name of `e` occurs in `wanted`, or stands for nothing that is to be carried out.
  private mutating func namesAreKnown(of e: Expression, in wanted: Expression) -> Bool {
    let known = Set(
      forms.store.reachable(from: [wanted]).filter { forms.store.op($0) == .definition }
        .map { forms.store.definition($0) })
    guard let plain = forms.unfolded(e, where: { !known.contains($0) }) else { return false }
    let store = forms.store
    return !store.hasDerivative(plain) || store.hasDerivative(wanted)
  }

  private mutating func allUnfolded(_ e: Expression, _ other: Expression) -> (Expression, Expression)? {
    guard let first = forms.unfolded(e, where: { _ in true }), let second = forms.unfolded(other, where: { _ in true })
    else { return nil }
    return (first, second)
  }
}
