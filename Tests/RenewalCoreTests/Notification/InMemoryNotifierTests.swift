import RenewalCore
import RenewalTesting
import Testing

/// The notifier in memory.
struct InMemoryNotifierTests {
    @Test(arguments: [UInt64(1), 2])
    func `it passes the notifier suite (Rule N3)`(seed: UInt64) async {
        await NotifierConformance.check(
            seed: seed, received: { $0.events.map(\.id) }, interrupt: { $0.fail(times: 1) }
        ) { .inMemory }
    }

    @Test func `it fails as often as it is told, and keeps nothing then`() async throws {
        let notifier = InMemoryNotifier(failing: 2)
        var any = ArbitraryRows(seed: 3)
        let event = any.event()
        for _ in 1...2 {
            await #expect(throws: InMemoryNotifier.ToldToFail.self) { try await notifier.notify(event) }
        }
        #expect(notifier.events.isEmpty && notifier.calls == 2)
        try await notifier.notify(event)
        #expect(notifier.events == [event] && notifier.calls == 3)
        notifier.fail(times: 5)
        notifier.fail(times: 0)
        try await notifier.notify(event)
        #expect(notifier.events == [event, event])
    }
}
