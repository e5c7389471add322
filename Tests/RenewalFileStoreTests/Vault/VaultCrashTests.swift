import FileStoreTrials
import Testing

/// What survives on a disk that forgets whatever was not synced, in any part.
struct VaultCrashTests {
    @Test func `every sequence of up to three operations survives every crash`() throws {
        var trial = VaultCrashPoints()
        try trial.run(upTo: 3)
        #expect(trial.sequences == 84)
        #expect(trial.crashPoints > 1_000)
        print("crash points: \(trial.crashPoints), states: \(trial.states)")
    }

    @Test func `random histories survive`() throws {
        var trial = try VaultCrashStates()
        try trial.run(states: 20_000, seed: 1)
        #expect(trial.kills > 100 && trial.failures > 100)
    }

    @Test(arguments: DiskInMemory.LeftOut.allCases)
    func `without that step states are lost, and both trials see it`(step: DiskInMemory.LeftOut) throws {
        #expect(throws: TrialViolation.self) {
            var trial = VaultCrashPoints(leftOut: step)
            try trial.run(upTo: 3)
        }
        #expect(throws: TrialViolation.self) {
            var trial = try VaultCrashStates(leftOut: step)
            try trial.run(states: 20_000, seed: 1)
        }
    }
}
