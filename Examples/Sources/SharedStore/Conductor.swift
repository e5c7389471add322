import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Tells the others what to do, prints what each says, and sees that it is what it should be.
final class Conductor {
    static let start = Instant(secondsSince1970: 1_795_392_000)  // 2026-11-23

    private let folder: String
    private var children: [String: ChildProcess] = [:]
    private var now = Conductor.start

    init(folder: String) { self.folder = folder }

    func conduct() throws {
        // A child that is gone shows in what is written to it, and not as a signal.
        signal(SIGPIPE, SIG_IGN)
        defer { for child in children.values { child.end() } }
        for role in ["coordinator-1", "coordinator-2", "agent"] { try begin(role) }

        try order("coordinator-1", "make-group", "made the group")
        try order("agent", "join", "generation 1")
        try bothSee("Finance stable, generation 1 usable, machines: PC-1 Default")

        print("135 days later the renewal is due. Both coordinators sweep at the same moment.")
        now = now.adding(days: 135)
        let answers = try together("sweep", ["coordinator-1", "coordinator-2"]).sorted()
        guard answers == ["changed the group", "found nothing to do"] else {
            throw Fault("exactly one of them must open the renewal (Rule S6)")
        }
        try bothSee("Finance renewing, generation 1 usable, machines: PC-1 PendingNewKey")

        print("The agent's process is killed. Another one goes on with its vault.")
        try end("agent")
        try begin("agent")
        try order("agent", "check-in", "issued generation 2")
        try bothSee("Finance overlap, generation 1 and 2 usable, machines: PC-1 Default")

        print("At the deadline one coordinator is gone; the other one does its work, and it sees that when it is back.")
        now = now.adding(days: 45)
        try end("coordinator-1")
        try order("coordinator-2", "sweep", "changed the group")
        try begin("coordinator-1")
        try order("coordinator-1", "sweep", "found nothing to do")
        try bothSee("Finance stable, generation 2 usable, machines: PC-1 Default")
        try order("agent", "check-in", "destroyed the keys of generation 1")
        for role in ["coordinator-1", "coordinator-2", "agent"] { try order(role, "verify", "the store holds") }
        print("All of it went as it should.")
    }

    private func begin(_ role: String) throws { children[role] = try ChildProcess(arguments: [role, folder]) }

    private func end(_ role: String) throws {
        try child(role).end()
        children[role] = nil
    }

    /// Gives an order, and the answer must contain the text.
    private func order(_ role: String, _ order: String, _ expected: String) throws {
        let answer = try together(order, [role])
        guard answer.allSatisfy({ $0.contains(expected) }) else { throw Fault("expected from \(role): \(expected)") }
    }

    /// Both coordinators must see the group so.
    private func bothSee(_ expected: String) throws {
        for role in ["coordinator-1", "coordinator-2"] { try order(role, "look", expected) }
    }

    /// Gives an order to several processes before it listens to any.
    private func together(_ order: String, _ roles: [String]) throws -> [String] {
        for role in roles { try child(role).say("\(now) \(order)") }
        return try roles.map { role in
            let child = try child(role)
            guard let line = child.hear() else { throw Fault("\(role), process \(child.pid), ended") }
            let answer = line.split(separator: " ", maxSplits: 1).map(String.init)
            print("\(now.dateText)  \(role), process \(child.pid): \(answer.last ?? line)")
            guard answer.first == "done" else { throw Fault("\(role) could not do: \(order)") }
            return answer.last ?? ""
        }
    }

    private func child(_ role: String) throws -> ChildProcess {
        guard let child = children[role] else { throw Fault("there is no process \(role)") }
        return child
    }
}
