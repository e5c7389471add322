package import Foundation
internal import RenewalCore
@_spi(Trials) internal import RenewalFileStore
internal import Synchronization

/// Real processes that change a vault on the machine's disk and kill themselves somewhere in it. Each is followed by a
/// look at what is stored.
package struct VaultKills {
    /// How many processes ended by a kill, by where.
    package private(set) var byBoundary: [String: Int] = [:]
    /// How many came to their end.
    package private(set) var survivors = 0
    private let executable: URL
    private let folder: URL
    private let broken: BrokenVault?

    /// What every run has to kill at: where something changes, or becomes durable.
    package static let boundaries: [String] = {
        let calls = [
            "make folder", "sync parent", "permit folder", "open vault.lock", "lock vault.lock", "write vault.lock",
            "open vault.new", "write vault.new", "sync vault.new", "rename vault.new", "sync folder",
            "remove vault.new",
        ]
        return calls.flatMap { ["before \($0)", "after \($0)"] } + ["during write vault.new"]
    }()

    /// - Parameters:
    ///   - executable: the command that runs ``change(_:from:dying:count:say:)``.
    ///   - folder: an empty folder to work in.
    ///   - broken: a fault put into the vaults of those processes.
    package init(_ executable: URL, in folder: URL, broken: BrokenVault? = nil) {
        self.executable = executable
        self.folder = folder
        self.broken = broken
    }

    /// Starts processes until so many were killed: in turn at a boundary of the list and at any call.
    package mutating func run(kills wanted: Int, seed: UInt64) async throws {
        var chooser = RandomChooser(seed: seed)
        var scene = Scene(path: "")
        for run in 0... {
            if byBoundary.values.reduce(0, +) >= wanted { return }
            let boundary = run.isMultiple(of: 2) ? Self.boundaries[run / 2 % Self.boundaries.count] : nil
            let makesFolder = boundary.map { ["make", "parent", "permit"].contains(where: $0.contains) } ?? false
            if makesFolder || run.isMultiple(of: 16) {
                scene = Scene(path: folder.appending(path: "keys-\(run)").path)
            }
            do {
                if boundary?.contains("remove") == true { try leaveNewFile(&scene) }
                let moment = ObservedFileSystem.Moment.allCases[chooser.choose(3)].rawValue
                let death = boundary ?? "\(moment) any"
                try start(&scene, death, count: 1 + chooser.choose(boundary == nil ? 60 : 1))
                try await check(&scene, isWriting: chooser.choose(2) == 0)
            } catch let violation as TrialViolation {
                throw TrialViolation("seed \(seed), run \(run), \(scene.path): \(violation)")
            }
        }
    }

    /// A vault, and what is known of it.
    private struct Scene {
        var path: String
        var expectation = VaultExpectation()
        var version = 0
    }

    private mutating func start(_ scene: inout Scene, _ death: String, count: Int) throws {
        var arguments = [
            "vault-kill-child", "--folder", scene.path, "--version", "\(scene.version)", "--death", death,
            "--count", "\(count)",
        ]
        if let broken { arguments += ["--broken", broken.rawValue] }
        scene.version += 3
        let (lines, signal) = try TrialProcess(executable, arguments).lines()
        try note(lines, signal, &scene.expectation)
    }

    /// A process that died left a new file behind.
    private mutating func leaveNewFile(_ scene: inout Scene) throws {
        try start(&scene, "after write vault.new", count: 1)
    }

    private mutating func note(_ lines: [String], _ signal: Int32, _ expectation: inout VaultExpectation) throws {
        var boundary: String?
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first, words.last.flatMap(UInt64.init)) {
            case ("tried", let version?): expectation.tried(try Self.contents(version))
            case ("stored", let version?): expectation.acknowledged(try Self.contents(version))
            case ("dying", _): boundary = words.last
            default: throw TrialViolation("a process said: \(line)")
            }
        }
        guard (signal == SIGKILL) == (boundary != nil) else {
            throw TrialViolation("a process ended with signal \(signal): \(lines)")
        }
        if let boundary { byBoundary[boundary, default: 0] += 1 } else { survivors += 1 }
    }

    private func check(_ scene: inout Scene, isWriting: Bool) async throws {
        let vault = FileKeyVault(folder: scene.path, waiting: .zero)
        do {
            let found = try await vault.read()
            guard scene.expectation.accepts(found) else {
                throw TrialViolation("it holds version \(found?.memory.passwordVersion ?? 0), which is not expected")
            }
            scene.expectation.acknowledged(found)
            guard isWriting else { return }
            scene.version += 1
            let next = try Self.contents(UInt64(scene.version))
            try await vault.update { $0 = next }
            scene.expectation.acknowledged(next)
        } catch let error as FileStoreError {
            throw TrialViolation("\(error)")
        }
    }

    /// The process: stores three versions, and kills itself when it comes to `before`, `during` or `after` a call, or
    /// `any` call, for so many times.
    package static func change(
        _ path: String, from version: Int, dying death: String, count: Int, broken: BrokenVault? = nil,
        say: @escaping @Sendable (String) -> Void
    ) async throws {
        let countdown = Countdown(count)
        let machine = PosixFileSystem()
        let base: any FileSystem = broken == .writtenInPlace ? InPlaceFileSystem(base: machine) : machine
        let acknowledging = Mutex<Int?>(nil)
        let fileSystem = ObservedFileSystem(base) { call, moment in
            if broken == .acknowledgedBeforeRename, call == DiskCall(.rename, "vault.new"), moment == .before {
                acknowledging.withLock { number in
                    if let number { say("stored \(number)") }
                    number = nil
                }
            }
            // Only a write has a half; another call is died before.
            let now = "\(moment.rawValue) "
            let isDue =
                death == now + "\(call)" || death == now + "any"
                || (death == "during any" && moment == .before && call.kind != .write)
            guard isDue, countdown.isOver() else { return }
            say("dying \(now)\(call)")
            kill(getpid(), SIGKILL)
        }
        let vault = FileKeyVault(folder: path, waiting: .zero, on: fileSystem)
        for number in version + 1...version + 3 {
            let contents = try contents(UInt64(number))
            say("tried \(number)")
            acknowledging.withLock { $0 = number }
            try await vault.update { $0 = contents }
            // Said already by a vault with that fault.
            acknowledging.withLock { if $0 != nil { say("stored \(number)") } }
        }
    }

    private static func contents(_ version: UInt64) throws -> VaultContents? {
        version.isMultiple(of: 7) ? nil : try VaultExample.contents(version: version)
    }
}
