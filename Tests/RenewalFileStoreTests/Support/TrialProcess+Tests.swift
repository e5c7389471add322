import FileStoreTrials
import Foundation

extension TrialProcess {
    /// Starts the command that the build put beside the bundle of the tests.
    convenience init(_ arguments: String...) throws {
        try self.init(Self.executable, arguments)
    }

    /// Where the command is.
    static var executable: URL { folder.appending(path: "file-store-trials") }

    private static let folder: URL = {
        #if os(Linux)
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        #else
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
            ?? Bundle.main.bundleURL
        #endif
    }()
}
