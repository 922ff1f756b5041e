import Evaluation

/// One call of a kernel: inputs at bits that both sides share, the exact result at those bits, and how far a kernel of
/// the type may be from it.
public struct OracleCase: Sendable {
  public struct Input: Sendable {
    public var name: String
    /// The extents; none for a number.
    public var shape: [Int]
    /// The last index runs fastest.
    public var values: [Double]

    public init(name: String, shape: [Int], values: [Double]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// `c07`
  public var name: String
  /// By the name of the dimension, in the order of the file.
  public var sizes: [(name: String, size: Int)]
  /// The style of the inputs, and `size-1`, `size-0`.
  public var tags: [String]
  public var inputs: [Input]
  public var shape: [Int]
  public var exact: [KnownValue]
  /// How far each entry may be from the exact one; infinite where a kernel of the type overflows.
  public var band: [Double]

  public init(
    name: String, sizes: [(name: String, size: Int)], tags: [String], inputs: [Input], shape: [Int],
    exact: [KnownValue], band: [Double]
  ) {
    self.name = name
    self.sizes = sizes
    self.tags = tags
    self.inputs = inputs
    self.shape = shape
    self.exact = exact
    self.band = band
  }

  /// The values of the exact result; NaN where there is none.
  public var values: [Double] { exact.map { $0.value } }
}

/// What is asked of a case maker.
public struct CaseRequest: Sendable {
  public var count: Int
  public var type: FloatingType
  /// In which the kernel adds up; single precision for the types of 16 bits.
  public var accumulator: FloatingType
  /// By dimension, the sizes that it takes in turn.
  public var sizes: [String: [Int]]
  public var seed: UInt64

  /// Exact results that are certainly smaller are 0: 2^-64 of the smallest number of the type, which is none for f64.
  var negligible: Double { type.smallest * 0x1p-64 }

  public init(
    count: Int = 24, type: FloatingType = .f32, accumulator: FloatingType? = nil, sizes: [String: [Int]] = [:],
    seed: UInt64 = 1
  ) {
    self.count = count
    self.type = type
    self.accumulator = accumulator ?? (type == .f64 ? .f64 : .f32)
    self.sizes = sizes
    self.seed = seed
  }
}
