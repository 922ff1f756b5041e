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

  /// The greatest number of bands between the answer and what a mistake would give; infinite where only one of them is a
  /// number.
  ///
  /// A mistake that makes numbers larger makes their rounding errors larger, too, and one that moves entries moves their
  /// bands: the widest of a quarter of all bands counts everywhere.
  func distance(from values: [Double]) -> Double {
    guard values.count == answer.count else { return .infinity }
    let least = (places.map { band[$0] }.max() ?? 0) / 4
    var greatest = 0.0
    for place in places {
      let growth = max(1, abs(values[place]) / max(abs(exact[place]), .leastNormalMagnitude))
      // Where it divides by 0, doubles may divide by what they rounded.
      if !answer[place].isFinite, growth >= Sample.mostGrowth { continue }
      // Where what the mistake makes of the formula has no value, the kernel may give any.
      if !values[place].isFinite { continue }
      let own = max(band[place] * min(growth, Sample.mostGrowth), least)
      let error = abs(answer[place] - values[place])
      if !error.isFinite { return .infinity }
      greatest = max(greatest, own > 0 ? error / own : error == 0 ? 0 : .infinity)
    }
    return greatest
  }

  private static let mostGrowth = 1e4

  /// Entries outside of their bands, and those of them for which other values say something.
  func failures(explainedBy values: [Double]) -> (all: Int, explained: Int) {
    let failing = places.filter { !(abs(answer[$0] - exact[$0]) <= band[$0]) }
    return (
      failing.count,
      failing.count {
        !answer[$0].isFinite || abs(answer[$0] - values[$0]) < abs(answer[$0] - exact[$0])
      }
    )
  }

  /// Entries inside of their bands, and those of them at which other values are numbers.
  func successes(finiteIn values: [Double]) -> (all: Int, finite: Int) {
    let right = places.filter { abs(answer[$0] - exact[$0]) <= band[$0] }
    return (right.count, right.count { values[$0].isFinite })
  }

  /// Whether there are entries outside of their bands, all of them infinite or no numbers.
  var failsByOverflow: Bool {
    let failing = places.filter { !(abs(answer[$0] - exact[$0]) <= band[$0]) }
    return failing.allSatisfy { !answer[$0].isFinite }
  }

  /// Every entry lies in its band.
  var isRight: Bool { places.allSatisfy { abs(answer[$0] - exact[$0]) <= band[$0] } }
}

extension Routine {
  /// The outputs at a sample's inputs, some of them changed; nil if they cannot be computed.
  func values(at sample: Sample, _ changes: RoutineInputs = [:]) -> [[Double]]? {
    var own: RoutineInputs = [:]
    for array in inputs {
      let name = arrays[array].name
      guard let values = changes[array] ?? sample.inputs.first(where: { $0.name == name })?.values else { return nil }
      own[array] = values
    }
    var sizes = Sizes()
    for dimension in dimensions { sizes[dimension] = sample.sizes[dimension] }
    return try? doubles(sizes, own)
  }

  /// The output in the arithmetic of a type; some sums, by their array, are held in others.
  func rounded(at sample: Sample, to type: FloatingType, narrow: [Int: FloatingType] = [:]) -> [Double]? {
    var own: RoutineInputs = [:]
    for array in inputs { own[array] = sample.inputs.first { $0.name == arrays[array].name }?.values }
    var sizes = Sizes()
    for dimension in dimensions { sizes[dimension] = sample.sizes[dimension] }
    return try? rounded(sizes, own, to: type, order: .forward, narrow: narrow)[0]
  }

  /// Bounds of the rounding errors in the arithmetic of a type, in its units.
  func bounds(at sample: Sample, _ type: FloatingType) -> [Double]? {
    var own: RoutineInputs = [:]
    for array in inputs { own[array] = sample.inputs.first { $0.name == arrays[array].name }?.values }
    var sizes = Sizes()
    for dimension in dimensions { sizes[dimension] = sample.sizes[dimension] }
    return try? roundingBounds(sizes, own, type, order: .forward)[0]
  }
}
