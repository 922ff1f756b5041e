import Expressions

/// A concrete size for each dimension.
public struct Sizes: Hashable, Sendable {
  /// By the dimension's number; nil where no size was given.
  private var values: [Int?]

  public init() { values = [] }

  public init(_ sizes: [Dimension: Int]) {
    self.init()
    for (dimension, size) in sizes { self[dimension] = size }
  }

  public subscript(_ dimension: Dimension) -> Int? {
    get { Int(dimension.number) < values.count ? values[Int(dimension.number)] : nil }
    set {
      let place = Int(dimension.number)
      while values.count <= place { values.append(nil) }
      values[place] = newValue
    }
  }

  /// Every dimension has at least the size that it has in the other assignment.
  public func isNowhereBelow(_ other: Sizes) -> Bool {
    other.dimensions.allSatisfy { (self[$0] ?? 0) >= (other[$0] ?? 0) }
  }

  /// The dimensions that have a size, ascending.
  public var dimensions: [Dimension] {
    values.indices.filter { values[$0] != nil }.map { Dimension(UInt32($0)) }
  }
}
