import CLibZip

/// Makes a zip of files, with libzip, in constant memory.
enum ZipArchiver {
    /// Archives the files, each under its name, into a new zip.
    ///
    /// - Throws: ``PackageError`` with `notWritten`.
    static func archive(_ files: [(name: String, path: String)], to path: String) throws {
        let zip = try ZipLibrary.functions(or: .notWritten, path)
        var code: CInt = 0
        guard let archive = zip.open(path, ZIP_CREATE | ZIP_EXCL, &code) else {
            throw failure(zip.text(code), path)
        }
        for (name, file) in files {
            guard let source = zip.source_file(archive, file, 0, -1) else {
                throw discard(archive, zip, path)
            }
            guard zip.file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
                zip.source_free(source)
                throw discard(archive, zip, path)
            }
        }
        guard zip.close(archive) == 0 else { throw discard(archive, zip, path) }
    }

    private static func discard(
        _ archive: OpaquePointer, _ zip: clibzip_functions, _ path: String
    ) -> PackageError {
        let text = String(libzip: zip.strerror(archive))
        zip.discard(archive)
        return failure(text, path)
    }

    private static func failure(_ text: String, _ path: String) -> PackageError {
        PackageError(.notWritten, expected: "a place that can be written", found: text, file: path)
    }
}
