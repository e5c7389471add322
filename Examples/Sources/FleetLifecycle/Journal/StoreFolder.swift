import FoundationEssentials
import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder that this process has to itself: `journal` with what the demo remembers, `store.sqlite` with the rows, `keys`
/// with a folder for each machine's vault, and `lock`, which keeps a second process out.
final class StoreFolder {
    let path: String
    /// The journal of the run before, if there was one.
    let journal: Journal?
    private let lock: Int32

    /// Takes the folder, or makes it. One that holds something else is refused, and nothing in it is touched.
    init(_ path: String) throws {
        self.path = path
        try Self.make(path)
        let found = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        if let stranger = found.first(where: { !Self.isOurs($0) }) {
            throw Stop.data("\(path) holds something else, such as \(stranger); name a folder of its own")
        }
        // The journal is written first, so nothing else is there without it.
        if !found.contains("journal"), let orphan = found.first(where: { $0 == "keys" || $0 == "store.sqlite" }) {
            throw Stop.data("\(path) holds \(orphan) without the journal that belongs to it; name another folder")
        }
        lock = try Self.takeLock("\(path)/lock")
        do {
            // Looked at again, now that nobody else can be about to write it.
            journal = try Self.read("\(path)/journal")
            let store = "\(path)/store.sqlite"
            guard (journal?.position ?? 0) == 0 || FileManager.default.fileExists(atPath: store) else {
                throw Stop.data("\(path) has lost its store.sqlite; put it back, or name another folder")
            }
        } catch {
            close(lock)
            throw error
        }
    }

    deinit { close(lock) }

    private static func isOurs(_ name: String) -> Bool {
        ["journal", "journal.new", "keys", "lock"].contains(name) || name.hasPrefix("store.sqlite")
    }

    private static func read(_ path: String) throws -> Journal? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let journal: Journal
        do {
            journal = try JSONDecoder().decode(Journal.self, from: Data(contentsOf: URL(filePath: path)))
        } catch let error as DecodingError {
            throw Stop.data("\(path) can not be read as a journal of this program: \(error)")
        }
        guard journal.format == Journal.format else {
            throw Stop.data("\(path) is of another version of this program; name another folder")
        }
        return journal
    }

    private static func make(_ path: String) throws {
        if mkdir(path, 0o700) == 0 { return try DurableFile.syncFolder("\(path)/..") }
        guard errno == EEXIST else { throw Stop.system("\(path) can not be made: \(DurableFile.reason())") }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
            throw Stop.data("\(path) is no folder; name one, or one that is not there yet")
        }
    }

    /// The lock ends with the process, however that ends.
    private static func takeLock(_ path: String) throws -> Int32 {
        let lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw Stop.system("\(path) can not be opened: \(DurableFile.reason())") }
        // A process that was just killed may not be gone yet.
        for attempt in 1...20 {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
            if errno != EWOULDBLOCK {
                let stop = Stop.system("\(path) can not be locked: \(DurableFile.reason())")
                close(lock)
                throw stop
            }
            if attempt < 20 { usleep(100_000) }
        }
        close(lock)
        throw Stop.busy("another FleetLifecycle has this folder; wait until it ends, or name another one")
    }
}
