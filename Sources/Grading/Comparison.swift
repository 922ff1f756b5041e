import Expressions

/// Compares the terms of a student's chain with those of the key, where each may name its indices as it likes.
struct Comparison {
  private var forms: Forms
  private let ownNames: Set<String>
  private var known: [Request: Expression?] = [:]

  private struct Request: Hashable {
    var term: Expression
    var renaming: [Index: Index]
  }

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
    let request = Request(term: e, renaming: renaming)
    if let found = known[request] { return found }
    let found = newForm(e, renaming)
    known[request] = .some(found)
    return found
  }

  private mutating func newForm(_ e: Expression, _ renaming: [Index: Index]) -> Expression? {
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

  /// The terms have one form, with their free indices renamed by name.
  mutating func areAlike(_ e: Expression, _ wanted: Expression, _ names: [String: String]) -> Bool {
    var renaming: [Index: Index] = [:]
    for index in store.freeIndices(of: e) {
      let name = names[store.name(index)] ?? store.name(index)
      renaming[index] = store.freeIndices(of: wanted).first { store.name($0) == name }
    }
    guard let own = form(e, renaming: renaming) else { return false }
    return own == form(wanted)
  }

  /// An equation as one term.
  mutating func pair(_ left: Expression, _ right: Expression) -> Expression { forms.pair(left, right) }

  /// No operation of `e` is left to be carried out that `wanted` does not ask for, too: either all its operations are
  /// of kinds that stand there, or with all definitions unfolded each function and sum occurs no more often.
  mutating func isFinished(_ e: Expression, like wanted: Expression) -> Bool {
    let own = ownNames
    // A name for what is still to be calculated does not calculate it.
    let known = Set(definitions(in: wanted))
    let store = forms.store
    guard let plain = forms.unfolded(e, where: { own.contains(store.body($0).name) }),
      let bare = forms.unfolded(plain, where: { !known.contains($0) })
    else { return false }
    let asWritten = Operations(of: wanted, in: forms.store)
    guard Operations(of: bare, in: forms.store).calculus.areKinds(of: asWritten) else { return false }
    if Operations(of: plain, in: forms.store).areKinds(of: asWritten) { return true }
    guard let first = forms.unfolded(plain, where: { _ in true }),
      let second = forms.unfolded(wanted, where: { _ in true })
    else { return false }
    return Operations(of: first, in: forms.store).areWithin(Operations(of: second, in: forms.store))
  }

  private func definitions(in e: Expression) -> [Definition] {
    let store = forms.store
    return store.reachable(from: [e]).filter { store.op($0) == .definition }.map { store.definition($0) }
  }
}
