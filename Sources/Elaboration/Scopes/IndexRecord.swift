import Diagnostics
import Expressions

/// An index name at one place where it is introduced: by a sum, by `for`, or by standing free in a slot.
struct IndexRecord: Sendable {
  enum Kind: Sendable {
    case bound
    case free
    /// Introduced by `for`, so meant to be independent of the others.
    case introduced
    /// On the left of a definition.
    case pattern
    /// The second name of `sum(i < j, …)`: bound too, unless it is free elsewhere in the chain.
    case pending
  }

  var name: String
  var kind: Kind
  var range: RangeVariable
  /// Where it is introduced.
  var span: Span
  /// The first slot in which it stands.
  var place: Span?
  /// Its variable in the store, once its range is known.
  var index: Index?
  /// The size of the same name, which only an index over it may hide.
  var hiddenSize: Dimension?
  /// What a pending name turned out to be.
  var alias: Int?
  /// The author gave its range, which need not be all of a slot's.
  var hasOwnRange = false

  init(name: String, kind: Kind, range: RangeVariable, span: Span) {
    self.name = name
    self.kind = kind
    self.range = range
    self.span = span
  }
}

extension IndexContext {
  mutating func introduce(_ name: String, _ kind: IndexRecord.Kind, range: IndexRange? = nil, at span: Span) -> Int {
    let variable = range.map { ranges.variable(for: $0) } ?? ranges.fresh(for: name, at: span)
    names.insert(name)
    indices.append(IndexRecord(name: name, kind: kind, range: variable, span: span))
    indices[indices.count - 1].hasOwnRange = range != nil
    return indices.count - 1
  }

  /// The free index of this name, introduced if it is new.
  mutating func freeIndex(_ name: String, kind: IndexRecord.Kind = .free, range: IndexRange? = nil, at span: Span)
    -> Int
  {
    if let known = free[name] { return known }
    let number = introduce(name, kind, range: range, at: span)
    free[name] = number
    return number
  }

  /// The variables of the indices that no operator binds.
  var ownIndices: Set<Index> {
    Set(indices.compactMap { $0.kind == .free || $0.kind == .introduced ? $0.index : nil })
  }

  /// Pending names that are free elsewhere are those free ones; the others are bound.
  mutating func settlePending() {
    for number in indices.indices where indices[number].kind == .pending && indices[number].alias == nil {
      if let known = free[indices[number].name] {
        indices[number].alias = known
      } else {
        indices[number].kind = .bound
      }
    }
  }
}
