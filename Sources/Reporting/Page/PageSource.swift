import Diagnostics

/// Lines of a source on a page, with their numbers and the place that matters marked.
struct PageSource {
  /// Lines of a term that are shown: the first ones and the last.
  private static let most = 4

  let source: SourceText
  let context: Span
  let marked: Span?

  func write(to page: inout HTMLText) {
    let first = source.line(at: context.start)
    let last = source.line(at: max(context.start, context.end - 1))
    let all = Array(first...last)
    let shown = all.count > Self.most ? all.prefix(Self.most - 1) + [last] : all[...]
    page.element("pre", ("class", "source")) { pre in
      var previous = first
      for number in shown {
        if number > previous + 1 { pre.addMarkup("<span class=\"number\">⋮</span>\n") }
        if number > first && number == previous + 1 { pre.addMarkup("\n") }
        write(number, to: &pre)
        previous = number
      }
    }
  }

  private func write(_ number: Int, to page: inout HTMLText) {
    let line = source.span(ofLine: number)
    let part = marked.map { Span(start: max($0.start, line.start), end: min($0.end, line.end)) }
    let display = DisplayLine(
      source, line: number, around: part.map { min(max($0.start, line.start), line.end) } ?? line.start, cutMark: "…")
    let pieces = display.pieces(around: part ?? Span(start: line.end, end: line.end))
    page.element("span", ("class", "number"), ("aria-label", "line \(number)"), text: "\(number)")
    page.element("code") { code in
      code.add(pieces.before)
      if !pieces.inside.isEmpty { code.element("mark", text: pieces.inside) }
      code.add(pieces.after)
    }
  }
}
