/// What is no part of the language, and said to the session itself.
enum ReplInstruction: String, CaseIterable {
  case type, simplify, diff, at, eval, explain, list, undo, load, save, reset, help, quit

  /// After the colon.
  var usage: String {
    switch self {
    case .type: "type EXPR"
    case .simplify: "simplify EXPR"
    case .diff: "diff EXPR VAR"
    case .at: "at x = 1, y = [1, 2]"
    case .eval: "eval EXPR"
    case .explain: "explain [CLAIM]"
    case .load: "load FILE"
    case .save: "save FILE"
    case .list, .undo, .reset, .help, .quit: rawValue
    }
  }

  var summary: String {
    switch self {
    case .type: "what kind of value it is"
    case .simplify: "its normal form; a term alone does the same"
    case .diff: "its derivative; diff x^3 x 2 is the second one"
    case .at: "values for `eval`, which stay; without any, show them"
    case .eval: "its value there"
    case .explain: "why the last claim holds or fails, or one by its label or line"
    case .list: "what was entered, with the numbers of the lines"
    case .undo: "take the last entry back"
    case .load: "enter a derivation, or the blocks of a write-up"
    case .save: "write what was entered as a derivation"
    case .reset: "forget everything"
    case .help: "this list"
    case .quit: "end; so does the end of input"
    }
  }
}
