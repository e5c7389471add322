internal import RenewalCore
@_spi(Trials) internal import RenewalFileStore

/// Fails call 1, 2, 3 … of an operation until it passes untouched, once and from then on, in SQLite's manner.
package struct VaultFaultLoop {
    /// From where the operation starts.
    package enum Start: String, Sendable, CaseIterable {
        /// There is no folder.
        case nothing
        /// A program stored something.
        case stored
        /// A program died before the rename: there is a new file beside the old one.
        case diedBeforeRename
        /// A program died after the rename.
        case diedAfterRename
        /// The sync of the folder failed.
        case syncFailed
        /// A program died while it made the folder.
        case diedMakingFolder
    }

    /// How many runs had a failing call, and how many of those were acknowledged all the same.
    package private(set) var failing = 0
    package private(set) var acknowledged = 0
    /// The codes that were reported.
    package private(set) var codes: [String: Int] = [:]
    private let examples: [VaultContents]

    package init() throws { examples = try VaultProgram.examples() }

    /// Runs the operation from that start with the fault at each of its calls.
    package mutating func run(
        _ operation: VaultOperation, from start: Start, _ fault: DiskFault, failsOn: Bool
    ) throws {
        for call in 1... {
            do {
                guard try run(operation, start, DiskInMemory.Plan(failureAt: call, failsOn: failsOn, fault: fault))
                else { return }
            } catch let violation as TrialViolation {
                throw TrialViolation(
                    "\(operation) from \(start), \(fault) at call \(call)\(failsOn ? " and on" : ""): \(violation)")
            }
        }
    }

    /// `false` where no call failed.
    private mutating func run(
        _ operation: VaultOperation, _ start: Start, _ plan: DiskInMemory.Plan
    ) throws -> Bool {
        var program = try prepared(start)
        let disk = program.disk
        disk.follow(plan)
        let error = try program.run(operation)
        let (failures, count) = (disk.failures, disk.count)
        guard disk.retriedSyncs == 0 else { throw TrialViolation("a sync was repeated after it failed") }
        if failures > 0 {
            failing += 1
            if let error { codes[error.code.description, default: 0] += 1 } else { acknowledged += 1 }
        } else if let error {
            throw TrialViolation("no call failed, and it threw \(error)")
        }
        try reopen(program)
        return failures > 0 || count >= plan.failureAt ?? 0
    }

    /// Another program finds what is expected, at once and after a power cut, and can go on.
    private func reopen(_ program: VaultProgram) throws {
        var chooser = RandomChooser(seed: 1)
        for cutsPower in [false, true, true] {
            var next = program
            next.disk = cutsPower ? program.disk.afterPowerCut(&chooser, everyByte: true) : program.disk.copy()
            // Without a power cut it is the same process that goes on.
            if !cutsPower { next.seen = program.seen }
            for operation in [VaultOperation.read, .store] {
                if let error = try next.run(operation) {
                    throw TrialViolation("then \(operation)\(cutsPower ? " after a power cut" : ""): \(error)")
                }
            }
        }
    }

    private func prepared(_ start: Start) throws -> VaultProgram {
        var program = VaultProgram(on: DiskInMemory(), examples: examples)
        let disk = program.disk
        if start == .nothing { return program }
        if start != .diedMakingFolder { try program.run(.store) }
        var plan = DiskInMemory.Plan()
        switch start {
        case .nothing, .stored: return program
        case .diedMakingFolder: plan.deathBefore = try call(.sync, "parent", program)
        case .diedBeforeRename: plan.deathBefore = try call(.rename, "vault.new", program)
        case .diedAfterRename: plan.deathBefore = try call(.sync, "folder", program)
        case .syncFailed:
            plan.failureAt = try call(.sync, "folder", program)
            plan.fault = .syncError
        }
        disk.follow(plan)
        try program.run(.store)
        disk.restart()
        return program
    }

    /// Which call of storing that is.
    private func call(_ kind: DiskCall.Kind, _ name: String, _ program: VaultProgram) throws -> Int {
        var copy = program
        copy.disk = program.disk.copy()
        copy.disk.note()
        try copy.run(.store)
        guard let index = copy.disk.noted.firstIndex(of: DiskCall(kind, name)) else {
            throw TrialViolation("storing has no call '\(kind.rawValue) \(name)'")
        }
        return index + 1
    }
}
