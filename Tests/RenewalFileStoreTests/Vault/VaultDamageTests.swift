import FileStoreTrials
import RenewalCore
@_spi(Trials) @testable import RenewalFileStore
import Testing

/// A vault file that is not as it was written.
struct VaultDamageTests {
    @Test func `each flipped bit and each cut is damage, and the file stays as it is`() throws {
        let contents = try VaultExample.member(at: 1)
        let intact = try Self.file(of: contents)
        #expect(try Self.read(intact) == contents)
        for bit in 0..<8 * intact.count {
            var bytes = intact
            bytes[bit / 8] ^= 1 << (bit % 8)
            try Self.requireDamaged(bytes, "bit \(bit)")
        }
        for length in 0..<intact.count { try Self.requireDamaged(Array(intact.prefix(length)), "length \(length)") }
        try Self.requireDamaged(intact + [0], "a byte more")
        try Self.requireDamaged(Array(repeating: 0, count: intact.count), "zeros")
    }

    @Test func `an emptied vault is a file too, and as well protected`() throws {
        let disk = DiskInMemory()
        try Self.update(disk) { $0 = try VaultExample.contents(version: 1) }
        try Self.update(disk) { $0 = nil }
        let intact = try #require(disk.files(in: "keys")["vault"])
        #expect(intact.count == 72)
        for bit in 0..<8 * intact.count {
            var bytes = intact
            bytes[bit / 8] ^= 1 << (bit % 8)
            try Self.requireDamaged(bytes, "bit \(bit)")
        }
    }

    @Test func `a change does not replace a damaged file`() throws {
        let disk = DiskInMemory()
        try Self.update(disk) { $0 = try VaultExample.contents(version: 1) }
        disk.put([1, 2, 3], at: "vault", in: "keys")
        #expect(throws: FileStoreError(.damaged, "")) {
            try Self.update(disk) { $0 = try VaultExample.contents(version: 2) }
        }
        #expect(disk.files(in: "keys")["vault"] == [1, 2, 3])
    }

    @Test func `a file of a newer format says so, and is left alone`() throws {
        var bytes = try Self.file(of: try VaultExample.contents(version: 1))
        bytes[23] = 2
        bytes.replaceSubrange((bytes.count - 32)..., with: SHA256.digest(bytes.dropLast(32)))
        #expect(throws: FileStoreError(.formatNewer, "")) { try Self.read(bytes) }
    }

    @Test func `a checksum does not make contents of anything`() throws {
        var bytes = try Self.file(of: try VaultExample.contents(version: 1))
        bytes[60] ^= 1
        bytes.replaceSubrange((bytes.count - 32)..., with: SHA256.digest(bytes.dropLast(32)))
        #expect(throws: FileStoreError(.damaged, "")) { try Self.read(bytes) }
    }

    private static func requireDamaged(_ bytes: [UInt8], _ what: String) throws {
        let disk = try disk(with: bytes)
        do {
            let contents = try session(disk).read()
            Issue.record("\(what): read as \(contents == nil ? "nothing" : "contents")")
        } catch let error as FileStoreError {
            if error.code != .damaged { Issue.record("\(what): \(error)") }
        }
        if disk.files(in: "keys")["vault"] != bytes { Issue.record("\(what): the file was changed") }
    }

    private static func file(of contents: VaultContents) throws -> [UInt8] {
        let disk = DiskInMemory()
        try update(disk) { $0 = contents }
        return try #require(disk.files(in: "keys")["vault"])
    }

    private static func read(_ bytes: [UInt8]) throws -> VaultContents? { try session(disk(with: bytes)).read() }

    /// A disk with a vault file that says that it was written so often.
    static func disk(writtenSoOften count: UInt64) throws -> DiskInMemory {
        var bytes = try file(of: try VaultExample.contents(version: 1))
        withUnsafeBytes(of: count.bigEndian) { bytes.replaceSubrange(24..<32, with: $0) }
        bytes.replaceSubrange((bytes.count - 32)..., with: SHA256.digest(bytes.dropLast(32)))
        return try disk(with: bytes)
    }

    private static func disk(with bytes: [UInt8]) throws -> DiskInMemory {
        let disk = DiskInMemory()
        try session(disk).close()
        disk.put(bytes, at: "vault", in: "keys")
        return disk
    }

    static func update(_ disk: DiskInMemory, _ change: (inout VaultContents?) throws -> Void) throws {
        let session = try session(disk)
        defer { session.close() }
        try session.update(change)
    }

    static func session(_ disk: DiskInMemory) throws -> VaultSession {
        guard case .open(let session) = try VaultSession.open(VaultOperation.folder, on: disk, makingFolder: true)
        else { throw TrialViolation("the vault does not open") }
        return session
    }
}
