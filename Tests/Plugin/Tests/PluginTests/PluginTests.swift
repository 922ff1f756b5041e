import DeriveTesting
import Testing

/// `logistic.expr` is written in Swift while this target is built; here its functions are called.
@Suite(.derivation("Tests/PluginTests/logistic.expr")) struct PluginTests {
  private static let oracle = "Tests/PluginTests/logistic.expr"

  @Test(arguments: try Oracle(oracle).cases("loss", count: 12, dtype: .float64))
  func loss(_ c: OracleCase) {
    expectMatches(
      logistic_loss(n: c.size("n"), d: c.size("d"), X: c.array("X"), y: c.array("y"), w: c.array("w")), c, "loss")
  }

  @Test(arguments: try Oracle(oracle).cases("gradient", count: 12, dtype: .float64))
  func gradient(_ c: OracleCase) {
    expectMatches(
      logistic_gradient(n: c.size("n"), d: c.size("d"), X: c.array("X"), y: c.array("y"), w: c.array("w")), c,
      "gradient")
  }
}
