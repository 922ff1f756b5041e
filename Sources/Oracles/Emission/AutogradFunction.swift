import Diagnostics
import Elaboration
import Expressions

/// A `torch.autograd.Function`: forward is the quantity that a gradient is taken of, backward the claims about it.
///
/// The claim names the loss: it begins with diff(L, x). If the file has `upstream g = grad(L, y)`, forward is y and g the
/// gradient that PyTorch hands over; without one, forward is L itself and backward is multiplied by its gradient. The
/// claims that begin with the derivative of L in one of the inputs are the gradients; an input without a claim may not
/// require one.
struct AutogradFunction {
  private let formula: Formula
  /// As it is read: in the formula's own one derivatives are carried out.
  private let problem: Problem
  private let language = ArrayLanguage(name: .torch)
  private let loss: Definition
  private let upstream: Definition?
  private let result: String

  init(_ formula: Formula) throws(EmissionError) {
    self.formula = formula
    guard let lines = try? ClaimLines(named: formula.name, in: formula.source) else {
      throw EmissionError(reason: "no claim: a backward pass is made of claims")
    }
    problem = lines.problem
    let store = problem.store
    guard let head = AutogradFunction.head(lines.claim, store) else {
      throw EmissionError(
        reason: "no diff(L, x) at its beginning, and a backward pass is made of such claims")
    }
    loss = head.loss
    let gradients = formula.upstream.sorted().filter { given in
      guard let body = store.body(given).clauses.first?.body, store.op(body) == .derivative else { return false }
      let entry = store.operand(0, of: body)
      return store.op(entry) == .definition && store.definition(entry) == head.loss
    }
    guard gradients.count < 2 else { throw EmissionError(reason: "a loss with several upstream gradients") }
    upstream = gradients.first
    if let given = gradients.first, let body = store.body(given).clauses.first?.body,
      case .definition(let output) = store.target(body).subject
    {
      result = store.body(output).name
    } else {
      result = store.body(head.loss).name
    }
  }

  /// L and x of diff(L, x[i]), all of x.
  private static func head(_ claim: Claim, _ store: ExpressionStore) -> (loss: Definition, input: Symbol)? {
    guard let first = claim.judgements.first, case .relation(let relation) = first.content,
      let e = relation.left.expression, store.op(e) == .derivative, !store.target(e).isLocal,
      case .symbol(let input) = store.target(e).subject
    else { return nil }
    let entry = store.operand(0, of: e)
    guard store.op(entry) == .definition, store.operandCount(of: entry) == 0 else { return nil }
    let slots = store.operands(of: e).dropFirst()
    guard slots.allSatisfy({ store.op($0) == .index }), Set(slots).count == slots.count else { return nil }
    return (store.definition(entry), input)
  }

  private func made(_ name: String) throws(EmissionError) -> Formula {
    do {
      return try Formula(named: name, in: formula.source)
    } catch .refused(let refusal) {
      throw EmissionError(reason: "a part that cannot be written: \(refusal.reason)", word: name)
    } catch .noSuchName(let reason) {
      throw EmissionError(reason: "a part that cannot be written: \(reason)", word: name)
    } catch {
      throw EmissionError(reason: "`\(name)`, which cannot be read", word: name)
    }
  }

  // MARK: Text

  func source(named name: String, heading: [String]) throws(EmissionError) -> String {
    let forward = try made(result)
    let gradients = try gradients()
    var own: Set<String> = []
    var functions: [[String]] = []
    var writer = ArrayWriter(forward.routine, language)
    let value = try writer.function(named: "_forward", heading: [])
    functions.append(value.lines)
    own.formUnion(value.own)
    var backward: [String: ArrayWriter.Function] = [:]
    for (input, label) in gradients {
      var writer = ArrayWriter(try made(label).routine, language)
      let made = try writer.function(named: "_backward_" + input, heading: [])
      functions.append(made.lines)
      own.formUnion(made.own)
      backward[input] = made
    }
    let given = upstream.map { Identifiers.valid(problem.store.body($0).name) }
    let inputs = parameters(value.parameters, backward.values.map { $0.parameters }, except: given)
    let lines = classLines(name, heading, value.parameters, inputs, backward, gradients, given)
    let parts =
      [language.module(own).dropLast(1).description] + (functions + [lines]).map { $0.joined(separator: "\n") }
    return parts.joined(separator: "\n\n\n") + "\n"
  }

