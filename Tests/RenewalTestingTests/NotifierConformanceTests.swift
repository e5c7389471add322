import RenewalCore
import RenewalTesting
import Testing

/// The notifier suite finds what is wrong.
struct NotifierConformanceTests {
    enum Fault: String, CaseIterable, Sendable {
        case swallowsFailures, dropsRepetitionsWithAnError, returnsBeforeDelivery, refusesClockEvents,
            deliversThenThrows

        var check: String {
            switch self {
            case .swallowsFailures, .deliversThenThrows: "failure"
            case .dropsRepetitionsWithAnError: "repetition"
            case .returnsBeforeDelivery, .refusesClockEvents: "everyEvent"
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `a notifier with a fault is found out by the check that is meant to`(fault: Fault) async {
        let violations = await Self.violations(fault)
        #expect(violations.map(\.check).contains(fault.check), "\(fault): found by \(violations.map(\.check))")
    }

    @Test func `the notifier without a fault passes`() async {
        #expect(await Self.violations(nil) == [])
    }

    private static func violations(_ fault: Fault?) async -> [ConformanceViolation] {
        await NotifierConformance.violations(
            received: { $0.base.events.map(\.id) }, interrupt: { $0.base.fail(times: 1) }
        ) { FaultyNotifier(fault: fault) }
    }
}

/// A notifier in memory with one fault.
private struct FaultyNotifier: Notifier {
    let base = InMemoryNotifier()
    let late = InMemoryNotifier()
    let fault: NotifierConformanceTests.Fault?

    struct Refused: Error {}

    func notify(_ event: RenewalEvent) async throws {
        switch (fault, event.content) {
        case (.swallowsFailures, _): try? await base.notify(event)
        case (.dropsRepetitionsWithAnError, _):
            if base.events.contains(event) { throw Refused() }
            try await base.notify(event)
        case (.returnsBeforeDelivery, _):
            // The destination gets each event when the next one comes.
            if let last = late.events.last { try await base.notify(last) }
            try await late.notify(event)
        case (.refusesClockEvents, .clockSuspect): throw Refused()
        case (.deliversThenThrows, _):
            do { try await base.notify(event) } catch {
                try await base.notify(event)
                throw error
            }
        default: try await base.notify(event)
        }
    }
}
