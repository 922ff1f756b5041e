import Diagnostics

/// Lines of a source with the places that matter marked below them: `^^^` for the one that is blamed, `---` for others.
struct SourceExcerpt {
  struct Annotation {
    var span: Span
    var label: String
    var isPrimary: Bool
  }

  /// Lines of one span that are shown: the first ones and the last.
  private static let linesOfSpan = 4
  /// Other places that are shown.
  private static let limitOfRelated = 4

  private let source: SourceText
  private let annotations: [Annotation]
  private let lines: [Int]
  private let gutter: Int

  /// - Parameter context: what `primary` is a part of; its lines are shown, too.
  init(_ source: SourceText, primary: Span, context: Span, ink: Ink, related: [Diagnostic.Related]) {
    self.source = source
    self.ink = ink
    let others = related.filter { $0.span.start >= 0 && $0.span.start <= source.bytes.count }
      .prefix(Self.limitOfRelated).map { Annotation(span: $0.span, label: $0.label, isPrimary: false) }
    let start = min(max(primary.start, 0), source.bytes.count)
    let blamed = Span(start: start, end: max(start, primary.end))
    annotations = [Annotation(span: blamed, label: "", isPrimary: true)] + others
    var shown: Set<Int> = []
    for span in annotations.map({ $0.span }) + [context] {
      let last = source.line(at: max(span.start, span.end - 1))
      let all = source.line(at: span.start)...last
      shown.formUnion(all.prefix(Self.linesOfSpan - 1))
      shown.insert(last)
    }
    if let line = Self.lineBefore(context, in: source) { shown.insert(line) }
    lines = shown.sorted()
    gutter = String(lines.last ?? 1).utf8.count
  }

  private let ink: Ink

  /// The line to which a link of a chain is compared: the nearest above that is not blank, if the link begins its line.
  private static func lineBefore(_ link: Span, in source: SourceText) -> Int? {
    let line = source.line(at: link.start)
    let text = source.text(of: source.span(ofLine: line)).drop { $0 == " " || $0 == "\t" }
    guard let first = text.first, "=<>!~".contains(first) else { return nil }
    let candidates = stride(from: line - 1, through: max(1, line - 3), by: -1)
    return candidates.first { candidate in
      source.bytes[source.byteRange(ofLine: candidate)].contains { $0 != 0x20 && $0 != 0x09 }
    }
  }

  /// The frame around it: place, then lines.
  func write(to output: inout StyledText) {
    let place = source.position(of: annotations[0].span.start)
    output.add(String(repeating: " ", count: gutter + 1))
    output.add(.corner, .frame)
    output.add(" \(source.name):\(place.line):\(place.column)")
    output.endLine()
    startLine("", in: &output)
    output.endLine()
    var previous: Int?
    for line in lines {
      if let previous, line > previous + 1 {
        output.add(String(repeating: " ", count: gutter + 1))
        output.add(.gap, .frame)
        output.endLine()
      }
      write(line, to: &output)
      previous = line
    }
  }

  private func startLine(_ number: String, in output: inout StyledText) {
    output.add(String(repeating: " ", count: gutter - number.utf8.count) + number + " ", .frame)
    output.add(.bar, .frame)
    output.add(" ")
  }

  private func write(_ line: Int, to output: inout StyledText) {
    let span = source.span(ofLine: line)
    let marked = annotations.compactMap { part(of: $0, on: span) }
    let display = DisplayLine(
      source, line: line, around: marked.first?.span.start ?? span.start,
      cutMark: output.presentation.text(of: .cut))
    startLine(String(line), in: &output)
    output.add(display.text)
    output.endLine()
    for annotation in marked {
      let (column, width) = display.marked(annotation.span)
      startLine("", in: &output)
      output.add(String(repeating: " ", count: column))
      let marks = String(repeating: annotation.isPrimary ? "^" : "-", count: width)
      let label = annotation.label.isEmpty ? "" : " " + annotation.label
      output.addProse(marks + label, annotation.isPrimary ? ink : .frame)
      output.endLine()
    }
  }

  /// What an annotation marks on a line, without the blanks around it; its label stands below its last line.
  private func part(of annotation: Annotation, on line: Span) -> Annotation? {
    let span = annotation.span
    guard span.start <= line.end && (span.end > line.start || span.start >= line.start) else { return nil }
    var start = max(span.start, line.start)
    var end = max(start, min(span.end, line.end))
    while start < end && source.bytes[start] <= 0x20 { start += 1 }
    while end > start && source.bytes[end - 1] <= 0x20 { end -= 1 }
    if start == end && !(span.isEmpty || line.end <= span.start) { return nil }
    let isLast = span.end <= line.end + 1
    return Annotation(
      span: Span(start: start, end: end), label: isLast ? annotation.label : "", isPrimary: annotation.isPrimary)
  }
}

extension SourceText {
  fileprivate func byteRange(ofLine line: Int) -> Range<Int> {
    let span = span(ofLine: line)
    return span.start..<span.end
  }
}
