import Elaboration
import Evaluation
import Expressions
import Numbers

/// A failing point as a reader wants it: sizes, values, then both sides entry by entry.
struct CounterexampleWriter {
  let store: ExpressionStore

  /// More rows than this say nothing new.
  static let mostRows = 6

  func counterexample(of failure: Trial.Failure, upstream: [Definition], finiteDifferences: [Int: Double])
    -> Counterexample
  {
    let scene = failure.scene
    let balls = scene.balls(at: failure.point)
    // Failing entries are always shown; others as far as there is room.
    let room = CounterexampleWriter.mostRows
    var shown = Set(failure.failing.prefix(room))
    for k in scene.assignments.indices where shown.count < room { shown.insert(k) }
    var rows: [Counterexample.Row] = []
    let fractions = scene.program.fractions(at: failure.point)
    for k in shown.sorted() {
      guard let correct = balls[k].first, let yours = balls[k].last else { continue }
      let difference = yours - correct
      // Fractions tell where a difference is exactly 0.
      let isSame = fractions[k * scene.width].map { $0 == fractions[(k + 1) * scene.width - 1] } ?? false
      var row = Counterexample.Row(
        entry: entryText(scene.assignments[k]), yours: (isSame ? correct : yours).midpoint, correct: correct.midpoint,
        finiteDifference: finiteDifferences[k], errorBound: isSame ? 0 : difference.radius,
        differs: failure.failing.contains(k))
      if row.differs, !difference.isBounded || !difference.excludesZero, let a = fractions[k * scene.width],
        let b = fractions[(k + 1) * scene.width - 1]
      {
        row.sides = .fractions(yours: b, correct: a)
        row.errorBound = 0
      } else if row.differs, failure.precision > .double {
        let sides = scene.balls(at: failure.point, failure.precision)[k]
        if let a = sides.first, let b = sides.last {
          row.sides = .balls(yours: b, correct: a)
          (row.yours, row.correct) = (b.ball.midpoint, a.ball.midpoint)
          row.errorBound = (b - a).ball.radius
        }
      }
      rows.append(row)
    }
    var counterexample = Counterexample(bindings: bindings(of: failure, mentioned: upstream), rows: rows)
    counterexample.isOfEquality = failure.isOfEquality
    return counterexample
  }

  /// A point at which a statement fails, with the values of the indices that it speaks of.
  func counterexample(of failure: Trial.Failure) -> Counterexample {
    var bindings = bindings(of: failure, mentioned: [])
    let assignment = failure.failing.first.map { failure.scene.assignments[$0] } ?? [:]
    for (index, value) in assignment.sorted(by: { $0.key < $1.key }) {
      bindings.append(.init(name: store.name(index), value: String(value)))
    }
    return Counterexample(bindings: bindings, rows: [])
  }

  func entryText(_ assignment: [Index: Int]) -> String {
    assignment.sorted { $0.key < $1.key }.map { "\(store.name($0.key)) = \($0.value)" }.joined(separator: ", ")
  }

  /// Sizes, index symbols, declared quantities in the order of their declarations, then the values of definitions that
  /// help to follow the numbers.
  func bindings(of failure: Trial.Failure, mentioned: [Definition]) -> [Counterexample.Binding] {
    let setting = failure.scene.setting
    var bindings = setting.sizes.dimensions.map { dimension in
      Counterexample.Binding(name: store.name(dimension), value: setting.sizes[dimension].map { String($0) } ?? "?")
    }
    for (symbol, values) in setting.choice.values.sorted(by: { $0.key < $1.key }) {
      let text = values.map { String($0) }.joined(separator: ", ")
      bindings.append(.init(name: store.declaration(symbol).name, value: values.count == 1 ? text : "[\(text)]"))
    }
    for block in failure.point.inputs.blocks {
      guard case .symbol(let symbol) = block.subject, setting.choice.values[symbol] == nil else { continue }
      let values = (block.start..<(block.start + block.count)).map { valueText(failure.point, $0) }
      bindings.append(.init(name: store.declaration(symbol).name, value: tensorText(values[...], block.lengths)))
    }
    for (symbol, draws) in failure.scene.compiler.standardisedDraws {
      let text = draws.map { "\($0.value) with probability \($0.weight)" }.joined(separator: ", ")
      bindings.append(.init(name: "(\(store.declaration(symbol).name) - mean)/deviation", value: text))
    }
    for definition in mentioned {
      guard let value = valueText(of: definition, failure) else { continue }
      bindings.append(.init(name: store.body(definition).name, value: value))
    }
    return bindings
  }

  /// A fraction as it is, unless it is too long to be read or stands for a number that is none.
  private func valueText(_ point: Point, _ place: Int) -> String {
    let value = point.values[place]
    if point.enclosures[place] == nil, value.bitWidth <= CounterexampleWriter.readableBits { return value.description }
    return DecimalText.text(value.double, digits: 10)
  }

  /// Numerators and denominators of up to five digits.
  private static let readableBits = 34

  private func tensorText(_ values: ArraySlice<String>, _ lengths: [Int]) -> String {
    switch lengths.count {
    case 0: return values.first ?? "?"
    case 1: return "[" + values.joined(separator: ", ") + "]"
    case 2:
      let width = max(lengths[1], 1)
      let rows = stride(from: values.startIndex, to: values.endIndex, by: width).map {
        values[$0..<min($0 + width, values.endIndex)].joined(separator: ", ")
      }
      return "[" + rows.joined(separator: "; ") + "]"
    default:
      let size = values.count / max(lengths[0], 1)
      guard size > 0 else { return "[]" }
      let parts = stride(from: values.startIndex, to: values.endIndex, by: size).map {
        tensorText(values[$0..<min($0 + size, values.endIndex)], Array(lengths.dropFirst()))
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
  }

  /// The value of a defined name at the point, to six digits.
  private func valueText(of definition: Definition, _ failure: Trial.Failure) -> String? {
    let body = store.body(definition)
    var store = store
    let indices = body.slots.map { store.freshIndex("i", $0) }
    let entry = store.entry(of: definition, indices.map { store.value(of: $0) })
    var compiler = failure.scene.compiler.extended(to: store)
    guard let assignments = try? compiler.assignments(of: indices, limit: 64) else { return nil }
    var nodes: [Tape.Node] = []
    for assignment in assignments {
      guard let node = try? compiler.compile(entry, at: assignment) else { return nil }
      nodes.append(node)
    }
    let values = Program(compiler.tape, outputs: nodes).doubles(at: [failure.point]).first ?? []
    guard values.count == nodes.count, values.allSatisfy({ $0.isFinite }) else { return nil }
    let lengths = body.slots.indices.map { k in Set(assignments.compactMap { $0[indices[k]] }).count }
    return tensorText(values.map { DecimalText.text($0, digits: 6) }[...], lengths)
  }
}
