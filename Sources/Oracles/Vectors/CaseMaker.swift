import Evaluation
import Expressions
import Numbers

/// Makes the cases of a formula: the same request gives the same bytes.
public struct CaseMaker: Sendable {
  public let formula: Formula
  public let request: CaseRequest
  private let routine: Routine
  /// The premises of the formula as one number, 1 where they hold; nil if they cannot be evaluated.
  private let premises: Routine?
  private let styles: [InputStyle]

  public enum Failure: Error, Sendable {
    case noSuchSize(String, known: [String])
    case tooLarge(Int)
    /// No inputs were found at which the formula has a value.
    case noInputs
  }

  /// Draws for one case before another style is tried, and in all.
  private static let draws = 20
  /// Sizes that are taken in turn where none are asked for.
  private static let usualSizes = [1, 2, 3, 6, 8, 17]

  public init(_ formula: Formula, _ request: CaseRequest) throws(Failure) {
    self.formula = formula
    self.request = request
    routine = formula.routine
    // Sizes of the file that the formula does not mention are all the same to it.
    let known = formula.store.dimensionNames
    for name in request.sizes.keys.sorted() where !known.contains(name) { throw .noSuchSize(name, known: known) }
    premises = CaseMaker.premises(of: formula)
    styles = InputStyle.allCases.filter { $0 != .kink || formula.routine.hasKinks }
  }

  private static func dimensions(of formula: Formula) -> [(name: String, dimension: Dimension)] {
    formula.routine.dimensions.map { (name: formula.store.name($0), dimension: $0) }
  }

  private static func premises(of formula: Formula) -> Routine? {
    if formula.premises.isEmpty { return nil }
    var store = formula.store
    let all = formula.premises.map { premise in
      store.freeIndices(of: premise).reduce(premise) { store.reduction(.all, over: $1, $0) }
    }
    let value = store.cases([(condition: store.and(all), value: store.integer(1))], otherwise: store.integer(0))
    return try? RoutineCompiler.routine(
      of: [(name: "premises", slots: [], value: value)], in: store, given: formula.upstream)
  }

  /// What the cases are called, before they are made.
  public var names: [String] { (0..<request.count).map { CaseMaker.name($0, of: request.count) } }

  /// The case with this number. At sizes at which the formula has no value the next ones are taken.
  public func oracleCase(_ number: Int) throws(Failure) -> OracleCase {
    var random = RandomSource(seed: request.seed, text: "\(formula.name)/\(number)")
    // Every other case is made of ordinary numbers.
    let style = number % 2 == 0 ? .random : styles[(number / 2) % styles.count]
    var tried: Set<Sizes> = []
    for turn in 0..<CaseMaker.turns {
      let sizes = sizes(number, turn: turn)
      guard tried.insert(sizes).inserted else { continue }
      for draw in 0..<(2 * CaseMaker.draws) {
        let own = draw < CaseMaker.draws ? style : .random
        if let found = try attempt(number, sizes, own, RandomSource(seed: random.next())) { return found }
      }
    }
    throw .noInputs
  }

  private static let turns = 16

  /// Each dimension goes through its sizes at its own pace, ordinary cases and special ones each for themselves; special
  /// ones begin one size later in each round of styles, so that each style meets each size.
  private func sizes(_ number: Int, turn: Int) -> Sizes {
    var sizes = Sizes()
    let pair = number / 2
    let step = pair + turn + (number % 2 == 0 ? 0 : pair / styles.count)
    for (k, dimension) in CaseMaker.dimensions(of: formula).enumerated() {
      let choices = request.sizes[dimension.name] ?? CaseMaker.usualSizes
      sizes[dimension.dimension] = choices[(step + k * (step / choices.count)) % choices.count]
    }
    return sizes
  }

