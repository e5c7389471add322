import RenewalDataverse

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a writer does with the folder in which its package grows.
enum PackageFolder {
    /// Files with keys are for their owner alone (Rule Z5).
    static func mode(_ options: WriteOptions) -> mode_t { options.secrets == .included ? 0o600 : 0o666 }

    /// Whether the folder itself is for its owner alone. One that becomes a zip is, as nobody is meant to see it.
    static func isPrivate(_ destination: PackageDestination, _ options: WriteOptions) -> Bool {
        if case .folder = destination { options.secrets == .included } else { true }
    }

    /// Refuses a destination at which something is that would stay.
    static func requireFree(_ destination: PackageDestination, _ options: WriteOptions) throws {
        var status = stat()
        guard lstat(destination.path, &status) == 0 else { return }
        if case .zip = destination, options.replaces, status.st_mode & S_IFMT == S_IFREG { return }
        throw StagingFolder.exists(destination.path)
    }

    /// Writes the two documents that are known from the start.
    static func writeSchema(_ tables: [PackageTable], to folder: StagingFolder, _ options: WriteOptions) throws {
        try write(.contentTypes, to: folder, options) { output throws(WriteFault) in
            try output.markup(PackageFile.contentTypesText)
        }
        try write(.schema, to: folder, options) { output throws(WriteFault) in
            try SchemaDocument.write(tables, to: &output)
        }
    }

    private static func write(
        _ document: PackageFile, to folder: StagingFolder, _ options: WriteOptions,
        _ body: (inout XMLOutput) throws(WriteFault) -> Void
    ) throws {
        let file = try FileOutput(creating: folder.file(document.name), mode: mode(options))
        do throws(WriteFault) {
            var output = try XMLOutput.open(file, options.unrepresentable)
            try body(&output)
            guard output.finish() else { throw .sinkFailed }
        } catch {
            throw Self.error(error, file: file).at(file: document.name)
        }
        try file.finish()
    }

    /// Gives a finished zip the mode it is to have and brings it to the disk.
    static func settle(_ zip: String, _ options: WriteOptions) throws {
        let descriptor = open(zip, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXFailure.notWritten(zip, errno) }
        defer { close(descriptor) }
        // libzip makes the file with the mode that the umask gives.
        if options.secrets == .included, fchmod(descriptor, 0o600) != 0 { throw POSIXFailure.notWritten(zip, errno) }
        guard POSIXFailure.synchronize(descriptor) == 0 else { throw POSIXFailure.notWritten(zip, errno) }
    }

    /// A fault as an error of this module.
    static func error(_ fault: WriteFault, file: FileOutput) -> PackageError {
        switch fault {
        case .unrepresentable(let scalar):
            PackageError(
                .unrepresentableCharacter,
                expected: "characters that XML 1.0 can hold; change the text, or choose a replacement",
                found: scalar.codePointText)
        case .sinkFailed: POSIXFailure.notWritten(file.path, file.failure ?? ENOMEM)
        case .invalid(let found, let expected): PackageError(.invalidValue, expected: expected, found: found)
        }
    }
}

extension StagingFolder {
    /// The path of a file in the folder.
    func file(_ name: String) -> String { "\(path)/\(name)" }
}

extension XMLOutput {
    /// An output into that file.
    static func open(
        _ file: FileOutput, _ unrepresentable: UnrepresentableCharacters
    ) throws(WriteFault) -> XMLOutput {
        guard let output = XMLOutput(to: file, unrepresentable: unrepresentable) else { throw .sinkFailed }
        return output
    }
}
