import Foundation

/// The folder `../shared` beside the repository, with facts to test against. Tests that need it are skipped, and say so,
/// where it is absent.
enum SharedData {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let isPresent = FileManager.default.fileExists(atPath: path("cmt-sample/data.xml"))

    static func path(_ name: String) -> String { "\(repository)/../shared/data/\(name)" }

    /// A real package.
    static let sample = path("cmt-sample")

    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
}
