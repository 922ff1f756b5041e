import Evaluation
import Expressions

/// How far a right kernel may be from the exact result.
///
/// The running error analysis of the formula gives each entry a bound b·u, which no order of summation exceeds to first
/// order; what kernels really reach is a share ρ of it. The share is measured: the formula is run in the arithmetic of the
/// kernel, in several orders of summation and with functions that are off by 2 units, and the greatest |error|/(b·u) of
/// all entries is taken. The band is
///
///     4·ρ·b·u + (1 unit of the type)·|exact| + 16·(the smallest normal number of the type).
///
/// The factor of 4 is for kernels whose algebra differs from that of the formula; the last term for numbers below the
/// smallest normal one, which many kernels take for 0.
struct RoundingBand {
  let routine: Routine
  let request: CaseRequest

  /// The share is at least this, so that a case of few entries, which may all be rounded luckily, has room.
  private static let leastShare = 0.05
  private static let factor = 4.0
  private static let flushed = 16.0

  func band(_ sizes: Sizes, _ inputs: RoutineInputs, _ exact: [KnownValue]) throws(RoutineFailure) -> [Double] {
    let type = request.accumulator
    let bounds = try routine.roundingBounds(sizes, inputs)[0]
    var share = RoundingBand.leastShare
    var overflows = [Bool](repeating: false, count: exact.count)
    for order in SummationOrder.allCases {
      for loose in [false, true] where !loose || type == .f32 {
        let values = try routine.rounded(sizes, inputs, to: type, order: order, loose: loose)[0]
        for (k, value) in values.enumerated() {
          let error = abs(value - exact[k].value)
          if !value.isFinite { overflows[k] = true }
          guard error.isFinite, bounds[k] > 0, error > type.smallestNormal else { continue }
          share = max(share, error / (bounds[k] * type.unit))
        }
      }
    }
    let out = request.type
    return exact.indices.map { k in
      let value = exact[k]
      if value.value.isNaN { return 0 }
      if overflows[k] || abs(value.value) > out.greatest { return .infinity }
      let rounding = RoundingBand.factor * min(share, 1) * bounds[k] * type.unit
      let least = RoundingBand.flushed * max(out.smallestNormal, type.smallestNormal)
      return rounding + 2 * out.unit * abs(value.value) + least + value.radius
    }
  }
}
