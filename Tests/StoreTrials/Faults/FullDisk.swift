internal import RenewalCore
internal import RenewalFileStore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A disk that is really full: a small file system in memory, filled up but for a few pages, then a few more.
package final class FullDisk {
    /// How many times a write met the full disk.
    package private(set) var refusals = 0
    private let folder: TrialFolder

    /// Why it can not run here; `nil` where it can.
    package static var obstacle: String? {
        #if os(Linux)
        SystemCommand.isRoot ? nil : "only root may mount file systems"
        #else
        "tmpfs is Linux's"
        #endif
    }

    package init(in parent: String? = nil) throws { folder = try TrialFolder(in: parent) }

    /// - Returns: `false` where the machine does not let it be mounted.
    /// - Throws: ``StoreTrialError``.
    package func run() async throws -> Bool {
        let mounted = folder.path("full")
        guard SystemCommand.run("mkdir", mounted) == 0,
            SystemCommand.run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", mounted) == 0
        else { return false }
        defer { _ = SystemCommand.run("umount", mounted) }
        var life = StoreLife(path: "\(mounted)/store.sqlite")
        try await life.create(writers: 2)
        for pages in 0..<24 {
            do { try await fill(&life, "\(mounted)/ballast", free: pages) } catch {
                throw StoreTrialError("full disk, \(pages) pages free: \(error)")
            }
        }
        return true
    }

    /// Writes until the disk is full, makes room, goes on with the same store, and looks.
    private func fill(_ life: inout StoreLife, _ ballast: String, free pages: Int) async throws {
        let store = try TrialStore.open(life.path)
        let writer = TrialWriter(pages % 2)
        Self.occupy(ballast, free: pages)
        var refusal: (any Error)?
        for _ in 0..<200 where refusal == nil {
            do { try await next(writer, store, &life) } catch { refusal = error }
        }
        guard let refusal = refusal as? FileStoreError, refusal.code == .diskFull else {
            throw StoreTrialError("expected diskFull, got \(refusal.map { "\($0)" } ?? "no refusal in 200 writes")")
        }
        refusals += 1
        TrialFolder.remove(ballast)
        try await next(writer, store, &life)
        try await life.check()
    }

    private func next(_ writer: TrialWriter, _ store: FileStore, _ life: inout StoreLife) async throws {
        let n = life.expectation.last(writer) + 1
        try await writer.run(n, in: store)
        life.expectation.acknowledge(n, by: writer)
    }

    /// Fills the file system but for so many pages.
    private static func occupy(_ path: String, free pages: Int) {
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let page = [UInt8](repeating: 1, count: 4_096)
        var size: off_t = 0
        while page.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == page.count { size += 4_096 }
        ftruncate(descriptor, max(0, size - off_t(pages) * 4_096))
    }
}
