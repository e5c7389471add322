import FoundationEssentials
import RenewalCore
import RenewalTesting
import Synchronization
import Testing

/// The examples of the articles "Implementing a …": they pass their suites, and the articles quote them as they are.
struct DocumentationExampleTests {
    @Test func `the article's store passes the storage suite`() async {
        await StorageConformance.check { SmallStorage() }
    }

    @Test func `the article's clock passes the clock suite`() async {
        await WallClockConformance.check { CorrectedClock() }
    }

    @Test func `the article's clock honours a correction while somebody sleeps`() async throws {
        let clock = CorrectedClock()
        let until = clock.now().adding(seconds: 3_600)
        let sleeper = Task { try await clock.sleep(until: until) }
        clock.correct(bySeconds: 3_600)
        try await sleeper.value
        #expect(clock.now() >= until)
    }

    @Test func `the article's notifier passes the notifier suite`() async {
        await NotifierConformance.check(
            received: { try await $0.destination.ids() }, interrupt: { await $0.destination.refuseNext() }
        ) { WatchedLineNotifier() }
    }

    @Test func `the article's subscription is told of machines alone (Rule N2)`() {
        let log = Log()
        let subscription = Subscription(
            id: "audit", changes: .any, table: .machine, notifier: LineNotifier { try await log.append($0) })
        let tables = RenewalTable.allCases.filter { table in
            subscription.matches(
                ChangeEvent(table: table, change: .added, row: "r", group: GroupID(UUID()), columns: []), row: [])
        }
        #expect(tables == [.machine])
    }

    @Test func `an event stays one line whatever its texts hold`() {
        let change = ChangeEvent(
            table: .machine, change: .modified, row: "r", group: GroupID(UUID()),
            columns: [ColumnChange(column: "name", old: .text("a\nb"), new: .text("\u{1b}[2Jc\r\n"))])
        let event = RenewalEvent(id: UUID(), at: .distantPast, content: .change(change))
        #expect(!LineNotifier.line(for: event).contains { $0.isNewline })
    }

    @Test(arguments: [
        ("ImplementingAStorage", "SmallStorage"), ("ImplementingAWallClock", "CorrectedClock"),
        ("ImplementingANotifier", "LineNotifier"),
    ])
    func `the article's first block of code is the file that is tested`(article: String, example: String) throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appending(path: "Sources/RenewalCore/RenewalCore.docc/\(article).md"), encoding: .utf8)
        let code = try String(contentsOf: here.appending(path: "\(example).swift"), encoding: .utf8)
        let parts = text.split(separator: "```", omittingEmptySubsequences: false)
        try #require(parts.count >= 3, "\(article).md has no block of code")
        #expect(parts[1] == "swift\n\(code)", "\(article).md does not quote \(example).swift as it is")
    }
}

private actor Log {
    func append(_: String) throws {}
}

/// The example with a destination that can be looked at.
private struct WatchedLineNotifier: Notifier {
    let destination = Destination()

    func notify(_ event: RenewalEvent) async throws {
        try await LineNotifier { try await destination.take($0) }.notify(event)
    }

    actor Destination {
        private var lines: [String] = []
        private var isRefusing = false

        struct Refused: Error {}

        func take(_ line: String) throws {
            defer { isRefusing = false }
            if isRefusing { throw Refused() }
            lines.append(line)
        }

        func refuseNext() { isRefusing = true }

        func ids() throws -> [UUID] {
            try lines.map { try #require(UUID(uuidString: String($0.prefix(36)))) }
        }
    }
}
