/// The name of a group, machine or connection: 1 to 100 characters (Rule G4).
public struct Name: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name as it was given.
    public let description: String

    /// Checks and keeps the text.
    ///
    /// - Throws: ``RenewalError`` with `invalidName` where it is empty or longer than 100 characters (counted as
    ///   Dataverse counts, in UTF-16 code units).
    public init(_ text: String) throws {
        guard (1...100).contains(text.utf16.count) else {
            throw RenewalError(
                .invalidName,
                "a name has 1 to 100 characters; \(text.quotedForMessage) has \(text.utf16.count)")
        }
        description = text
    }

    /// Orders by code point, as reports do.
    public static func < (lhs: Name, rhs: Name) -> Bool {
        lhs.description.unicodeScalars.lexicographicallyPrecedes(rhs.description.unicodeScalars)
    }
}
