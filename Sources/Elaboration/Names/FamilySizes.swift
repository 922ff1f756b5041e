import Diagnostics
import Expressions
import Numbers

/// Families of random variables, `delta[i] ~ …`, whose size the declaration does not say.
extension Elaborator {
  /// Families whose size is now told by what stands beside them have it from here on; the others have a size of their own
  /// as long as nothing tells it.
  mutating func closeOpenRanges(_ context: IndexContext) {
    for (placeholder, variable) in context.ranges.open where openRanges.contains(placeholder) {
      guard let range = context.ranges.range(of: variable), range != placeholder else {
        familySizes.used.insert(placeholder)
        continue
      }
      if familySizes.used.contains(placeholder) {
        note(range, for: placeholder)
      } else {
        openRanges.remove(placeholder)
        replace(placeholder, by: range)
      }
    }
  }

  private mutating func note(_ range: IndexRange, for placeholder: IndexRange) {
    let bounds = store.bounds(range)
    guard let place = familySizes.places[placeholder], familySizes.later[place] == nil,
      store.rational(bounds.lower) == .one, store.op(bounds.upper) == .size
    else { return }
    familySizes.later[place] = store.name(store.dimension(bounds.upper))
  }

  private mutating func replace(_ placeholder: IndexRange, by range: IndexRange) {
    for number in store.symbols.indices where store.symbols[number].slots.contains(placeholder) {
      var declaration = store.symbols[number]
      declaration.slots = declaration.slots.map { $0 == placeholder ? range : $0 }
      if var law = declaration.law {
        law.indices = law.indices.map {
          store.range($0) == placeholder ? store.freshIndex(store.name($0), range) : $0
        }
        declaration.law = law
      }
      store.redeclare(Symbol(UInt32(number)), declaration)
    }
  }

  /// The range of a family whose slot nothing in its declaration tells: what the file says of it later, or a size of its
  /// own.
  mutating func familyRange(_ name: String, at span: Span) throws(Rejection) -> IndexRange {
    if familySizes.unclear.contains(span.start) {
      throw Rejection(.unknownRange(excerpt(span), size: someSize), at: span)
    }
    if let known = familySizes.known[span.start], case .size(let size)? = environment.entry(known)?.entity {
      return store.range(upTo: store.size(size))
    }
    let size = store.declareDimension("size of \(name)")
    let range = store.range(upTo: store.size(size))
    openRanges.insert(range)
    familySizes.places[range] = span.start
    return range
  }

  /// What a second reading of the file is to know, nil if none is needed. A family of which the file says nothing has the
  /// only size that there is; among several the author has to say which.
  var sizesForSecondReading: FamilySizes? {
    if familySizes.used.isEmpty && familySizes.later.isEmpty { return nil }
    let sizes = environment.visibleNames.filter {
      if case .size? = environment.entry($0)?.entity { true } else { false }
    }
    var next = FamilySizes(known: familySizes.later)
    for (range, place) in familySizes.places where familySizes.used.contains(range) && next.known[place] == nil {
      if sizes.count == 1 { next.known[place] = sizes[0] }
      if sizes.count > 1 { next.unclear.insert(place) }
    }
    return next.known.isEmpty && next.unclear.isEmpty ? nil : next
  }
}

/// What is found out about the sizes of families of random variables, by the place where they are declared.
struct FamilySizes: Sendable {
  /// From an earlier reading of the file.
  var known: [Int: String] = [:]
  /// Nothing tells them.
  var unclear: Set<Int> = []
  /// Found after the family was used with a size of its own.
  var later: [Int: String] = [:]
  fileprivate var places: [IndexRange: Int] = [:]
  fileprivate var used: Set<IndexRange> = []

  fileprivate init(known: [Int: String]) { self.known = known }
  init() {}
}
