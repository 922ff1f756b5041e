import Diagnostics
import Expressions

/// What a declared name stands for.
enum Entity: Sendable {
  case size(Dimension)
  case symbol(Symbol)
  case definition(Definition)
  case unknownFunction(UnknownFunction)
  /// A number into the functions that are defined by `f(t) := …`.
  case definedFunction(Int)
  /// A number into the joint distributions.
  case distribution(Int)
  /// Introduced by `for`, with its range if that is said.
  case index(IndexRange?)
  /// A recursion that is being defined.
  case unfinished
  /// Its declaration has a mistake, which is reported there.
  case failed
  /// Something that is read, but has no meaning yet: `P : prob(…)`.
  case unsupported(String)
}

/// The declared names, innermost scope last. A name is declared once in a scope; a claim is a scope of its own.
struct Environment: Sendable {
  struct Entry: Sendable {
    var entity: Entity
    var span: Span
    /// Names are numbered in the order of their declaration; a function's body sees those before it.
    var serial: Int
    var level: Int
  }

  private var entries: [String: [Entry]] = [:]
  private(set) var names: [String] = []
  private var open: [[String]] = []
  private(set) var serial = 0

  var level: Int { open.count }

  mutating func openScope() { open.append([]) }

  mutating func closeScope() {
    guard let gone = open.popLast() else { return }
    for name in gone { entries[name]?.removeLast() }
  }

  /// The innermost meaning of a name among those declared before `horizon`.
  func entry(_ name: String, before horizon: Int = .max) -> Entry? {
    entries[name]?.last { $0.serial < horizon }
  }

  /// The function of the prelude of this name, whatever hides it.
  func preludeFunction(_ name: String) -> Int? {
    guard let first = entries[name]?.first, first.level == 0, case .definedFunction(let number) = first.entity else {
      return nil
    }
    return number
  }

  /// The entry that a declaration here would repeat.
  func conflict(_ name: String) -> Entry? {
    guard let last = entries[name]?.last, last.level == level else { return nil }
    return last
  }

  mutating func declare(_ name: String, _ entity: Entity, at span: Span) {
    if entries[name] == nil { names.append(name) }
    entries[name, default: []].append(Entry(entity: entity, span: span, serial: serial, level: level))
    serial += 1
    if !open.isEmpty { open[open.count - 1].append(name) }
  }

  /// Gives a name that is already declared here its final meaning.
  mutating func complete(_ name: String, _ entity: Entity) {
    guard let last = entries[name]?.indices.last else { return }
    entries[name]?[last].entity = entity
  }

  /// The names that are visible now, in the order of their declaration.
  var visibleNames: [String] { names.filter { entries[$0]?.isEmpty == false } }
}
