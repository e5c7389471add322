import RenewalKit

// What the world prints, a line for each event with its date and rule, and what went wrong.
extension World {
    /// A line that is no event of a history.
    func say(_ rule: String, _ group: GroupID?, _ text: @autoclosure () async throws -> String) async rethrows {
        if !isRepeating { tell(now, rule, group, try await text()) }
    }

    private func tell(_ at: Instant, _ rule: String, _ group: GroupID?, _ text: String) {
        journal.lines += 1
        let name = journal.groups.first { $0.id == group }?.name ?? ""
        print("\(at)  \(pad(rule, 3))  \(pad(name, 23))  \(text)")
    }

    /// Tells what was added to the groups' histories since the last time.
    func follow() async throws {
        var entries: [HistoryEntry] = []
        var names = journal.connections
        for index in journal.groups.indices {
            let group = journal.groups[index]
            entries += try await home.storage.read([.history(group.id, after: group.told, limit: 10_000)]).history
            if let last = entries.last, last.group == group.id { journal.groups[index].told = last.number }
            for member in group.members { names["\(member.id)"] = member.name }
        }
        entries.sort { ($0.at, $0.group, $0.number) < ($1.at, $1.group, $1.number) }
        for entry in entries {
            // Many reasons name the machine already.
            let name = names[entry.subject].flatMap { entry.reason.contains($0) ? nil : "\($0), " } ?? ""
            tell(entry.at, entry.rule, entry.group, "\(entry.action): \(name)\(entry.reason)")
        }
    }

    /// Notes whether something went as the rules say; the program fails at its end where anything did not.
    func expect(_ condition: @autoclosure () async throws -> Bool, _ rule: String, _ what: String) async rethrows {
        if isRepeating { return }
        if try await condition() { return }
        journal.faults.append("Rule \(rule): \(what)")
        print("!! not as the rules say: Rule \(rule): \(what)")
    }

    /// Notes that a call must be refused with that code, and tells it. A refusal changes nothing.
    func expectRefusal(
        _ code: RenewalError.Code, _ rule: String, _ group: GroupID, _ body: () async throws -> Void
    ) async {
        if isRepeating { return }
        do {
            try await body()
            await expect(false, rule, "expected the error \(code), and there was none")
        } catch let error as RenewalError {
            await expect(error.code == code, rule, "expected the error \(code), and there was \(error)")
            await say(rule, group, "refused: \(error)")
        } catch {
            await expect(false, rule, "expected the error \(code), and there was \(error)")
        }
    }
}

/// The text with spaces up to a width in characters.
func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
