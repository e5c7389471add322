/// What a simulation knows of a group.
struct SimulatedGroup {
    /// Its row, as last seen.
    var row: MachineGroup
    /// The number of the last history entry seen.
    var history: UInt64 = 0
    /// The places of its machines.
    var machines: [Int] = []
    /// From when on its rows mean something else, whether written or not; `nil` where they never will.
    var turn: Instant?
    /// Who misses the renewal and which connections expire if the group's present phase ends now.
    var losses: Losses?
    /// The group's password.
    var password: Password

    /// What a closing or an expiry takes.
    struct Losses {
        var machines: [Machine] = []
        var connections: [DesktopFlowConnection] = []
    }
}

extension MachineGroup {
    /// The part of the row that decisions about machines depend on; rows that follow, joins and passwords do not count.
    func decides(as other: MachineGroup) -> Bool {
        phase == other.phase && policy == other.policy && operatorRequest == other.operatorRequest
    }

    /// When the group next means something else, whatever rows still have to follow.
    var turn: Instant? {
        var group = self
        group.transitions = []
        return group.wakesAt
    }
}
