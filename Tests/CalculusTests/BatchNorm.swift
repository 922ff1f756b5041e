import Algebra
import Calculus
import Expressions
import Numbers

/// Batch normalisation over a batch of symbolic size m, built by hand: mu, v, xhat, y, L and g = ∂L/∂y.
struct BatchNorm {
  var store = ExpressionStore()
  let m: Expression
  let range: IndexRange
  let x: Symbol
  let gamma: Symbol
  let beta: Symbol
  let mu: Definition
  let v: Definition
  let xhat: Definition
  let y: Definition
  let loss: Definition
  let g: Definition

  init() {
    let dimension = store.declareDimension("m")
    m = store.size(dimension)
    range = store.range(upTo: m)
    x = store.declare(SymbolDeclaration(name: "x", slots: [range]))
    gamma = store.declare(SymbolDeclaration(name: "gamma", slots: []))
    beta = store.declare(SymbolDeclaration(name: "beta", slots: []))
    let ell = store.declare(FunctionDeclaration(name: "ell", arguments: [[range]], output: []))

    let (x, gamma, beta, range, m) = (x, gamma, beta, range, m)
    func index(_ store: inout ExpressionStore) -> (Index, Expression) {
      let i = store.freshIndex("i", range)
      return (i, store.value(of: i))
    }
    let (i, atI) = index(&store)
    mu = store.define(
      BatchNorm.scalar("mu", store.quotient(store.reduction(.sum, over: i, store.entry(of: x, [atI])), m)))
    let (j, atJ) = index(&store)
    let deviation = store.difference(store.entry(of: x, [atJ]), store.entry(of: mu, []))
    let squares = store.reduction(.sum, over: j, store.power(deviation, Rational(2)))
    v = store.define(BatchNorm.scalar("v", store.quotient(squares, m)))
    let (k, atK) = index(&store)
    let root = store.power(store.entry(of: v, []), Rational(1, 2))
    let centred = store.difference(store.entry(of: x, [atK]), store.entry(of: mu, []))
    xhat = store.define(BatchNorm.vector("xhat", k, range, store.quotient(centred, root)))
    let (l, atL) = index(&store)
    let scaled = store.product([store.entry(of: gamma, []), store.entry(of: xhat, [atL])])
    y = store.define(BatchNorm.vector("y", l, range, store.sum([scaled, store.entry(of: beta, [])])))
    let (p, atP) = index(&store)
    let argument = ExpressionStore.Argument(indices: [p], body: store.entry(of: y, [atP]))
    let value = store.apply(
      Application(function: ell, orders: [0]), output: [], derivativeSlots: [], arguments: [argument])
    loss = store.define(BatchNorm.scalar("L", value))
    let (q, atQ) = index(&store)
    let slope = store.derivative(of: store.entry(of: loss, []), Target(.definition(y)), slots: [atQ])
    g = store.define(BatchNorm.vector("g", q, range, slope))
  }

  private static func scalar(_ name: String, _ body: Expression) -> DefinitionBody {
    DefinitionBody(name: name, slots: [], clauses: [.init(pattern: [], body: body)])
  }

  private static func vector(_ name: String, _ i: Index, _ range: IndexRange, _ body: Expression) -> DefinitionBody {
    DefinitionBody(name: name, slots: [range], clauses: [.init(pattern: [.variable(i)], body: body)])
  }
}
