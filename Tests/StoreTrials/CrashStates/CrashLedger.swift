internal import CFaultyVFS
internal import FileStoreTrials
internal import Synchronization

/// What writers were promised, and pictures of the disk taken meanwhile: each a state that a power cut could leave.
final class CrashLedger: Sendable {
    /// One state of the disk.
    struct Picture: Sendable {
        var folder: String
        /// What was acknowledged before it was taken.
        var acknowledged: [TrialWriter: UInt64]
        /// What was begun when it had been taken.
        var begun: [TrialWriter: UInt64]
    }

    private struct State {
        var acknowledged: [TrialWriter: UInt64]
        var begun: [TrialWriter: UInt64]
        var pictures: [Picture] = []
        var generator: SeededGenerator
    }

    private let state: Mutex<State>
    private let folder: String
    private let limit: Int
    /// One of so many calls is followed by a picture.
    private let rarity: Int

    init(_ expectation: [TrialWriter: UInt64], folder: String, limit: Int, rarity: Int, seed: UInt64) {
        self.folder = folder
        self.limit = limit
        self.rarity = rarity
        state = Mutex(State(acknowledged: expectation, begun: expectation, generator: SeededGenerator(seed: seed)))
    }

    func begin(_ n: UInt64, by writer: TrialWriter) { state.withLock { $0.begun[writer] = n } }

    func acknowledge(_ n: UInt64, by writer: TrialWriter) { state.withLock { $0.acknowledged[writer] = n } }

    var pictures: [Picture] { state.withLock { $0.pictures } }

    /// Follows the disk until ``stop()``.
    func watch() {
        faulty_disk_watch(
            { context in
                guard let context else { return }
                Unmanaged<CrashLedger>.fromOpaque(context).takeUnretainedValue().takePicture()
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func stop() { faulty_disk_watch(nil, nil) }

    /// Takes a picture now and then.
    private func takePicture() {
        let chosen = state.withLock { state -> (Int, [TrialWriter: UInt64])? in
            guard state.pictures.count < limit, state.generator.below(rarity) == 0 else { return nil }
            // Takes the place now, so that two threads do not take the same.
            state.pictures.append(Picture(folder: "", acknowledged: state.acknowledged, begun: [:]))
            return (state.pictures.count - 1, state.acknowledged)
        }
        guard let (index, acknowledged) = chosen else { return }
        let path = "\(folder)/\(index)"
        guard TrialFolder.make(path), faulty_disk_cut(path) == 0 else { return }
        state.withLock { state in
            state.pictures[index] = Picture(folder: path, acknowledged: acknowledged, begun: state.begun)
        }
    }
}
