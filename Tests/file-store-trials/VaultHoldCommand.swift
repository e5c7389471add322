@_spi(Trials) import RenewalFileStore

/// Holds a vault until its input ends: the other process of a test.
enum VaultHoldCommand: Subcommand {
    static let name = "vault-hold"
    static let usage = "--folder PATH"

    static func run(_ options: Options) throws {
        guard let folder = options.text("folder") else { throw Options.Wrong(text: "--folder is missing") }
        guard case .open(let session) = try VaultSession.open(folder, on: PosixFileSystem(), makingFolder: false) else {
            throw Options.Wrong(text: "the vault is not there, or in use")
        }
        defer { session.close() }
        say("held")
        while readLine() != nil {}
    }
}
