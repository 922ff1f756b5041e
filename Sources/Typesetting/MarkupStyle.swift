/// How the parts of a formula are put together in LaTeX or in Presentation MathML (Core).
public struct MarkupStyle: Sendable {
  public enum Name: Sendable { case latex, mathml }
  public var name: Name
  private var isLatex: Bool { name == .latex }

  public init(name: Name) { self.name = name }

  // MARK: Words

  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi",
    "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell",
  ]
  private static let letters: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ",
  ]
  private static let accents: [(word: String, latex: String, mark: String)] = [
    ("hat", "\\hat", "^"), ("tilde", "\\tilde", "~"), ("bar", "\\bar", "¯"), ("ddot", "\\ddot", "¨"),
    ("dot", "\\dot", "˙"), ("vec", "\\vec", "→"), ("check", "\\check", "ˇ"),
  ]

  /// `xhat` is x̂, `w1` w₁, `sigma` σ, `loss` an upright word.
  func word(_ name: String) -> String {
    for accent in MarkupStyle.accents where name.hasSuffix(accent.word) && name.count > accent.word.count {
      let base = String(name.dropLast(accent.word.count))
      guard base.count == 1 || MarkupStyle.letters[base] != nil else { continue }
      return isLatex
        ? "\(accent.latex){\(word(base))}"
        : "<mover accent=\"true\">\(word(base))<mo stretchy=\"false\">\(accent.mark)</mo></mover>"
    }
    if let digit = name.firstIndex(where: { $0.isNumber }), digit > name.startIndex,
      name[digit...].allSatisfy({ $0.isNumber })
    {
      return below(word(String(name[..<digit])), number(String(name[digit...])))
    }
    if let bar = name.firstIndex(of: "_"), bar > name.startIndex, name.index(after: bar) < name.endIndex {
      return below(word(String(name[..<bar])), word(String(name[name.index(after: bar)...])))
    }
    if isLatex {
      if MarkupStyle.greek.contains(name) { return "\\" + name }
      return name.count == 1 ? name : "\\mathrm{\(name.split(separator: "_").joined(separator: "\\_"))}"
    }
    let shown = MarkupStyle.letters[name] ?? name
    return shown.count == 1 ? "<mi>\(shown)</mi>" : "<mi mathvariant=\"normal\">\(escaped(shown))</mi>"
  }

  func number(_ digits: String) -> String { isLatex ? digits : "<mn>\(digits)</mn>" }

  /// The name of a function.
  func function(_ name: String) -> String {
    if name.count == 1 || MarkupStyle.greek.contains(name) { return word(name) }
    let known: Set<String> = ["exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "det", "arg"]
    if isLatex {
      return known.contains(name)
        ? "\\" + name : "\\operatorname{\(name.split(separator: "_").joined(separator: "\\_"))}"
    }
    return "<mi mathvariant=\"normal\">\(escaped(name))</mi><mo>&#x2061;</mo>"
  }

  public func sign(_ sign: String) -> String {
    // A stroke has no space around it, unlike other operators.
    if !isLatex && sign == "/" { return "<mo lspace=\"0\" rspace=\"0\">/</mo>" }
    if !isLatex { return "<mo>\(escaped(MarkupStyle.signs[sign]?.mathml ?? sign))</mo>" }
    return " " + (MarkupStyle.signs[sign]?.latex ?? sign) + " "
  }

  /// A sign at the start of a part that stands between two terms: MathML takes it for a prefix there.
  func infix(_ sign: String) -> String {
    isLatex
      ? self.sign(sign) : "<mo form=\"infix\">\(escaped(MarkupStyle.signs[sign]?.mathml ?? sign))</mo>"
  }

  var reals: String { isLatex ? "\\mathbb{R}" : "<mi>ℝ</mi>" }

  private static let signs: [String: (latex: String, mathml: String)] = [
    "-": ("-", "−"), "/": ("/", "/"), "*": ("\\,", "\u{2062}"), ".*": ("\\odot", "⊙"), "./": ("\\oslash", "⊘"),
    "!=": ("\\ne", "≠"),
    "<=": ("\\le", "≤"), ">=": ("\\ge", "≥"), "~=": ("\\approx", "≈"), "in": ("\\in", "∈"), "->": ("\\to", "→"),
    "..": ("\\ldots", "…"), "sum": ("\\sum", "∑"), "prod": ("\\prod", "∏"), "partial": ("\\partial", "∂"),
    "nabla": ("\\nabla", "∇"), "T": ("\\top", "⊤"), "|": ("\\mid", "|"), "and": ("\\wedge", "∧"), "or": ("\\vee", "∨"),
    "not": ("\\neg", "¬"), "norm": ("\\lVert", "‖"), "normEnd": ("\\rVert", "‖"), "E": ("\\mathbb{E}", "𝔼"),
    "=>": ("\\Rightarrow", "⇒"), "<=>": ("\\Leftrightarrow", "⇔"), "<==": ("\\Leftarrow", "⇐"),
    "~": ("\\sim", "∼"), "forall": ("\\forall", "∀"), "exists": ("\\exists", "∃"), "times": ("\\times", "×"),
  ]

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "<" ? "&lt;" : $1 == ">" ? "&gt;" : $1 == "&" ? "&amp;" : String($1) }
  }

  // MARK: Parts

  public func row(_ parts: [String]) -> String { isLatex ? parts.joined() : "<mrow>\(parts.joined())</mrow>" }

  func brackets(_ content: String, _ open: String = "(", _ close: String = ")") -> String {
    isLatex
      ? "\\left\(open) \(content) \\right\(close)" : "<mrow><mo>\(open)</mo>\(content)<mo>\(close)</mo></mrow>"
  }

  /// A fraction in a fraction keeps its size.
  func fraction(_ above: String, _ below: String) -> String {
    if isLatex { return "\\frac{\(above)}{\(below)}" }
    func part(_ content: String) -> String {
      content.contains("<mfrac") ? "<mrow displaystyle=\"true\">\(content)</mrow>" : content
    }
    return "<mfrac>\(part(above))\(part(below))</mfrac>"
  }

  /// Elements between braces.
  func set(_ elements: String) -> String {
    isLatex ? brackets(elements, "\\{", "\\}") : brackets(elements, "{", "}")
  }

  /// Between factors of which the right one is a number.
  var centredDot: String { isLatex ? " \\cdot " : "<mo>⋅</mo>" }

  func root(_ content: String) -> String { isLatex ? "\\sqrt{\(content)}" : "<msqrt>\(content)</msqrt>" }

  func below(_ base: String, _ index: String) -> String {
    isLatex ? "{\(base)}_{\(index)}" : "<msub>\(base)\(index)</msub>"
  }

  func above(_ base: String, _ exponent: String) -> String {
    isLatex ? "{\(base)}^{\(exponent)}" : "<msup>\(base)\(exponent)</msup>"
  }

  /// f′, f″
  func primed(_ name: String, _ order: Int) -> String {
    let marks = String(repeating: isLatex ? "'" : "′", count: min(order, 8))
    return isLatex ? name + marks : "<msup>\(name)<mo>\(marks)</mo></msup>"
  }

  /// An index and an exponent of one base, above each other.
  func belowAndAbove(_ base: String, _ index: String, _ exponent: String) -> String {
    isLatex ? "{\(base)}_{\(index)}^{\(exponent)}" : "<msubsup>\(base)\(index)\(exponent)</msubsup>"
  }

  /// Σ with what stands below it and above.
  func operation(_ name: String, below: String?, above: String?) -> String {
    let sign = sign(name)
    guard let below else { return sign }
    if isLatex { return "\(sign)_{\(below)}" + (above.map { "^{\($0)}" } ?? "") + " " }
    return above.map { "<munderover>\(sign)\(below)\($0)</munderover>" } ?? "<munder>\(sign)\(below)</munder>"
  }

  func cases(_ arms: [(value: String, condition: String)]) -> String {
    if isLatex {
      return "\\begin{cases} " + arms.map { "\($0.value) & \($0.condition)" }.joined(separator: " \\\\ ")
        + " \\end{cases}"
    }
    let rows = arms.map { "<mtr><mtd>\($0.value)</mtd><mtd>\($0.condition)</mtd></mtr>" }
    return "<mrow><mo>{</mo><mtable>\(rows.joined())</mtable></mrow>"
  }

  func matrix(_ rows: [[String]]) -> String {
    if isLatex {
      return "\\begin{pmatrix} " + rows.map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ")
        + " \\end{pmatrix}"
    }
    let lines = rows.map { "<mtr>" + $0.map { "<mtd>\($0)</mtd>" }.joined() + "</mtr>" }
    return "<mrow><mo>(</mo><mtable>\(lines.joined())</mtable><mo>)</mo></mrow>"
  }

  /// Blanks at the ends of a text would vanish in MathML.
  func text(_ words: String) -> String {
    if isLatex { return "\\text{\(words)}" }
    let blanks = words.hasPrefix(" ") ? "\u{A0}" : ""
    let inner = words.drop { $0 == " " }
    let end = inner.hasSuffix(" ") ? "\u{A0}" : ""
    return "<mtext>\(blanks)\(escaped(String(inner.dropLast(end.isEmpty ? 0 : 1))))\(end)</mtext>"
  }

  /// What a reader's eye is to fall on.
  func marked(_ content: String) -> String {
    isLatex ? "\\boxed{\(content)}" : "<mrow class=\"marked\">\(content)</mrow>"
  }

  // MARK: Lines

  /// The first part of each line ends before the relation.
  public func lines(_ lines: [(left: String, right: String)], comment: String) -> String {
    if isLatex {
      let text = lines.map { "  \($0.left) &\($0.right)" }.joined(separator: " \\\\\n")
      return "% \(comment)\n\\begin{align*}\n\(text)\n\\end{align*}\n"
    }
    let rows = lines.map { "  <mtr><mtd><mrow>\($0.left)</mrow></mtd><mtd><mrow>\($0.right)</mrow></mtd></mtr>" }
    let clean = escaped(comment).split(separator: "--").joined(separator: "- -")
    return """
      <!-- \(clean) -->
      <math xmlns="http://www.w3.org/1998/Math/MathML" display="block">
      <mtable>
      \(rows.joined(separator: "\n"))
      </mtable>
      </math>

      """
  }
}
