import Diagnostics
import Expressions
import Notation

/// Names that mean nothing, and what is likely meant by them.
extension Elaborator {
  /// The edit distance to all names is looked up for this many unknown names of a file.
  private static let suggestionLimit = 40

  /// The mistake of a name that is nowhere declared. `meant` is how to declare or define it.
  mutating func unknownName(_ name: String, at span: Span, meant: String? = nil) -> Rejection {
    if let later = laterPlace(of: name), later.start > span.start {
      return Rejection(
        .usedBeforeDeclaration(name), at: span, related: [.init(span: later, label: "`\(name)` is declared here")])
    }
    let hint =
      nearest(to: name, among: []).map { "did you mean `\($0)`?" } ?? differentialHint(name)
      ?? meant ?? "declare it: \(name) : R"
    return Rejection(.unknownName(name, hint: hint), at: span)
  }

  private mutating func laterPlace(of name: String) -> Span? {
    let places = laterNames ?? file.map { namePlaces(in: $0) } ?? [:]
    laterNames = places
    return places[name]
  }

  mutating func unknownFunction(_ name: String, at span: Span) -> Rejection {
    let elementary = ElementaryFunction.allCases.map { $0.name }
    let hint =
      nearest(to: name, among: Builtin.names + elementary).map { "did you mean `\($0)`?" } ?? differentialHint(name)
      ?? "declare it: \(name) : R -> R, or define \(name)(t) := …"
    return Rejection(.unknownFunction(name, hint: hint), at: span)
  }

  /// `df/dx`, `d/dx(f)`: the `d` of a derivative before a name that is known. `D(f, x)`, `partial(f, x)`: a derivative in
  /// the words of other programs.
  private func differentialHint(_ name: String) -> String? {
    if ["D", "Diff", "d", "derivative", "deriv", "partial"].contains(name) {
      return "a derivative is written diff(f, x)"
    }
    guard name.utf8.count > 1, name.utf8.first == UInt8(ascii: "d"),
      let entry = environment.entry(String(name.dropFirst()))
    else { return nil }
    let variable = String(name.dropFirst())
    if case .definition = entry.entity { return "a derivative of `\(variable)` is written diff(\(variable), x)" }
    return "a derivative in `\(variable)` is written diff(f, \(variable))"
  }

  /// `d(L)/d(x)` where `d` is no function.
  func foreignDerivative(_ quotient: Node, _ draft: TermDraft) -> Rejection? {
    let (above, below) = (draft.tree.child(quotient, 0), draft.tree.child(quotient, 1))
    func operand(_ node: Node) -> Node? {
      guard draft.tree.kind(node) == .call, draft.tree.childCount(node) == 2,
        draft.tree.kind(draft.tree.child(node, 0)) == .name, draft.tree.name(draft.tree.child(node, 0)) == "d"
      else { return nil }
      return draft.tree.child(node, 1)
    }
    guard let function = operand(above), let variable = operand(below) else { return nil }
    switch environment.entry("d", before: draft.horizon)?.entity {
    case .unknownFunction, .definedFunction, .distribution, .failed: return nil
    default: break
    }
    return Rejection(
      .foreignDerivative(
        excerpt(quotient, draft), meant: "diff(\(excerpt(function, draft)), \(excerpt(variable, draft)))"),
      at: draft.span(quotient))
  }

  /// How to define a number that is differentiated in a defined name and is not computed from it.
  func linkedDefinition(of name: String, from definition: Definition) -> String {
    let body = store.body(definition)
    var context = IndexContext()
    let shape = shape(body.slots, in: &context)
    let domain = shape.slots.isEmpty ? "R" : text(shape, context)
    let function = ["ell", "loss", "f", "g", "h"].first { environment.entry($0) == nil } ?? "f"
    return "define it: \(name) := \(function)(\(body.name)), with an unknown function \(function) : \(domain) -> R"
  }

  /// An index of several letters that is nearly a declared name may be a slip.
  mutating func noteLikelyName(_ name: String, at span: Span) {
    guard name.utf8.count >= 4, let nearest = nearest(to: name, among: []) else { return }
    remark(.likelyName(name, nearest: nearest), at: span)
  }

  private mutating func nearest(to name: String, among others: [String]) -> String? {
    suggestionCount += 1
    guard suggestionCount <= Elaborator.suggestionLimit else { return nil }
    var search = NearestName(to: name)
    for known in environment.visibleNames { search.consider(known) }
    for known in others { search.consider(known) }
    return search.nearest
  }
}
