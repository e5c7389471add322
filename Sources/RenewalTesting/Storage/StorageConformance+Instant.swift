import RenewalCore

extension StorageConformance {
    static let instantChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "keptInstant", "The kept instant: none at first, raised up only, set up or down, read as it is."
        ) {
            let (store, peer) = ($0.store, try await $0.peer())
            let day = Instant(secondsSince1970: 1_800_000_000)
            let steps: [(any Storage, KeptInstantChange, Instant?)] = [
                (store, .read, nil), (store, .raise(to: day), day), (peer, .read, day),
                (peer, .raise(to: day.adding(days: -1)), day),
                (store, .raise(to: day.adding(seconds: 1)), day.adding(seconds: 1)),
                (peer, .set(day.adding(days: -400)), day.adding(days: -400)), (store, .read, day.adding(days: -400)),
                (store, .raise(to: day), day), (peer, .set(day.adding(days: 9)), day.adding(days: 9)),
                (peer, .read, day.adding(days: 9)),
            ]
            for (index, step) in steps.enumerated() {
                let found = try await step.0.keptInstant(step.1)
                try requireEqual(found, step.2, "the kept instant after \(step.1), step \(index)")
            }
        },
        ConformanceCheck("keptInstantRaces", "Of instants that are raised to at once the latest stays.") { subject in
            let start = Instant(secondsSince1970: 1_800_000_000)
            let handles = try await subject.handles()
            _ = try await inParallel(100, seed: subject.seed) { index in
                try await handles[index % handles.count].keptInstant(.raise(to: start.adding(days: index * 37 % 100)))
            }
            try requireEqual(
                try await subject.peer().keptInstant(.read), start.adding(days: 99),
                "the kept instant, seed \(subject.seed)")
        },
    ]
}
