import Evaluation

/// What a kernel answered to a case.
public enum Answer: Sendable {
  /// Row by row.
  case values([Double], shape: [Int]?)
  /// There is no answer, for this reason: a missing file, a program that died.
  case missing(String)
}

/// What kinds of numbers a kernel answered where the formula asks for none.
public struct AnswerKinds: Sendable {
  public var nan = 0
  public var infinite = 0
  public var finite = 0

  public var count: Int { nan + infinite + finite }

  mutating func add(_ value: Double) {
    if value.isNaN { nan += 1 } else if value.isInfinite { infinite += 1 } else { finite += 1 }
  }

  mutating func add(_ other: AnswerKinds) {
    nan += other.nan
    infinite += other.infinite
    finite += other.finite
  }

  /// "NaN in 3, a number in 1"
  var text: String {
    [("NaN", nan), ("infinity", infinite), ("a number", finite)].filter { $0.1 > 0 }
      .map { "\($0.0) in \($0.1)" }.joined(separator: ", ")
  }
}

/// The results of one case beside the exact ones.
public struct CaseComparison: Sendable {
  public struct Entry: Sendable {
    /// From 1, one an index.
    public var index: [Int]
    public var value: Double
    public var exact: Double
    public var band: Double

    /// How many bands it is away.
    public var ratio: Double {
      let error = abs(value - exact)
      return error.isNaN ? .infinity : band > 0 ? error / band : error == 0 ? 0 : .infinity
    }
  }

  public var name: String
  public var sizes: [(name: String, size: Int)]
  public var tags: [String]
  /// Why nothing could be compared.
  public var trouble: String?
  /// Entries outside of their bands, and the first and the worst of them.
  public var outside = 0
  public var first: Entry?
  public var worst: Entry?
  /// The greatest number of bands that an entry is away.
  public var greatestRatio = 0.0

  /// Entries where the formula has no value, and those where it overflows in the type of the kernel.
  public var withoutValue = AnswerKinds()
  public var overflowing = AnswerKinds()

  /// Entries that were compared with an exact value.
  public var compared = 0
  /// No answer is anything but 0.
  public var hasOnlyZeros = true

  public var isRight: Bool { trouble == nil && outside == 0 }
}

extension OracleCase {
  /// - An entry whose exact value does not exist may be anything: the formula says nothing of it.
  /// - Where a kernel of the type overflows, infinity and NaN are accepted, too.
  public func compared(with answer: Answer) -> CaseComparison {
    var comparison = CaseComparison(name: name, sizes: sizes, tags: tags)
    switch answer {
    case .missing(let reason): comparison.trouble = reason
    case .values(let values, let shape):
      if let shape, shape != self.shape, !(shape.filter { $0 != 1 } == self.shape.filter { $0 != 1 }) {
        comparison.trouble = "the shape is \(OracleCase.text(shape)), expected \(OracleCase.text(self.shape))"
        return comparison
      }
      guard values.count == exact.count else {
        comparison.trouble = "\(values.count) numbers, expected \(exact.count)"
        return comparison
      }
      for (k, value) in values.enumerated() {
        if exact[k].value.isNaN { comparison.withoutValue.add(value) }
        if band[k].isInfinite { comparison.overflowing.add(value) }
        if exact[k].value.isNaN || band[k].isInfinite { continue }
        comparison.compared += 1
        comparison.hasOnlyZeros = comparison.hasOnlyZeros && value == 0
        let entry = CaseComparison.Entry(index: index(of: k), value: value, exact: exact[k].value, band: band[k])
        let ratio = entry.ratio
        comparison.greatestRatio = max(comparison.greatestRatio, ratio)
        guard ratio > 1 else { continue }
        comparison.outside += 1
        if comparison.first == nil { comparison.first = entry }
        if ratio > comparison.worst?.ratio ?? 0 { comparison.worst = entry }
      }
    }
    return comparison
  }

  static func text(_ shape: [Int]) -> String { "(" + shape.map { String($0) }.joined(separator: ", ") + ")" }

  /// The indices of an entry, from 1.
  func index(of place: Int) -> [Int] {
    var (rest, index) = (place, [Int]())
    for extent in shape.reversed() {
      index.append(rest % max(extent, 1) + 1)
      rest /= max(extent, 1)
    }
    return index.reversed()
  }
}
