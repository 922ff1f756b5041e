public struct Rational: Hashable, Sendable { public init() {} }
