import Elaboration
import Expressions
import Notation

/// A judgement with its limits carried out.
///
/// A side that is a limit may be infinite or not exist. Then both sides go through v ↦ v/(1 + |v|), which keeps the order
/// of the extended line and takes ±∞ to ±1. A limit that does not exist equals nothing: it becomes 2 on the left and 3 on
/// the right of an equation, and has no value in other relations.
struct LimitReading {
  private(set) var judgement: Judgement
  private(set) var store: ExpressionStore
  /// The sides are not the author's terms but their images.
  private(set) var isCompactified = false
  /// Why a limit is not decided.
  private(set) var reason: String?
  /// Only the method is missing: the line has a meaning that a sequence may confirm.
  private(set) var isApproachable = true
  /// What the limits on the line are, in words.
  var values: String? { found.isEmpty ? nil : found.joined(separator: ", ") }
  private var found: [String] = []
  private(set) var stepsTaken = 0
  /// What the limits need to have values, as statements.
  var conditionTexts: [String] { conditions.map { ExpressionText.text($0, in: store, limit: 80) } }
  /// The right side that a relation should have had.
  private(set) var repair: String?
  private var conditions: [Expression] = []
  private let steps: Int
  private let fixed: Set<Index>
  private var images: [Expression: Expression] = [:]

  init(_ judgement: Judgement, in store: ExpressionStore, steps: Int) {
    self.judgement = judgement
    self.store = store
    self.steps = steps
    fixed = Set(judgement.sides.flatMap { store.freeIndices(of: $0) }).union(judgement.indices)
    self.judgement.premises = judgement.premises.map { plain($0) }
    self.judgement.needs = judgement.needs.map { plain($0) }
    switch judgement.content {
    case .relation(let relation): self.judgement.content = .relation(read(relation))
    case .connective(let left, let connective, let right):
      self.judgement.content = .connective(left: read(left), connective, right: read(right))
    case .statement(let statement): self.judgement.content = .statement(read(statement))
    case .invalid: break
    }
    self.judgement.premises += conditions
  }

  private mutating func read(_ proposition: Proposition) -> Proposition {
    switch proposition {
    case .relation(let relation): return .relation(read(relation))
    case .all(let parts): return .all(parts.map { read($0) })
    case .any(let parts): return .any(parts.map { read($0) })
    case .not(let part): return .not(read(part))
    case .implies(let a, let b): return .implies(read(a), read(b))
    case .equivalent(let a, let b): return .equivalent(read(a), read(b))
    case .forall(let bounds, let part): return .forall(bounds, read(part))
    case .exists(let bounds, let part): return .exists(bounds, read(part))
    case .condition(let e): return .condition(plain(e))
    case .curvature(let e, let variables, let isConcave, let chord):
      return .curvature(of: plain(e), variables, isConcave: isConcave, chord: read(chord))
    }
  }

  // Relations

  private mutating func read(_ relation: Relation) -> Relation {
    guard case .value(let left) = relation.left.content, case .value(let right) = relation.right.content,
      mentionsLimit(left) || mentionsLimit(right)
    else { return relation }
    var result = relation
    let (a, b) = (side(left), side(right))
    if store.op(left) == .limit, relation.relation == .equal, case .leaf(let value) = a {
      repair = String(value.text(in: store).dropFirst().dropLast())
    }
    let isReal = a.isFinite && b.isFinite
    if a.openReason == nil && b.openReason == nil && !isReal {
      isCompactified = true
      let isEquation = relation.relation == .equal
      result.left.content = .value(compactified(a, missing: isEquation ? 2 : nil))
      result.right.content = .value(compactified(b, missing: isEquation ? 3 : nil))
    } else {
      result.left.content = .value(a.openReason == nil ? real(a) : left)
      result.right.content = .value(b.openReason == nil ? real(b) : right)
    }
    return result
  }

  /// A limit, ±∞, or a number.
  private mutating func side(_ e: Expression) -> LimitTree {
    if store.op(e) == .limit { return tree(of: e) }
    if let sign = store.infinity(e) { return .leaf(.infinity(sign)) }
    return .leaf(.finite(plain(e)))
  }

  private mutating func compactified(_ tree: LimitTree, missing: Int?) -> Expression {
    store.expression(of: tree) { (store, leaf) in
      switch leaf {
      case .leaf(.plusInfinity): return store.integer(1)
      case .leaf(.minusInfinity): return store.integer(-1)
      case .leaf(.finite(let e)):
        let size = store.function(.abs, [e])
        return store.quotient(e, store.sum([store.integer(1), size]))
      default: return missing.map { store.integer($0) } ?? store.undefined()
      }
    }
  }

  private mutating func real(_ tree: LimitTree) -> Expression {
    store.expression(of: tree) { (store, leaf) in
      if case .leaf(.finite(let e)) = leaf { return e }
      return store.undefined()
    }
  }

