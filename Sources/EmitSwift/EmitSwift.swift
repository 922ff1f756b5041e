import PackagePlugin

/// Writes the claims of each `.expr` file of a target as Swift functions before the target is compiled: of `loss.expr`
/// the claim `gradient` is `loss_gradient`. A claim that is refuted stops the build.
@main struct EmitSwift: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let derive = try context.tool(named: "derive")
    return target.sourceFiles(withSuffix: "expr").map { file in
      let stem = file.url.deletingPathExtension().lastPathComponent
      let output = context.pluginWorkDirectoryURL.appending(path: stem + ".swift")
      return .buildCommand(
        displayName: "Writing the claims of \(stem).expr in Swift", executable: derive.url,
        arguments: [
          "emit", file.url.path(percentEncoded: false), "--lang", "swift", "-o", output.path(percentEncoded: false),
        ],
        inputFiles: [file.url], outputFiles: [output])
    }
  }
}
