/// Section S of the rules: when renewals start, why they are due and how long they last.
public enum RenewalSchedule {
    /// S = C + V − min(G, V / 2 rounded down): C and V of the certificate, G of the policy (Rule S3).
    public static func start(of current: UsableGeneration, under policy: RenewalPolicy) -> Instant {
        start(createdAt: current.createdAt, validityMinutes: current.validityMinutes, graceMinutes: policy.graceMinutes)
    }

    /// S = C + V − min(G, V / 2 rounded down), in minutes (Rule S3).
    public static func start(createdAt: Instant, validityMinutes: Int, graceMinutes: Int) -> Instant {
        // Rows that were read can name any minutes.
        let (minutes, overflow) = validityMinutes.subtractingReportingOverflow(min(graceMinutes, validityMinutes / 2))
        return createdAt.adding(minutes: overflow ? (validityMinutes < 0 ? .min : .max) : minutes)
    }

    /// D once g + 1 is issued: min(E(g), C(g + 1) + G), with G at the moment of issue (Rule S5). Before the issue D is
    /// E(g).
    public static func deadline(previous: UsableGeneration, issuedAt: Instant, graceMinutes: Int) -> Instant {
        min(previous.expiry, issuedAt.adding(minutes: graceMinutes))
    }

    /// Why a renewal is due, if one is: the first of operator, policyChange, schedule that holds (Rule S4).
    ///
    /// The group is one settled as of `now`. One in which a renewal is open, that expired or that has no certificate is
    /// never due (Rule S6).
    public static func dueReason(of group: MachineGroup, at now: Instant) -> RenewalReason? {
        guard case .stable(let current) = group.phase else { return nil }
        if group.operatorRequest != nil { return .operator }
        if group.policy.validityMinutes < current.validityMinutes { return .policyChange }
        return now >= start(of: current, under: group.policy) ? .schedule : nil
    }

    /// The least often that a coordinator is swept: every 24 hours (Rule S4).
    public static let pickUpSeconds: Int64 = 86_400

    /// When a machine's next regular check-in is due: within 24 hours of its last one, earlier by
    /// ⌊17,280 s × u / 2^64⌋ with u spread over machines and generations (Rule S7).
    public static func nextCheckIn(of machine: MachineID, generation: Generation, after last: Instant) -> Instant {
        let earlier = spread(of: machine, generation: generation).multipliedFullWidth(by: 17_280).high
        return last.adding(seconds: pickUpSeconds - Int64(earlier))
    }

    /// u: the SplitMix64 finaliser of the 64-bit FNV-1a hash over the machine's 16 bytes and the generation as 8 bytes,
    /// big endian (Rule S7).
    static func spread(of machine: MachineID, generation: Generation) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in machine.bytes + withUnsafeBytes(of: generation.number.bigEndian, Array.init) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return hash ^ (hash >> 31)
    }
}
