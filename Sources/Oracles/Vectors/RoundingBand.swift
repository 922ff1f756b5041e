import Evaluation
import Expressions

/// How far a right kernel may be from the exact result.
///
/// The running error analysis of the formula gives each entry a bound b·u that the errors of the kernel's type do not
/// exceed, in whatever order it multiplies and in any of several orders of summation, of which the greatest counts. The
/// band is
///
///     b·u + (1 unit of the type)·|exact| + (the smallest normal number of the type)
///
/// The last two are for the rounding of the result, and for numbers below the smallest normal one, which many kernels take
/// for 0. No constant in it is chosen to fit kernels; right ones stay below a half of it.
struct RoundingBand {
  let routine: Routine
  let request: CaseRequest

  func band(_ sizes: Sizes, _ inputs: RoutineInputs, _ exact: [KnownValue]) throws(RoutineFailure) -> [Double] {
    let type = request.accumulator
    var bounds = [Double](repeating: 0, count: exact.count)
    for order in SummationOrder.allCases {
      let own = try routine.roundingBounds(sizes, inputs, type, order: order)[0]
      for k in bounds.indices { bounds[k] = max(bounds[k], own[k]) }
    }
    let isInRange = try routine.staysInRange(sizes, inputs, type)[0]
    let out = request.type
    return exact.indices.map { k in
      let value = exact[k]
      if value.value.isNaN { return 0 }
      if !isInRange[k] || abs(value.value) > out.greatest { return .infinity }
      return bounds[k] * type.unit + 2 * out.unit * abs(value.value) + out.smallestNormal + value.radius
    }
  }
}
