import FoundationEssentials

/// The first bytes of a file.
struct FileStart {
    private let bytes: [UInt8]

    /// Reads them.
    ///
    /// - Throws: ``ReportError`` with `inputOutput` where the file can not be read.
    init(of path: String) throws {
        do {
            // Mapped, so that a look at the start of a large file reads its start.
            let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
            bytes = Array(data.prefix(512))
        } catch {
            throw ReportError(.inputOutput, "\(path.printable): the file can not be read: \(error)", cause: error)
        }
    }

    func begins(with text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// Whether it begins as JSON does, after a byte order mark and white space; UTF-16 is left to the reader, whose
    /// error names it.
    var looksLikeJSON: Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// What it looks like, for an error.
    var description: String {
        if bytes.isEmpty { return "is empty" }
        if begins(with: "SQLite format 3\0") { return "is an SQLite file that no RenewalKit store made" }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let hint =
            text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "<")
            ? " (of a package give the folder or the .zip)" : ""
        return "begins with \"\(String(decoding: text.prefix(24), as: UTF8.self).printable)\"\(hint)"
    }
}
