import Evaluation
import Expressions
import Numbers

/// Draws the entries of an input from its declaration, rounded to the type of the kernel.
///
/// Normal numbers are sums of twelve uniform ones less 6, which needs no function whose last digit depends on the machine.
struct InputDrawing {
  let type: FloatingType
  var random: RandomSource

  /// What an input may be.
  struct Kind {
    var domain: Domain
    var structure: Structure
    /// Of an index, its values.
    var span: ClosedRange<Int>?
  }

  /// - Parameter shape: the extents, the last index running fastest.
  mutating func entries(_ kind: Kind, shape: [Int], _ style: InputStyle) -> [Double] {
    let count = shape.reduce(1, *)
    switch kind.structure {
    case .none:
      var values: [Double] = []
      for _ in 0..<count { values.append(entry(kind)) }
      return rounded(styled(values, style, kind), kind)
    case .oneHot: return rows(shape) { drawing, size in drawing.oneHot(size) }
    case .simplex: return rows(shape) { drawing, size in drawing.shares(size) }.map { type.rounded($0) }
    case .joint: return shares(count).map { type.rounded($0) }
    default: return matrices(kind.structure, shape)
    }
  }

  // MARK: Numbers

  private mutating func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }

  private mutating func normal() -> Double { (0..<12).reduce(-6) { total, _ in total + uniform() } }

  private mutating func entry(_ kind: Kind) -> Double {
    switch kind.domain {
    case .real: return normal()
    case .nonzero:
      let value = normal()
      return value + (value < 0 ? -0.125 : 0.125)
    case .positive, .nonnegative: return 0.25 + 3.75 * uniform() * uniform()
    case .interval(let lower, let upper, _, _): return between(lower?.double, upper?.double)
    case .integer(let lower, let upper):
      let low = max(lower ?? (upper.map { $0 - 8 } ?? -4), -1 << 20)
      return Double(low + random.next(below: max(1, min((upper ?? low + 8) - low + 1, 16))))
    case .finite(let members): return members.isEmpty ? .nan : members[random.next(below: members.count)].double
    case .index:
      guard let span = kind.span else { return .nan }
      return Double(span.lowerBound + random.next(below: span.count))
    }
  }

  /// Inside, a twentieth of the length away from the ends.
  private mutating func between(_ lower: Double?, _ upper: Double?) -> Double {
    switch (lower, upper) {
    case (let low?, let high?): low + (high - low) * (0.05 + 0.9 * uniform())
    case (let low?, nil): low + 0.05 + 3 * uniform()
    case (nil, let high?): high - 0.05 - 3 * uniform()
    case (nil, nil): normal()
    }
  }

  // MARK: Styles

  private mutating func styled(_ values: [Double], _ style: InputStyle, _ kind: Kind) -> [Double] {
    let isReal = kind.domain == .real
    guard isReal || kind.domain == .positive || kind.domain == .nonnegative else { return values }
    let scale = type == .f64 ? 1e8 : type == .f32 ? 1e3 : 16
    switch style {
    case .random: return values
    case .wide: return values.map { $0 * [0.01, 0.1, 1, 10, 100][random.next(below: 5)] }
    case .offset:
      let offset = isReal && random.next(below: 2) == 1 ? -scale : scale
      return values.map { $0 + offset }
    case .flat:
      let center = entry(kind)
      return values.map { center + $0.magnitude * 0x1p-6 }
    case .constant: return values.map { _ in values[0] }
    case .tiny: return values.map { $0 * 0x1p-12 }
    case .ties: return values.map { isReal ? ($0 * 1.5).rounded() / 2 : max(0.5, ($0 * 2).rounded() / 2) }
    case .oneHot:
      guard isReal, !values.isEmpty else { return values }
      let place = random.next(below: values.count)
      return values.indices.map { $0 == place ? values[$0] : 0 }
    case .kink:
      guard isReal else { return values }
      return values.map { [$0, 0x1p-20, -0x1p-20, $0 * 0x1p-10][random.next(below: 4)] }
    case .denormal: return values.map { $0 * type.smallestNormal * 0.25 }
    }
  }

  private func rounded(_ values: [Double], _ kind: Kind) -> [Double] {
    if case .index = kind.domain { return values }
    return values.map { type.rounded($0) }
  }

  // MARK: Structures

  private mutating func rows(_ shape: [Int], _ row: (inout InputDrawing, Int) -> [Double]) -> [Double] {
    let size = shape.last ?? 1
    return (0..<shape.dropLast().reduce(1, *)).flatMap { _ in row(&self, size) }
  }

  private mutating func oneHot(_ size: Int) -> [Double] {
    guard size > 0 else { return [] }
    let place = random.next(below: size)
    return (0..<size).map { $0 == place ? 1 : 0 }
  }

  private mutating func shares(_ size: Int) -> [Double] {
    let parts = (0..<size).map { _ in 0.05 + uniform() }
    let total = parts.reduce(0, +)
    return parts.map { $0 / total }
  }

  /// Matrices in the two last indices.
  private mutating func matrices(_ structure: Structure, _ shape: [Int]) -> [Double] {
    guard shape.count >= 2 else { return [] }
    let size = shape[shape.count - 1]
    return (0..<shape.dropLast(2).reduce(1, *)).flatMap { _ in matrix(structure, size) }.map { type.rounded($0) }
  }

  private mutating func matrix(_ structure: Structure, _ size: Int) -> [Double] {
    var draft: [[Double]] = []
    for _ in 0..<size {
      var row: [Double] = []
      for _ in 0..<size { row.append(normal()) }
      draft.append(row)
    }
    let all = 0..<size
    func made(_ entry: (Int, Int) -> Double) -> [Double] { all.flatMap { i in all.map { entry(i, $0) } } }
    switch structure {
    case .diagonal: return made { $0 == $1 ? draft[$0][$0] : 0 }
    case .symmetric, .invertibleSymmetric:
      return made { (draft[$0][$1] + draft[$1][$0]) / 2 + ($0 == $1 ? Double(size) : 0) }
    case .positiveSemidefinite, .positiveDefinite:
      let shift = structure == .positiveDefinite ? 0.5 : 0
      return made { i, j in all.reduce(i == j ? shift : 0) { $0 + draft[i][$1] * draft[j][$1] } / Double(max(size, 1)) }
    case .orthogonal:
      for i in all {
        for j in 0..<i {
          let share = zip(draft[i], draft[j]).reduce(0) { $0 + $1.0 * $1.1 }
          draft[i] = zip(draft[i], draft[j]).map { $0 - share * $1 }
        }
        let norm = draft[i].reduce(0) { $0 + $1 * $1 }.squareRoot()
        draft[i] = draft[i].map { $0 / norm }
      }
      return made { draft[$0][$1] }
    default: return made { draft[$0][$1] + ($0 == $1 ? Double(size) : 0) }
    }
  }
}
