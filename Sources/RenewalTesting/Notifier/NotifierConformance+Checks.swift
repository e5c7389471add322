import RenewalCore

extension NotifierConformance {
    static let checks: [ConformanceCheck<NotifierSubject>] = [
        ConformanceCheck(
            "everyEvent", "Every kind of event is taken, whatever its values, and has arrived when the call returns."
        ) {
            var any = ArbitraryRows(seed: $0.seed)
            var sent: [RenewalEvent] = []
            for _ in 0..<60 {
                sent.append(any.event())
                try await $0.notifier.notify(sent[sent.count - 1])
                let received = try await $0.received()
                try requireEqual(received.count, sent.count, "the number of events received, seed \($0.seed)")
            }
            try requireEqual(try await $0.received(), sent.map(\.id), "the events received, in order, seed \($0.seed)")
        },
        ConformanceCheck("repetition", "An event that comes again is taken again, under the same id.") {
            var any = ArbitraryRows(seed: $0.seed)
            let event = any.event()
            try await $0.notifier.notify(event)
            try await $0.notifier.notify(event)
            let received = try await $0.received()
            try require(
                !received.isEmpty && received.allSatisfy { $0 == event.id },
                "received was \(received); expected \(event.id), once or twice")
        },
        ConformanceCheck("manyRows", "Events of different rows may come at once from any task, and all arrive.") {
            subject in
            var any = ArbitraryRows(seed: subject.seed)
            let events = (0..<50).map { any.change(row: "\($0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for event in events {
                    group.addTask { @concurrent in try await subject.notifier.notify(event) }
                }
                try await group.waitForAll()
            }
            let received = try await subject.received()
            try requireEqual(received.count, 50, "the number of events received")
            try requireEqual(Set(received), Set(events.map(\.id)), "the events received")
        },
        ConformanceCheck("failure", "An event that can not be delivered makes the call throw; told again, it arrives.")
        {
            guard let interrupt = $0.interrupt else { return }
            let (notifier, received) = ($0.notifier, $0.received)
            var any = ArbitraryRows(seed: $0.seed)
            let (before, event) = (any.event(), any.event())
            try await notifier.notify(before)
            try await interrupt()
            _ = try await thrown(by: "a call that could not deliver") { try await notifier.notify(event) }
            try requireEqual(try await received(), [before.id], "the events received after a failed call")
            try await notifier.notify(event)
            try requireEqual(try await received(), [before.id, event.id], "the events received after telling it again")
        },
        ConformanceCheck("cancellation", "In a cancelled task a call that returns has delivered; else it throws.") {
            subject in
            var any = ArbitraryRows(seed: subject.seed)
            let event = any.event()
            let call = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await subject.notifier.notify(event)
            }
            let result = await call.result
            let received = try await subject.received()
            if case .success = result {
                try requireEqual(received, [event.id], "the events received after a call that returned")
            }
        },
    ]
}
