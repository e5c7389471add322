import RenewalCore

extension StorageConformance {
    private static let start = Instant(secondsSince1970: 1_800_000_000)

    static let leaseChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "lease", "What is handed out is handed to nobody else before its lease ends, and again from then on."
        ) {
            var any = $0.rows
            let delivery = any.delivery(to: "one", row: "a")
            try await $0.store.write([], [], deliveries: [delivery, any.delivery(to: "one", row: "a")])
            let first = try await $0.store.deliveries(.claim("one", at: start))
            try requireEqual(first.map(\.event), [delivery.event], "what is handed out")
            let during = try await $0.peer().deliveries(.claim("one", at: start.adding(seconds: 599)))
            try requireEqual(during, [], "what is handed out one second before the lease ends")
            let after = try await $0.peer().deliveries(.claim("one", at: start.adding(seconds: 600)))
            try requireEqual(
                after, first, "what is handed out when the lease ends: the same, for who claimed it crashed")
        },
        ConformanceCheck(
            "settled", "A delivered notification never comes again; settling twice or an unknown one is harmless."
        ) {
            var any = $0.rows
            try await $0.store.write([], [], deliveries: ["a", "a", "b"].map { any.delivery(to: "one", row: $0) })
            let first = try await $0.store.deliveries(.claim("one", at: start))
            try requireEqual(first.map(\.rowOfChange), ["a", "b"], "the rows of what is handed out")
            try await $0.store.settle(first)
            try await $0.peer().settle(first)
            let unknown = DeliveryStep(settled: [
                .delivered(sequence: 999_999), .retry(sequence: 999_998, at: start),
                .retry(sequence: first[0].sequence, at: start),
            ])
            _ = try await $0.store.deliveries(unknown)
            let rest = try await $0.peer().deliveries(.claim("one", at: start.adding(days: 30)))
            try requireEqual(rest.map(\.rowOfChange), ["a"], "the rows of what is left")
            try require(rest[0].sequence > first[0].sequence, "what is left of row a is the one that was delivered")
            try requireEqual(rest[0].attempts, 0, "the attempts of one that was never tried")
        },
        ConformanceCheck(
            "retry",
            "A failed notification comes again at its instant with one more attempt; its row waits, others go on."
        ) {
            var any = $0.rows
            try await $0.store.write([], [], deliveries: ["a", "b", "a", "b"].map { any.delivery(to: "one", row: $0) })
            let first = try await $0.store.deliveries(.claim("one", at: start))
            try requireEqual(first.map(\.rowOfChange), ["a", "b"], "the rows of what is handed out")
            let retryAt = start.adding(seconds: 60)
            let next = try await $0.peer().deliveries(
                DeliveryStep(
                    settled: [
                        .retry(sequence: first[0].sequence, at: retryAt), .delivered(sequence: first[1].sequence),
                    ],
                    claim: Claim(
                        subscribers: ["one"], now: retryAt.adding(seconds: -1), leaseUntil: retryAt.adding(days: 1),
                        limit: 9)))
            try requireEqual(next.map(\.rowOfChange), ["b"], "the rows of what is handed out before the retry")
            var expected = first[0]
            expected.attempts += 1
            expected.notBefore = retryAt
            let again = try await $0.store.deliveries(.claim("one", at: retryAt))
            try requireEqual(again, [expected], "what is handed out at the retry's instant")
        },
        ConformanceCheck("earlyRetry", "A retry ends the lease, also where it comes before the lease would have ended.")
        {
            var any = $0.rows
            try await $0.store.write([], [], deliveries: [any.delivery(to: "one", row: "a")])
            let first = try await $0.store.deliveries(.claim("one", at: start))
            _ = try await $0.store.deliveries(
                DeliveryStep(settled: first.map { .retry(sequence: $0.sequence, at: start.adding(seconds: 1)) }))
            let again = try await $0.peer().deliveries(.claim("one", at: start.adding(seconds: 1)))
            try requireEqual(again.map(\.sequence), first.map(\.sequence), "what is handed out at the retry's instant")
        },
        ConformanceCheck(
            "claimRaces", "Claims that come at once are never handed the same notification, and none is left out."
        ) {
            subject in
            var any = subject.rows
            let handles = try await subject.handles()
            let deliveries = (0..<60).map { any.delivery(to: "one", row: "\($0)") }
            try await subject.store.write([], [], deliveries: deliveries)
            let claims = try await inParallel(40, seed: subject.seed) { index in
                try await handles[index % handles.count].deliveries(.claim("one", at: start, limit: 3))
            }
            let numbers = claims.joined().map(\.sequence)
            try requireEqual(
                Set(numbers).count, numbers.count, "different notifications handed out, seed \(subject.seed)")
            try requireEqual(numbers.count, 60, "notifications handed out by 40 claims of 3, seed \(subject.seed)")
        },
        ConformanceCheck(
            "orderInRaces",
            "Each row's notifications come in the order of their commits, however many claim and settle."
        ) {
            subject in
            var any = subject.rows
            let handles = try await subject.handles()
            for _ in 0..<20 {
                try await subject.store.write(
                    [], [], deliveries: ["a", "b", "c"].map { any.delivery(to: "one", row: $0) })
            }
            let log = ClaimLog()
            _ = try await inParallel(16, seed: subject.seed) { index in
                let store = handles[index % handles.count]
                for _ in 0..<100 where await log.count < 60 {
                    let found = try await store.deliveries(.claim("one", at: start, limit: 2))
                    for delivery in found { await log.add(delivery) }
                    try await store.settle(found)
                    await Task.yield()
                }
            }
            // What 100 turns of each task left over, one task delivers.
            while let found = Optional(try await subject.store.deliveries(.claim("one", at: start))), !found.isEmpty {
                for delivery in found { await log.add(delivery) }
                try await subject.store.settle(found)
            }
            try requireEqual(await log.count, 60, "the notifications delivered, seed \(subject.seed)")
            for (row, numbers) in await log.numbers.sorted(by: { $0.key < $1.key }) {
                try requireEqual(numbers, numbers.sorted(), "the order of row \(row), seed \(subject.seed)")
            }
        },
    ]
}

private actor ClaimLog {
    private(set) var numbers: [String: [UInt64]] = [:]

    var count: Int { numbers.values.reduce(0) { $0 + $1.count } }

    func add(_ delivery: Delivery) {
        numbers[delivery.rowOfChange, default: []].append(delivery.sequence)
    }
}
