import RenewalCore

extension StorageConformance {
    private static let start = Instant(secondsSince1970: 1_800_000_000)

    static let deliveryChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "deliveryRoundTrip", "A notification is handed out as it was stored, with its number and attempts."
        ) {
            var any = $0.rows
            let deliveries = (0..<25).map { _ in any.delivery(to: "one") }
            try await $0.store.write([], [], deliveries: deliveries)
            let store = try await $0.peer()
            var found: [Delivery] = []
            while true {
                let next = try await store.deliveries(.claim("one", at: .distantFuture, limit: 9))
                if next.isEmpty { break }
                try await store.settle(next)
                found += next
            }
            try requireEqual(Set(found.map(\.sequence)).count, 25, "how many different numbers 25 notifications have")
            found.sort { $0.sequence < $1.sequence }
            try require(found.allSatisfy { $0.sequence > 0 }, "a stored notification has the number 0")
            for index in found.indices { found[index].sequence = 0 }
            try requireEqual(found, deliveries, "the notifications in order of their numbers, seed \($0.seed)")
        },
        ConformanceCheck(
            "deliveryOrder", "Of one subscriber and order key only the oldest that is not settled is handed out."
        ) {
            var any = $0.rows
            let rows = ["a", "b", "a", "b", "a"]
            for row in rows { try await $0.store.write([], [], deliveries: [any.delivery(to: "one", row: row)]) }
            for expected in [["a", "b"], ["a", "b"], ["a"], []] {
                let found = try await $0.peer().deliveries(.claim("one", at: start))
                try requireEqual(found.map(\.rowOfChange), expected, "the rows of what is handed out")
                let numbers = found.map(\.sequence)
                try requireEqual(numbers, numbers.sorted(), "the order of what is handed out, by number")
                let more = try await $0.store.deliveries(.claim("one", at: start))
                try requireEqual(more, [], "what is handed out while that is leased")
                try await $0.store.settle(found)
            }
        },
        ConformanceCheck(
            "commitOrder", "Notifications are numbered in the order of the commits and within one as listed."
        ) {
            subject in
            var any = subject.rows
            let handles = try await subject.handles()
            var expected: [String] = []
            for round in 0..<10 {
                let deliveries = (0..<3).map { any.delivery(to: "one", row: "\(round)/\($0)") }
                try await handles[round % handles.count].write([], [], deliveries: deliveries)
                expected += deliveries.map(\.rowOfChange)
            }
            let found = try await subject.store.deliveries(.claim("one", at: start))
            try requireEqual(found.map(\.rowOfChange), expected, "the rows in the order of the numbers")
        },
        ConformanceCheck(
            "subscribers", "Each subscriber is handed its own notifications, and no other's failures hold it up."
        ) {
            var any = $0.rows
            let event = any.change(row: "a", at: start)
            let deliveries = ["one", "two", "three"].map { Delivery(subscriber: $0, event: event, notBefore: start) }
            try await $0.store.write([], [], deliveries: deliveries + deliveries)
            let first = try await $0.store.deliveries(.claim("one", at: start))
            try requireEqual(first.map(\.subscriber), ["one"], "the subscribers of what one of them is handed")
            let both = try await $0.peer().deliveries(
                DeliveryStep(
                    claim: Claim(
                        subscribers: ["three", "two"], now: start, leaseUntil: start.adding(days: 1), limit: 9)))
            try requireEqual(Set(both.map(\.subscriber)), ["two", "three"], "the subscribers of what two are handed")
            let none = try await $0.store.deliveries(.claim("unknown", at: start))
            try requireEqual(none, [], "what an unknown subscriber is handed")
            let nobody = try await $0.store.deliveries(
                DeliveryStep(claim: Claim(subscribers: [], now: start, leaseUntil: start, limit: 9)))
            try requireEqual(nobody, [], "what no subscriber is handed")
        },
        ConformanceCheck(
            "notBefore", "A notification is handed out from its instant on, and holds back those behind it."
        ) {
            var any = $0.rows
            var late = any.delivery(to: "one", row: "a")
            late.notBefore = start.adding(seconds: 100)
            let behind = any.delivery(to: "one", row: "a")
            let other = any.delivery(to: "one", row: "b")
            try await $0.store.write([], [], deliveries: [late, behind, other])
            let early = try await $0.store.deliveries(.claim("one", at: start.adding(seconds: 99)))
            try requireEqual(early.map(\.event), [other.event], "what is handed out one second early")
            let due = try await $0.peer().deliveries(.claim("one", at: start.adding(seconds: 100)))
            try requireEqual(due.map(\.event), [late.event], "what is handed out at the instant")
        },
        ConformanceCheck(
            "claimLimit", "At most as many as asked for are handed out, those first that could be for longest."
        ) {
            var any = $0.rows
            let deliveries = (0..<10).map { index in
                var delivery = any.delivery(to: "one", row: "\(index)")
                delivery.notBefore = start.adding(seconds: -Int64(index))
                return delivery
            }
            try await $0.store.write([], [], deliveries: deliveries)
            let none = try await $0.store.deliveries(.claim("one", at: start, limit: 0))
            try requireEqual(none, [], "what a claim of 0 is handed")
            for expected in [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["0"]] {
                let found = try await $0.peer().deliveries(.claim("one", at: start, limit: 3)).map(\.rowOfChange)
                try requireEqual(found, expected, "the rows of what a claim of 3 is handed")
            }
        },
    ]
}

extension ArbitraryRows {
    /// A notification of an arbitrary event, due at once.
    mutating func delivery(to subscriber: String) -> Delivery {
        let event = self.event()
        return Delivery(subscriber: subscriber, event: event, notBefore: event.at, attempts: Int(number(0...3)))
    }

    /// A notification of a machine's row, due from the start of the delivery checks.
    mutating func delivery(to subscriber: String, row: String) -> Delivery {
        let start = Instant(secondsSince1970: 1_800_000_000)
        let change = ChangeEvent(table: .machine, change: .modified, row: row, group: id(), columns: [])
        return Delivery(
            subscriber: subscriber, event: RenewalEvent(id: uuid(), at: start, content: .change(change)),
            notBefore: start)
    }
}

extension Delivery {
    /// The row that changed; empty for a suspect clock.
    var rowOfChange: String {
        if case .change(let change) = event.content { change.row } else { "" }
    }
}

extension DeliveryStep {
    /// A claim for one subscriber, leased for ten minutes.
    static func claim(_ subscriber: String, at now: Instant, limit: Int = 100) -> DeliveryStep {
        DeliveryStep(
            claim: Claim(subscribers: [subscriber], now: now, leaseUntil: now.adding(seconds: 600), limit: limit))
    }
}

extension Storage {
    /// Settles notifications as delivered.
    func settle(_ deliveries: [Delivery]) async throws {
        let step = DeliveryStep(settled: deliveries.map { .delivered(sequence: $0.sequence) })
        let found = try await self.deliveries(step)
        try requireEqual(found, [], "what is handed out without a claim")
    }
}
