import RenewalKit

/// Prints one line for each event, with its date and rule, from the groups' own histories; and keeps what went wrong.
final class Narrator {
    private var told: [GroupID: UInt64] = [:]
    private var groupNames: [GroupID: String] = [:]
    private var subjectNames: [String: String] = [:]
    private(set) var faults: [String] = []
    private(set) var lines = 0

    /// Gives an id a name for the lines.
    func name(_ group: GroupID, _ name: String) { groupNames[group] = name }
    /// Gives an id a name for the lines.
    func name(_ machine: MachineID, _ name: String) { subjectNames["\(machine)"] = name }
    /// Gives an id a name for the lines.
    func name(_ connection: ConnectionID, _ name: String) { subjectNames["\(connection)"] = name }

    /// A line that is no event of a history.
    func say(_ at: Instant, _ rule: String, _ group: GroupID?, _ text: String) {
        lines += 1
        let name = group.flatMap { groupNames[$0] } ?? ""
        print("\(at)  \(pad(rule, 3))  \(pad(name, 23))  \(text)")
    }

    /// Tells what was added to the histories since the last time.
    func follow(_ coordinator: RenewalCoordinator) async throws {
        var entries: [HistoryEntry] = []
        for group in groupNames.keys.sorted() {
            let page = try await coordinator.storage.read([.history(group, after: told[group] ?? 0, limit: 10_000)])
            entries += page.history
            if let last = page.history.last { told[group] = last.number }
        }
        entries.sort { ($0.at, $0.group, $0.number) < ($1.at, $1.group, $1.number) }
        for entry in entries {
            // Many reasons name the machine already.
            let name = subjectNames[entry.subject].flatMap { entry.reason.contains($0) ? nil : "\($0), " } ?? ""
            say(entry.at, entry.rule, entry.group, "\(entry.action): \(name)\(entry.reason)")
        }
    }

    /// Notes whether something went as the rules say; the program fails at its end where anything did not.
    func expect(_ condition: Bool, _ rule: String, _ what: String) {
        guard !condition else { return }
        faults.append("Rule \(rule): \(what)")
        print("!! not as the rules say: Rule \(rule): \(what)")
    }

    /// Notes that a call must be refused with that code, and tells it.
    func expectRefusal(
        _ code: RenewalError.Code, _ rule: String, at now: Instant, _ group: GroupID, _ body: () async throws -> Void
    ) async {
        do {
            try await body()
            expect(false, rule, "expected the error \(code), and there was none")
        } catch let error as RenewalError {
            expect(error.code == code, rule, "expected the error \(code), and there was \(error)")
            say(now, rule, group, "refused: \(error)")
        } catch {
            expect(false, rule, "expected the error \(code), and there was \(error)")
        }
    }
}

/// The text with spaces up to a width in characters.
func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
