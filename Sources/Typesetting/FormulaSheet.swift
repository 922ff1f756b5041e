import Diagnostics
import Notation

/// The formulas of one file in MathML, found by their places in the source.
public struct FormulaSheet: Sendable {
  private let file: SyntaxFile
  /// The right side of each relation or connective, by where its sign stands.
  private var links: [Span: Node] = [:]
  /// What each link is a part of.
  private var chains: [Node: Node] = [:]
  /// The outermost node at a place.
  private var nodes: [Span: Node] = [:]
  /// What stands between a claim's label and its colon, by where the label stands.
  private var headers: [Span: [Node]] = [:]
  /// What holds in the case that a chain belongs to.
  private var conditions: [Node: Node] = [:]

  public init(_ source: SourceText) {
    file = SyntaxFile(parsing: source)
    for number in 0..<UInt32(file.tree.count) {
      let node = Node(number)
      nodes[file.tree.span(node)] = node
      guard file.tree.kind(node) == .relations || file.tree.kind(node) == .connectives else { continue }
      for child in file.tree.children(node) where file.tree.kind(child) == .link {
        links[file.tree.span(child)] = child
        chains[child] = node
      }
    }
    var open = file.statements.map { (statement: $0, condition: Node?.none) }
    while let (statement, condition) = open.popLast() { read(statement, condition, &open) }
  }

  private mutating func read(
    _ statement: Statement, _ condition: Node?, _ open: inout [(statement: Statement, condition: Node?)]
  ) {
    switch statement.form {
    case .claim(let label, let header, let body):
      headers[file.tree.span(label)] = header
      open += body.map { ($0, nil) }
    case .caseBlock(let condition, let body): open += body.map { ($0, condition) }
    case .chain(let node, _, _): if let condition { conditions[bare(node)] = condition }
    case .definition, .random, .upstream, .assumption, .dimensions, .declaration, .unreadable, .unreadableAssumption:
      break
    }
  }

  /// Without the clauses around it.
  private func bare(_ node: Node) -> Node { file.tree.kind(node) == .claused ? file.tree.child(node, 0) : node }

  // MARK: Lines

  /// One line of a chain.
  public struct Line: Sendable {
    /// The first term of the chain, before its first link.
    public var head: TypesetFormula?
    /// The case that the chain belongs to, where this is its first link.
    public var condition: TypesetFormula?
    /// The sign before the side; nil for a statement that stands alone.
    public var relation: TypesetFormula?
    public var side: TypesetFormula
    /// What the author gives as the reason, `by …`.
    public var remark: String?
  }

  /// The line whose relation stands at `place` and whose right side at `term`; nil if there is none that can be set.
  public func line(at place: Span, term: Span, marking mark: Span?) -> Line? {
    guard let link = links[place] else {
      guard let node = nodes[term] ?? nodes[place], let side = formula(node, marking: mark) else { return nil }
      return Line(side: side, remark: remark(in: node))
    }
    let relation = Link(payload: file.tree.payload(link)).relation
    guard let side = formula(file.tree.child(link, 0), marking: mark) else { return nil }
    let isMarked = mark.map { $0.start >= place.start && $0.end <= place.end } ?? false
    var line = Line(
      relation: TypesetFormula(sign: relation.text, isMarked: isMarked), side: side, remark: remark(in: link))
    if let chain = chains[link], let first = file.tree.children(chain).first {
      let isFirst = first == link || file.tree.childCount(chain) > 1 && file.tree.child(chain, 1) == link
      if isFirst { line.condition = conditions[chain].flatMap { formula($0, marking: nil) } }
      if isFirst && first != link { line.head = formula(first, marking: mark) }
    }
    return line
  }

  private func remark(in link: Node) -> String? {
    let first = file.tree.first(of: link).number
    return (first...link.number).lazy.map { Node($0) }.first { file.tree.kind($0) == .by }.map { file.tree.remark($0) }
  }

  // MARK: What is given

  /// A statement of the file that is no claim.
  public struct Given: Sendable {
    public enum Kind: Sendable { case size, quantity, definition, random, upstream, assumption }
    public var kind: Kind
    public var formula: TypesetFormula?
    public var span: Span
  }

