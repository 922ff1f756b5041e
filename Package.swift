// swift-tools-version: 6.2
import PackageDescription

/// The layers in reading order. Each imports only layers above it; `.ci/layers` checks that.
let layers: [(name: String, needs: [String])] = [
  ("Diagnostics", []),
  ("Numbers", ["LibM"]),
  ("Notation", ["Diagnostics", "Numbers"]),
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
  ("Reporting", ["Diagnostics", "Numbers", "Checking"]),
]

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny")
]

let package = Package(
  name: "derive",
  products: [.executable(name: "derive", targets: ["derive"])],
  targets: [.systemLibrary(name: "LibM", path: "Sources/LibM")]
    + layers.map { layer in
      .target(
        name: layer.name, dependencies: layer.needs.map { .init(stringLiteral: $0) },
        swiftSettings: settings)
    } + [
      .executableTarget(
        name: "derive",
        dependencies: layers.map { .init(stringLiteral: $0.name) },
        swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(platforms: [.linux]))]),
      .testTarget(
        name: "EvaluationTests", dependencies: ["Evaluation", "Expressions", "Numbers"], swiftSettings: settings),
      .testTarget(
        name: "NotationTests", dependencies: ["Notation", "Diagnostics", "Numbers"], swiftSettings: settings),
      .testTarget(
        name: "CalculusTests", dependencies: ["Calculus", "Algebra", "Expressions", "Numbers"],
        swiftSettings: settings),
      .testTarget(
        name: "ReportingTests", dependencies: ["Reporting", "Checking", "Diagnostics"], swiftSettings: settings),
      .testTarget(name: "SystemTests", swiftSettings: settings),
      .testTarget(name: "NumbersTests", dependencies: ["Numbers"], exclude: ["Fixtures"], swiftSettings: settings),
    ]
)
