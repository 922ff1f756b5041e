import Expressions

/// The slots of a term, with their ranges.
///
/// A scalar has none, a column one, a matrix or a family of vectors two. Only a row is told from a column; a family and
/// a matrix with the same slots are the same thing.
struct Shape: Hashable, Sendable {
  enum Form: UInt8, Sendable {
    case value
    /// One slot, that of the columns.
    case row
    /// The literal 0, which fits every shape.
    case zero
    /// The name `ones`, whose shape is that of what stands beside it.
    case ones
    /// A statement.
    case truth
    /// A name that may yet turn out to be an index.
    case undeclared
  }

  var form: Form
  var slots: [RangeVariable]
  /// Of `ones`: which one.
  var number: Int32 = 0

  init(_ slots: [RangeVariable] = [], isRow: Bool = false) {
    form = isRow ? .row : .value
    self.slots = slots
  }

  private init(form: Form, number: Int32 = 0) {
    self.form = form
    self.number = number
    slots = []
  }

  static let scalar = Shape()
  static let zero = Shape(form: .zero)
  static let truth = Shape(form: .truth)
  static let undeclared = Shape(form: .undeclared)
  static func ones(_ number: Int) -> Shape { Shape(form: .ones, number: Int32(number)) }

  var isScalar: Bool { (form == .value && slots.isEmpty) || form == .zero }
  var isRow: Bool { form == .row }
  var isColumn: Bool { form == .value && slots.count == 1 }
  var isMatrix: Bool { form == .value && slots.count == 2 }
}

/// What the indices and shapes of the terms of one chain, or of one definition, have in common.
struct IndexContext: Sendable {
  var ranges = RangeUnifier()
  var indices: [IndexRecord] = []
  /// The names of all indices.
  var names: Set<String> = []
  /// The free indices by name, as numbers into `indices`.
  var free: [String: Int] = [:]
  /// The shapes found for the occurrences of `ones`.
  var ones: [Shape?] = []
  /// Of a recursion: the shape of the name that is being defined.
  var ownShape: Shape?

  /// The shape with `ones` replaced by what was found for it.
  func resolved(_ shape: Shape) -> Shape {
    var shape = shape
    while shape.form == .ones, let known = ones[Int(shape.number)] { shape = known }
    return shape
  }

  /// The number of an index, past those that turned out to be another one.
  func settled(_ number: Int) -> Int {
    var number = number
    while let other = indices[number].alias { number = other }
    return number
  }
}
