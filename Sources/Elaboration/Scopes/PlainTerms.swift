import Diagnostics
import Expressions
import Notation

/// Terms in which indices, shapes and scopes have nothing to say: numbers, names of numbers, arithmetic and elementary
/// functions. Formulas that programs write are megabytes of these.
///
/// What they mean is told by the same rules as for all terms: the lookups of names and callees, `TermDraft.markParts` and
/// the values of nodes. Only the passes are left out that have to look at every node for what is not there.
extension Elaborator {
  /// True for a plain term: its names then have their meanings, its sums and products their parts, and the passes over
  /// scopes, shapes and slots would find nothing more and report nothing. At the first node that is not plain it is left
  /// to them, and so is a term without names: it may be a literal 0, which fits every shape.
  mutating func readPlain(_ draft: inout TermDraft) -> Bool {
    plainNames.begin(names: draft.tree.names.count, numbers: draft.tree.numbers.count)
    // Those that mean no number are plain as callees only.
    var (nameCount, openNames) = (0, 0)
    for number in draft.first...Int(draft.root.number) {
      let node = Node(number)
      switch draft.tree.kind(node) {
      case .number: draft.mean(node, number: plainNumber(node, &draft))
      case .name:
        let meaning = plainName(node, &draft)
        draft.mean(node, number: meaning)
        nameCount += 1
        if meaning == 0 { openNames += 1 }
      case .negation, .identity, .sum, .difference, .product, .quotient, .entrywiseProduct, .entrywiseQuotient:
        draft.noteSum(node)
        draft.markParts(of: node)
      case .power, .entrywisePower: break
      case .call:
        let callee = draft.tree.child(node, 0)
        guard draft.tree.childCount(node) == 2, draft.tree.kind(callee) == .name,
          let meaning = plainCallee(callee, &draft)
        else { return false }
        nameCount -= 1
        if draft.meaningNumber(callee) == 0 { openNames -= 1 }
        draft.mean(callee, number: 0)
        draft.set(isPart: true, callee)
        draft.mean(node, number: meaning)
      default: return false
      }
    }
    return nameCount > 0 && openNames == 0
  }

  /// Each literal has a number of its own among the meanings.
  private mutating func plainNumber(_ node: Node, _ draft: inout TermDraft) -> UInt32 {
    let literal = draft.tree.payload(node)
    if let known = plainNames.meaning(.number, literal) { return known }
    let meaning = draft.number(of: .none)
    plainNames.note(meaning, .number, literal)
    return meaning
  }

  /// The number of the meaning of a name that stands for a number, else 0.
  private mutating func plainName(_ node: Node, _ draft: inout TermDraft) -> UInt32 {
    let name = draft.tree.payload(node)
    if let known = plainNames.meaning(.name, name) { return known }
    let meaning = plainMeaning(draft.tree.name(node), draft).map { draft.number(of: $0) } ?? 0
    plainNames.note(meaning, .name, name)
    return meaning
  }

  private func plainMeaning(_ name: String, _ draft: TermDraft) -> Meaning? {
    switch environment.entry(name, before: draft.horizon)?.entity {
    case .size(let size): return .size(size)
    case .symbol(let symbol): return store.declaration(symbol).slots.isEmpty ? .symbol(symbol) : nil
    case .definition(let definition):
      guard store.body(definition).slots.isEmpty, size(of: definition) == nil else { return nil }
      return .definition(definition)
    case nil:
      let meaning = Elaborator.constant(named: name)
      if case .constant = meaning { return meaning }
      return nil
    default: return nil
    }
  }

  private mutating func plainCallee(_ callee: Node, _ draft: inout TermDraft) -> UInt32? {
    let name = draft.tree.payload(callee)
    if let known = plainNames.meaning(.callee, name) { return known }
    let text = draft.tree.name(callee)
    guard let function = elementaryCallee(text, environment.entry(text, before: draft.horizon)),
      function.argumentCount == 1
    else { return nil }
    let meaning = draft.number(of: .elementary(function))
    plainNames.note(meaning, .callee, name)
    return meaning
  }
}

/// The meanings of the names and literals of one term, by their numbers in its tree: looked up once, not at each place.
///
/// Of one term at a time: entries that an earlier one left have another stamp.
struct PlainNames: Sendable {
  enum Use: Int { case name, callee, number }

  private var entries: [Entry] = []
  private var stamp: UInt32 = 0

  private struct Entry {
    var stamp: UInt32 = 0
    var meaning: UInt32 = 0
  }

  mutating func begin(names: Int, numbers: Int) {
    stamp += 1
    let count = 3 * max(names, numbers)
    if entries.count < count { entries += Array(repeating: Entry(), count: count - entries.count) }
  }

  @inline(__always)
  func meaning(_ use: Use, _ key: UInt32) -> UInt32? {
    let entry = entries[3 * Int(key) + use.rawValue]
    return entry.stamp == stamp ? entry.meaning : nil
  }

  mutating func note(_ meaning: UInt32, _ use: Use, _ key: UInt32) {
    entries[3 * Int(key) + use.rawValue] = Entry(stamp: stamp, meaning: meaning)
  }
}
