import FoundationEssentials

/// Finds and reads the files of a source.
enum ResponseFiles {
    /// The file at that path, or the visible files of the folder there, by name.
    static func list(_ path: String) throws -> [String] {
        var isFolder = false
        guard exists(path, &isFolder) else {
            throw DataverseError(.notFound, expected: "a file or a folder of response files", file: path)
        }
        guard isFolder else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DataverseError(
                .unreadable, expected: "a folder that can be read", found: SystemReason.text(of: error), file: path)
        }
        let visible = names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !visible.isEmpty else {
            throw DataverseError(.emptyFolder, expected: "at least one response file in the folder", file: path)
        }
        return visible.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    /// The bytes of a file. They are read and not mapped: a mapped file that shrinks ends the process.
    static func bytes(of file: String) throws -> Data {
        var isFolder = false
        guard exists(file, &isFolder), !isFolder else {
            throw DataverseError(
                .notAResponse, expected: "a response file; folders within the folder are not read",
                found: isFolder ? "a folder" : "nothing", file: file)
        }
        do {
            return try Data(contentsOf: URL(filePath: file))
        } catch {
            throw DataverseError(
                .unreadable, expected: "a file that can be read", found: SystemReason.text(of: error), file: file)
        }
    }

    private static func exists(_ path: String, _ isFolder: inout Bool) -> Bool {
        FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    }
}