  /// Sizes, quantities, definitions and assumptions in the order of the file.
  public var given: [Given] {
    file.statements.compactMap { statement in
      let (kind, formula): (Given.Kind, TypesetFormula?)
      switch statement.form {
      case .dimensions(let names): (kind, formula) = (.size, self.formula(list: names))
      case .declaration(let names, let type): (kind, formula) = (.quantity, declaration(names, type))
      case .definition(let left, let value, let clauses):
        (kind, formula) = (.definition, self.formula(left, ":=", value, clauses))
      case .random(let left, let distribution): (kind, formula) = (.random, self.formula(left, "~", distribution, []))
      case .upstream(let name, let value): (kind, formula) = (.upstream, self.formula(name, "=", value, []))
      case .assumption(let node): (kind, formula) = (.assumption, self.formula(node, marking: nil))
      case .claim, .caseBlock, .chain, .unreadable, .unreadableAssumption: return nil
      }
      return Given(kind: kind, formula: formula, span: statement.span)
    }
  }

  /// Types that say how a number lies to 0.
  private static let bounds = ["positive": ">", "nonnegative": ">=", "nonneg": ">=", "nonzero": "!="]

  /// `z ∈ ℝᴷ`, `λ > 0`, `ℓ : ℝᵐ → ℝ`
  private func declaration(_ names: [Node], _ type: Node) -> TypesetFormula? {
    TypesetFormula(in: file.tree) { (markup) throws(FormulaMarkup.Refusal) in
      var texts: [String] = []
      for name in names { texts.append(try markup.text(of: name)) }
      let left = markup.joined(texts)
      if let bound = FormulaSheet.bounds[file.tree.kind(type) == .name ? file.tree.name(type) : ""] {
        return [markup.style.row([left, markup.style.sign(bound), markup.style.number("0")])]
      }
      markup.isType = true
      let sign = markup.style.sign(file.tree.kind(type) == .arrow ? ":" : "in")
      return [markup.style.row([left, sign, try markup.text(of: type)])]
    }
  }

  /// A shape as reports name it: `R^(n, d)` is ℝⁿˣᵈ.
  public static func formula(ofShape text: String) -> TypesetFormula? {
    let sheet = FormulaSheet(SourceText(name: "", text: "x : " + text))
    guard sheet.file.diagnostics.isEmpty, case .declaration(_, let type)? = sheet.file.statements.first?.form else {
      return nil
    }
    return sheet.formula(type, marking: nil, isType: true)
  }

  /// `for i != j given …` of a labelled claim.
  public func conditions(ofClaimAt label: Span) -> [TypesetFormula] {
    (headers[label] ?? []).compactMap { formula($0, marking: nil) }
  }

  // MARK: Formulas

  private func formula(
    _ node: Node, marking mark: Span?, isType: Bool = false, isInline: Bool = false
  ) -> TypesetFormula? {
    TypesetFormula(in: file.tree) { (markup) throws(FormulaMarkup.Refusal) in
      (markup.isType, markup.isInline) = (isType, isInline)
      if let mark { markup.mark(mark, in: node) }
      return try markup.addends(of: node)
    }
  }

  private func formula(list nodes: [Node]) -> TypesetFormula? {
    TypesetFormula(in: file.tree) { (markup) throws(FormulaMarkup.Refusal) in
      var texts: [String] = []
      for node in nodes { texts.append(try markup.text(of: node)) }
      return [markup.joined(texts)]
    }
  }

  private func formula(_ left: Node, _ sign: String, _ right: Node, _ clauses: [Node]) -> TypesetFormula? {
    TypesetFormula(in: file.tree) { (markup) throws(FormulaMarkup.Refusal) in
      let head = markup.style.row([try markup.text(of: left), markup.style.sign(sign)])
      var parts = try markup.addends(of: right)
      parts[0] = markup.style.row([head, parts[0]])
      for clause in clauses { parts.append(try markup.text(of: clause)) }
      return parts
    }
  }

  /// A term in the language of the sources, as the checker writes a repair.
  ///
  /// - Parameter isInline: it is a value, `x = [1, 1/2]`, that stands in a line of text.
  public static func formula(ofTerm text: String, isInline: Bool = false) -> TypesetFormula? {
    let sheet = FormulaSheet(SourceText(name: "", text: text))
    guard sheet.file.diagnostics.isEmpty, sheet.file.statements.count == 1,
      case .chain(let node, false, false) = sheet.file.statements[0].form
    else { return nil }
    return sheet.formula(node, marking: nil, isInline: isInline)
  }
}
