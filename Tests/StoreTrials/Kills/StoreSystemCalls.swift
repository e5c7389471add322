internal import FileStoreTrials

/// Kills and fails a writer at the system calls themselves, by `strace`, where that is present: what happens inside of
/// SQLite's unix VFS and beside it (link, rename and sync of the folder), which the faulty file system does not see.
package final class StoreSystemCalls {
    /// How many runs ended by a kill, by call; and how many had a call that failed.
    package private(set) var kills: [String: Int] = [:]
    package private(set) var failures: [String: Int] = [:]
    private let folder: TrialFolder

    /// Why it can not run here; `nil` where it can.
    package static var obstacle: String? {
        #if os(Linux)
        guard SystemCommand.isPresent("strace", "-V") else { return "there is no strace" }
        return SystemCommand.run("strace", "-qq", "-o", "/dev/null", "true") == 0 ? nil : "strace may not trace here"
        #else
        return "strace is Linux's"
        #endif
    }

    package init(in parent: String? = nil) throws {
        folder = try TrialFolder(in: parent)
        try FaultyFileSystem.install(store: "store.sqlite")
    }

    // Newer architectures have the calls of the second kind alone.
    #if arch(x86_64) || arch(i386)
    private static let naming = ["link", "unlink"]
    #else
    private static let naming = ["linkat", "unlinkat"]
    #endif
    /// More calls than any run makes.
    private static let mostCalls = 200

    package func run() async throws {
        for call in ["pwrite64", "fdatasync", "fsync", "ftruncate"] + Self.naming {
            try await loop(call, "signal=KILL", isKill: true)
            if kills[call] == nil { throw StoreTrialError("no process was killed at \(call)") }
        }
        for call in ["pwrite64", "fdatasync", "fsync"] {
            for error in ["EIO", "ENOSPC", "EINTR"] where call == "pwrite64" || error == "EIO" {
                let injection = "error=\(error)"
                try await loop(call, injection, isKill: false)
                if failures["\(call) \(injection)"] == nil { throw StoreTrialError("\(call) never failed: \(error)") }
            }
        }
    }

    private func loop(_ call: String, _ injection: String, isKill: Bool) async throws {
        for isNew in [true, false] {
            var number = 1
            // Until the operation passes untouched.
            while try await strikeNamed(call, injection, number, isNew: isNew, isKill: isKill) {
                number += 1
                guard number <= Self.mostCalls else {
                    throw StoreTrialError("\(call) \(injection): no end after \(Self.mostCalls) calls")
                }
            }
        }
    }

    private func strikeNamed(
        _ call: String, _ injection: String, _ number: Int, isNew: Bool, isKill: Bool
    ) async throws -> Bool {
        do {
            return try await strike(call, injection, number, isNew: isNew, isKill: isKill)
        } catch {
            throw StoreTrialError("\(call) \(injection) at \(number), \(isNew ? "new" : "old") store: \(error)")
        }
    }

    /// One run of a writer; `false` where it passed untouched.
    private func strike(
        _ call: String, _ injection: String, _ number: Int, isNew: Bool, isKill: Bool
    ) async throws -> Bool {
        folder.empty()
        var life = StoreLife(path: folder.path("store.sqlite"))
        if !isNew { try await life.create(writers: 2) }
        let writer = StoreWriterProcess(
            path: life.path, phase: isNew ? .creating : .writing, writers: isNew ? [:] : life.positions(of: 0..<2),
            transactions: 3)
        let strace = [
            "strace", "-f", "-qq", "-o", folder.path("strace"), "-e", "trace=\(call)", "-e", "signal=none", "-e",
            "inject=\(call):\(injection):when=\(number)",
        ]
        let running = try RunningWriter(writer, after: life.expectation, command: strace)
        var isKilled = false
        do { isKilled = try running.end(&life.expectation) } catch let error as StoreTrialError {
            // A writer ends with the first error; the errors themselves are looked at by the fault loops. An interrupted
            // call is none.
            guard !isKill, !injection.hasSuffix("EINTR"), error.description.hasPrefix("FAILED") else { throw error }
        }
        let isInjected = isKilled || TrialFolder.contains("(INJECTED)", in: folder.path("strace"))
        if isNew { try await life.create(writers: 2) } else { try await life.check() }
        if isKilled { kills[call, default: 0] += 1 }
        if !isKill, isInjected { failures["\(call) \(injection)", default: 0] += 1 }
        return isInjected
    }
}
