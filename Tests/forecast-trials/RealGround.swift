import ForecastTrialSupport
import Foundation
import RenewalFileStore
import RenewalKit

/// A store and vaults in files, with real keys.
enum RealGround {
    /// Plays a trial in a folder of its own, which is gone afterwards.
    static func run(_ trial: ForecastTrial, in parent: URL) async throws -> ForecastTrial.Outcome {
        let folder = parent.appending(path: "forecast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Once the store is closed: until then its files come and go.
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await play(trial, in: folder.path)
    }

    private static func play(_ trial: ForecastTrial, in path: String) async throws -> ForecastTrial.Outcome {
        let ground = ForecastTrial.Ground(
            storage: try FileStore(path: "\(path)/fleet.store"), crypto: StandardCrypto()
        ) { FileKeyVault(folder: "\(path)/\($0)") }
        return try await trial.runWithLoops(on: ground)
    }
}
