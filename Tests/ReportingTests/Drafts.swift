import Checking
import Diagnostics
import Reporting

/// The files that the golden reports are about. Numbers in the batch-norm example are those of the exact gradient at the
/// given point; all others are made up to fill the layout.
enum Drafts {
  static let passing: Draft = {
    var draft = Draft(
      "bn.expr",
      """
      dim m
      x : R^m;  gamma, beta, eps : R
      assume eps > 0
      mu      := sum(i, x[i]) / m
      v       := sum(i, (x[i] - mu)^2) / m + eps
      xhat[i] := (x[i] - mu) / sqrt(v)
      upstream g = grad(L, xhat)

      claim dv:  diff(L, v) = -1/2*v^(-3/2)*sum(i, g[i]*(x[i] - mu))
      claim dmu:
        diff(L, mu)
          = -sum(i, g[i])/sqrt(v) - 2/m*diff(L, v)*sum(i, x[i] - mu)
          = -1/sqrt(v)*sum(i, g[i])
          = -sum(i, g[i])/sqrt(v)
      sum(i, xhat[i]) = 0
      claim shift: sum(i, diff(L, x[i])) = 0
      """)
    draft.assume("eps > 0")
    draft.define("mu", "R")
    draft.define("v", "R")
    draft.define("xhat", "R^m")
    draft.define("g", "R^m", upstream: true)
    draft.claim(
      "dv",
      [
        draft.line("-1/2*v^(-3/2)*sum(i, g[i]*(x[i] - mu))", .proved) {
          $0.evidence = .proof(9, sizes: 3, fd: 3.1e-11)
        }
      ])
    draft.claim(
      "dmu",
      [
        draft.line("-sum(i, g[i])/sqrt(v) - 2/m*diff(L, v)*sum(i, x[i] - mu)", .proved) {
          $0.evidence = .proof(31, sizes: 3, fd: 2.5e-12, conditions: ["v > 0"])
        },
        draft.line("-1/sqrt(v)*sum(i, g[i])", .proved) { $0.evidence = .proof(1, sizes: 3) },
        draft.line("-sum(i, g[i])/sqrt(v)", .proved, at: 2) { $0.evidence = .proof(0) },
      ])
    draft.claim(nil, [draft.line("sum(i, xhat[i]) = 0", .proved) { $0.evidence = .proof(4, sizes: 3) }])
    draft.claim(
      "shift",
      [
        draft.line("0", .confirmed, at: 3) { $0.evidence = .numbers(64, sizes: 5, difference: 3e-29, fd: 1e-9) }
      ])
    return draft
  }()

  static let refuted: Draft = {
    var draft = Draft(
      "bn_wrong.expr",
      """
      dim m
      x : R^m;  gamma, eps : R
      mu      := sum(i, x[i]) / m
      var     := sum(i, (x[i] - mu)^2) / m
      claim dx: diff(L, x[i])
        =  gamma / sqrt(var + eps) * ( g[i] - 1/m * sum(j, g[j])
                                      - 1/m * sum(j, g[j] * xhat[j]) )
      """)
    let term = """
      gamma / sqrt(var + eps) * ( g[i] - 1/m * sum(j, g[j])
                                      - 1/m * sum(j, g[j] * xhat[j]) )
      """
    draft.claim(
      "dx",
      [
        draft.line(term, .refuted) { line in
          line.readAs = .init(
            left: "diff(L, x[i])", relation: "=",
            right: "gamma/sqrt(var + eps)*(g[i] - 1/m*sum(j, g[j]) - 1/m*sum(j, g[j]*xhat[j]))")
          line.counterexample = batchNormCounterexample
          line.difference = "gamma/(m*sqrt(var + eps))*(xhat[i] - 1)*sum(j, g[j]*xhat[j])"
          line.diagnoses = [
            Diagnosis(
              code: .missingFactor, message: "this term lacks the factor `xhat[i]`",
              span: draft.span("1/m * sum(j, g[j] * xhat[j])"),
              repair: "gamma/sqrt(var + eps)*(g[i] - 1/m*sum(j, g[j]) - 1/m*xhat[i]*sum(j, g[j]*xhat[j]))",
              isProved: true),
            Diagnosis(
              code: .wrongName, message: "`xhat[j]` may stand for `xhat[i]`", span: draft.span("xhat[j]"), repair: nil,
              isProved: false),
          ]
          line.evidence = .numbers(12, sizes: 3)
        }
      ])
    return draft
  }()

  private static var batchNormCounterexample: Counterexample {
    let yours = [1.202256, -0.880830, 0.160713]
    let correct = [0.892753, -1.115938, 0.223186]
    let rows = zip(yours, correct).enumerated().map { position, pair in
      Counterexample.Row(
        entry: "i = \(position + 1)", yours: pair.0, correct: pair.1, finiteDifference: pair.1 + 1e-9,
        errorBound: 2e-15, differs: true)
    }
    return Counterexample(
      bindings: [
        .init(name: "m", value: "3"), .init(name: "x", value: "[1/2, 1, 3]"), .init(name: "g", value: "[1, -1/2, 1/4]"),
        .init(name: "gamma", value: "3/2"), .init(name: "eps", value: "1/100000"),
      ], rows: rows)
  }

