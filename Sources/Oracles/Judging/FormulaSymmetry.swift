import Evaluation
import Expressions
import Numbers

/// A change T of the inputs under which the result of the formula changes in a known way, S.
enum FormulaSymmetry: Hashable, Sendable {
  /// f(c·a + s) = cᵏ·f(a)
  case affine(input: Int, factor: Double, shift: Double, degree: Int)
  /// The values of an index in the opposite order, in all arrays: the result comes in that order, too.
  case reversal(Dimension)

  /// The strongest first; where a factor and a shift hold, they hold together.
  private static let changes: [(factor: Double, shift: Double)] = [(-2, 4), (0.5, 4), (-2, 0), (0.5, 0), (1, 4)]
  private static let degrees = [0, 1, -1, 2]

  /// What may be symmetries, of which the first of each list counts that the exact values bear out.
  static func candidates(of routine: Routine) -> [[FormulaSymmetry]] {
    let ofInputs = routine.inputs.filter { routine.isFree($0) }.map { input in
      changes.flatMap { change -> [FormulaSymmetry] in
        if !routine.isReal(input), change.factor < 0 || change.shift != 0 { return [] }
        return (change.factor == 1 ? [0] : degrees).map {
          .affine(input: input, factor: change.factor, shift: change.shift, degree: $0)
        }
      }
    }
    return ofInputs + routine.dimensions.map { [.reversal($0)] }
  }

  /// What the symmetry says, in words.
  func text(_ routine: Routine) -> String {
    switch self {
    case .affine(let input, let factor, let shift, let degree):
      let name = "`\(routine.arrays[input].name)`"
      if factor == 1 { return "free of a shift of \(name)" }
      let own = factor < 0 ? name : "the scale of \(name)"
      let scale =
        switch degree {
        case 0: "free of the scale of \(name)"
        case 1: "proportional to \(own)"
        case -1: "inversely proportional to \(own)"
        default: "of degree \(degree) in \(own)"
        }
      return scale + (shift == 0 ? "" : " and free of its shift")
    case .reversal(let dimension): return "in any order of `\(routine.store.name(dimension))`"
    }
  }

  // MARK: Inputs and results

  /// T: the inputs of a case, changed; nil if it would change nothing, or leave the type.
  func changed(_ one: OracleCase, _ routine: Routine, _ type: FloatingType) -> OracleCase? {
    var changed = one
    switch self {
    case .affine(let input, let factor, let shift, _):
      guard let place = routine.inputs.firstIndex(of: input), one.inputs.indices.contains(place) else { return nil }
      changed.inputs[place].values = one.inputs[place].values.map { $0 * factor + shift }
      let isHeld = changed.inputs[place].values.allSatisfy {
        type.rounded($0) == $0 && ($0 == 0 || abs($0) > type.smallestNormal)
      }
      guard isHeld, changed.inputs[place].values != one.inputs[place].values else { return nil }
    case .reversal(let dimension):
      var isChanged = false
      for (place, array) in routine.inputs.enumerated() where one.inputs.indices.contains(place) {
        let axes = routine.axes(of: array, along: dimension)
        let own = one.inputs[place]
        changed.inputs[place].values = FormulaSymmetry.reversed(own.values, own.shape, axes)
        isChanged = isChanged || changed.inputs[place].values != own.values
      }
      guard isChanged else { return nil }
    }
    return changed
  }

  /// Before a shift the entries lose the digits that the shifted ones have no room for.
  func prepared(_ one: OracleCase, _ routine: Routine, _ type: FloatingType) -> OracleCase {
    guard case .affine(let input, let factor, let shift, _) = self, let place = routine.inputs.firstIndex(of: input),
      one.inputs.indices.contains(place)
    else { return one }
    var prepared = one
    prepared.inputs[place].values = one.inputs[place].values.map {
      (type.rounded($0 * factor + shift) - shift) / factor
    }
    return prepared
  }

  /// S: the results at T, made of those of the case itself. Magnitudes, such as bands, change by |cᵏ|.
  func expected(_ values: [Double], _ shape: [Int], _ routine: Routine, areMagnitudes: Bool = false) -> [Double] {
    switch self {
    case .affine(_, let factor, _, let degree):
      var scale = 1.0
      for _ in 0..<abs(degree) { scale = degree > 0 ? scale * factor : scale / factor }
      return values.map { $0 * (areMagnitudes ? abs(scale) : scale) }
    case .reversal(let dimension):
      return FormulaSymmetry.reversed(values, shape, routine.axes(of: routine.outputs[0], along: dimension))
    }
  }

  /// The entries with their places along these axes counted from the other end.
  private static func reversed(_ values: [Double], _ shape: [Int], _ axes: [Int]) -> [Double] {
    guard !axes.isEmpty, values.count == shape.reduce(1, *) else { return values }
    return values.indices.map { k in
      var (rest, stride, place) = (k, 1, 0)
      for axis in shape.indices.reversed() {
        let index = rest % shape[axis]
        rest /= shape[axis]
        place += stride * (axes.contains(axis) ? shape[axis] - 1 - index : index)
        stride *= shape[axis]
      }
      return values[place]
    }
  }
}

extension Routine {
  private func declaration(of input: Int) -> SymbolDeclaration? {
    guard case .symbol(let symbol) = arrays[input].source else { return nil }
    return store.declaration(symbol)
  }

  /// Its entries may be any numbers of their domain.
  fileprivate func isFree(_ input: Int) -> Bool {
    guard let declaration = declaration(of: input) else { return true }
    guard declaration.structure == .none else { return false }
    switch declaration.domain {
    case .real, .nonzero, .positive, .nonnegative: return true
    default: return false
    }
  }

  fileprivate func isReal(_ input: Int) -> Bool {
    declaration(of: input).map { $0.domain == .real && $0.structure == .none } ?? true
  }

  /// The axes of an array whose index runs from 1 to this size.
  fileprivate func axes(of array: Int, along dimension: Dimension) -> [Int] {
    arrays[array].extents.indices.filter { axis in
      let extent = arrays[array].extents[axis]
      guard extent.lower.integer == 1, extent.upper.nodes.count == 1,
        case .size(let own) = extent.upper.nodes[0].operation
      else { return false }
      return own == dimension
    }
  }
}
