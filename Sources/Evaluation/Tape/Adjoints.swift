import Expressions
import Numbers

/// The partial derivatives of one node with respect to everything it depends on, by one reverse sweep.
///
/// For a node y, the adjoint of u is ∂y/∂u with u cut free: Σ over the operations w that use u of (∂y/∂w)·(∂w/∂u). The
/// partial with respect to a *name* is its alias's adjoint: what was computed from the name is recomputed, what the
/// name was computed from stays, and the result refers to the alias again, so that the definition is put back.
/// Griewank, Walther, *Evaluating Derivatives*, SIAM 2008, section 3.2. The partials are operations of the same tape and
/// can be differentiated again.
///
/// A branch that is not taken must not spoil the sum: √x in `cases(x > 0: sqrt(x), else: 0)` has no slope at x < 0.
/// Each adjoint therefore carries a statement, its *activity*: some path from y to u takes only chosen branches.
struct Adjoints {
  /// Substitutions around the derivative: their symbols are free inside, so nothing passes below what they put in.
  private let held: [Tape.Instance]
  private var contributions: Contributions
  /// The adjoints of inputs and aliases.
  private(set) var partials: [Tape.Node: Tape.Node] = [:]

  /// - Parameter room: lent for the sweep; it comes back empty.
  init(of body: Tape.Node, on tape: inout Tape, holding held: [Tape.Instance], in room: inout Contributions) {
    self.held = held
    contributions = Contributions()
    swap(&contributions, &room)
    contribute(.one, to: body, active: .yes, on: tape)
    var next = contributions.last(atOrBelow: body.place)
    while let place = next, !tape.isFull {
      visit(Tape.Node(place), &tape)
      next = place == 0 ? nil : contributions.last(atOrBelow: place - 1)
    }
    contributions.removeAll()
    swap(&contributions, &room)
  }

  /// Adds ∂y/∂w·∂w/∂u to the adjoint of u.
  mutating func contribute(_ value: Tape.Node, to node: Tape.Node, active: Tape.Node, on tape: Tape) {
    if tape.isConstant(node) || value == .zero { return }
    contributions.insert(value, active, to: node.place)
  }

  /// The adjoint of a node all of whose users were visited.
  func adjoint(of node: Tape.Node, _ tape: inout Tape) -> (value: Tape.Node, activity: Tape.Node) {
    var (values, activities) = ([Tape.Node](), [Tape.Node]())
    contributions.forEach(to: node.place) { value, activity in
      values.append(value)
      activities.append(activity)
    }
    return (tape.sum(values), tape.or(activities))
  }

  private mutating func visit(_ node: Tape.Node, _ tape: inout Tape) {
    let (adjoint, active) = adjoint(of: node, &tape)
    let operation = tape.operation(node)
    switch operation {
    // Where unknown functions are kept nothing is differentiated.
    case .undefined, .constant, .pi, .infinity, .unknown: break
    case .input: partials[node] = adjoint
    case .alias:
      partials[node] = adjoint
      if !tape.isHeld(node, by: held) {
        contribute(adjoint, to: tape.operand(0, of: node), active: active, on: tape)
      }
    case .sum: for term in tape.operands(node) { contribute(adjoint, to: term, active: active, on: tape) }
    case .guarded: contribute(adjoint, to: tape.operand(0, of: node), active: active, on: tape)
    case .select: visitSelect(node, adjoint, active, &tape)
    case .less, .lessOrEqual, .equal: visitComparison(node, active, &tape)
    case .and, .or, .not:
      for part in tape.operands(node) { contribute(.one, to: part, active: active, on: tape) }
    case .inverseEntry: contribute(.one, to: tape.operand(0, of: node), active: active, on: tape)
    case .inverse: visitInverse(node, active, &tape)
    case .maximum, .minimum: visitExtremum(node, adjoint, active, &tape)
    case .product, .power, .generalPower, .function, .functionOfSeveral, .polygamma, .flat:
      for (operand, slope) in tape.slopes(of: node) {
        if tape.isConstant(operand) { continue }
        contribute(scaled(adjoint, by: slope, active, &tape), to: operand, active: active, on: tape)
      }
    }
  }

