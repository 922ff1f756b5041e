import Checking

/// A picture of a line, as SVG within the page: its colours are those of the page, each curve has its name beside its end
/// and a mark of its own, and the caption says in words what is to be seen.
struct PageFigure {
  private let figure: Figure
  private let isWrong: Bool
  /// Begins the names of what the picture defines.
  private let place: String
  /// What the sides are called.
  private let names: (correct: String, yours: String)
  /// Of an inequality neither side is the right one.
  private let inks: (correct: Ink, yours: Ink)

  private static let (width, height) = (430.0, 262.0)
  private static let roomOfZero = 30.0
  private static let lineHeight = 16.0
  private static let (left, right, top, bottom) = (58.0, 340.0, 14.0, 220.0)

  init(_ figure: Figure, isWrong: Bool, isComparison: Bool, place: String) {
    self.figure = figure
    self.isWrong = isWrong
    self.place = place
    names = isComparison ? ("left", "right") : ("correct", "yours")
    inks = isComparison ? (.confirmed, .warning) : (.good, .error)
  }

  func write(to page: inout HTMLText) {
    switch figure.kind {
    case .steps(let steps): write(steps, to: &page)
    case .line(let variable, let center, let samples): write(variable, center, samples.compactMap { $0 }, to: &page)
    }
  }

  /// A curve with what marks its points.
  private struct Curve {
    var name: String
    var ink: Ink
    var points: [(x: Double, y: Double)]
    var hasSquares: Bool
    var hasMarks = true
  }

  // MARK: Central differences

  private func write(_ steps: [Figure.Step], to page: inout HTMLText) {
    let shown: [(Figure.Step) -> Double] = isWrong ? [{ $0.correct }, { $0.yours }] : [{ $0.correct }]
    let errors = steps.flatMap { step in shown.map { $0(step) } }
    // A logarithmic axis has no 0: it gets a place of its own below the others.
    let hasZeros = errors.contains(0)
    let x = FigureScale(decadesOf: steps.map { $0.step }, from: Self.left, to: Self.right)
    let y = FigureScale(
      decadesOf: errors.filter { $0 > 0 }, from: Self.bottom - (hasZeros ? Self.roomOfZero : 0), to: Self.top)
    func curve(_ name: String, _ ink: Ink, _ error: (Figure.Step) -> Double) -> Curve {
      Curve(
        name: name, ink: ink,
        points: steps.map { (x.place($0.step), error($0) > 0 ? y.place(error($0)) : Self.bottom - 8) },
        hasSquares: ink == .error)
    }
    var curves = [curve(isWrong ? names.correct : "this line", .good, shown[0])]
    if isWrong { curves.append(curve(names.yours, .error, shown[1])) }
    let caption = caption(of: steps)
    page.element("figure") { figure in
      figure.addMarkup(opening(caption))
      addAxes(x, y, "step h", "|D(h) − side|", to: &figure)
      if hasZeros { addText("0", at: (Self.left - 7, Self.bottom - 4), "end", to: &figure) }
      addCurves(curves, to: &figure)
      figure.addMarkup("</svg>\n")
      figure.element("figcaption", text: caption)
    }
  }

  private func caption(of steps: [Figure.Step]) -> String {
    let place = figure.entry.isEmpty ? "" : " at \(figure.entry)"
    let start = "The central difference quotient D(h) = (f(x + h) − f(x − h)) / 2h\(place) against the step h. "
    func slope(_ error: (Figure.Step) -> Double) -> String? {
      Self.slope(steps.filter { error($0) > 0 }.map { ($0.step, error($0)) })
    }
    guard isWrong else {
      let measured = slope { $0.correct }.map { "It comes near to this line with slope \($0), as a derivative does." }
      let point = figure.bindings.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
      return start + (measured ?? "It is this line at every step.") + (point.isEmpty ? "" : " Here \(point).")
    }
    let right =
      slope { $0.correct }.map { "It comes near to the derivative with slope \($0)" }
      ?? "It is the derivative at every step"
    let least = steps.map { $0.yours }.min() ?? 0
    let wrong = slope { $0.yours }.map { "slope \($0)" } ?? "every step"
    return start + right
      + ", and stays away from this line, by \(NumberText.significant(least, digits: 3)), with \(wrong)."
  }

