import Numbers

/// Random values, as text, for the names that the laws are about. One seed gives one set of definitions.
struct RandomNames {
  static let declarations = """
    dim n, m
    x, y : R^n;  u : R^m;  A, B : R^(n,n);  X : R^(n,m);  s, t : R;  a, b : positive;  r : nonneg;  w : (0,1)
    S : spd(n);  Q : orthogonal(n);  M, N : invertible(n);  k, l : 1..n
    p : simplex(n);  h : onehot(n);  z[n] : {0,1};  g[n] : {-1,1};  b0 : R;  phi : R -> R

    """

  /// The names as quantities of their own, without anything known of them but their kind.
  static let atoms = """
    f := s
    d := t
    fp := a
    dp := b
    F[i] := x[i]
    G[i] := y[i]
    P[i] := exp(x[i])
    C[i,j] := A[i,j]
    D[i,j] := B[i,j]
    T(v) := v

    """

  private var random: RandomSource
  /// Only functions with a derivative everywhere.
  private let isSmooth: Bool
  /// Index variables over 1..n that have a value where the text stands.
  private var scope: [String] = []
  private var bound = 0

  init(seed: UInt64, smooth: Bool = false) {
    random = RandomSource(seed: seed, text: "names")
    isSmooth = smooth
  }

  /// `f := …`, `F[i] := …`, `C[i,j] := …`, `T(v) := …`
  mutating func definitions(depth: Int) -> String {
    var lines: [String] = []
    func define(_ left: String, _ text: String) { lines.append("\(left) := \(text)") }
    for name in ["f", "d"] { define(name, number(depth)) }
    for name in ["fp", "dp"] { define(name, positive(depth)) }
    scope = ["i"]
    // An entry tells the range of an index, wherever the rest does not.
    for name in ["F", "G"] { define("\(name)[i]", number(depth) + " + 0*x[i]") }
    define("P[i]", positive(depth) + " + 0*x[i]")
    scope = ["i", "j"]
    for name in ["C", "D"] { define("\(name)[i,j]", number(depth) + " + 0*A[i,j]") }
    scope = []
    define("T(v)", context(depth))
    return lines.joined(separator: "\n") + "\n"
  }

  /// A number made of v, which it mentions for certain.
  private mutating func context(_ depth: Int) -> String {
    if depth == 0 { return "v" }
    let inner = context(depth - 1)
    // Those with kinks stand last.
    switch random.next(below: isSmooth ? 7 : 9) {
    case 0: return "(\(inner) + \(number(1)))"
    case 1: return "(\(number(1)) - \(inner))"
    case 2: return "\(inner)*\(positive(1))"
    case 3: return "(\(inner))^2"
    case 4: return "exp(\(inner))"
    case 5:
      return summed { me in
        let other = me.number(1)
        return me.random.next(below: 2) == 0 ? "\(inner)*\(other)" : "(\(inner) - \(other))^2"
      }
    case 6: return "1/(1 + (\(inner))^2)"
    case 7: return "abs(\(inner))"
    default: return "max(\(inner), \(number(1)))"
    }
  }

  private mutating func summed(_ body: (inout RandomNames) -> String) -> String {
    bound += 1
    let index = "o\(bound)"
    scope.append(index)
    defer { scope.removeLast() }
    return "sum(\(index) in 1..n, \(body(&self)))"
  }

  private mutating func slot() -> String {
    let among = scope + (scope.isEmpty || random.next(below: 4) == 0 ? ["k", "l"] : [])
    return random.pick(among)
  }

  mutating func positive(_ depth: Int) -> String {
    if depth == 0 { return random.pick(["a", "b", "2", "w", "n", "3/2"]) }
    switch random.next(below: isSmooth ? 8 : 9) {
    case 0: return "exp(\(number(depth - 1)))"
    case 1: return "(1 + (\(number(depth - 1)))^2)"
    case 2: return "(\(positive(depth - 1)) + \(positive(depth - 1)))"
    case 3: return "\(positive(depth - 1))*\(positive(depth - 1))"
    case 4: return "\(positive(depth - 1))/(\(positive(depth - 1)))"
    case 5: return summed { $0.positive(depth - 1) }
    case 6: return "(\(positive(depth - 1)))^\(random.pick(["2", "(1/2)", "(-1)", "s"]))"
    case 7: return positive(0)
    default: return "(\(random.pick(["a", "b"])) + abs(\(number(depth - 1))))"
    }
  }

  mutating func number(_ depth: Int) -> String {
    if depth == 0 { return leaf() }
    let (n, p) = (depth - 1, depth - 1)
    // Those with kinks stand last.
    switch random.next(below: isSmooth ? 20 : 24) {
    case 0, 1: return "(\(number(n)) + \(number(n)))"
    case 2: return "(\(number(n)) - \(number(n)))"
    case 3, 4, 5: return "\(number(n))*\(number(n))"
    case 6: return "\(number(n))/(\(positive(p)))"
    case 7: return "(\(number(n)))^\(random.pick(["2", "3"]))"
    case 8, 9, 10: return summed { $0.number(n) }
    case 11: return summed { "\($0.scope.last ?? "k")*\($0.number(n))" }
    case 12: return summed { me in "delta(\(me.slot()), \(me.scope.last ?? "k"))*\(me.number(n))" }
    case 13: return "log(\(positive(p)))"
    case 14: return "sqrt(\(positive(p)))"
    case 15: return random.pick(["exp", "sin", "sigmoid", "tanh", "softplus", "cos"]) + "(\(number(0)))"
    case 16: return "cases(\(slot()) = \(slot()): \(number(n)), else: \(number(n)))"
    case 17:
      let vector = random.pick(["x", "y", "p", "h", "z", "g"])
      let other = random.pick(["x", "y", "h"])
      return "(\(vector)'*\(random.pick(["A", "A'", "S", "inv(S)", "inv(M)", "Q", "A*B", "M*inv(N)"]))*\(other))"
    case 18: return random.pick(["tr(A*B)", "tr(A*A')", "tr(inv(M)*A)", "x'*x", "det(A)", "logdet(S)", "norm(x)"])
    case 19: return leaf()
    case 20: return "abs(\(number(n)))"
    case 21: return random.pick(["max", "min"]) + "(\(number(n)), \(number(n)))"
    case 22: return random.pick(["sign(\(number(n)))", "step(\(number(n)))"])
    default: return "cases(\(number(0)) > \(number(0)): \(number(n)), else: \(number(n)))"
    }
  }

  private mutating func leaf() -> String {
    let (i, j) = (slot(), slot())
    let leaves = [
      "1", "2", "-1", "1/2", "s", "t", "a", "b", "w", "r", "n", "x[\(i)]", "y[\(i)]", "x[\(j)]", "A[\(i),\(j)]",
      "A[\(j),\(i)]", "B[\(i),\(i)]", "delta(\(i), \(j))", "p[\(i)]", "h[\(i)]", "h[\(j)]", "z[\(i)]", "g[\(i)]",
      "S[\(i),\(j)]", "Q[\(i),\(j)]", "inv(M)[\(i),\(j)]", "inv(S)[\(i),\(j)]", "mean(x)", "sum(y)", "\(i)",
    ]
    return random.pick(leaves)
  }
}
