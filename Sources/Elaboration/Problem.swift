import Diagnostics
import Expressions
import Notation

/// What a file means: declared names in the store, and judgements to be made in order.
public struct Problem: Sendable {
  public var store: ExpressionStore
  public var syntax: SyntaxFile
  /// Definitions and assumptions as the report lists them, and claims, in the order of the file.
  public var entries: [Entry]
  /// Mistakes outside any judgement: they make the file invalid.
  public var diagnostics: [Diagnostic]
  /// What is likely not meant, but no mistake: hidden names, derivatives that are 0 since a name is written out.
  public var remarks: [Diagnostic] = []
  /// What all lines may use from the end of the file on, as boolean expressions.
  public var assumptions: [Expression] = []
  /// The declared names, for terms that are read later.
  var names = DeclaredNames()

  public enum Entry: Sendable {
    case definition(Definition, span: Span, isUpstream: Bool)
    case assumption(Proposition, span: Span)
    case claim(Claim)
  }

  public init(store: ExpressionStore, syntax: SyntaxFile, entries: [Entry] = [], diagnostics: [Diagnostic] = []) {
    self.store = store
    self.syntax = syntax
    self.entries = entries
    self.diagnostics = diagnostics
  }
}

/// A labelled claim, or an unlabelled line of the file.
public struct Claim: Sendable {
  public var label: String?
  /// The label, or the whole line.
  public var span: Span
  public var judgements: [Judgement]

  public init(label: String?, span: Span, judgements: [Judgement]) {
    self.label = label
    self.span = span
    self.judgements = judgements
  }
}

/// One relation or connective of a chain, with all that it may use: the unit that gets a verdict.
public struct Judgement: Sendable {
  public enum Content: Sendable {
    /// `left = right`; `left` is the term of the line before.
    case relation(Relation)
    /// `left => right`, `<==`, `<=>`
    case connective(left: Proposition, Link.Relation, right: Proposition)
    /// A statement that stands alone: `forall x: …`, `not (…)`, `a = 0 or b = 0`.
    case statement(Proposition)
    /// A mistake of meaning: the line is invalid, which `wrong` accepts.
    case invalid(Diagnostic)
  }

  public var content: Content
  /// The relation or connective (for a statement that stands alone, all of it).
  public var span: Span
  /// The right side, or the whole statement.
  public var termSpan: Span
  /// Judgements of one chain have one number; they follow each other, and the first one's left side is the head.
  /// A branch of a `case` that continues the chain above starts a new chain whose head is the term it continues.
  public var chain: Int
  public var isMarkedWrong: Bool
  /// What makes the line invalid stands in another line of the chain, or in a premise of the claim.
  public var isMisreadElsewhere = false
  /// Statements that may be used, from `assume`, `given`, `for … >= 2`, `case`: boolean expressions, universally
  /// quantified over their own free index variables, but for those of the judgement.
  public var premises: [Expression]
  /// What premises say of quantities as wholes: `A in spd(n)`.
  public var properties: [Property] = []
  /// A premise that could not be read: without it the line may only be proved.
  public var unreadPremise: Span?
  /// The index variables that the chain names. It is claimed for each of their values: one that stands in a premise
  /// means the same there, even if no side mentions it.
  public var indices: Set<Index>
  /// `needs COND` as boolean expressions: true only under these, which the author did not write.
  public var needs: [Expression]
  /// Where they stand.
  public var needSpans: [Span] = []
  /// `needs` stands on this very line, and not on one above it.
  public var statesNeeds = false
  /// Labels of earlier claims named by `using`.
  public var using: [String]
  /// `up to const in w` and its relatives, from this link on.
  public var allowance: Allowance?

  /// A matrix is symmetric, or definite.
  public struct Property: Sendable {
    public var symbol: Symbol
    public var structure: Structure
    /// Where the premise says so.
    public var span: Span
  }

  public enum Allowance: Hashable, Sendable {
    case constant(in: Symbol), factor(in: Symbol)
    /// `up to O((x - a)^k)`
    case order(Int, in: Symbol, at: Expression)
  }

  public init(
    content: Content, span: Span, termSpan: Span, chain: Int, isMarkedWrong: Bool = false,
    premises: [Expression] = [], indices: Set<Index> = [], needs: [Expression] = [], using: [String] = [],
    allowance: Allowance? = nil
  ) {
    self.content = content
    self.span = span
    self.termSpan = termSpan
    self.chain = chain
    self.isMarkedWrong = isMarkedWrong
    self.premises = premises
    self.indices = indices
    self.needs = needs
    self.using = using
    self.allowance = allowance
  }
}

/// Two terms and the relation between them. Both sides use the same index variables for their slots and for the free
/// indices of the chain, so that their difference is `left.expression - right.expression`.
public struct Relation: Sendable {
  public var left: Term
  public var relation: Link.Relation
  public var right: Term
  public var span: Span

  public init(left: Term, relation: Link.Relation, right: Term, span: Span) {
    self.left = left
    self.relation = relation
    self.right = right
    self.span = span
  }
}

/// One side of a relation.
public struct Term: Sendable {
  public enum Content: Sendable {
    case value(Expression)
    case optimum(Optimum)
    /// `~= 0.73`: the literal keeps the number of decimals that were written.
    case rounded(Expression, decimals: Int)
  }
  public var content: Content
  /// The index variables of a tensor-valued term: none for a scalar, row, row and column.
  public var slots: [Index]
  public var span: Span
  /// Where the term stands in the syntax tree.
  public var node: Node
  /// Where the parts of the term were read, in the order of the text, for marking one of them; empty for a very large
  /// term.
  public var origins: [Expression: [Span]] = [:]

  public init(_ content: Content, slots: [Index], span: Span, node: Node) {
    self.content = content
    self.slots = slots
    self.span = span
    self.node = node
  }

  public var expression: Expression? {
    switch content {
    case .value(let e), .rounded(let e, _): e
    case .optimum: nil
    }
  }
}

/// `argmin(w, f given c)`: the set of minimisers of `objective` over the declared domain of `variable`.
public struct Optimum: Sendable {
  public enum Sense: Sendable { case minimum, maximum }
  public var sense: Sense
  public var variable: Symbol
  public var objective: Expression
  public var constraints: [Expression]

  public init(sense: Sense, variable: Symbol, objective: Expression, constraints: [Expression]) {
    self.sense = sense
    self.variable = variable
    self.objective = objective
    self.constraints = constraints
  }
}

/// A statement. Its depth is bounded by the elaborator.
public indirect enum Proposition: Sendable {
  case relation(Relation)
  case all([Proposition])
  case any([Proposition])
  case not(Proposition)
  case implies(Proposition, Proposition)
  case equivalent(Proposition, Proposition)
  case forall([Bound], Proposition)
  case exists([Bound], Proposition)
  /// A term is convex, or concave, in some quantities taken together; the chord is what that says in numbers.
  case curvature(of: Expression, [Symbol], isConcave: Bool, chord: Proposition)
  /// A statement about indices and data that has no sides to compare: `true`, `n >= 2`.
  case condition(Expression)

  public enum Bound: Hashable, Sendable {
    case symbol(Symbol)
    case index(Index)
  }
}
