import Expressions
import Numbers

/// A value for each input: a readable fraction, exactly.
public struct Point: Hashable, Sendable {
  public let inputs: Inputs
  public internal(set) var values: [Rational]
  /// Inputs that an assumption fixes to a number that is no fraction: it lies between these fractions, and the value
  /// above only approximates it.
  public internal(set) var enclosures: [Int: Enclosure] = [:]

  /// A number known to lie between two others.
  public struct Enclosure: Hashable, Sendable {
    public let lower: Double
    public let upper: Double

    var ball: Ball {
      let middle = lower * 0.5 + upper * 0.5
      return Ball(midpoint: middle, radius: max((upper - middle).nextUp, (middle - lower).nextUp))
    }
  }

  public init(_ inputs: Inputs, values: [Rational]) {
    self.inputs = inputs
    self.values = values
  }

  public var isExact: Bool { enclosures.isEmpty }

  /// The value of a symbol's entry; nil if it is no input or outside.
  public subscript(_ symbol: Symbol, _ slots: Int...) -> Rational? { value(of: symbol, slots) }

  public func value(of symbol: Symbol, _ slots: [Int]) -> Rational? {
    guard let place = inputs.block(of: .symbol(symbol))?.place(of: slots), place < values.count else { return nil }
    return values[place]
  }

  /// All values of a symbol, row by row; nil if it is no input.
  public func values(of symbol: Symbol) -> ArraySlice<Rational>? {
    guard let block = inputs.block(of: .symbol(symbol)), block.start + block.count <= values.count else { return nil }
    return values[block.start..<(block.start + block.count)]
  }

  /// Replaces a symbol's entry; nothing happens outside.
  public mutating func set(_ symbol: Symbol, _ slots: [Int], to value: Rational) {
    guard let place = inputs.block(of: .symbol(symbol))?.place(of: slots), place < values.count else { return }
    values[place] = value
    enclosures[place] = nil
  }

  func ball(_ place: Int) -> Ball {
    if let enclosure = enclosures[place] { return enclosure.ball }
    return place < values.count ? Ball(values[place]) : .undefined
  }

  func enclosure<Number: Evaluation.Enclosure>(_ place: Int, as: Number.Type) -> Number {
    if let enclosure = enclosures[place] { return Number(enclosure.ball) }
    return place < values.count ? Number(values[place]) : .undefined
  }

  func double(_ place: Int) -> Double { place < values.count ? values[place].double : .nan }

  func exact(_ place: Int) -> Exact {
    if enclosures[place] != nil { return .unknown }
    return place < values.count ? Exact(values[place]) : .undefined
  }
}
