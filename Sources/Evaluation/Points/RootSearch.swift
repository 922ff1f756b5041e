import Numbers

/// Solves one equation for one input: exactly if the root is a simple fraction, else by an enclosure.
struct RootSearch {
  let program: Program
  /// The same program.
  let block: BlockProgram
  /// Which output of the program is to be 0.
  let output: Int
  /// The input to be changed.
  let place: Int
  let set: ValueSet

  /// Where on the grid a root lies: at a value, or between two of them.
  private struct Site {
    var exact: Int?
    var between: (Int, Int)?
  }

  /// The point with the input at a root; nil if none was found. Of several roots each is the first one in its turn.
  func root(near point: Point, turn: Int, _ effort: inout Effort) -> Point? {
    let grid = grid
    guard effort.spend(program.count * (grid.count / Lanes.width + 1)) else { return nil }
    let sites = sites(terms(at: grid.map { $0.double }, point))
    for k in sites.indices {
      let site = sites[(k + turn) % sites.count]
      if let value = site.exact {
        guard effort.spend(program.count * Effort.exactOperation) else { return nil }
        if let exact = exact(grid[value], point) { return exact }
      }
      guard case .real = set.kind, let (low, high) = site.between else { continue }
      // Some thirty evaluations in lanes and as many in balls.
      guard effort.spend(program.count * 100) else { return nil }
      if let found = bracketed(grid[low].double, grid[high].double, point) { return found }
    }
    return nil
  }

  private func sites(_ terms: [Double]) -> [Site] {
    var sites: [Site] = []
    for k in terms.indices {
      if abs(terms[k]) < RootSearch.smallTerm {
        let isCrossed = k > 0 && k + 1 < terms.count && terms[k - 1] * terms[k + 1] < 0
        sites.append(Site(exact: k, between: isCrossed ? (k - 1, k + 1) : nil))
      } else if k > 0, abs(terms[k - 1]) >= RootSearch.smallTerm, terms[k - 1] * terms[k] < 0 {
        sites.append(Site(exact: nil, between: (k - 1, k)))
      }
    }
    return sites
  }

  private static let smallTerm = 1e-9

  /// Readable values, ascending: multiples of 1/2 up to 6, of 1/12 up to 1, then greater ones.
  private static let candidates: [Rational] = {
    var values: Set<Rational> = []
    for k in 0...12 {
      values.insert(Rational(k, 12))
      values.insert(Rational(k, 2))
    }
    for size in [8, 10, 12, 16, 25, 50, 100, 1000, 10_000] { values.insert(Rational(size)) }
    values.formUnion(values.map { -$0 })
    return values.sorted()
  }()

  private var grid: [Rational] {
    if case .finite(let members) = set.kind { return members.filter { set.contains($0) }.sorted() }
    var values = RootSearch.candidates.filter { set.contains($0) }
    if let lower = set.lower, let upper = set.upper {
      values += (1..<24).map { lower + (upper - lower) * Rational($0, 24) }.filter { set.contains($0) }
    } else if values.count < 8, let end = set.lower ?? set.upper {
      let sign = Rational(set.lower == nil ? -1 : 1)
      values += RootSearch.candidates.map { end + sign * $0.magnitude }.filter { set.contains($0) }
    }
    return values.sorted()
  }

  /// The equation's term with the input at these values.
  private func terms(at values: [Double], _ point: Point) -> [Double] {
    let inputs = (0..<block.inputCount).map { point.double($0) }
    var points: [Double] = []
    for value in values {
      points += inputs
      points[points.count - inputs.count + place] = value
    }
    let results = block.values(at: points, count: values.count)
    return values.indices.map { results[$0 * block.outputCount + output] }
  }

  private func exact(_ value: Rational, _ point: Point) -> Point? {
    var next = point
    next.values[place] = value
    next.enclosures[place] = nil
    return set.contains(value) && program.exacts(at: next)[output].rational?.isZero == true ? next : nil
  }

  /// Narrows a sign change to neighbouring doubles: nine parts at a time.
  private func bracketed(_ low: Double, _ high: Double, _ point: Point) -> Point? {
    var (low, high) = (low, high)
    var rising = false
    for round in 0..<24 {
      let values = (0...9).map { low + (high - low) * Double($0) / 9 }
      let terms = terms(at: values, point)
      if round == 0 { rising = terms[0] < 0 }
      guard let k = terms.indices.dropFirst().first(where: { rising ? terms[$0] >= 0 : terms[$0] <= 0 }) else { break }
      if values[k - 1] >= values[k] || (values[k - 1] == low && values[k] == high) { break }
      (low, high) = (values[k - 1], values[k])
    }
    if let simple = Rational(simplestNear: high), let found = exact(simple, point) { return found }
    return enclosed(around: low * 0.5 + high * 0.5, point)
  }

  /// By the intermediate value theorem: signs differ for certain at both ends, and the term is continuous between, since
  /// its ball over the whole of it is bounded.
  private func enclosed(around middle: Double, _ point: Point) -> Point? {
    // At first as narrow as doubles are there; beside 0 the rounding errors of what cancels are wider.
    for start in [max(middle.ulp, 0x1p-1000) * 4, 0x1p-70] {
      if let point = enclosed(around: middle, margin: start, point) { return point }
    }
    return nil
  }

  private func enclosed(around middle: Double, margin: Double, _ point: Point) -> Point? {
    var margin = margin
    for _ in 0..<10 {
      let (low, high) = (middle - margin, middle + margin)
      if let (a, b) = signs(low, high, point), a * b < 0 {
        guard let lower = Rational(exactly: low), let upper = Rational(exactly: high),
          let value = Rational(exactly: middle), set.contains(lower), set.contains(upper)
        else { return nil }
        var next = point
        next.values[place] = value
        next.enclosures[place] = Point.Enclosure(lower: low, upper: high)
        return next
      }
      margin *= 16
    }
    return nil
  }

  /// The certain signs at both ends; nil if one is uncertain or the term is not bounded between.
  private func signs(_ low: Double, _ high: Double, _ point: Point) -> (Int, Int)? {
    let rationals = program.rationals.map { Ball($0) }
    func term(_ value: Ball) -> Ball {
      let all = program.values(inputs: { $0 == place ? value : point.ball($0) }, rationals: rationals)
      return all[program.outputs[output]]
    }
    let (left, right) = (term(Ball(low)), term(Ball(high)))
    guard left.excludesZero, right.excludesZero else { return nil }
    guard term(Point.Enclosure(lower: low, upper: high).ball).isBounded else { return nil }
    return (left.isPositive ? 1 : -1, right.isPositive ? 1 : -1)
  }
}

extension Rational {
  /// The simplest fraction within 1e-11 of a double, by its continued fraction; nil if it has a great denominator.
  init?(simplestNear value: Double) {
    guard value.isFinite, abs(value) < 1e6 else { return nil }
    var (p0, q0, p1, q1) = (0, 1, 1, 0)
    var rest = value
    for _ in 0..<20 {
      let whole = rest.rounded(.down)
      guard abs(whole) < 1e6 else { return nil }
      (p0, q0, p1, q1) = (p1, q1, Int(whole) * p1 + p0, Int(whole) * q1 + q0)
      guard q1 < 10_000, p1.magnitude < 100_000_000 else { return nil }
      if abs(Double(p1) / Double(q1) - value) <= 1e-11 * max(1, abs(value)) {
        self.init(p1, q1)
        return
      }
      rest = 1 / (rest - whole)
      if !rest.isFinite { return nil }
    }
    return nil
  }
}
