import Foundation

/// The folder `../shared` beside the repository, with facts to test against; tests that need it are skipped where it is
/// absent.
enum SharedFolder {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func path(_ name: String) -> String { "\(repository)/../shared/\(name)" }

    static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
