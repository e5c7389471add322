import FoundationEssentials
import RenewalKit

/// What the demo has to know to go on where it was interrupted: how far the story was, what time it is in it, and what
/// its people remember. The groups, machines and keys themselves are in the store and in the vaults.
///
/// The groups' passwords are in it too, as the demo plays the people who know them. An app must never keep them.
struct Journal: Codable {
    var format = Self.format
    /// The present at the beginning.
    var start: Instant
    /// How long the groups live.
    var years: Int
    /// The folder of Web API responses whose fleet lives on, if there is one.
    var fleet: String?
    /// What ids are derived from.
    var seed: UInt64
    /// The operation that was begun last; all before it are done. 0 before the first.
    var position = 0
    /// Its name.
    var operation = ""
    /// A digest of the names of all operations up to it, which another version of the story would not have.
    var digest = Fingerprint.zero.description
    /// The instant at which it began.
    var began: Instant
    /// How often it has moved the clock.
    var moves = 0
    /// The present: the clock is about to show it, or does.
    var now: Instant
    /// What the story looked up once and uses again.
    var values: [String: String] = [:]
    var groups: [Group] = []
    /// The names of connections, by id.
    var connections: [String: String] = [:]
    /// What went other than the rules say.
    var faults: [String] = []
    var lines = 0
    var checkIns = 0
    /// Days on which every machine would have checked in and nothing was due.
    var daysJumped: Int64 = 0
    var isFinished = false

    static let format = "RenewalKit demo, journal 1"

    /// A group that lives in the story.
    struct Group: Codable {
        var id: GroupID
        var name: String
        var password: String
        var members: [Member] = []
        /// The number of the history entry that was told last.
        var told: UInt64 = 0
    }

    /// A machine of the fleet.
    struct Member: Codable {
        var id: MachineID
        var name: String
        var version: AgentVersion
        /// Whether it connects these days.
        var isOnline = true
        var isGone = false
    }

    init(start: Instant, years: Int, fleet: String?, seed: UInt64) {
        self.start = start
        self.years = years
        self.fleet = fleet
        self.seed = seed
        began = start
        now = start
    }

    /// The id of a thing of this kind and name: the same one whenever it is asked for, so that what was made just before
    /// an interruption is found again.
    func id<ID: UUIDIdentifier>(_ kind: String, _ name: String) -> ID {
        var bytes = Array(StandardCrypto().digest(Array("\(seed)/\(kind)/\(name)".utf8)).bytes.prefix(16))
        // RFC 9562: version 8, made in a way of one's own.
        bytes[6] = bytes[6] & 0x0f | 0x80
        bytes[8] = bytes[8] & 0x3f | 0x80
        return ID(bytes: bytes) ?? .random()
    }
}
