import Checking

extension Evidence {
  /// What a verdict rests on, in a few words each: `31 steps`, `FD ≤ 1e-10`.
  func parts(in presentation: Presentation, isVerbose: Bool) -> [String] {
    let atMost = presentation.text(of: .atMost)
    var parts: [String] = []
    if method != nil {
      if sizes > 1 { parts.append("\(presentation.text(of: .forAll)) sizes") }
      if isVerbose || steps == 0, let method { parts.append(method) }
      if steps > 0 { parts.append(counted(steps, "step")) }
    }
    if points > 0 && (method == nil || isVerbose) {
      parts.append(counted(points, "point") + (sizes > 1 ? " in \(counted(sizes, "size"))" : ""))
      if let agreeingDigits {
        parts.append("equal to \(counted(agreeingDigits, "digit"))")
      } else if let largestDifference {
        parts.append("difference \(atMost) \(NumberText.boundText(largestDifference))")
      }
    }
    if let finiteDifference {
      parts.append("FD \(atMost) \(NumberText.boundText(finiteDifference))")
    }
    return parts + conditionParts(isVerbose: isVerbose)
  }

  /// Conditions that the proof used are part of what was proved, so at least the first ones are always shown.
  private func conditionParts(isVerbose: Bool) -> [String] {
    let shown = isVerbose ? conditions[...] : conditions.prefix(2)
    guard !shown.isEmpty else { return [] }
    let rest = conditions.count - shown.count
    return ["where " + shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")]
  }
}
