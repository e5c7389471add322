/// Every sequence of operations, every crash in its last one, and everything that the crash can leave.
package struct VaultCrashPoints {
    package private(set) var sequences = 0
    package private(set) var crashPoints = 0
    package private(set) var states = 0
    private let leftOut: DiskInMemory.LeftOut?
    private let examples = try? VaultProgram.examples()

    package init(leftOut: DiskInMemory.LeftOut? = nil) { self.leftOut = leftOut }

    /// Runs them.
    ///
    /// - Throws: ``TrialViolation``, with the sequence and the call.
    package mutating func run(upTo length: Int = 3) throws {
        for sequence in VaultOperation.sequences(upTo: length) {
            sequences += 1
            for death in 1... {
                do {
                    guard try crash(sequence, before: death) else { break }
                } catch let violation as TrialViolation {
                    throw TrialViolation("\(sequence), dead before call \(death) of the last: \(violation)")
                }
            }
        }
    }

    /// Dies before that call of the last operation; `false` where it has fewer.
    private mutating func crash(_ sequence: [VaultOperation], before death: Int) throws -> Bool {
        let disk = DiskInMemory(leftOut: leftOut)
        var program = VaultProgram(on: disk, examples: examples ?? [])
        for operation in sequence.dropLast() { try program.run(operation) }
        disk.follow(DiskInMemory.Plan(deathBefore: death))
        for operation in sequence.suffix(1) { try program.run(operation) }
        try cutPower(program)
        guard disk.isDead else { return false }
        crashPoints += 1
        try recoverAfterKill(program)
        return true
    }

    /// Another program goes on after this one died, dies at every call in turn, and then the power fails.
    private mutating func recoverAfterKill(_ program: VaultProgram) throws {
        for operation in [VaultOperation.read, .store] {
            for death in 1... {
                var copy = program
                copy.disk = program.disk.copy()
                copy.disk.restart()
                copy.disk.follow(DiskInMemory.Plan(deathBefore: death))
                let error = try copy.run(operation)
                let isDead = copy.disk.isDead
                guard isDead || error == nil else { throw TrialViolation("after a kill: \(error as Any)") }
                try cutPower(copy)
                if !isDead { break }
            }
        }
    }

    /// Looks at everything that a power cut can leave: it is read, changed, and read again.
    private mutating func cutPower(_ program: VaultProgram) throws {
        var choices = EveryChoice()
        repeat {
            states += 1
            var copy = program
            copy.disk = program.disk.afterPowerCut(&choices, everyByte: false)
            for operation in [VaultOperation.read, .store, .read] {
                if let error = try copy.run(operation) { throw TrialViolation("after a power cut: \(error)") }
            }
        } while choices.advance()
    }
}
