/// What a machine that wants to join is told before it can sign anything (Rule Z6).
///
/// Nothing in it needs to be true: the joiner checks the record against its own password and everything else over that.
public struct JoinOffer: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The present password record; `nil` where the group waits for its first machine.
    public var passwordRecord: PasswordRecord?
    /// The record before it, for telling a superseded password from a wrong one (Rule K4).
    public var previousPasswordRecord: PasswordRecord?
    /// The counter that the next join must name.
    public var joinCounter: UInt64
    /// C and V for generation 1, where the group waits for its first machine (Rules I1, T1).
    public var issue: IssueTerms?

    /// A value of these parts.
    public init(
        group: GroupID, passwordRecord: PasswordRecord?, previousPasswordRecord: PasswordRecord?, joinCounter: UInt64,
        issue: IssueTerms?
    ) {
        self.group = group
        self.passwordRecord = passwordRecord
        self.previousPasswordRecord = previousPasswordRecord
        self.joinCounter = joinCounter
        self.issue = issue
    }
}

/// The dates of a certificate to be issued: the coordinator's word (Rules I4, T1).
public struct IssueTerms: Hashable, Sendable {
    /// C.
    public var createdAt: Instant
    /// V, in minutes.
    public var validityMinutes: Int

    /// A value of these parts.
    public init(createdAt: Instant, validityMinutes: Int) {
        self.createdAt = createdAt
        self.validityMinutes = validityMinutes
    }
}