  /// Every verdict with every mark that it can have.
  static let verdicts: Draft = {
    var draft = Draft(
      "verdicts.expr",
      """
      claim chain:
        a
          = b1
          = b2
          = b3
          = b4
      claim sqrt: sqrt(x^2) = x
      claim root: sqrt(y^2) = y needs y >= 0
      claim gap: zeta(s) = sum(n, n^(-s))
      claim typo: a = betta
      claim marked: a wrong = b5
      claim marked2: a wrong = b6
      claim marked3: a wrong = b7
      claim marked4: a wrong = gamma + delta
      claim taken: a = b8
      claim bare: a = b9
      x > 1 => x > 2
      x < x
      """)
    draft.claim(
      "chain",
      [
        draft.line("b1", .proved) { $0.evidence = .proof(3) },
        draft.line("b2", .refuted) {
          $0.againstHead = .refuted
          $0.readAs = .init(left: "b1", relation: "=", right: "b2")
          $0.ratio = "-1"
          $0.diagnoses = [
            Diagnosis(code: .sign, message: "the sign of this term", span: nil, repair: "-b2", isProved: false)
          ]
        },
        draft.line("b3", .follows) {
          $0.againstPrevious = .proved
          $0.againstHead = .refuted
          $0.reason = "right given the line before, which is wrong"
          $0.evidence = .proof(2)
        },
        draft.line("b4", .proved) {
          $0.isHealed = true
          $0.againstPrevious = .refuted
          $0.againstHead = .proved
          $0.reason = "right, though the line before it is not"
          $0.evidence = .proof(5)
        },
      ])
    draft.claim(
      "sqrt",
      [
        draft.line("x", .conditional, at: 2) {
          $0.reason = "x >= 0"
          $0.counterexample = Counterexample(
            bindings: [.init(name: "x", value: "-1")],
            rows: [.init(entry: "", yours: -1, correct: 1, finiteDifference: nil, errorBound: 0, differs: true)])
        }
      ])
    draft.claim(
      "root",
      [
        draft.line("y", .conditional, at: 3) {
          $0.needs = ["y >= 0"]
          $0.reason = "y >= 0"
        }
      ])
    draft.claim(
      "gap",
      [
        draft.line("sum(n, n^(-s))", .undecided) {
          $0.reason = "there is no rule for infinite sums"
          $0.evidence = .numbers(3, difference: 0.5)
        }
      ])
    draft.claim(
      "typo",
      [
        draft.line("betta", .invalid) {
          $0.diagnostic = Diagnostic(
            .syntax(.foreignOperator("betta", meant: "beta")), at: draft.span("betta"),
            related: [.init(span: draft.span("b1"), label: "like this one")])
        }
      ])
    draft.claim(
      "marked",
      [
        draft.line("b5", .refuted, wrong: true) {
          $0.diagnoses = [
            Diagnosis(
              code: .sumForMean, message: "a sum stands for a mean", span: nil, repair: nil, isProved: true)
          ]
        }
      ])
    draft.claim("marked2", [draft.line("b6", .proved, wrong: true) { $0.evidence = .proof(7) }])
    draft.claim("marked3", [draft.line("b7", .undecided, wrong: true)])
    draft.claim(
      "marked4",
      [
        draft.line("gamma + delta", .proved, wrong: true) {
          $0.isHealed = true
          $0.againstPrevious = .refuted
        }
      ])
    draft.claim("taken", [draft.line("b8", .assumed)])
    draft.claim("bare", [draft.line("b9", .refuted)])
    draft.claim(
      nil,
      [
        draft.line("x > 1 => x > 2", .refuted) {
          $0.readAs = .init(left: "x > 1", relation: "=>", right: "x > 2")
          $0.counterexample = Counterexample(bindings: [.init(name: "x", value: "3/2")], rows: [])
        },
        draft.line("x < x", .refuted) {
          $0.readAs = .init(left: "x", relation: "<", right: "x")
          $0.counterexample = Counterexample(
            bindings: [.init(name: "x", value: "1")],
            rows: [.init(entry: "", yours: 1, correct: 1, finiteDifference: nil, errorBound: 1e-15, differs: true)])
        },
      ])
    return draft
  }()

  static let all: [(name: String, drafts: [Draft])] = [
    ("passing", [passing]), ("refuted", [refuted]), ("verdicts", [verdicts]), ("hostile", [hostile]),
    ("letters", [letters]), ("mistakes", [mistakes, binary]), ("many", [many, empty]), ("none", [empty]),
  ]
}
