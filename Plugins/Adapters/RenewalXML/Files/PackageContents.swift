#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where the documents of a package are.
enum PackageContents: Sendable {
    case folder(String)
    case zip(String)
    case memory(data: [UInt8], schema: [UInt8])

    /// What is at that path. Whether it is a package shows when its documents are opened.
    init(at path: String) throws(PackageError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw POSIXFailure.notRead(path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .folder(path)
        case S_IFREG: self = .zip(path)
        default:
            throw PackageError(.notAPackage, expected: "a folder or a zip", found: "a pipe or a device", file: path)
        }
    }

    /// The bytes of one of the documents.
    func open(_ file: PackageFile, _ limits: ReadLimits) throws(PackageError) -> any ByteSource {
        switch self {
        case .folder(let path): return try Self.inFolder(path, file)
        case .zip(let path): return try ZipSource(path, file, limits)
        case .memory(let data, let schema):
            switch file {
            case .data: return MemorySource(data)
            case .schema: return MemorySource(schema)
            case .contentTypes: return MemorySource(Array("\(PackageFile.contentTypesText)".utf8))
            }
        }
    }

    private static func inFolder(_ path: String, _ file: PackageFile) throws(PackageError) -> any ByteSource {
        do throws(PackageError) {
            return try FileSource("\(path)/\(file.name)")
        } catch  where error.code == .notFound {
            throw PackageError(
                .notAPackage, expected: PackageFile.allCases.map(\.name).joined(separator: ", "),
                found: "a folder without \(file.name)", file: path)
        }
    }

    /// A cursor at the start of one of the documents.
    func cursor(_ file: PackageFile, _ limits: ReadLimits) throws(PackageError) -> XMLCursor {
        let maximum = file == .data ? limits.dataBytes : limits.schemaBytes
        let gate = ByteGate(try open(file, limits), file: file.name, maximum: maximum, limits: limits)
        return try XMLCursor(gate, file: file.name)
    }
}