  /// adjoint·slope, or 0 where no path is active and the slope need not exist.
  private func scaled(
    _ adjoint: Tape.Node, by slope: Tape.Node, _ active: Tape.Node, _ tape: inout Tape
  ) -> Tape.Node {
    let value = tape.product([adjoint, slope])
    return tape.isTotal(slope) ? value : tape.select(active, value, otherwise: .zero)
  }

  private mutating func visitSelect(
    _ node: Tape.Node, _ adjoint: Tape.Node, _ active: Tape.Node, _ tape: inout Tape
  ) {
    let parts = Array(tape.operands(node))
    let opposite = tape.not(parts[0])
    let (first, second) = (
      tape.select(parts[0], adjoint, otherwise: .zero), tape.select(parts[0], .zero, otherwise: adjoint)
    )
    contribute(first, to: parts[1], active: tape.and([active, parts[0]]), on: tape)
    contribute(second, to: parts[2], active: tape.and([active, opposite]), on: tape)
    contribute(.one, to: parts[0], active: active, on: tape)
  }

  /// The adjoint goes to the only greatest (least) operand; where two are greatest there is none.
  private mutating func visitExtremum(
    _ node: Tape.Node, _ adjoint: Tape.Node, _ active: Tape.Node, _ tape: inout Tape
  ) {
    for (operand, lead) in tape.leads(of: node) {
      if tape.isConstant(operand) { continue }
      let (wins, mayWin) = (
        tape.comparison(.less, .zero, lead), tape.comparison(.lessOrEqual, .zero, lead)
      )
      let flat = tape.flat(lead)
      let elsewhere = tape.select(active, flat, otherwise: .zero)
      contribute(
        tape.select(wins, adjoint, otherwise: elsewhere), to: operand, active: tape.and([active, mayWin]), on: tape)
    }
  }

  /// A statement has the slope 0, but none where it changes: there the function may have a kink.
  private mutating func visitComparison(_ node: Tape.Node, _ active: Tape.Node, _ tape: inout Tape) {
    let (left, right) = (tape.operand(0, of: node), tape.operand(1, of: node))
    let gap = tape.difference(left, right)
    let flat = tape.flat(gap)
    let slope = tape.select(active, flat, otherwise: .zero)
    contribute(slope, to: left, active: active, on: tape)
    contribute(slope, to: right, active: active, on: tape)
  }

  /// From dB = −B·dM·B for B = M⁻¹: the adjoint of M[p,q] is −Σ_ij B[i,p]·adjoint(B[i,j])·B[q,j].
  private mutating func visitInverse(_ node: Tape.Node, _ active: Tape.Node, _ tape: inout Tape) {
    let size = tape.payload(node)
    func entry(_ i: Int, _ j: Int) -> Tape.Node { Tape.Node(node.place + 1 + i * size + j) }
    var above: [Tape.Node?] = []
    for position in 0..<(size * size) {
      let place = node.place + 1 + position
      above.append(contributions.reach(place) ? adjoint(of: Tape.Node(place), &tape).value : nil)
    }
    for p in 0..<size {
      /// Σ_i B[i,p]·adjoint(B[i,j]) by j.
      var row: [Tape.Node] = []
      for j in 0..<size {
        var terms: [Tape.Node] = []
        for i in 0..<size {
          if let weight = above[i * size + j] { terms.append(tape.product([entry(i, p), weight])) }
        }
        row.append(tape.sum(terms))
      }
      for q in 0..<size {
        var terms: [Tape.Node] = []
        for j in 0..<size where row[j] != .zero { terms.append(tape.product([row[j], entry(q, j)])) }
        let total = tape.sum(terms)
        let slope = tape.negation(total)
        let guarded = tape.select(active, slope, otherwise: .zero)
        contribute(guarded, to: tape.operand(p * size + q, of: node), active: active, on: tape)
      }
    }
  }
}

extension Tape {
  /// The node is what one of the substitutions puts in.
  func isHeld(_ node: Node, by substitutions: [Instance]) -> Bool {
    guard !substitutions.isEmpty, operation(node) == .alias, case .substituted(let instance) = alias(node).subject
    else {
      return false
    }
    return substitutions.contains(instance)
  }
}
