import FileStoreTrials
import Testing

/// What survives on a disk that forgets whatever was not synced, in any part.
struct VaultCrashTests {
    // `file-store-trials vault-crash-points` takes the sequences of up to three.
    @Test func `every operation on an empty vault survives every crash`() throws {
        var trial = VaultCrashPoints()
        try trial.run(upTo: 1)
        #expect(trial.sequences == 4 && trial.crashPoints > 40 && trial.states > 1_000)
    }

    // `file-store-trials vault-crash-states` takes a million.
    @Test func `random histories survive`() throws {
        var trial = try VaultCrashStates()
        try trial.run(states: 10_000, seed: 1)
        #expect(trial.kills > 50 && trial.failures > 50)
    }

    @Test(arguments: DiskInMemory.LeftOut.allCases)
    func `without that step states are lost, and both trials see it`(step: DiskInMemory.LeftOut) throws {
        #expect(throws: TrialViolation.self) {
            var trial = VaultCrashPoints(leftOut: step)
            try trial.run(upTo: 1)
        }
        #expect(throws: TrialViolation.self) {
            var trial = try VaultCrashStates(leftOut: step)
            try trial.run(states: 20_000, seed: 1)
        }
    }
}
