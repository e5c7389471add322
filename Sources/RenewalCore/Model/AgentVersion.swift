/// The version of a machine's agent: one to four fields of decimal digits (Rule I7).
///
/// Versions compare by number, field by field, and missing fields are 0: `2.9 < 2.22.999 < 2.23 = 2.23.0 < 10.0`. The
/// text stays as it was written. Fields may have any number of digits.
public struct AgentVersion: Sendable, CustomStringConvertible {
    /// The version as it was written.
    public let description: String
    // Each field without leading zeros (0 is the empty text), trailing empty fields left out: equal versions have equal
    // fields, and of two fields the longer is the greater.
    private let fields: [String]

    /// Longest text that is read: the limit of the Dataverse column `agentversion`.
    public static let maximumLength = 100

    /// The first agent that takes part in renewals: 2.23 (Rule I7).
    public static let renewalMinimum = AgentVersion(unchecked: "2.23")

    /// Reads a version.
    ///
    /// - Throws: ``RenewalError`` with `invalidAgentVersion` where the text is not one to four fields of decimal digits
    ///   joined by dots, or has more than 100 characters.
    public init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isDigits = { (part: Substring) in
            !part.isEmpty && part.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        }
        guard text.utf8.count <= Self.maximumLength, (1...4).contains(parts.count), parts.allSatisfy(isDigits) else {
            throw RenewalError(
                .invalidAgentVersion,
                "the agent version \(text.quotedForMessage) is not one to four numbers joined by dots, such as 2.23")
        }
        self.init(unchecked: text)
    }

    private init(unchecked text: String) {
        description = text
        var fields = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == "0" })
        }
        while fields.last?.isEmpty == true { fields.removeLast() }
        self.fields = fields
    }

    /// Whether this agent may issue and install certificates in a renewal (Rule I7).
    public var canRenew: Bool { self >= .renewalMinimum }
}

extension AgentVersion: Comparable, Hashable {
    /// Whether both are the same version, however written.
    public static func == (lhs: AgentVersion, rhs: AgentVersion) -> Bool { lhs.fields == rhs.fields }

    /// Whether `lhs` is older.
    public static func < (lhs: AgentVersion, rhs: AgentVersion) -> Bool {
        for index in 0..<max(lhs.fields.count, rhs.fields.count) {
            let left = index < lhs.fields.count ? lhs.fields[index] : ""
            let right = index < rhs.fields.count ? rhs.fields[index] : ""
            if left.utf8.count != right.utf8.count { return left.utf8.count < right.utf8.count }
            if left != right { return left < right }
        }
        return false
    }

    /// Hashes the version, not its spelling.
    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}
