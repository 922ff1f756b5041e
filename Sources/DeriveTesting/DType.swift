internal import Evaluation

/// The type of the numbers that a kernel takes and gives.
public enum DType: String, CaseIterable, Sendable {
  case float64, float32, float16, bfloat16

  var floatingType: FloatingType {
    switch self {
    case .float64: .f64
    case .float32: .f32
    case .float16: .f16
    case .bfloat16: .bf16
    }
  }
}
