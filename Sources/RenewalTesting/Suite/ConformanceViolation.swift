/// Something that an implementation does other than its contract says.
public struct ConformanceViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// The check that found it, by a stable name such as `transactionThatThrows`.
    public var check: String
    /// What the contract says.
    public var contract: String
    /// What was found instead.
    public var found: String

    /// A violation of these values.
    public init(check: String, contract: String, found: String) {
        self.check = check
        self.contract = contract
        self.found = found
    }

    /// The three parts in one line.
    public var description: String { "\(check): the contract says: \(contract) Found: \(found)" }
}