  private func attempt(_ number: Int, _ sizes: Sizes, _ style: InputStyle, _ random: RandomSource) throws(Failure)
    -> OracleCase?
  {
    do {
      var drawing = InputDrawing(type: request.type, random: random)
      let shapes = try routine.shapes(sizes)
      let styled = styledInput(shapes, &drawing.random)
      var inputs: RoutineInputs = [:]
      for array in routine.inputs {
        inputs[array] = drawing.entries(kind(of: array, sizes), shape: shapes[array], array == styled ? style : .random)
      }
      if let premises, !holds(premises, sizes, inputs) { return nil }
      let exact = try routine.exact(sizes, inputs, negligible: request.negligible)[0]
      // Ordinary inputs have ordinary results; special ones may have none, or none that is known.
      let without = exact.count { $0.value.isNaN }
      if without > 0, style == .random { return nil }
      // Where all entries are equal kernels meet 0/0; what they give there is of interest.
      if style != .constant, exact.contains(where: { $0.value.isNaN && !$0.isUndefined }) { return nil }
      if style != .constant, without == exact.count, without > 0 { return nil }
      let band = try RoundingBand(routine: routine, request: request).band(sizes, inputs, exact)
      let shape = shapes[routine.outputs[0]]
      let dimensions = CaseMaker.dimensions(of: formula).map { (name: $0.name, size: sizes[$0.dimension] ?? 0) }
      let small = dimensions.map { $0.size }.filter { $0 <= 1 }
      let tags = [style.rawValue] + (small.contains(0) ? ["size-0"] : []) + (small.contains(1) ? ["size-1"] : [])
      return OracleCase(
        name: CaseMaker.name(number, of: request.count), sizes: dimensions, tags: tags,
        inputs: routine.inputs.map {
          OracleCase.Input(name: routine.arrays[$0].name, shape: shapes[$0], values: inputs[$0] ?? [])
        }, shape: shape, exact: exact, band: band)
    } catch {
      if case .tooLarge(let most) = error { throw .tooLarge(most) }
      throw .noInputs
    }
  }

  /// The array that the style is about: arrays before numbers.
  private func styledInput(_ shapes: [[Int]], _ random: inout RandomSource) -> Int? {
    let inputs = routine.inputs
    let arrays = inputs.filter { !shapes[$0].isEmpty }
    let candidates = arrays.isEmpty ? inputs : arrays
    return candidates.isEmpty ? nil : candidates[random.next(below: candidates.count)]
  }

  private func kind(of array: Int, _ sizes: Sizes) -> InputDrawing.Kind {
    guard case .symbol(let symbol) = routine.arrays[array].source else {
      return InputDrawing.Kind(domain: .real, structure: .none)
    }
    let declaration = formula.store.declaration(symbol)
    var kind = InputDrawing.Kind(domain: declaration.domain, structure: declaration.structure)
    if case .index(let range) = declaration.domain { kind.span = routine.values(of: range, sizes) }
    return kind
  }

  private func holds(_ premises: Routine, _ sizes: Sizes, _ inputs: RoutineInputs) -> Bool {
    var own: RoutineInputs = [:]
    for array in premises.inputs {
      let source = premises.arrays[array].source
      // What only the premises mention is not an input of the kernel.
      guard let same = routine.inputs.first(where: { routine.arrays[$0].source == source }) else { return true }
      own[array] = inputs[same]
    }
    return (try? premises.doubles(sizes, own))?[0].first == 1
  }

  private static func name(_ number: Int, of count: Int) -> String {
    let width = max(2, String(max(count - 1, 0)).count)
    let digits = String(number)
    return "c" + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Routine {
  /// Some function in it has a kink or a jump, or a branch is taken.
  var hasKinks: Bool {
    steps.contains { step in
      step.codes.contains { code in
        code.nodes.contains { node in
          switch node.operation {
          case .function(let function): function.properties.hasKink
          case .cases: true
          default: false
          }
        }
      }
    }
  }

  /// The values of an index at these sizes.
  func values(of range: IndexRange, _ sizes: Sizes) -> ClosedRange<Int>? {
    let bounds = store.bounds(range)
    guard let lower = integer(bounds.lower, sizes), let upper = integer(bounds.upper, sizes), lower <= upper else {
      return nil
    }
    return lower...upper
  }

  private func integer(_ e: Expression, _ sizes: Sizes) -> Int? {
    let routine = try? RoutineCompiler.routine(of: [(name: "bound", slots: [], value: e)], in: store)
    return (try? routine?.doubles(sizes, [:]))?.first?.first.flatMap { Int(exactly: $0) }
  }
}