  // Terms

  private func mentionsLimit(_ e: Expression) -> Bool { store.dependsOnLimit(e) }

  /// A value that stands in a definition may be differentiated, so it must not rest on equations.
  private var generalPremises: [Expression] {
    judgement.premises.filter { store.op($0) == .comparison && store.comparison($0) != .equal }
  }

  private mutating func tree(of limit: Expression, given premises: [Expression]? = nil) -> LimitTree {
    let parts = store.limitParts(limit)
    let inner = store.limit(parts.variable, to: plain(parts.point), from: parts.approach, plain(parts.body))
    var solver = LimitSolver(store: store, premises: premises ?? judgement.premises, fixed: fixed, steps: steps)
    let tree = solver.tree(of: inner)
    store = solver.store
    stepsTaken += solver.stepsTaken
    if let open = tree.openReason {
      reason = reason ?? open
    } else {
      for condition in solver.conditions where !conditions.contains(condition) { conditions.append(condition) }
      let name = found.isEmpty ? "" : " `\(ExpressionText.text(limit, in: store, limit: 120))`"
      if case .none(let reason) = tree {
        found.append("there is no limit\(name): \(reason)")
      } else {
        found.append("the limit\(name) is \(tree.text(in: store))")
      }
    }
    return tree
  }

  /// The expression with its limits replaced by their values; one that is not decided, or no number, stays.
  private mutating func plain(_ root: Expression) -> Expression {
    guard mentionsLimit(root) else { return root }
    for e in store.reachable(from: [root], throughDefinitions: true)
    where (store.op(e) == .derivative || store.op(e) == .substitution) && store.mentionsLimit(e) {
      reason = reason ?? "there is no rule for the derivative of a limit"
      isApproachable = false
      return root
    }
    let general = generalPremises
    for e in store.reachable(from: [root], throughDefinitions: true) where images[e] == nil {
      if store.op(e) == .definition { replaceBody(of: store.definition(e)) }
      let operands = Array(store.operands(of: e))
      let parts = operands.map { images[$0] ?? $0 }
      let image = parts == operands ? e : store.rebuilt(e, parts)
      guard store.op(e) == .limit else {
        images[e] = image
        continue
      }
      let tree = tree(of: image, given: general)
      images[e] = tree.isFinite ? real(tree) : image
      if tree.openReason == nil && !tree.isFinite {
        reason = reason ?? "a limit inside a term is no number"
        isApproachable = false
      }
    }
    return images[root] ?? root
  }

  private mutating func replaceBody(of definition: Definition) {
    var body = store.body(definition)
    guard !body.isRecursive else { return }
    for k in body.clauses.indices { body.clauses[k].body = images[body.clauses[k].body] ?? body.clauses[k].body }
    store.redefine(definition, body)
  }
}

extension LimitTree {
  /// The limit in words, from `the limit is` on.
  func text(in store: ExpressionStore) -> String {
    switch self {
    case .leaf(let value): return value.text(in: store)
    case .none(let reason): return "none: \(reason)"
    case .open(let reason): return "not known: \(reason)"
    case .vacuous: return "none"
    case .split(let u, let positive, let negative, let zero):
      let sign = ExpressionText.text(u, in: store, limit: 60)
      var parts: [String] = []
      for (arm, relation) in [(positive, ">"), (negative, "<"), (zero, "=")] {
        if case .vacuous = arm { continue }
        parts.append("\(arm.text(in: store)) for \(sign) \(relation) 0")
      }
      return parts.joined(separator: ", ")
    }
  }
}

extension Judgement {
  /// The terms that the judgement compares.
  fileprivate var sides: [Expression] {
    guard case .relation(let relation) = content else { return [] }
    return [relation.left.expression, relation.right.expression].compactMap { $0 }
  }
}

extension ExpressionStore {
  /// A limit occurs, in a definition that is looked through too.
  func dependsOnLimit(_ e: Expression) -> Bool {
    hasLimits && reachable(from: [e], throughDefinitions: true).contains { op($0) == .limit }
  }

  /// The tree as cases, with what its leaves are replaced by.
  mutating func expression(
    of tree: LimitTree, _ value: (inout ExpressionStore, LimitTree) -> Expression
  ) -> Expression {
    guard case .split(let u, let positive, let negative, let zero) = tree else { return value(&self, tree) }
    let nought = integer(0)
    let signs = [comparison(.less, nought, u), comparison(.less, u, nought), comparison(.equal, u, nought)]
    var arms: [(condition: Expression, value: Expression)] = []
    for (condition, arm) in zip(signs, [positive, negative, zero]) {
      if case .vacuous = arm { continue }
      arms.append((condition, expression(of: arm, value)))
    }
    guard let last = arms.popLast() else { return undefined() }
    return arms.isEmpty ? last.value : cases(arms, otherwise: last.value)
  }
}
