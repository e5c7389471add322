import RenewalCore

extension WallClockConformance {
    static let readingChecks: [ConformanceCheck<WallClockSubject>] = [
        ConformanceCheck("elapsed", "Elapsed time goes on with time and never back, whichever task asks.") { subject in
            let clock = subject.clock
            let before = clock.elapsed()
            let drops = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask { @concurrent in
                        var (last, drops) = (clock.elapsed(), 0)
                        for _ in 0..<10_000 {
                            let next = clock.elapsed()
                            if next < last { drops += 1 }
                            last = next
                        }
                        return drops
                    }
                }
                return await group.reduce(0, +)
            }
            try requireEqual(drops, 0, "how often elapsed time went back")
            try await subject.pass(.milliseconds(1_500))
            let passed = clock.elapsed() - before
            try require(passed >= .milliseconds(1_500), "after 1.5 s, \(passed) had elapsed")
        },
        ConformanceCheck("now", "The present instant goes on with elapsed time, in whole seconds.") { subject in
            let (now, elapsed) = (subject.clock.now(), subject.clock.elapsed())
            try await subject.pass(.milliseconds(2_500))
            let seconds = subject.clock.now().seconds(since: now)
            let passed = subject.clock.elapsed() - elapsed
            // Both are read one after the other, and the fraction of a second is dropped.
            try require(
                abs(Double(seconds) - passed / .seconds(1)) < 1.5,
                "the time of day went on by \(seconds) s while \(passed) elapsed")
        },
    ]

    static let sleepChecks: [ConformanceCheck<WallClockSubject>] = [
        ConformanceCheck("sleepUntilPast", "Sleeping until an instant that has passed returns at once.") { subject in
            let clock = subject.clock
            let now = clock.now()
            let time = try await ContinuousClock().measure {
                try await clock.sleep(until: now)
                try await clock.sleep(until: now.adding(days: -4_000))
                try await clock.sleep(until: .distantPast)
            }
            try require(time < .seconds(30), "it took \(time)")
        },
        ConformanceCheck("sleep", "Sleeping ends when the clock shows the instant, and not before.") { subject in
            let clock = subject.clock
            for seconds in Int64(1)...2 {
                let until = clock.now().adding(seconds: seconds)
                async let woken = wake(clock, until)
                try await subject.pass(.seconds(seconds))
                let found = try await woken
                try require(found >= until, "a sleep until \(until) ended at \(found) by the same clock")
            }
        },
        ConformanceCheck("manySleepers", "Many tasks may sleep at once, each until its own instant.") { subject in
            let clock = subject.clock
            let start = clock.now()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    let until = start.adding(seconds: Int64(index % 3))
                    group.addTask {
                        let found = try await wake(clock, until)
                        try require(found >= until, "a sleep until \(until) ended at \(found)")
                    }
                }
                for _ in 0..<3 { try await subject.pass(.seconds(1)) }
                try await group.waitForAll()
            }
        },
        ConformanceCheck("cancellation", "A sleep whose task is cancelled throws CancellationError at once.") {
            subject in
            let clock = subject.clock
            let until = clock.now().adding(days: 400)
            for delay in [Duration.zero, .milliseconds(50)] {
                let sleeper = Task { try await clock.sleep(until: until) }
                try await Task.sleep(for: delay)
                let time = ContinuousClock.now
                sleeper.cancel()
                let error = try await thrown(by: "a cancelled sleep") { try await sleeper.value }
                try require(error is CancellationError, "a cancelled sleep threw \(error)")
                let took = ContinuousClock.now - time
                try require(took < .seconds(30), "a cancelled sleep ended after \(took)")
            }
        },
        ConformanceCheck("sleepWhenCancelled", "A sleep in a task that is cancelled already throws CancellationError.")
        {
            subject in
            let clock = subject.clock
            for until in [clock.now().adding(days: 400), clock.now().adding(days: -1)] {
                let sleeper = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await clock.sleep(until: until)
                }
                let error = try await thrown(by: "a sleep in a cancelled task") { try await sleeper.value }
                try require(error is CancellationError, "a sleep in a cancelled task threw \(error)")
            }
        },
        ConformanceCheck("cancelledAmongOthers", "Cancelling one sleep ends no other.") { subject in
            let clock = subject.clock
            let until = clock.now().adding(seconds: 1)
            let cancelled = Task { try await clock.sleep(until: until) }
            async let woken = wake(clock, until)
            cancelled.cancel()
            _ = await cancelled.result
            try await subject.pass(.seconds(1))
            let found = try await woken
            try require(found >= until, "a sleep until \(until) ended at \(found) when another was cancelled")
        },
    ]

    private static func wake(_ clock: any WallClock, _ until: Instant) async throws -> Instant {
        try await clock.sleep(until: until)
        return clock.now()
    }
}
