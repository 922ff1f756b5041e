/// `derive doc CODE`: what the documentation says of a mistake; without a code, the list of all.
struct DocCommand {
  private let code: String?

  init(_ arguments: CommandLineText) throws(UsageError) {
    code = arguments.operands.first?.text
    if arguments.operands.count > 1 {
      throw UsageError("`derive doc` takes one code, what is `\(arguments.operands[1].text)`?", verb: .doc)
    }
  }

  func text() throws(UsageError) -> String {
    let sections = DocCommand.sections
    guard let code else { return sections.map { $0.title + "\n" }.joined() }
    let wanted = code.uppercased()
    if let section = sections.first(where: { $0.code == wanted }) { return section.text }
    let hint = nearest(to: wanted, among: sections.map { $0.code }).map { "did you mean \($0)?" }
    throw UsageError("there is no code `\(code)`", hint: hint ?? "`derive doc` lists all", verb: .doc)
  }

  /// All codes that have a text.
  static var codes: [String] { sections.map { $0.code } }

  private struct Section {
    var code: String
    /// `D0301: a wrong sign`
    var title: String
    var text: String
  }

  /// A section of the pages begins with `### D0301: a wrong sign` and ends before the next heading; headings of listings,
  /// in which `#` begins a comment, are none.
  private static var sections: [Section] {
    var found: [Section] = []
    for page in pages {
      var (lines, isInside, isListing) = ([Substring](), false, false)
      func end() {
        guard isInside, let title = lines.first else { return }
        let body = lines.dropFirst().drop { $0.isEmpty }
        found.append(
          Section(code: String(title.prefix(while: { $0 != ":" })), title: String(title), text: shown(title, body)))
      }
      for line in String(decoding: page, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("```") { isListing.toggle() }
        if !isListing, line.hasPrefix("## ") || line.hasPrefix("### ") {
          end()
          isInside = line.hasPrefix("### D")
          lines = [line.drop { $0 == "#" || $0 == " " }]
        } else {
          lines.append(line)
        }
      }
      end()
    }
    return found.sorted { $0.code < $1.code }
  }

  /// Listings are moved in, in place of their fences.
  private static func shown(_ title: Substring, _ body: some Sequence<Substring>) -> String {
    var (lines, isListing) = ([String(title), ""], false)
    for line in body {
      if line.hasPrefix("```") {
        isListing.toggle()
      } else {
        lines.append(isListing && !line.isEmpty ? "    " + line : String(line))
      }
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private static var pages: [[UInt8]] {
    [
      PackageResources.Mistakes_md, PackageResources.MistakesOfNotation_md, PackageResources.MistakesOfMeaning_md,
      PackageResources.MistakesInDerivations_md, PackageResources.MistakesOfGrading_md,
    ]
  }
}
