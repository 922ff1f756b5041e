import Evaluation
import Expressions

/// One mistake at one place of a formula.
struct Mistake {
  var bug: KernelBug
  /// A sentence for a person.
  var text: String
  var image: Expression
  /// The array that is read in a wrong way there.
  var reading: Reading?
  /// Mistakes of one key are made together, too.
  var key: String?

  init(_ bug: KernelBug, _ text: String, _ image: Expression, reading: Reading? = nil, key: String? = nil) {
    (self.bug, self.text, self.image, self.reading, self.key) = (bug, text, image, reading, key)
  }

  /// An input as a wrong index sees it, under a name of its own.
  struct Reading {
    enum Way {
      /// It is taken to stand by columns.
      case byColumns
      /// An index of another range stands in this slot, and starts again behind its last value.
      case cyclic(slot: Int)
    }

    var symbol: Symbol
    /// What the input is called.
    var source: String
    var way: Way

    /// - Parameters:
    ///   - values: the input by rows, with these extents.
    ///   - shape: the extents that the reading has.
    func values(_ values: [Double], _ extents: [Int], shape: [Int]) -> [Double] {
      switch way {
      case .byColumns:
        guard extents.count == 2 else { return values }
        return values.indices.map { values[($0 % extents[1]) * extents[0] + $0 / extents[1]] }
      case .cyclic(let slot):
        var result: [Double] = []
        for place in 0..<shape.reduce(1, *) {
          var (rest, offset, stride) = (place, 0, 1)
          for k in shape.indices.reversed() {
            let index = rest % shape[k]
            rest /= shape[k]
            offset += (k == slot ? index % max(extents[k], 1) : index) * stride
            stride *= extents[k]
          }
          result.append(offset < values.count ? values[offset] : .nan)
        }
        return result
      }
    }
  }
}

/// A formula with a mistake in it, ready to run.
struct MistakenFormula {
  var bug: KernelBug
  var text: String
  var routine: Routine
  var readings: [Mistake.Reading]
  /// The same mistake in several places.
  var isRepeated: Bool

  /// The result at a sample's inputs; nil if it cannot be computed.
  func values(at sample: Sample) -> [Double]? {
    if readings.isEmpty { return routine.values(at: sample)?[0] }
    guard let shapes = try? routine.shapes(sample.sizes) else { return nil }
    var changes: RoutineInputs = [:]
    for reading in readings {
      guard let array = routine.inputs.first(where: { routine.arrays[$0].source == .symbol(reading.symbol) }),
        let input = sample.inputs.first(where: { $0.name == reading.source })
      else { return nil }
      changes[array] = reading.values(input.values, input.shape, shape: shapes[array])
    }
    return routine.values(at: sample, changes)?[0]
  }
}
