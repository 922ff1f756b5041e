import Elaboration
import Expressions
import Numbers

/// The lines of a claim that lead on from the key's first term, in one chain or in several that continue each other.
struct Way {
  private(set) var start: Route.Station
  private(set) var steps: [Route.Step]
  /// From the key's last term to its first one.
  private(set) var isBackwards = false
  /// The student's indices as the key calls them.
  private(set) var renaming: [Index: Index]
  /// The free indices of the key's first term.
  private let indices: [Index]

  var end: Route.Station { steps.last?.station ?? start }
  /// The places of its lines in the claim.
  var lines: Set<Int> { Set(steps.map { $0.number }) }

  /// Those that begin where the key does; the ones that reach its end first.
  static func all(among routes: [Route], to goal: Route, _ comparison: inout Comparison) -> [Way] {
    var found: [Way] = []
    for (position, route) in routes.enumerated() {
      guard var way = Way(route, to: goal, &comparison) else { continue }
      for later in routes[(position + 1)...] where !way.reaches([goal.end], &comparison) {
        way.take(later, &comparison)
      }
      found.append(way)
    }
    let isComplete = found.map { way in way.isBackwards || way.reaches([goal.end], &comparison) }
    return found.indices.filter { isComplete[$0] }.map { found[$0] }
      + found.indices.filter { !isComplete[$0] }.map { found[$0] }
  }

  private init?(_ route: Route, to goal: Route, _ comparison: inout Comparison) {
    start = route.start
    steps = route.steps
    indices = goal.start.expression.map { comparison.store.freeIndices(of: $0) } ?? []
    if let renaming = Way.renaming(route.start, goal.start, &comparison) {
      self.renaming = renaming
    } else if route.isOfEquations, goal.isOfEquations, let renaming = Way.renaming(route.end, goal.start, &comparison),
      let first = comparison.form(route.start, renaming), let wanted = comparison.form(goal.end, [:]), first == wanted
    {
      self.renaming = renaming
      isBackwards = true
    } else {
      return nil
    }
  }

  private static func renaming(
    _ own: Route.Station, _ wanted: Route.Station, _ comparison: inout Comparison
  ) -> [Index: Index]? {
    guard let first = own.expression, let second = wanted.expression else {
      return own.expression == nil && wanted.expression == nil && own.text == wanted.text ? [:] : nil
    }
    return comparison.renaming(of: first, to: second)
  }

  /// A chain that begins where the way ends goes on from there. It has indices of its own, with the same letters.
  private mutating func take(_ route: Route, _ comparison: inout Comparison) {
    let names = names(in: comparison.store)
    var extended = renaming
    for term in ([route.start] + route.steps.map { $0.station }).compactMap({ $0.expression }) {
      for index in comparison.store.freeIndices(of: term) where extended[index] == nil {
        let image = names[comparison.store.name(index)]
        extended[index] = indices.first { comparison.store.name($0) == image }
      }
    }
    guard let own = comparison.form(end, extended), own == comparison.form(route.start, extended) else { return }
    renaming = extended
    steps += route.steps
  }

  /// The student's indices as the key calls them, by their names.
  func names(in store: ExpressionStore) -> [String: String] {
    var names: [String: String] = [:]
    for (index, image) in renaming { names[store.name(index)] = store.name(image) }
    return names
  }

  private var stations: [Route.Station] { [start] + steps.map { $0.station } }

  /// A term of the way is one of these, or the last one has no operation left that they do not have.
  func reaches(_ ends: [Route.Station], _ comparison: inout Comparison) -> Bool {
    for wanted in ends {
      guard let term = wanted.expression else {
        if end.expression == nil && end.text == wanted.text { return true }
        continue
      }
      let names = comparison.renaming(byNames: term, to: indices)
      let form = comparison.form(term, renaming: names)
      for station in stations.dropFirst() {
        if let own = comparison.form(station, renaming), own == form { return true }
      }
      if let last = end.expression, comparison.isFinished(last, like: term) { return true }
    }
    return false
  }

  /// A term of the way has this form.
  func passes(_ wanted: Expression, _ comparison: inout Comparison) -> Bool {
    let names = comparison.renaming(byNames: wanted, to: indices)
    guard let form = comparison.form(wanted, renaming: names) else { return false }
    for station in stations {
      if let own = comparison.form(station, renaming), own == form { return true }
    }
    return false
  }

  /// How much of the key's way was gone, as a part of its lines: up to the term at which it ends; else up to the last one
  /// that has all the operations which are left at the end, and half a line.
  func progress(along goal: Route, _ comparison: inout Comparison) -> Rational {
    let wanted = [goal.start] + goal.steps.map { $0.station }
    guard let last = end.expression else { return .zero }
    let own = comparison.form(end, renaming)
    if let own, let there = wanted.lastIndex(where: { $0.expression.flatMap { comparison.form($0) } == own }) {
      return Rational(there, max(1, goal.steps.count))
    }
    let passed = wanted.lastIndex { $0.expression.map { comparison.isFinished(last, like: $0) } ?? false } ?? 0
    return min(.one, (Rational(passed) + Rational(1, 2)) * Rational(1, max(1, goal.steps.count)))
  }

  /// Lines that lead from one term of the key to another, with how many lines that takes there.
  func jumps(
    along goal: Route, hasReached: Bool, _ comparison: inout Comparison
  ) -> [(line: Int, lines: Int)] {
    if isBackwards { return [] }
    let forms = ([goal.start] + goal.steps.map { $0.station }).map { comparison.form($0, [:]) }
    var before: Int? = 0
    var found: [(line: Int, lines: Int)] = []
    for (position, step) in steps.enumerated() {
      let own = comparison.form(step.station, renaming)
      var here = own.flatMap { form in forms.lastIndex { $0 == form } }
      if here == nil && hasReached && position == steps.count - 1 { here = goal.steps.count }
      if let before, let here, here > before { found.append((step.number, here - before)) }
      before = here
    }
    return found
  }
}

extension Comparison {
  fileprivate mutating func form(_ station: Route.Station, _ renaming: [Index: Index]) -> Expression? {
    station.expression.flatMap { form($0, renaming: renaming) }
  }
}