  /// Of the logarithms, over the smaller half of the steps: `2.0`; nil for fewer than three points.
  private static func slope(_ points: [(step: Double, error: Double)]) -> String? {
    let chosen = points.sorted { $0.step < $1.step }.prefix(max(3, points.count / 2))
    guard chosen.count >= 3 else { return nil }
    let xs = chosen.map { FigureScale.exponent($0.step) }
    let ys = chosen.map { FigureScale.exponent($0.error) }
    let count = Double(chosen.count)
    let (x, y) = (xs.reduce(0, +) / count, ys.reduce(0, +) / count)
    let above = zip(xs, ys).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    let below = xs.reduce(0) { $0 + ($1 - x) * ($1 - x) }
    let tenths = Int((above / below * 10).rounded())
    return "\(tenths < 0 ? "−" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }

  // MARK: Along a line

  private func write(_ variable: String, _ center: Double, _ samples: [Figure.Sample], to page: inout HTMLText) {
    let x = FigureScale(linear: samples.map { $0.position }, from: Self.left, to: Self.right)
    let here = samples.filter { $0.position == center }
    let y = FigureScale(
      linear: Self.central(samples.flatMap { [$0.yours, $0.correct] }) + here.flatMap { [$0.yours, $0.correct] },
      from: Self.bottom, to: Self.top)
    func curve(_ name: String, _ ink: Ink, _ value: (Figure.Sample) -> Double) -> Curve {
      Curve(
        name: name, ink: ink, points: samples.map { (x.place($0.position), y.place(value($0))) },
        hasSquares: ink == inks.yours, hasMarks: false)
    }
    let caption =
      "Both sides\(figure.entry.isEmpty ? "" : " at \(figure.entry)") while \(variable) moves and all else stays at the "
      + "counterexample, \(variable) = \(NumberText.significant(center, digits: 4).withMinusSign)."
    page.element("figure") { figure in
      figure.addMarkup(opening(caption))
      addAxes(x, y, variable, "value of the sides", to: &figure)
      let middle = Self.text(x.place(center))
      figure.addMarkup(
        "<line class=\"guide\" x1=\"\(middle)\" y1=\"\(Self.text(Self.top))\" x2=\"\(middle)\" y2=\"\(Self.text(Self.bottom))\"/>\n"
      )
      addCurves(
        [curve(names.correct, inks.correct) { $0.correct }, curve(names.yours, inks.yours) { $0.yours }], to: &figure)
      for sample in here {
        figure.addMarkup(Self.mark((x.place(center), y.place(sample.correct)), isSquare: false, inks.correct))
        figure.addMarkup(Self.mark((x.place(center), y.place(sample.yours)), isSquare: true, inks.yours))
      }
      figure.addMarkup("</svg>\n")
      figure.element("figcaption", text: caption)
    }
  }

  /// Without the outermost twentieth at both ends: near a pole the rest would be flat.
  private static func central(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    let cut = sorted.count / 20
    return Array(sorted.dropFirst(cut).dropLast(cut))
  }

  // MARK: Parts

  private func opening(_ caption: String) -> String {
    let box = "0 0 \(Self.text(Self.width)) \(Self.text(Self.height))"
    let clip = "\(place)-clip"
    return """
      <svg viewBox="\(box)" role="img" aria-label="\(HTMLText.escaped(caption))">
      <clipPath id="\(clip)"><rect x="\(Self.text(Self.left))" y="\(Self.text(Self.top))" \
      width="\(Self.text(Self.right - Self.left))" height="\(Self.text(Self.bottom - Self.top))"/></clipPath>

      """
  }

  private func addAxes(
    _ x: FigureScale, _ y: FigureScale, _ xName: String, _ yName: String, to page: inout HTMLText
  ) {
    let (left, right, top, bottom) = (
      Self.text(Self.left), Self.text(Self.right), Self.text(Self.top), Self.text(Self.bottom)
    )
    for tick in y.ticks {
      let place = Self.text(tick.place)
      page.addMarkup("<line class=\"grid\" x1=\"\(left)\" y1=\"\(place)\" x2=\"\(right)\" y2=\"\(place)\"/>\n")
      addText(tick.text, at: (Self.left - 7, tick.place + 4), "end", to: &page)
    }
    for tick in x.ticks {
      let place = Self.text(tick.place)
      page.addMarkup(
        "<line class=\"axis\" x1=\"\(place)\" y1=\"\(bottom)\" x2=\"\(place)\" y2=\"\(Self.text(Self.bottom + 4))\"/>\n"
      )
      addText(tick.text, at: (tick.place, Self.bottom + 18), "middle", to: &page)
    }
    page.addMarkup("<path class=\"axis\" d=\"M\(left) \(top)V\(bottom)H\(right)\"/>\n")
    addText(xName, at: ((Self.left + Self.right) / 2, Self.height - 6), "middle", to: &page)
    page.element(
      "text", ("class", "name"), ("text-anchor", "middle"),
      ("transform", "translate(13 \(Self.text((Self.top + Self.bottom) / 2))) rotate(-90)"), text: yName)
    page.addMarkup("\n")
  }

  private func addText(_ text: String, at point: (x: Double, y: Double), _ anchor: String, to page: inout HTMLText) {
    page.element(
      "text", ("x", Self.text(point.x)), ("y", Self.text(point.y)), ("text-anchor", anchor), text: text)
    page.addMarkup("\n")
  }

  private func addCurves(_ curves: [Curve], to page: inout HTMLText) {
    var taken: [Double] = []
    for curve in curves {
      var path = ""
      for (position, point) in curve.points.enumerated() {
        path += "\(position == 0 ? "M" : "L")\(Self.text(point.x)) \(Self.text(point.y))"
      }
      page.addMarkup(
        "<path class=\"curve\(curve.hasSquares ? " dashed" : "") \(curve.ink.name)\" clip-path=\"url(#\(place)-clip)\" d=\"\(path)\"/>\n"
      )
      if curve.hasMarks {
        for point in curve.points { page.addMarkup(Self.mark(point, isSquare: curve.hasSquares, curve.ink)) }
      }
      guard let end = curve.points.max(by: { $0.x < $1.x }) else { continue }
      var height = min(max(end.y, Self.top + 4), Self.bottom - 4) + 4
      if let other = taken.first(where: { abs($0 - height) < Self.lineHeight }) {
        height = other + (height < other || other > Self.bottom - Self.lineHeight ? -Self.lineHeight : Self.lineHeight)
      }
      taken.append(height)
      page.element(
        "text", ("class", "curve-name \(curve.ink.name)"), ("x", Self.text(Self.right + 9)), ("y", Self.text(height)),
        text: "\(curve.hasSquares ? "■" : "●") \(curve.name)")
      page.addMarkup("\n")
    }
  }

  private static func mark(_ point: (x: Double, y: Double), isSquare: Bool, _ ink: Ink) -> String {
    isSquare
      ? "<rect class=\"\(ink.name)\" x=\"\(text(point.x - 3))\" y=\"\(text(point.y - 3))\" width=\"6\" height=\"6\"/>\n"
      : "<circle class=\"\(ink.name)\" cx=\"\(text(point.x))\" cy=\"\(text(point.y))\" r=\"3.2\"/>\n"
  }

  /// Tenths of a unit: what differs between C libraries does not show.
  private static func text(_ coordinate: Double) -> String {
    let bounded = min(max(coordinate, -9999), 9999)
    let tenths = Int((bounded * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return sign + "\(tenths.magnitude / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths.magnitude % 10)")
  }
}
