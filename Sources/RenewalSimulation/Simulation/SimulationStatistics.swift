/// How much a simulation has played.
public struct SimulationStatistics: Hashable, Sendable {
    /// Seconds that machines have lived, all together.
    public var machineSeconds: Int64 = 0
    /// Regular check-ins (Rule S7), those included that were jumped over because nothing could come of them.
    public var checkIns = 0
    /// Check-ins that agents made, refused ones included.
    public var playedCheckIns = 0
    /// Sweeps that coordinators made; those with nothing due are jumped over.
    public var playedSweeps = 0
    /// Actions that were refused.
    public var refusedActions = 0

    /// Days that machines have lived, all together.
    public var machineDays: Double { Double(machineSeconds) / 86_400 }
}

extension SimulationStatistics {
    /// What was played between two moments.
    public static func - (lhs: Self, rhs: Self) -> Self {
        Self(
            machineSeconds: lhs.machineSeconds - rhs.machineSeconds, checkIns: lhs.checkIns - rhs.checkIns,
            playedCheckIns: lhs.playedCheckIns - rhs.playedCheckIns, playedSweeps: lhs.playedSweeps - rhs.playedSweeps,
            refusedActions: lhs.refusedActions - rhs.refusedActions)
    }
}
