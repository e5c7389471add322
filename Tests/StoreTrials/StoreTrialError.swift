/// Something that must not happen, or a trial that can not go on.
package struct StoreTrialError: Error, CustomStringConvertible {
    package let description: String

    package init(_ text: String) { description = text }
}
