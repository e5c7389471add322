import RenewalSimulation

/// A fleet as the judge reads it: rows without keys, instants in seconds since 1970.
struct JudgedFleet: Encodable {
    var start: Int64
    var end: Int64?
    var pickUp: Int64
    var tried: Policy?
    var groups: [Group]
    var machines: [Machine]
    var connections: [Connection]
    var actions: [Action]

    struct Policy: Encodable {
        var v: Int
        var g: Int
    }

    struct Generation: Encodable {
        var number: UInt64
        var c: Int64
        var v: Int
    }

    struct Request: Encodable {
        var issuer: String?
    }

    struct Group: Encodable {
        var id: String
        var v: Int
        var g: Int
        var phase: String
        var current: Generation?
        var previous: Generation?
        var deadline: Int64?
        var delivers: Bool
        var issuer: String?
        var request: Request?
    }

    struct Machine: Encodable {
        var id: String
        var group: String
        var version: String
        var generation: UInt64
        var heartbeat: Int64
        var weekly: [[Int64]]?
        var away: [[Int64]]
    }

    struct Connection: Encodable {
        var id: String
        var group: String
        var copies: [UInt64]
    }

    struct Action: Encodable {
        var at: Int64
        var `do`: String
        var group: String?
        var machine: String?
        var connection: String?
        var version: String?
        var v: Int?
        var g: Int?
    }
}
