/// One thing that happens to a fleet, as a forecast tells it and a simulation sees it.
public struct ForecastEvent: Hashable, Sendable {
    /// When it happens: a closing at D and an expiry at E, whenever they are written (Rule K1).
    public var instant: Instant
    /// What happens.
    public var kind: Kind
    /// The group.
    public var group: GroupID
    /// The group's name.
    public var groupName: Name
    /// The machine that it happens to, or that issued; `nil` for a group's or a connection's event.
    public var machine: MachineID?
    /// The machine's name.
    public var machineName: Name?
    /// The connection that it happens to.
    public var connection: ConnectionID?
    /// The connection's name.
    public var connectionName: Name?
    /// The rule that was applied, such as `S4`.
    public var rule: String
    /// Why, where there is more to say than the rule does.
    public var reason: Reason?

    /// An event of these values.
    public init(
        instant: Instant, kind: Kind, group: GroupID, groupName: Name, machine: MachineID? = nil,
        machineName: Name? = nil, connection: ConnectionID? = nil, connectionName: Name? = nil, rule: String,
        reason: Reason? = nil
    ) {
        self.instant = instant
        self.kind = kind
        self.group = group
        self.groupName = groupName
        self.machine = machine
        self.machineName = machineName
        self.connection = connection
        self.connectionName = connectionName
        self.rule = rule
        self.reason = reason
    }

    /// What can happen, in the order in which it does at one instant (Rule S6): what ends comes before what begins.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A machine becomes `KeyExpired`: it must rejoin by hand (Rules K2, K3).
        case machineMissed
        /// A connection loses its last usable copy: the credentials must be entered again (Rule C4).
        case connectionExpires
        /// The deadline comes: the previous certificate no longer serves (Rule K2).
        case renewalCloses
        /// The certificate expires and no machine had renewed it (Rule K3).
        case groupExpires
        /// A renewal opens (Rule S4).
        case renewalOpens
        /// A machine issues the next certificate (Rule I4).
        case certificateIssued
        /// A machine comes to hold the next certificate: installed (Rule I5), or by a rejoin (Rule K4).
        case machineUpdated
    }

    /// Why something happens.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A renewal opens because its start has come (Rule S3).
        case schedule
        /// A renewal opens because the policy's validity is shorter than the certificate's (Rule P2).
        case policyChange
        /// A renewal opens because an operator asked for it (Rule P5).
        case `operator`
        /// A machine misses the renewal because its agent is older than 2.23 (Rule I7), by what its last accepted request
        /// said.
        case agentTooOld
        /// A machine misses it because it was not seen while it could have issued or installed.
        case notSeen
        /// A machine misses it because the renewal has no delivery and it did not rejoin (Rule P5).
        case mustRejoin
        /// A connection expires because it was neither used nor edited in time (Rule C4).
        case notUsed
        /// A connection goes down with its group (Rule K3).
        case groupExpired
        /// A renewal ends before its deadline, because an operator said so (Rule K6).
        case retiredEarly
    }
}

extension ForecastEvent: Comparable {
    /// Orders by instant, then as ``Kind`` lists, then by group, machine and connection.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.instant != rhs.instant { return lhs.instant < rhs.instant }
        if lhs.kind != rhs.kind { return lhs.kind.order < rhs.kind.order }
        if lhs.group != rhs.group { return lhs.group < rhs.group }
        if let left = lhs.machine, let right = rhs.machine, left != right { return left < right }
        if let left = lhs.connection, let right = rhs.connection { return left < right }
        return false
    }
}

extension ForecastEvent: CustomStringConvertible {
    /// One line: `2026-11-23T04:00:00Z renewalOpens group Finance (S4, schedule)`.
    public var description: String {
        let subject = connectionName.map { " connection \($0)" } ?? machineName.map { " machine \($0)" } ?? ""
        return "\(instant) \(kind.rawValue) group \(groupName)\(subject) (\(rule)\(reason.map { ", \($0)" } ?? ""))"
    }
}

extension ForecastEvent.Kind {
    fileprivate var order: Int {
        switch self {
        case .machineMissed: 0
        case .connectionExpires: 1
        case .renewalCloses: 2
        case .groupExpires: 3
        case .renewalOpens: 4
        case .certificateIssued: 5
        case .machineUpdated: 6
        }
    }
}
