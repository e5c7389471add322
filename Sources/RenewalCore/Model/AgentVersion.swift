/// The version of a machine's agent: one to four fields of decimal digits (Rule I7).
///
/// Versions compare by number, field by field, and missing fields are 0: `2.9 < 2.22.999 < 2.23 = 2.23.0 < 10.0`. The
/// text stays as it was written. Fields may have any number of digits.
public struct AgentVersion: Sendable, CustomStringConvertible {
    /// The version as it was written.
    public let description: String
    // The four fields, those that are missing 0; `nil` where one does not fit into 64 bits. Then versions compare by
    // their digits.
    private let numbers: Numbers?

    /// Longest text that is read: the limit of the Dataverse column `agentversion`.
    public static let maximumLength = 100

    /// The first agent that takes part in renewals: 2.23 (Rule I7).
    public static let renewalMinimum = AgentVersion(unchecked: "2.23")

    /// Reads a version.
    ///
    /// - Throws: ``RenewalError`` with `invalidAgentVersion` where the text is not one to four fields of decimal digits
    ///   joined by dots, or has more than 100 characters.
    public init(_ text: String) throws {
        guard text.utf8.count <= Self.maximumLength, let reading = Numbers.read(text) else {
            throw RenewalError(
                .invalidAgentVersion,
                "the agent version \(text.quotedForMessage) is not one to four numbers joined by dots, such as 2.23")
        }
        self.init(text, reading)
    }

    private init(unchecked text: String) { self.init(text, Numbers.read(text)) }

    private init(_ text: String, _ reading: Numbers.Reading?) {
        description = text
        numbers = reading?.value
    }

    /// Whether this agent may issue and install certificates in a renewal (Rule I7).
    public var canRenew: Bool { self >= .renewalMinimum }
}

extension AgentVersion: Comparable, Hashable {
    /// Whether both are the same version, however written.
    public static func == (lhs: AgentVersion, rhs: AgentVersion) -> Bool {
        if let left = lhs.numbers, let right = rhs.numbers { return left == right }
        return lhs.digits == rhs.digits
    }

    /// Whether `lhs` is older.
    public static func < (lhs: AgentVersion, rhs: AgentVersion) -> Bool {
        if let left = lhs.numbers, let right = rhs.numbers { return left < right }
        let (left, right) = (lhs.digits, rhs.digits)
        for index in 0..<max(left.count, right.count) {
            let one = index < left.count ? left[index] : ""
            let other = index < right.count ? right[index] : ""
            if one.utf8.count != other.utf8.count { return one.utf8.count < other.utf8.count }
            if one != other { return one < other }
        }
        return false
    }

    /// Hashes the version, not its spelling.
    public func hash(into hasher: inout Hasher) {
        // A version without numbers equals none that has them.
        if let numbers { hasher.combine(numbers) } else { hasher.combine(digits) }
    }

    // Each field without leading zeros (0 is the empty text), trailing empty fields left out: equal versions have equal
    // ones, and of two fields the longer is the greater.
    private var digits: [Substring] {
        var fields = description.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.drop { $0 == "0" }
        }
        while fields.last?.isEmpty == true { fields.removeLast() }
        return fields
    }
}

/// The fields of a version as numbers. Stores read a version with every row, so nothing is allocated for it.
private struct Numbers: Hashable, Sendable, Comparable {
    /// What a version's text gives.
    struct Reading {
        /// Missing where a field is too large.
        let value: Numbers?
    }

    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    /// Reads the text; `nil` where it is no version.
    static func read(_ text: String) -> Reading? {
        var numbers = Numbers()
        var (place, digits, number, fits) = (0, 0, UInt64(0), true)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
                let (sum, isTooLargeNow) = tenfold.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
                (number, digits, fits) = (sum, digits + 1, fits && !isTooLarge && !isTooLargeNow)
            case UInt8(ascii: "."):
                guard digits > 0, place < 3 else { return nil }
                numbers.set(number, at: place)
                (place, digits, number) = (place + 1, 0, 0)
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        numbers.set(number, at: place)
        return Reading(value: fits ? numbers : nil)
    }

    private mutating func set(_ number: UInt64, at place: Int) {
        switch place {
        case 0: first = number
        case 1: second = number
        case 2: third = number
        default: fourth = number
        }
    }

    static func < (lhs: Numbers, rhs: Numbers) -> Bool {
        (lhs.first, lhs.second, lhs.third, lhs.fourth) < (rhs.first, rhs.second, rhs.third, rhs.fourth)
    }
}
