/// A type that holds a secret and never prints it (Rule Z1).
///
/// Conforming gives `description`, `debugDescription` and `customMirror` that show the type's name and nothing else,
/// which covers `print`, `dump`, string interpolation, `String(reflecting:)` and error texts that embed the value.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    /// The type's name and that the rest is redacted.
    public var description: String { "\(Self.self)(redacted)" }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