  /// By input, the label of the claim about its gradient: the one that is asked for, or the last one, which is the most
  /// worked out.
  func gradients() throws(EmissionError) -> [(input: String, label: String)] {
    let store = problem.store
    var found: [(input: String, label: String)] = []
    for case .claim(let claim) in problem.entries {
      guard let label = claim.label, let head = AutogradFunction.head(claim, store), head.loss == loss else { continue }
      let input = Identifiers.valid(store.declaration(head.input).name)
      let known = found.firstIndex { $0.input == input }
      if let known, found[known].label == formula.name { continue }
      guard (try? Formula(named: label, in: formula.source)) != nil else { continue }
      if let known { found[known].label = label } else { found.append((input, label)) }
    }
    if found.isEmpty { throw EmissionError(reason: "no claim that is the gradient of an input") }
    return found
  }

  private func parameters(_ forward: [String], _ others: [[String]], except given: String?) -> [String] {
    var all = forward
    for name in others.flatMap({ $0 }) where name != given && !all.contains(name) { all.append(name) }
    return all
  }

  private func classLines(
    _ name: String, _ heading: [String], _ forward: [String], _ inputs: [String],
    _ backward: [String: ArrayWriter.Function], _ labels: [(input: String, label: String)], _ given: String?
  ) -> [String] {
    var lines = ["class \(name)(torch.autograd.Function):"]
    lines += ["    \"\"\"" + (heading.first ?? "")]
    lines += [
      "    Forward is \(result); backward the claims about its gradient: "
        + labels.map { "\($0.label) for \($0.input)" }.joined(separator: ", ") + ".",
      "    \"\"\"", "", "    @staticmethod",
    ]
    lines.append("    def forward(\((["ctx"] + inputs).joined(separator: ", "))):")
    for (place, input) in inputs.enumerated() where !hasGradient(input, backward) {
      lines.append("        if ctx.needs_input_grad[\(place)]:")
      lines.append("            raise RuntimeError(\"the file has no claim about the gradient in \(input)\")")
    }
    lines.append("        ctx.save_for_backward(\(inputs.map { "torch.as_tensor(\($0))" }.joined(separator: ", ")))")
    lines.append("        return _forward(\(forward.joined(separator: ", ")))")
    let gradient = given ?? "grad_output"
    lines += ["", "    @staticmethod", "    def backward(ctx, \(gradient)):"]
    lines.append("        \(inputs.joined(separator: ", "))\(inputs.count == 1 ? "," : "") = ctx.saved_tensors")
    lines.append("        return (")
    for (place, input) in inputs.enumerated() {
      guard let function = backward[gradientName(input, backward) ?? ""] else {
        lines.append("            None,")
        continue
      }
      let factor = given == nil ? "grad_output * " : ""
      let call = "_backward_\(gradientName(input, backward) ?? "")(\(function.parameters.joined(separator: ", ")))"
      lines.append("            \(factor)\(call) if ctx.needs_input_grad[\(place)] else None,")
    }
    return lines + ["        )"]
  }

  /// Reserved words have an underscore in the program.
  private func gradientName(_ input: String, _ backward: [String: ArrayWriter.Function]) -> String? {
    if backward[input] != nil { return input }
    return input.last == "_" && backward[String(input.dropLast())] != nil ? String(input.dropLast()) : nil
  }

  private func hasGradient(_ input: String, _ backward: [String: ArrayWriter.Function]) -> Bool {
    gradientName(input, backward) != nil
  }
}
