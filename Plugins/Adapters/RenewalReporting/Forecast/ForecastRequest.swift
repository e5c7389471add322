public import RenewalCore
import RenewalDataverse
import RenewalSimulation

/// What a forecast is asked for: a policy to try, times in which machines are away, and until when.
public struct ForecastRequest: Hashable, Sendable {
    /// V that every group is given, in minutes; `nil` leaves each its own.
    public var validityMinutes: Int?
    /// G that every group is given, in minutes; `nil` leaves each its own.
    public var graceMinutes: Int?
    /// Until when; `nil` for the end of each group's next renewal.
    public var until: Instant?
    /// Machines that are away.
    public var offline: [Absence]

    /// A request of these values.
    public init(
        validityMinutes: Int? = nil, graceMinutes: Int? = nil, until: Instant? = nil, offline: [Absence] = []
    ) {
        self.validityMinutes = validityMinutes
        self.graceMinutes = graceMinutes
        self.until = until
        self.offline = offline
    }

    /// A time in which a machine is away.
    public struct Absence: Hashable, Sendable {
        /// The machine's name or id.
        public var machine: String
        /// From when.
        public var from: Instant
        /// Until when.
        public var to: Instant

        /// Reads `NAME|ID=FROM/TO`; a name may hold `=`. `nil` for anything else, and where `TO` is not after `FROM`.
        public init?(_ text: String) {
            guard let equals = text.utf8.lastIndex(of: UInt8(ascii: "=")) else { return nil }
            let times = text[text.utf8.index(after: equals)...].split(
                separator: "/", omittingEmptySubsequences: false)
            guard times.count == 2, let from = Instant(String(times[0])), let to = Instant(String(times[1])), from < to
            else { return nil }
            machine = String(text[..<equals])
            (self.from, self.to) = (from, to)
        }
    }
}

extension ForecastRequest {
    /// When each machine of the fleet is online.
    ///
    /// - Throws: ``ReportError`` with `usage` for a machine that there is not, or that is named as others are.
    func presence(in fleet: Fleet) throws -> [MachineID: Presence] {
        var times: [MachineID: [Range<Instant>]] = [:]
        for absence in offline {
            let id = MachineID(absence.machine)
            let named = fleet.summary.machines.filter {
                $0.facts.id == id || $0.facts.name?.utf8.elementsEqual(absence.machine.utf8) == true
            }
            // Another one may have the id for its name.
            let identified = named.filter { $0.facts.id == id }
            let found = identified.isEmpty ? named : identified
            guard let machine = found.first else {
                throw ReportError(.usage, "no machine has the name or id \"\(absence.machine.printable)\"")
            }
            guard found.count == 1 else {
                let ids = found.prefix(3).map { $0.facts.id.description }.joined(separator: ", ")
                throw ReportError(
                    .usage,
                    "\(found.count) machines are named \"\(absence.machine.printable)\"; give an id: \(ids)\(found.count > 3 ? " …" : "")"
                )
            }
            times[machine.facts.id, default: []].append(absence.from..<absence.to)
        }
        return times.mapValues { Presence.always.away(in: $0) }
    }

    /// What the simulation is asked for.
    func options(at now: Instant, groups: [GroupID]?, presence: [MachineID: Presence]) -> Forecast.Options {
        Forecast.Options(
            start: now, end: until, groups: groups, validityMinutes: validityMinutes, graceMinutes: graceMinutes,
            presence: presence)
    }
}
