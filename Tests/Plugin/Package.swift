// swift-tools-version: 6.2
import PackageDescription

/// A package that depends on derive as others do. It stands by itself: a target of derive that used the plugin would have
/// every target built twice, for the plugin and for itself.
let package = Package(
  name: "PluginTests",
  dependencies: [.package(name: "derive", path: "../..")],
  targets: [
    .testTarget(
      name: "PluginTests", dependencies: [.product(name: "DeriveTesting", package: "derive")],
      plugins: [.plugin(name: "EmitSwift", package: "derive")])
  ]
)
