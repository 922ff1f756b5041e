import Evaluation
import Expressions
import Numbers

/// The mistakes that can be made in writing a formula, each at each place: in the formula itself and in the definitions that
/// it is made of, at one place, and at all places that are alike.
struct FormulaMistakes {
  let form: WrittenForm
  var store: ExpressionStore
  /// What mistakes are being made in.
  var part: WrittenForm.Part
  let dimensions: [Dimension]
  private var count = 0

  /// More are not tried.
  private static let most = 6000
  /// Sums and products with more parts are not taken apart.
  static let mostParts = 12

  init?(in form: WrittenForm) {
    guard let routine = form.routine else { return nil }
    self.form = form
    (store, part, dimensions) = (form.store, form.parts[0], routine.dimensions)
  }

  /// Calls `visit` with each of them, those nearest to the result first.
  mutating func forEach(_ visit: (MistakenFormula) -> Void) {
    var alike: [String: [Placed]] = [:]
    var shapes = ShapeTable()
    for part in form.parts {
      self.part = part
      var known: Set<Expression> = [part.value]
      var groups: [String: [(place: Expression, mistake: Mistake)]] = [:]
      let nodes = store.reachable(from: [part.value])
      var parents: [Expression: [Expression]] = [:]
      for e in nodes { for operand in Set(store.operands(of: e)) { parents[operand, default: []].append(e) } }
      for mistake in ofWhole() + exchanges() { make([part.value: mistake.image], [mistake], &known, visit) }
      for e in nodes.reversed() where count < FormulaMistakes.most {
        for (k, mistake) in mistakes(at: e).enumerated() {
          make([e: mistake.image], [mistake], &known, visit)
          for parent in parents[e] ?? [] where (parents[e] ?? []).count > 1 {
            makeOnce(mistake, at: e, in: parent, &known, visit)
          }
          let shape =
            "\(mistake.bug) \(k) \(shapes.shape(of: e, in: store)) \(shapes.shape(of: mistake.image, in: store))"
          for key in [shape, mistake.key].compactMap({ $0 }) { groups[key, default: []].append((e, mistake)) }
          for key in [shape, mistake.text] {
            alike[key, default: []].append(Placed(part: part, at: e, mistake: mistake))
          }
        }
      }
      // What a simpler mistake explains, too, is not told in this way.
      for e in nodes.reversed() where count < FormulaMistakes.most {
        for mistake in inTerms(of: e) { make([e: mistake.image], [mistake], &known, visit) }
      }
      for key in groups.keys.sorted() {
        guard let group = groups[key], group.count > 1 else { continue }
        make(
          Dictionary(group.map { ($0.place, $0.mistake.image) }) { first, _ in first }, group.map { $0.mistake },
          &known, visit)
      }
    }
    var known: Set<[Expression]> = []
    for key in alike.keys.sorted() { makeInSeveral(alike[key] ?? [], &known, visit) }
  }

  /// A mistake in the formula, or in one of the definitions that it is made of.
  private struct Placed {
    var part: WrittenForm.Part
    var at: Expression
    var mistake: Mistake
  }

  /// What is written alike in several definitions, or in one and in the formula: who errs in one errs in the others.
  private mutating func makeInSeveral(
    _ places: [Placed], _ known: inout Set<[Expression]>, _ visit: (MistakenFormula) -> Void
  ) {
    guard let first = places.first, places.contains(where: { $0.part.definition != first.part.definition }) else {
      return
    }
    var changed: [(part: WrittenForm.Part, image: Expression)] = []
    for part in form.parts {
      let own = places.filter { $0.part.definition == part.definition }.map { ($0.at, $0.mistake.image) }
      if own.isEmpty { continue }
      changed.append((part, store.replacing(Dictionary(own) { first, _ in first }, in: part.value)))
    }
    guard count < FormulaMistakes.most, known.insert(changed.map { $0.image }).inserted else { return }
    count += 1
    var own = form
    var current = store
    for (part, image) in changed {
      own = own.replacing(part, by: image, in: current)
      current = own.store
    }
    let names = changed.map { "`\($0.part.definition.map { store.body($0).name } ?? form.name)`" }
    self.visit(own, places.map { $0.mistake }, ", and so in \(names.joined(separator: " and "))", visit)
  }

