import Checking
import Diagnostics

/// The lines that one mistake in a declaration or a definition makes unreadable: the first is shown, the others are listed.
struct Consequences {
  struct OfName {
    var name: String
    /// Where the name is introduced.
    var origin: Int
    /// Lines beyond the first.
    var further = 0
    /// Their claims, and the numbers of those without one.
    var places: [String] = []
  }

  private let source: SourceText
  private(set) var names: [OfName] = []

  init(in source: SourceText) { self.source = source }

  /// True of a finding that says what another has said of the same name, which is noted.
  mutating func isToldBefore(_ finding: Finding) -> Bool {
    guard let line = finding.line, !line.isMarkedWrong, case .meaning(.failedName(let name)) = line.diagnostic?.mistake,
      let origin = finding.related.first?.span.start
    else { return false }
    guard let known = names.firstIndex(where: { $0.origin == origin }) else {
      names.append(OfName(name: name, origin: origin))
      return false
    }
    let place = finding.label ?? "line \(source.line(at: finding.span.start))"
    names[known].further += 1
    if names[known].places.last != place { names[known].places.append(place) }
    return true
  }
}
