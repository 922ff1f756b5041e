import Evaluation
import Expressions

/// A case with the answer of the kernel, for the search for its mistake.
struct Sample {
  var sizes: Sizes
  var inputs: [(name: String, values: [Double], shape: [Int])]
  var shape: [Int]
  var exact: [Double]
  var band: [Double]
  var answer: [Double]
  /// What the kernel answered to the case before.
  var previous: [Double]

  /// Entries that tell something.
  var places: [Int] { answer.indices.filter { exact[$0].isFinite && band[$0].isFinite } }

  /// The greatest number of bands between the answer and other values; infinite where one of them is no number.
  func distance(from values: [Double], factor: Double = 1) -> Double {
    guard values.count == answer.count else { return .infinity }
    var greatest = 0.0
    for place in places {
      // A mistake that makes numbers larger makes their rounding errors larger, too.
      let growth = max(1, abs(values[place]) / max(abs(exact[place]), .leastNormalMagnitude))
      let band = band[place] * min(growth, Sample.mostGrowth) * factor
      let error = abs(answer[place] - values[place])
      if error.isNaN { return .infinity }
      greatest = max(greatest, band > 0 ? error / band : error == 0 ? 0 : .infinity)
    }
    return greatest
  }

  private static let mostGrowth = 1e4

  var isRight: Bool { distance(from: exact) <= 1 }
}

extension Routine {
  /// The output at a sample's inputs, with one of them changed if `change` says so; nil if it cannot be computed.
  func values(
    at sample: Sample, changing change: (name: String, values: [Double])? = nil
  ) -> [[Double]]? {
    var own: RoutineInputs = [:]
    for array in inputs {
      let name = arrays[array].name
      guard let input = sample.inputs.first(where: { $0.name == name }) else { return nil }
      own[array] = change?.name == name ? change?.values : input.values
    }
    var sizes = Sizes()
    for dimension in dimensions { sizes[dimension] = sample.sizes[dimension] }
    return try? doubles(sizes, own)
  }
}
