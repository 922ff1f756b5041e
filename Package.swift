// swift-tools-version: 6.2
import PackageDescription

/// The layers in reading order. Each imports only layers above it; `.ci/layers` checks that.
let layers: [(name: String, needs: [String])] = [
  ("Diagnostics", []),
  ("Numbers", ["LibM"]),
  ("Notation", ["Diagnostics", "Numbers"]),
  ("Typesetting", ["Diagnostics", "Notation"]),
  ("Expressions", ["Diagnostics", "Numbers"]),
  ("Algebra", ["Numbers", "Expressions"]),
  ("Calculus", ["Diagnostics", "Numbers", "Notation", "Expressions"]),
  ("Evaluation", ["Numbers", "Expressions"]),
  ("Elaboration", ["Diagnostics", "Numbers", "Notation", "Expressions"]),
  (
    "Checking",
    [
      "Diagnostics", "Numbers", "Notation", "Expressions", "Algebra", "Calculus", "Evaluation",
      "Elaboration",
    ]
  ),
  ("Grading", ["Diagnostics", "Numbers", "Notation", "Expressions", "Elaboration", "Checking"]),
  ("Reporting", ["Diagnostics", "Numbers", "Notation", "Typesetting", "Checking", "Grading"]),
  (
    "Oracles",
    [
      "Diagnostics", "Numbers", "Notation", "Typesetting", "Expressions", "Calculus", "Evaluation", "Elaboration",
      "Checking", "Reporting",
    ]
  ),
]

/// The gate takes no warnings, but in what the macros of tests expand to.
let isStrict = Context.environment["DERIVE_STRICT"] != nil

let testSettings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

/// A file imports every layer whose members it uses: Embedded Swift insists on that, and so does every other build.
let settings =
  testSettings + [.enableUpcomingFeature("MemberImportVisibility")]
  + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// The tests prove thousands of lines: the layers are optimised in debug builds too, with their assertions kept.
let optimised =
  settings + [
    .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
  ]

/// The tests of the layers; `SystemTests` runs the built executable and imports nothing.
let tests: [(name: String, needs: [String], exclude: [String])] = [
  ("NumbersTests", ["Numbers"], ["Fixtures"]),
  ("NotationTests", ["Notation", "Diagnostics", "Numbers"], []),
  ("CalculusTests", ["Calculus", "Algebra", "Expressions", "Numbers"], []),
  ("EvaluationTests", ["Evaluation", "Expressions", "Numbers"], []),
  ("ElaborationTests", ["Elaboration", "Notation", "Expressions", "Diagnostics", "Numbers"], []),
  (
    "LawTests",
    ["Calculus", "Algebra", "Evaluation", "Elaboration", "Notation", "Expressions", "Diagnostics", "Numbers"], []
  ),
  ("CheckingTests", ["Checking", "Elaboration", "Expressions", "Notation", "Diagnostics"], []),
  ("GradingTests", ["Grading", "Diagnostics", "Numbers"], []),
  ("ReportingTests", ["Reporting", "Grading", "Checking", "Diagnostics"], []),
  ("DeriveTestingTests", ["DeriveTesting"], ["Derivations"]),
  ("SystemTests", [], []),
]

/// Release builds of the command start in 3 ms when they link the standard library statically.
let everything: [Target.Dependency] = layers.map { .init(stringLiteral: $0.name) }

/// What `derive doc` shows.
let pages: [Resource] = [
  "Mistakes", "MistakesOfNotation", "MistakesOfMeaning", "MistakesInDerivations", "MistakesOfGrading",
].map {
  .embedInCode("Documentation.docc/\($0).md")
}

let package = Package(
  name: "derive",
  products: [
    .executable(name: "derive", targets: ["derive"]),
    .library(name: "DeriveTesting", targets: ["DeriveTesting"]),
    .plugin(name: "EmitSwift", targets: ["EmitSwift"]),
  ],
  targets: [.systemLibrary(name: "LibM", path: "Sources/LibM")]
    + layers.map { layer in
      .target(
        name: layer.name, dependencies: layer.needs.map { .init(stringLiteral: $0) },
        swiftSettings: optimised)
    }
    + tests.map { test in
      .testTarget(
        name: test.name, dependencies: test.needs.map { .init(stringLiteral: $0) }, exclude: test.exclude,
        swiftSettings: testSettings)
    } + [
      .executableTarget(
        name: "derive", dependencies: everything, resources: pages, swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(platforms: [.linux]))]),
      .target(
        name: "DeriveTesting", dependencies: ["Diagnostics", "Evaluation", "Checking", "Reporting", "Oracles"],
        swiftSettings: settings),
      .plugin(name: "EmitSwift", capability: .buildTool(), dependencies: ["derive"], path: "Sources/EmitSwift"),
      .executableTarget(
        name: "benchmarks", dependencies: everything, path: "Tests/Benchmarks", exclude: ["processes.py", "peers"],
        swiftSettings: optimised),
    ]
)
