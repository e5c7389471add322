import FoundationEssentials

/// Tells sources apart by what is in them.
enum SourceFinder {
    /// The source at that path.
    ///
    /// - Throws: ``ReportError`` with `notFound` where there is nothing, `badInput` where it is no source (the message
    ///   says what was looked for), `inputOutput` where it can not be read.
    static func source(at path: String) throws -> any ReportSource {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ReportError(.notFound, "\(path.printable): there is no such file or folder; \(lookedFor)")
        }
        return isFolder ? try folder(path) : try file(path)
    }

    private static func folder(_ path: String) throws -> any ReportSource {
        let names: Set<String>
        do {
            names = Set(try FileManager.default.contentsOfDirectory(atPath: path))
        } catch {
            throw ReportError(
                .inputOutput, "\(path.printable): the folder can not be read: \(SystemReason.text(of: error))",
                cause: error)
        }
        if names.contains("data.xml") || names.contains("data_schema.xml") {
            return try PackageSource(path: path)
        }
        if names.allSatisfy({ $0.hasPrefix(".") }) {
            throw ReportError(.badInput, "\(path.printable): the folder is empty; \(lookedFor)")
        }
        return WebAPISource(path: path)
    }

    private static func file(_ path: String) throws -> any ReportSource {
        if let store = try FileStoreSource(path: path) { return store }
        let start = try FileStart(of: path)
        if start.begins(with: "PK\u{3}\u{4}") || start.begins(with: "PK\u{5}\u{6}") {
            return try PackageSource(path: path)
        }
        if start.looksLikeJSON { return WebAPISource(path: path) }
        throw ReportError(.badInput, "\(path.printable): this is no source: it \(start.description); \(lookedFor)")
    }

    static let lookedFor = """
        looked for a RenewalKit file store, a Configuration Migration package (a .zip, or a folder with data.xml and \
        data_schema.xml), or Web API responses on flowmachinegroups or flowmachines (a JSON file, or a folder of them)
        """
}
