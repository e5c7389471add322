package import RenewalCore
@_spi(Trials) package import RenewalFileStore

/// Programs that use a vault on a disk in memory, one after the other, and what must hold.
package struct VaultProgram {
    /// Another disk is another process, which has seen nothing.
    package var disk: DiskInMemory { didSet { seen = VaultMark() } }
    /// How far the process has seen the vault.
    package var seen = VaultMark()
    package var expectation = VaultExpectation()
    /// The number of the latest contents tried.
    package private(set) var version = 0
    private let examples: [VaultContents]

    package init(on disk: DiskInMemory, examples: [VaultContents]) {
        self.disk = disk
        self.examples = examples
    }

    /// Contents for the versions of one program.
    package static func examples() throws -> [VaultContents] {
        try (0..<64).map { try VaultExample.contents(version: UInt64($0)) }
    }

    /// Runs one operation and notes what may be stored after it.
    ///
    /// - Returns: what it threw.
    @discardableResult
    package mutating func run(_ operation: VaultOperation) throws -> FileStoreError? {
        do {
            switch try VaultSession.open(
                VaultOperation.folder, on: disk, makingFolder: operation != .read, seen: seen)
            {
            case .busy: throw TrialViolation("the vault is locked, and nobody has it")
            case .absent: try saw(nil)
            case .open(let session):
                defer {
                    seen = disk.isDead ? VaultMark() : session.seen
                    session.close()
                }
                try run(operation, session)
            }
            return nil
        } catch let error as FileStoreError {
            if [.damaged, .olderGeneration, .olderCopy].contains(error.code) { throw TrialViolation("\(error)") }
            return error
        }
    }

    private mutating func run(_ operation: VaultOperation, _ session: VaultSession) throws {
        switch operation {
        case .read: try saw(try session.read())
        case .store:
            version = (version + 1) % examples.count
            try replace(examples[version], session)
        case .leave: try replace(nil, session)
        case .refuse:
            do {
                try session.update { contents in
                    contents = nil
                    throw Refusal()
                }
            } catch is Refusal {}
        }
    }

    private mutating func replace(_ new: VaultContents?, _ session: VaultSession) throws {
        var found: VaultContents??
        do {
            try session.update { contents in
                found = .some(contents)
                contents = new
            }
        } catch let error as FileStoreError {
            if let found { try saw(found) }
            if disk.isDead || error.code == .outcomeUnknown { expectation.tried(new) }
            throw error
        }
        if let found { try saw(found) }
        expectation.acknowledged(new)
    }

    /// Checks what a vault was seen to hold. From now on it holds that.
    private mutating func saw(_ contents: VaultContents?) throws {
        guard expectation.accepts(contents) else {
            let name = { (contents: VaultContents?) in
                contents.map { "version \($0.memory.passwordVersion)" } ?? "nothing"
            }
            throw TrialViolation(
                "the vault holds \(name(contents)); expected "
                    + expectation.possible.map(name).joined(separator: " or "))
        }
        expectation.acknowledged(contents)
    }

    private struct Refusal: Error {}
}
