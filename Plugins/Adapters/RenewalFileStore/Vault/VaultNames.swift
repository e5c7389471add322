/// The three names in a vault's folder, and where the folder is.
struct VaultNames: Sendable {
    /// The keys.
    static let vault = "vault"
    /// The file that is locked; it stays.
    static let lock = "vault.lock"
    /// The keys on their way; found only after a crash.
    static let new = "vault.new"

    /// The path of the folder, as it was given.
    let path: String
    /// Where the folder is.
    let parent: String
    /// Its name there.
    let name: String

    /// Takes a path apart. Slashes at its end do not count: with one, a symbolic link would be followed.
    init(_ path: String) throws(FileStoreError) {
        guard !path.utf8.contains(0) else {
            throw FileStoreError(.invalidPath, "a path can not hold the byte 0; name a folder", path: nil)
        }
        let end = path.lastIndex { $0 != "/" }.map { path.index(after: $0) } ?? path.startIndex
        let trimmed = path[..<end]
        let slash = trimmed.lastIndex(of: "/")
        name = String(slash.map { trimmed[trimmed.index(after: $0)...] } ?? trimmed)
        parent = slash.map { String(trimmed[...$0]) } ?? "."
        self.path = path
        guard !["", ".", ".."].contains(name) else {
            throw FileStoreError(.invalidPath, "a key vault needs a folder of its own; name one", path: path)
        }
    }

    /// The path of a file in the folder.
    func path(_ file: String) -> String { parent == "." ? "\(name)/\(file)" : "\(parent)\(name)/\(file)" }
}
