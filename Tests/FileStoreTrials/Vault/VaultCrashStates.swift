internal import RenewalCore

/// Random histories of a vault: operations, failing calls, kills and power cuts that leave any part of what was not
/// synced.
package struct VaultCrashStates {
    /// How many states that a power cut left were looked at.
    package private(set) var states = 0
    /// How many of them followed which call.
    package private(set) var byCall: [String: Int] = [:]
    /// How many kills there were, and calls that failed.
    package private(set) var kills = 0
    package private(set) var failures = 0
    private var story: [String]?
    private let leftOut: DiskInMemory.LeftOut?
    private let examples: [VaultContents]

    package init(leftOut: DiskInMemory.LeftOut? = nil) throws {
        self.leftOut = leftOut
        examples = try VaultProgram.examples()
    }

    /// Runs histories until so many states were looked at. History n has the seed `seed` + n.
    ///
    /// - Throws: ``TrialViolation`` with the history's seed.
    package mutating func run(states wanted: Int, seed: UInt64) throws {
        var seed = seed
        while states < wanted {
            do { try history(seed) } catch let violation as TrialViolation {
                // Once more, telling what happens.
                story = []
                try? history(seed)
                throw TrialViolation("seed \(seed): \(violation)\n" + (story ?? []).joined(separator: "\n"))
            }
            seed += 1
        }
    }

    private mutating func history(_ seed: UInt64) throws {
        var chooser = RandomChooser(seed: seed)
        var program = VaultProgram(on: DiskInMemory(leftOut: leftOut), examples: examples)
        for _ in 0..<1 + chooser.choose(6) {
            try step(&program, &chooser)
            guard program.disk.isDead || chooser.choose(8) == 0 else { continue }
            if chooser.choose(3) == 0 {
                kills += 1
                story?.append("    killed")
                program.disk.restart()
            } else {
                try cutPower(&program, &chooser)
            }
        }
        try cutPower(&program, &chooser)
    }

    /// One operation; one in two dies at some call, one in four has a call that fails.
    private mutating func step(_ program: inout VaultProgram, _ chooser: inout RandomChooser) throws {
        var plan = DiskInMemory.Plan()
        if chooser.choose(2) == 0 { plan.deathBefore = 1 + chooser.choose(26) }
        if chooser.choose(4) == 0 {
            plan.failureAt = 1 + chooser.choose(26)
            plan.failsOn = chooser.choose(4) == 0
            plan.fault = [.error(5), .error(28), .syncError, .syncError, .short][chooser.choose(5)]
        }
        let disk = program.disk
        disk.note()
        disk.follow(plan)
        let operation = VaultOperation.allCases[[0, 0, 0, 1, 2, 3][chooser.choose(6)]]
        let error = try program.run(operation)
        failures += disk.failures
        story?.append("    \(operation): \(plan), \(disk.isDead ? "dead" : error.map { "\($0)" } ?? "done")")
        story?.append("        " + disk.noted.map { "\($0)" }.joined(separator: ", "))
        guard error == nil || disk.isDead || disk.failures > 0 else {
            throw TrialViolation("\(operation) failed, and no call did: \(error as Any)")
        }
        guard disk.retriedSyncs == 0 else { throw TrialViolation("a sync was repeated after it failed") }
        disk.follow(DiskInMemory.Plan())
    }

    /// Looks at several states that a power cut can leave, and goes on with the last.
    private mutating func cutPower(_ program: inout VaultProgram, _ chooser: inout RandomChooser) throws {
        let last = program.disk.noted.last.map { "\($0)" } ?? "the last crash"
        let count = 24
        story?.append("    the power fails")
        byCall[last, default: 0] += count
        var next = program
        for _ in 0..<count {
            states += 1
            next = program
            next.disk = program.disk.afterPowerCut(&chooser, everyByte: true)
            var reader = next
            reader.disk = next.disk.copy()
            if let error = try reader.run(.read) { throw TrialViolation("after a power cut: \(error)") }
            if chooser.choose(8) == 0, let error = try reader.run(.store) {
                throw TrialViolation("the first change after a power cut: \(error)")
            }
        }
        program = next
    }
}
