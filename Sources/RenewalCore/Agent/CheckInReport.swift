/// What a check-in came to, for showing and logging. It holds no secret.
public struct CheckInReport: Hashable, Sendable {
    /// The coordinator's time.
    public var now: Instant
    /// The machine's status as the coordinator sees it (Rule K1).
    public var status: KeyDeliveryStatus
    /// The newest generation that the machine holds.
    public var newest: CertificatePin
    /// When the next regular check-in is due (Rule S7).
    public var nextCheckIn: Instant
    /// What happened, in this order; empty where nothing was to be done.
    public var events: [Event]

    /// A report of these values.
    public init(
        now: Instant, status: KeyDeliveryStatus, newest: CertificatePin, nextCheckIn: Instant, events: [Event] = []
    ) {
        self.now = now
        self.status = status
        self.newest = newest
        self.nextCheckIn = nextCheckIn
        self.events = events
    }

    /// One thing that happened in a check-in.
    public enum Event: Hashable, Sendable {
        /// This machine issued the generation (Rule I4). Pin it where credentials are entered (Rule C1).
        case issued(CertificatePin)
        /// Another machine had issued it first (Rule I3).
        case lostRace(Generation)
        /// A certificate that this machine had submitted without hearing of it is the group's (Rule I4).
        case adopted(CertificatePin)
        /// The generation was installed over a verified chain (Rules I5, I9).
        case installed(CertificatePin)
        /// A run is going on; the generation waits for its end or the next check-in (Rule I6).
        case deferred(CertificatePin)
        /// The delivered key did not open or did not match its certificate, which was reported (Rule I5).
        case doubted(CertificatePin, RenewalError.Code)
        /// A delivery that another machine doubted was replaced (Rule I5).
        case replacedDelivery(Generation)
        /// The private keys of these retired generations were destroyed (Rule K2).
        case destroyed([Generation])
        /// The agent is too old for this renewal (Rule I7).
        case mustUpdateAgent
        /// The machine must rejoin with the password; before the issue, once that machine has issued (Rule P5).
        case mustRejoin(afterIssueBy: MachineID?)
    }
}

extension CheckInReport.Event {
    /// The rule that it follows.
    public var rule: String {
        switch self {
        case .issued: "I4"
        case .lostRace: "I3"
        case .adopted: "I4"
        case .installed: "I5"
        case .deferred: "I6"
        case .doubted, .replacedDelivery: "I5"
        case .destroyed: "K2"
        case .mustUpdateAgent: "I7"
        case .mustRejoin: "P5"
        }
    }
}

extension CheckInReport.Event: CustomStringConvertible {
    /// One sentence part, such as `installed generation 3 (9f86d081884c7d65)`.
    public var description: String {
        switch self {
        case .issued(let pin): "issued generation \(pin.generation) (\(pin.fingerprint.short))"
        case .lostRace(let generation): "another machine issued generation \(generation) first"
        case .adopted(let pin): "adopted its own generation \(pin.generation) (\(pin.fingerprint.short))"
        case .installed(let pin): "installed generation \(pin.generation) (\(pin.fingerprint.short))"
        case .deferred(let pin): "generation \(pin.generation) waits for the runs to end"
        case .doubted(let pin, let code): "doubts the delivered key of generation \(pin.generation): \(code)"
        case .replacedDelivery(let generation): "replaced the delivery of generation \(generation)"
        case .destroyed(let generations):
            "destroyed the keys of generation \(generations.map(\.description).joined(separator: ", "))"
        case .mustUpdateAgent: "the agent must be updated"
        case .mustRejoin(let issuer): "must rejoin\(issuer.map { " once machine \($0) has issued" } ?? "")"
        }
    }
}
