import Foundation
import RenewalCore
import RenewalTestSupport
import Testing

@testable import RenewalXML

/// Zips that mean no good.
@Suite(.enabled(if: Judge.hasPython, "needs the command python3"))
struct ZipTests {
    /// Makes a zip with Python: `names` in order; the contents of the three are good.
    static func zip(_ program: String, in folder: TemporaryFolder) throws -> PackageError? {
        let prelude = """
            import sys, zipfile, struct
            types = open(sys.argv[1] + '/types', 'rb').read()
            data = open(sys.argv[1] + '/data', 'rb').read()
            schema = open(sys.argv[1] + '/schema', 'rb').read()
            path = sys.argv[1] + '/p.zip'
            def package(method=zipfile.ZIP_DEFLATED, **more):
                with zipfile.ZipFile(path, 'w', method) as z:
                    for name, content in ({'[Content_Types].xml': types, 'data.xml': data, 'data_schema.xml': schema} | more).items():
                        if content is not None: z.writestr(name, content)

            """
        try folder.write("\(PackageFile.contentTypesText)", to: "types")
        try folder.write(
            SamplePackage.data(groups: SamplePackage.record(SamplePackage.groupID, ["name": "a"])), to: "data")
        try folder.write(SamplePackage.schema(), to: "schema")
        _ = try Judge.python(prelude + program, [folder.path])
        return packageError { _ = try DataPackage(contentsOf: folder.file("p.zip")).validate() }
    }

    @Test(arguments: ["package()", "package(zipfile.ZIP_STORED)"])
    func `a good one is read`(program: String) throws {
        #expect(try Self.zip(program, in: try TemporaryFolder()) == nil)
    }

    @Test(
        "a bad one is refused",
        arguments: [
            ("package(**{'data.xml': None})", "notAPackage"),
            ("package(**{'other.xml': b''})", "notAPackage"),
            ("package(**{'data.xml': None, '../data.xml': data})", "notAPackage"),
            ("package(**{'data.xml': None, 'Data.xml': data})", "notAPackage"),
            ("package(**{'data.xml': None, '/data.xml': data})", "notAPackage"),
            ("package(**{'data.xml': None, 'folder/data.xml': data})", "notAPackage"),
            ("package(zipfile.ZIP_LZMA)", "badZip"), ("package(zipfile.ZIP_BZIP2)", "badZip"),
            ("open(path, 'wb').write(b'PK\\x05\\x06' + bytes(18))", "notAPackage"),
            ("open(path, 'wb').write(b'')", "notAPackage"), ("open(path, 'wb').write(data)", "notAPackage"),
            (
                "package()\nb = bytearray(open(path, 'rb').read())\nb[40] ^= 1\nopen(path, 'wb').write(b)",
                "badZip"
            ),
            ("package()\nb = open(path, 'rb').read()\nopen(path, 'wb').write(b[:-30])", "notAPackage"),
            ("package()\nb = open(path, 'rb').read()\nopen(path, 'wb').write(b[100:])", "badZip"),
            (
                "package()\nb = bytearray(open(path, 'rb').read())\nb[6] |= 1\ni = b.index(b'PK\\x01\\x02')\nb[i + 8] |= 1\nopen(path, 'wb').write(b)",
                "badZip"
            ),
            (
                "with zipfile.ZipFile(path, 'w') as z:\n  for i in range(70000): z.writestr(str(i), b'')",
                "notAPackage"
            ),
            ("package(**{'data.xml': data + b' ' * 300000000})", "limitExceeded"),
            (
                "import warnings\nwarnings.simplefilter('ignore')\npackage(**{'[Content_Types].xml': None})\nwith zipfile.ZipFile(path, 'a') as z: z.writestr('data.xml', data)",
                "badZip"
            ),
        ])
    func bad(program: String, code: String) throws {
        let error = try Self.zip(program, in: try TemporaryFolder())
        #expect(error?.code == PackageError.Code(code), "\(String(describing: error))")
    }

    @Test func `a bomb is refused for its ratio, before its size is read`() throws {
        // Text of 512 KiB between tags is allowed, so only the ratio can notice.
        let program = """
            package(**{'data.xml': data[:data.index(b'<record')] + (b'\\n' * 500000 + b'<!---->') * 600})
            """
        let error = try Self.zip(program, in: try TemporaryFolder())
        #expect(
            error?.code == .limitExceeded && error?.expected == "an entry that is compressed less",
            "\(String(describing: error))")
    }

    @Test func `folders and files that are no package are told apart`() throws {
        let folder = try TemporaryFolder()
        #expect(packageError { _ = try DataPackage(contentsOf: folder.file("none")) }?.code == .notFound)
        #expect(packageError { _ = try DataPackage(contentsOf: folder.path) }?.code == .notAPackage)
        #expect(packageError { _ = try DataPackage(contentsOf: "/dev/zero") }?.code == .notAPackage)
        try FileManager.default.createDirectory(
            atPath: folder.file("data_schema.xml"), withIntermediateDirectories: true)
        #expect(packageError { _ = try DataPackage(contentsOf: folder.path) }?.code == .notAPackage)
    }
}
