import Expressions
import Numbers

/// Rows of lanes, one row a register. The one place of the routines that works on memory without checks: places are those
/// of a `LoopTape`, counts at most the width of a block.
final class LaneRegisters<Number: RoutineNumber> {
  private let lanes: UnsafeMutablePointer<Number>
  private let count: Int
  private static var width: Int { CodeBlock<Number>.width }

  init(count: Int) {
    self.count = count * Self.width
    lanes = .allocate(capacity: max(1, self.count))
    lanes.initialize(repeating: .undefined, count: self.count)
  }

  deinit {
    lanes.deinitialize(count: count)
    lanes.deallocate()
  }

  @inline(__always)
  private func row(_ place: Int) -> UnsafeMutablePointer<Number> { lanes + place * Self.width }

  func value(_ place: Int, _ k: Int) -> Number { row(place)[k] }

  func fill(_ place: Int, _ value: Number) { row(place).update(repeating: value, count: Self.width) }

  /// The value of the first lane in all lanes.
  func spread(_ place: Int) { fill(place, row(place)[0]) }

  @inline(__always)
  func fill(_ place: Int, _ count: Int, _ value: (Int) -> Number) {
    let row = row(place)
    for k in 0..<count { row[k] = value(k) }
  }

  @inline(__always)
  func map(_ place: Int, _ operand: Int, _ count: Int, _ image: (Number) -> Number) {
    let (result, values) = (row(place), row(operand))
    for k in 0..<count { result[k] = image(values[k]) }
  }

  @inline(__always)
  func join(_ place: Int, _ a: Int, _ b: Int, _ count: Int, _ join: (Number, Number) -> Number) {
    let (result, first, second) = (row(place), row(a), row(b))
    for k in 0..<count { result[k] = join(first[k], second[k]) }
  }

  func raise(_ place: Int, _ operand: Int, _ count: Int, to exponent: SmallExponent) {
    let (result, values) = (row(place), row(operand))
    switch exponent.fraction {
    case (2, 1)?: for k in 0..<count { result[k] = values[k].square }
    case (-1, 1)?: for k in 0..<count { result[k] = values[k].reciprocal }
    case (1, 2)?: for k in 0..<count { result[k] = values[k].root }
    default: for k in 0..<count { result[k] = values[k].power(exponent.exponent) }
    }
  }

  /// condition, value, condition, value, …, value otherwise
  func choose(_ place: Int, _ operands: ArraySlice<Int>, _ count: Int) {
    let operands = Array(operands)
    let (result, otherwise) = (row(place), row(operands[operands.count - 1]))
    for k in 0..<count { result[k] = otherwise[k] }
    for arm in stride(from: operands.count - 3, through: 0, by: -2) {
      let (condition, value) = (row(operands[arm]), row(operands[arm + 1]))
      for k in 0..<count { result[k] = condition[k].select(value[k], otherwise: result[k]) }
    }
  }

  /// Entries at `start`, `start + step`, …
  func load(_ place: Int, _ count: Int, _ entries: [Number], from start: Int, by step: Int) {
    let row = row(place)
    entries.withUnsafeBufferPointer { entries in
      guard let first = entries.baseAddress.map({ $0 + start }) else { return }
      if step == 1 {
        row.update(from: first, count: count)
      } else {
        for k in 0..<count { row[k] = first[k * step] }
      }
    }
  }

  func store(_ place: Int, _ count: Int, in entries: inout [Number], from start: Int, by step: Int) {
    let row = row(place)
    precondition(count == 0 || entries.indices.contains(start) && entries.indices.contains(start + step * (count - 1)))
    entries.withUnsafeMutableBufferPointer { entries in
      for k in 0..<count { entries[start + step * k] = row[k] }
    }
  }
}
