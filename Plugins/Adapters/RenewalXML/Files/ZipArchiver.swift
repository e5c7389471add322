import CLibZip

/// Makes a zip of files, with libzip, in constant memory.
enum ZipArchiver {
    /// Archives the files, each under its name, into a new zip.
    ///
    /// - Throws: ``PackageError`` with `notWritten`.
    static func archive(_ files: [(name: String, path: String)], to path: String) throws {
        var code: CInt = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else {
            throw failure(ZipFailure.text(code), path)
        }
        for (name, file) in files {
            guard let source = zip_source_file(archive, file, 0, -1) else {
                throw discard(archive, path)
            }
            guard zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
                zip_source_free(source)
                throw discard(archive, path)
            }
        }
        guard zip_close(archive) == 0 else { throw discard(archive, path) }
    }

    private static func discard(_ archive: OpaquePointer, _ path: String) -> PackageError {
        let text = String(cString: zip_strerror(archive))
        zip_discard(archive)
        return failure(text, path)
    }

    private static func failure(_ text: String, _ path: String) -> PackageError {
        PackageError(.notWritten, expected: "a place that can be written", found: text, file: path)
    }
}

/// What libzip says about an error.
enum ZipFailure {
    static func text(_ code: CInt) -> String {
        var error = zip_error_t()
        zip_error_init_with_code(&error, code)
        defer { zip_error_fini(&error) }
        return String(cString: zip_error_strerror(&error))
    }
}
