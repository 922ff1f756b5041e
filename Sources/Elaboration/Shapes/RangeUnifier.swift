import Diagnostics
import Expressions

/// A range that is still to be found out: a number into a `RangeUnifier`.
struct RangeVariable: Hashable, Sendable {
  var number: Int32
}

/// Union-find over ranges: what stands in one slot has one range.
///
/// Invariant: a class holds at most one known range, kept at its root. Classes are joined by size and never compressed,
/// so that joining can be taken back; finding takes logarithmic time.
struct RangeUnifier: Sendable {
  private var parents: [Int32] = []
  private var sizes: [Int32] = []
  private var ranges: [IndexRange?] = []
  private var origins: [Origin] = []
  private var constants: [IndexRange: RangeVariable] = [:]
  /// Ranges that stand in as long as nothing else is known, with their variables.
  private(set) var open: [(range: IndexRange, variable: RangeVariable)] = []
  /// At the roots, the open range of a class without a known one.
  private var defaults: [Int32: IndexRange] = [:]
  private var joins: [(child: Int32, range: IndexRange?, default: IndexRange?)] = []

  /// What asked for the range: `I`, `ones`, an index.
  struct Origin: Sendable {
    var name: String
    var span: Span
  }

  mutating func fresh(for name: String, at span: Span) -> RangeVariable {
    append(nil, Origin(name: name, span: span))
  }

  mutating func variable(for range: IndexRange) -> RangeVariable {
    if let known = constants[range] { return known }
    let variable = append(range, Origin(name: "", span: Span(start: 0, end: 0)))
    constants[range] = variable
    return variable
  }

  /// The variable of a range that another one may take the place of.
  mutating func variable(forOpen range: IndexRange) -> RangeVariable {
    if let known = open.first(where: { $0.range == range }) { return known.variable }
    let variable = append(nil, Origin(name: "", span: Span(start: 0, end: 0)))
    defaults[variable.number] = range
    open.append((range, variable))
    return variable
  }

  private mutating func append(_ range: IndexRange?, _ origin: Origin) -> RangeVariable {
    parents.append(Int32(parents.count))
    sizes.append(1)
    ranges.append(range)
    origins.append(origin)
    return RangeVariable(number: Int32(parents.count - 1))
  }

  private func root(_ variable: RangeVariable) -> Int {
    var number = Int(variable.number)
    while Int(parents[number]) != number { number = Int(parents[number]) }
    return number
  }

  func range(of variable: RangeVariable) -> IndexRange? {
    let root = root(variable)
    return ranges[root] ?? defaults[Int32(root)]
  }

  func origin(of variable: RangeVariable) -> Origin { origins[Int(variable.number)] }

  /// False when both are known and differ; nothing has changed then.
  mutating func unify(_ a: RangeVariable, _ b: RangeVariable) -> Bool {
    var (a, b) = (root(a), root(b))
    if a == b { return true }
    if let x = ranges[a], let y = ranges[b], x != y { return false }
    if sizes[a] < sizes[b] { swap(&a, &b) }
    joins.append((Int32(b), ranges[a], defaults[Int32(a)]))
    parents[b] = Int32(a)
    sizes[a] += sizes[b]
    ranges[a] = ranges[a] ?? ranges[b]
    if defaults[Int32(a)] == nil { defaults[Int32(a)] = defaults[Int32(b)] }
    return true
  }

  /// A point to which joining can be taken back.
  var mark: Int { joins.count }

  mutating func takeBack(to mark: Int) {
    while joins.count > mark, let last = joins.popLast() {
      let root = Int(parents[Int(last.child)])
      sizes[root] -= sizes[Int(last.child)]
      ranges[root] = last.range
      defaults[Int32(root)] = last.default
      parents[Int(last.child)] = last.child
    }
  }
}
