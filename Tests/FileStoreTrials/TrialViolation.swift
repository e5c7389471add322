/// Something that must not happen.
package struct TrialViolation: Error, CustomStringConvertible {
    package let description: String

    package init(_ text: String) { description = text }
}
