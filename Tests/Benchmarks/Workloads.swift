import Elaboration
import Expressions
import Numbers

/// Formulas of any size, as text in the language.
enum Workloads {
  /// x1*x2*…*xn, the product whose gradient costs n² by hand and 3n by a sweep (Speelpenning, 1980).
  static func speelpenning(_ n: Int) -> String {
    let names = (1...n).map { "x\($0)" }
    return "\(names.joined(separator: ", ")) : R\nL := \(names.joined(separator: "*"))\n"
  }

  /// −log(exp(z1)/(exp(z1) + … + exp(zk)))
  static func softmax(_ k: Int) -> String {
    let names = (1...k).map { "z\($0)" }
    let sum = names.map { "exp(\($0))" }.joined(separator: " + ")
    return "\(names.joined(separator: ", ")) : R\nL := -log(exp(z1)/(\(sum)))\n"
  }

  /// A batch of m numbers normalised, weighted and summed.
  static func batchNorm(_ m: Int) -> String {
    let (xs, ds) = ((1...m).map { "x\($0)" }, (1...m).map { "d\($0)" })
    var lines = ["\((xs + ds).joined(separator: ", ")), gam, bet : R;  tiny : positive"]
    lines.append("mu := (\(xs.joined(separator: " + ")))/\(m)")
    lines.append("v := (\(xs.map { "(\($0) - mu)^2" }.joined(separator: " + ")))/\(m)")
    lines.append("s := sqrt(v + tiny)")
    for (i, x) in xs.enumerated() { lines.append("y\(i + 1) := gam*(\(x) - mu)/s + bet") }
    lines.append("L := " + ds.enumerated().map { "\($0.element)*y\($0.offset + 1)" }.joined(separator: " + "))
    return lines.joined(separator: "\n") + "\n"
  }

  static func nestedSine(_ depth: Int) -> String {
    "x : R\nL := " + String(repeating: "sin(", count: depth) + "x" + String(repeating: ")", count: depth) + "\n"
  }

  /// One long sum of random terms, about so many bytes.
  static func randomSum(bytes: Int) -> String {
    var random = RandomSource(seed: 1)
    var text = "L := x1"
    while text.utf8.count < bytes { text += " + " + term(&random, depth: 4) }
    return text + "\n"
  }

  private static func term(_ random: inout RandomSource, depth: Int) -> String {
    if depth == 0 || random.next(below: 8) == 0 {
      return random.next(below: 10) < 7 ? "x\(random.next(below: 50) + 1)" : String(random.next(below: 98) + 2)
    }
    let a = term(&random, depth: depth - 1)
    switch random.next(below: 6) {
    case 0: return "(\(a) + \(term(&random, depth: depth - 1)))"
    case 1: return "\(a)*\(term(&random, depth: depth - 1))"
    case 2: return "(\(a))^\(random.next(below: 2) + 2)"
    case 3: return "\(a)/(x\(random.next(below: 50) + 1)^2 + 1)"
    case 4: return "(-\(a))"
    default: return "\(random.pick(["sin", "cos", "exp", "tanh"]))(\(a))"
    }
  }

  /// The value of the last definition of a problem.
  static func last(of problem: Problem) -> (Expression, ExpressionStore)? {
    var found: Definition?
    for entry in problem.entries {
      if case .definition(let definition, _, _) = entry { found = definition }
    }
    guard let found else { return nil }
    var store = problem.store
    return (store.entry(of: found, []), store)
  }
}
