import Expressions
import Numbers

/// The rules that a derivative is made with, as a person would name them.
public enum DerivativeRule: Hashable, Sendable {
  case entry, sum, constantFactor, product, quotient, power, exponential, powerWithVariableExponent
  case chain(ElementaryFunction)
  case extremum, sumOverIndex, productOverIndex, cases, inverse, determinant, logarithmOfDeterminant, unknownFunction
  case definition

  public var name: String {
    switch self {
    case .entry: "entry"
    case .sum: "sum rule"
    case .constantFactor: "constant factor"
    case .product: "product rule"
    case .quotient: "quotient rule"
    case .power: "power rule"
    case .exponential: "exponential"
    case .powerWithVariableExponent: "power"
    case .chain: "chain rule"
    case .extremum: "extremum"
    case .sumOverIndex: "sum over an index"
    case .productOverIndex: "product over an index"
    case .cases: "cases"
    case .inverse: "inverse"
    case .determinant, .logarithmOfDeterminant: "Jacobi's formula"
    case .unknownFunction: "chain rule"
    case .definition: "definition"
    }
  }

  var isPlain: Bool { [.entry, .sum, .constantFactor].contains(self) }

  /// The rule in the notation of the language, for a number x; of a vector the slots are added.
  public var statement: String {
    switch self {
    case .entry: "diff(x[i], x[j]) = delta(i, j)"
    case .sum: "diff(u + v, x) = diff(u, x) + diff(v, x)"
    case .constantFactor: "diff(c*u, x) = c*diff(u, x)"
    case .product: "diff(u*v, x) = diff(u, x)*v + u*diff(v, x)"
    case .quotient: "diff(u/v, x) = diff(u, x)/v - u*diff(v, x)/v^2"
    case .power: "diff(u^k, x) = k*u^(k - 1)*diff(u, x)"
    case .exponential: "diff(a^u, x) = a^u*log(a)*diff(u, x)"
    case .powerWithVariableExponent: "diff(u^v, x) = u^v*(diff(v, x)*log(u) + v*diff(u, x)/u)"
    case .chain(let function): DerivativeRule.chain(function)
    case .extremum: "diff(max(u, v), x) is that of the greater one, away from u = v"
    case .sumOverIndex: "diff(sum(i, u), x) = sum(i, diff(u, x))"
    case .productOverIndex: "diff(prod(i, u[i]), x) = sum(k, diff(u[k], x)*prod(i != k, u[i]))"
    case .cases: "diff(cases(…), x) is taken in each case, away from where the cases meet"
    case .inverse: "diff(inv(A), x) = -inv(A)*diff(A, x)*inv(A)"
    case .determinant: "diff(det(A), x) = det(A)*tr(inv(A)*diff(A, x))"
    case .logarithmOfDeterminant: "diff(logdet(A), x) = tr(inv(A)*diff(A, x))"
    case .unknownFunction: "diff(f(u), x) = f'(u)*diff(u, x)"
    case .definition: "diff(f, x) is the derivative of the formula of f"
    }
  }
}

extension DerivativeRule {
  /// The sum of the rows of the table, each with the derivative of its argument.
  private static func chain(_ function: ElementaryFunction) -> String {
    let arguments = DerivativeTable.arguments.prefix(function.argumentCount)
    let terms = zip(arguments, DerivativeTable.rows(function)).map { argument, row in
      let outer = row.map { factor($0) } ?? "diff(\(function.name)(\(arguments.joined(separator: ", "))), \(argument))"
      return "\(outer)*diff(\(argument), x)"
    }
    let call = "\(function.name)(\(arguments.joined(separator: ", ")))"
    return "diff(\(call), x) = \(terms.joined(separator: " + "))"
  }

  /// The row as a factor.
  private static func factor(_ row: String) -> String {
    let isSum = row.split(separator: " ").contains { $0 == "+" || $0 == "-" } || row.hasPrefix("-")
    return isSum ? "(\(row))" : row
  }
}

