import CLibZip

/// libzip, found when the first zip is read or written.
enum ZipLibrary {
    private static let found: clibzip_functions? = {
        // Filled in, or given up: a table of functions has no empty state.
        withUnsafeTemporaryAllocation(of: clibzip_functions.self, capacity: 1) { functions in
            guard let start = functions.baseAddress, clibzip_find(start) == 1 else { return nil }
            return start.pointee
        }
    }()

    /// Its functions.
    ///
    /// - Throws: ``PackageError`` with that code, where libzip is not installed.
    static func functions(
        or code: PackageError.Code, _ path: String
    ) throws(PackageError) -> clibzip_functions {
        guard let found else {
            throw PackageError(
                code, expected: "libzip to be installed (libzip4 or libzip5 on Debian), or a package in a folder",
                found: "no libzip", file: path)
        }
        return found
    }
}

extension clibzip_functions {
    /// What libzip says about an error.
    func text(_ code: CInt) -> String {
        var error = zip_error_t()
        error_init_with_code(&error, code)
        defer { error_fini(&error) }
        return String(libzip: error_strerror(&error))
    }
}

extension String {
    /// A text of libzip.
    init(libzip text: UnsafePointer<CChar>?) { self = text.map { String(cString: $0) } ?? "an error" }
}
