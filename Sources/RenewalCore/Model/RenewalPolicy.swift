/// How long a group certificate is valid and how long before its expiry a renewal opens, in whole minutes.
///
/// A value of this type lies within the bounds of Rule S2; there is no other way to make one.
public struct RenewalPolicy: Hashable, Sendable {
    /// V, the validity period of certificates issued under this policy, in minutes.
    public let validityMinutes: Int
    /// G, the grace period, in minutes.
    public let graceMinutes: Int

    /// What V may be, in minutes: 90 days to 1,825 days (Rule S2).
    public static let validityBounds = 129_600...2_628_000
    /// The least that G may be, in minutes: 45 days (Rule S2). The most is half of V.
    public static let minimumGraceMinutes = 64_800

    /// V = 1,825 days and G = 182.5 days (Rule S1).
    public static let `default` = RenewalPolicy(uncheckedValidity: 2_628_000, grace: 262_800)

    /// A policy of these two periods.
    ///
    /// - Parameters:
    ///   - validityMinutes: V, 129,600 to 2,628,000 minutes.
    ///   - graceMinutes: G, 64,800 minutes to half of V, rounded down.
    /// - Throws: ``RenewalError`` with `policyOutOfBounds`, naming the column, the value and the allowed range (Rule S2).
    public init(validityMinutes: Int, graceMinutes: Int) throws {
        guard Self.validityBounds.contains(validityMinutes) else {
            throw Self.outOfBounds("keyvalidityperiod", validityMinutes, Self.validityBounds)
        }
        let graceBounds = Self.minimumGraceMinutes...(validityMinutes / 2)
        guard graceBounds.contains(graceMinutes) else {
            throw Self.outOfBounds("keyexpirygraceperiod", graceMinutes, graceBounds)
        }
        self.init(uncheckedValidity: validityMinutes, grace: graceMinutes)
    }

    private init(uncheckedValidity validityMinutes: Int, grace graceMinutes: Int) {
        self.validityMinutes = validityMinutes
        self.graceMinutes = graceMinutes
    }

    private static func outOfBounds(_ column: String, _ value: Int, _ range: ClosedRange<Int>) -> RenewalError {
        RenewalError(
            .policyOutOfBounds,
            "\(column) is \(value) minutes; allowed are \(range.lowerBound) to \(range.upperBound) minutes",
            details: ["column": column, "value": "\(value)", "range": "\(range.lowerBound)...\(range.upperBound)"])
    }
}