/// One part of what is differentiated, and its derivative.
public struct DerivativeStep: Sendable {
  /// ∂part/∂target, not carried out.
  public var left: Expression
  /// The rule applied to the part: derivatives of parts that have steps of their own stand in it.
  public var instance: Expression
  /// Carried out.
  public var derivative: Expression
  /// The last one is that of the outermost construct.
  public var rules: [DerivativeRule]
}

extension Differentiator {
  /// The parts of a body, definitions included, that vary with the target, each with its derivative and the rule for it:
  /// first what the others are made of. What nobody writes down has no step: a defined name's formula beside the name,
  /// entries, sums and factors that are kept.
  public mutating func steps(of body: Expression, _ target: Target, slots: [Expression]) throws(Refusal)
    -> [DerivativeStep]
  {
    let body = try differentiated(body: body, target)
    _ = try derivative(of: body, target, slots: slots)
    let parts = varyingParts(of: body, target, slots)
    let formulas = Set(parts.compactMap { formula(of: $0, target) })
    // Derivatives of parts with a step stand as they are written.
    var writer = self
    writer.derivatives = [:]
    var steps: [DerivativeStep] = []
    for part in parts {
      let rules = [part, formula(of: part, target)].compactMap { $0 }.map { rule(for: $0, target, slots) }
      let instance = try writer.derivativeOfNode(part, target, slots)
      let key = Key(body: part, target: target, slots: slots)
      let hasStep = part == body || !formulas.contains(part) && !rules.allSatisfy { $0.isPlain }
      writer.derivatives[key] = hasStep ? writer.store.derivative(of: part, target, slots: slots) : instance
      if hasStep, let left = writer.derivatives[key], let slope = known(part, target, slots) {
        steps.append(DerivativeStep(left: left, instance: instance, derivative: slope, rules: rules))
      }
    }
    store = writer.store
    return steps
  }

  /// The innermost ones first.
  private func varyingParts(of body: Expression, _ target: Target, _ slots: [Expression]) -> [Expression] {
    var (found, seen) = ([Expression](), Set<Expression>())
    var pending: [(Expression, Bool)] = [(body, false)]
    while let (e, isReady) = pending.popLast() {
      guard isReady || seen.insert(e).inserted, varies(e, target, slots) else { continue }
      if isReady {
        found.append(e)
      } else {
        pending.append((e, true))
        for part in differentiated(e, target).reversed() { pending.append((part, false)) }
      }
    }
    return found
  }

  private func formula(of e: Expression, _ target: Target) -> Expression? {
    guard store.op(e) == .definition, target.subject != .definition(store.definition(e)) else { return nil }
    return store.body(store.definition(e)).clauses.first?.body
  }

  private func varies(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Bool {
    known(e, target, slots).map { !isZero($0) } ?? false
  }

  private func rule(for e: Expression, _ target: Target, _ slots: [Expression]) -> DerivativeRule {
    switch store.op(e) {
    case .definition: return target.subject == .definition(store.definition(e)) ? .entry : .definition
    case .sum: return .sum
    case .product:
      let varying = store.operands(of: e).filter { varies($0, target, slots) }
      if varying.count < 2 { return .constantFactor }
      let isQuotient = varying.contains { factor in
        store.op(factor) == .power && (store.rational(store.operand(1, of: factor))?.signum ?? 1) < 0
      }
      return isQuotient ? .quotient : .product
    case .power:
      let (base, exponent) = (store.operand(0, of: e), store.operand(1, of: e))
      if !varies(exponent, target, slots) { return .power }
      return varies(base, target, slots) ? .powerWithVariableExponent : .exponential
    case .function:
      let function = store.function(e)
      return function == .maximum || function == .minimum ? .extremum : .chain(function)
    case .reduction: return store.reduction(e) == .product ? .productOverIndex : .sumOverIndex
    case .cases: return .cases
    case .inverse: return .inverse
    case .determinant: return .determinant
    case .logDeterminant: return .logarithmOfDeterminant
    case .apply: return .unknownFunction
    default: return .entry
    }
  }
}
