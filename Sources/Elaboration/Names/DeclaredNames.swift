import Expressions

/// What is left of the elaboration of a file for terms that are read afterwards.
struct DeclaredNames: Sendable {
  var environment = Environment()
  var functions: [DefinedFunction] = []
  var rows: Set<Definition> = []
  var mentions: [[Definition]] = []
  var distributions: [JointDistribution] = []
}

extension Elaborator {
  var names: DeclaredNames {
    DeclaredNames(
      environment: environment, functions: functions, rows: rows, mentions: mentions,
      distributions: distributions)
  }
}