  /// In one of the places where an expression stands.
  private mutating func makeOnce(
    _ mistake: Mistake, at e: Expression, in parent: Expression, _ known: inout Set<Expression>,
    _ visit: (MistakenFormula) -> Void
  ) {
    guard [.sum, .product, .power, .function].contains(store.op(parent)) else { return }
    let image = store.rebuilt(parent, store.operands(of: parent).map { $0 == e ? mistake.image : $0 })
    var own = mistake
    own.text += " in `\(text(parent))`"
    make([parent: image], [own], &known, visit)
  }

  private mutating func make(
    _ images: [Expression: Expression], _ mistakes: [Mistake], _ known: inout Set<Expression>,
    _ visit: (MistakenFormula) -> Void
  ) {
    guard count < FormulaMistakes.most else { return }
    let changed = store.replacing(images, in: part.value)
    guard known.insert(changed).inserted else { return }
    count += 1
    let own = form.replacing(part, by: changed, in: store)
    let place = part.definition.map { " in `\(store.body($0).name)`" } ?? ""
    let more =
      mistakes.count > 2
      ? ", and so in \(mistakes.count - 1) more places" : mistakes.count > 1 ? ", and so in one more place" : ""
    self.visit(own, mistakes, more + place, visit)
  }

  /// - Parameter places: where the mistakes are, said after what they are.
  private func visit(
    _ own: WrittenForm, _ mistakes: [Mistake], _ places: String, _ visit: (MistakenFormula) -> Void
  ) {
    guard let routine = own.routine else { return }
    visit(
      MistakenFormula(
        bug: mistakes[0].bug, text: mistakes[0].text + places, routine: routine,
        readings: mistakes.compactMap { $0.reading }, isRepeated: mistakes.count > 1))
  }

  private mutating func mistakes(at e: Expression) -> [Mistake] {
    switch store.op(e) {
    case .product: inProduct(e)
    case .sum: inSum(e)
    case .power: inPower(e)
    case .function: inFunction(e)
    case .reduction: inReduction(e)
    case .symbol, .definition: inEntry(e)
    default: []
    }
  }

  // MARK: Entries

  func text(_ e: Expression) -> String { ExpressionText.text(e, in: store, limit: 60) }

  /// Whether the kernel is given the quantity.
  func isInput(_ entry: Expression) -> Bool {
    store.op(entry) == .symbol || form.upstream.contains(store.definition(entry))
  }

  func name(of entry: Expression) -> String {
    store.op(entry) == .symbol ? store.declaration(store.symbol(entry)).name : store.body(store.definition(entry)).name
  }

  func isEntry(_ e: Expression) -> Bool { [.symbol, .definition].contains(store.op(e)) }

  func ranges(of entry: Expression) -> [IndexRange] {
    store.op(entry) == .symbol
      ? store.declaration(store.symbol(entry)).slots : store.body(store.definition(entry)).slots
  }

  /// A definition may stand in this part: in its own body, or before it, it would be a recursion.
  func mayStand(_ definition: Definition) -> Bool {
    form.upstream.contains(definition) || part.definition.map { definition < $0 } ?? true
  }

  /// The quantities of the formula, and of what it is derived from.
  var symbols: [Symbol] {
    let all = store.reachable(from: [form.value], throughDefinitions: true)
    let others = store.reachable(
      from: form.others.map { store.body($0).clauses[0].body }, throughDefinitions: true)
    return Set((all + others).filter { store.op($0) == .symbol }.map { store.symbol($0) }).sorted()
  }

  /// Entries of all quantities that have one at these indices, each range taken once.
  mutating func entries(at slots: [Index]) -> [Expression] {
    let ranges = slots.map { store.range($0) }
    func places(_ own: [IndexRange]) -> [Int]? {
      let places = own.compactMap { ranges.firstIndex(of: $0) }
      return places.count == own.count && Set(places).count == places.count ? places : nil
    }
    var found: [Expression] = []
    for symbol in symbols {
      guard let own = places(store.declaration(symbol).slots) else { continue }
      found.append(store.entry(of: symbol, own.map { store.value(of: slots[$0]) }))
    }
    for definition in form.definitions + form.upstream.sorted() where mayStand(definition) {
      guard let own = places(store.body(definition).slots) else { continue }
      found.append(store.entry(of: definition, own.map { store.value(of: slots[$0]) }))
    }
    return found
  }
}
