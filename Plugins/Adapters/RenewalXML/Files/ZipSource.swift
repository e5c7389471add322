import CLibZip

/// The bytes of an entry of a zip, which holds the three files of a package and no other.
final class ZipSource: ByteSource {
    private let path: String
    private let zip: clibzip_functions
    private let archive: OpaquePointer
    private let entry: OpaquePointer
    private let name: String
    private let maximum: UInt64
    private var total: UInt64 = 0

    /// Opens the zip, looks at all its entries, and opens one.
    ///
    /// - Throws: ``PackageError`` with `badZip`, `notAPackage`, `notFound` or `unreadable`.
    init(_ path: String, _ file: PackageFile, _ limits: ReadLimits) throws(PackageError) {
        try ZipDirectory.check(path)
        let zip = try ZipLibrary.functions(or: .unreadable, path)
        var code: CInt = 0
        guard let archive = zip.open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code) else {
            throw PackageError(
                .badZip, expected: "a zip of the three files of a package", found: zip.text(code), file: path)
        }
        let index: UInt64
        let compressed: UInt64
        do throws(PackageError) {
            (index, compressed) = try Self.find(file, archive, zip, path)
        } catch {
            zip.discard(archive)
            throw error
        }
        guard let entry = zip.fopen_index(archive, index, 0) else {
            let text = String(libzip: zip.strerror(archive))
            zip.discard(archive)
            throw PackageError(.badZip, expected: "an entry that can be read", found: text, file: path)
        }
        (self.path, self.zip, self.archive, self.entry, name) = (path, zip, archive, entry, file.name)
        let (bound, overflow) = compressed.multipliedReportingOverflow(by: UInt64(clamping: limits.compressionRatio))
        maximum = overflow ? .max : max(bound, 1_024 * 1_024)
    }

    deinit {
        _ = zip.fclose(entry)
        zip.discard(archive)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        let count = zip.fread(entry, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else {
            let text = String(libzip: zip.file_strerror(entry))
            throw PackageError(.badZip, expected: "an entry that is whole", found: text, file: "\(path)/\(name)")
        }
        total += UInt64(count)
        guard total <= maximum else {
            throw PackageError(
                .limitExceeded, expected: "an entry that is compressed less", found: "over \(total) bytes",
                file: "\(path)/\(name)")
        }
        return Int(count)
    }

    /// Checks the names of all entries, and gives the place and the compressed size of one of them.
    private static func find(
        _ file: PackageFile, _ archive: OpaquePointer, _ zip: clibzip_functions, _ path: String
    ) throws(PackageError) -> (index: UInt64, compressed: UInt64) {
        let names = PackageFile.allCases.map(\.name)
        var found: [String] = []
        var result: (UInt64, UInt64)?
        for index in 0..<UInt64(max(0, zip.get_num_entries(archive, 0))) {
            var status = zip_stat_t()
            zip.stat_init(&status)
            guard zip.stat_index(archive, index, zip_flags_t(ZIP_FL_ENC_RAW), &status) == 0, let raw = status.name
            else {
                throw PackageError(.badZip, expected: "entries with names", file: path)
            }
            let name = String(cString: raw)
            guard names.contains(name), !found.contains(name) else {
                throw PackageError(
                    .notAPackage, expected: "\(names.joined(separator: ", ")), each once and nothing else",
                    found: name.quotedForMessage, file: path)
            }
            guard status.encryption_method == ZIP_EM_NONE,
                status.comp_method == ZIP_CM_STORE || status.comp_method == ZIP_CM_DEFLATE
            else {
                throw PackageError(
                    .badZip, expected: "entries that are stored or deflated, and not encrypted", file: "\(path)/\(name)"
                )
            }
            found.append(name)
            if name == file.name { result = (index, status.comp_size) }
        }
        guard found.count == names.count, let result else {
            throw PackageError(
                .notAPackage, expected: "\(names.joined(separator: ", ")), each once and nothing else",
                found: "\(found.count) of them", file: path)
        }
        return result
    }
}
