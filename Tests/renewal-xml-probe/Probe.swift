import RenewalXML

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads files as the documents of packages, for a watcher outside: of time, memory or system calls.
///
/// `renewal-xml-probe FILE…`: each file as declarations and as rows. Prints a line for each file: the slower reading in
/// microseconds of the processor (a busy machine does not count), what became of it twice, and the path; then the peak of
/// resident memory before and after, in kibibytes. Between two calls of `access` with the paths `/probe-begins` and
/// `/probe-ends` it does nothing but parse what is in memory.
@main
enum Probe {
    static func main() throws {
        let files = CommandLine.arguments.dropFirst().map { ($0, contents($0)) }
        var lines: [String] = []
        lines.reserveCapacity(files.count)
        _ = outcome { try DataPackage(data: [], schema: Array(declarations.utf8)).tables.count }
        let before = peakMemory()
        access("/probe-begins", F_OK)
        for (path, bytes) in files {
            let started = now()
            let asSchema = outcome { try DataPackage(data: [], schema: bytes).tables.count }
            let middle = now()
            let asData = outcome {
                try DataPackage(data: bytes, schema: Array(declarations.utf8)).validate().tables.count
            }
            let slower = max(middle - started, now() - middle)
            lines.append("\(slower / 1_000) \(asSchema) \(asData) \(path)")
        }
        access("/probe-ends", F_OK)
        for line in lines { print(line) }
        print("memory \(before) \(peakMemory())")
    }

    private static func outcome(_ body: () throws -> Int) -> String {
        do {
            return "read:\(try body())"
        } catch {
            return (error as? PackageError)?.code.description ?? "anotherError"
        }
    }

    private static func contents(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func peakMemory() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
        #else
        // macOS counts bytes.
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss / 1_024
        #endif
    }

    private static let declarations = """
        <entities ><entity name="flowmachine" displayname="Flow Machine" etc="0" primaryidfield="flowmachineid" \
        primarynamefield="name" disableplugins="false"><fields><field displayname="Flow Machine" name="flowmachineid" \
        type="guid" primaryKey="true" /><field displayname="Name" name="name" type="string" /></fields>\
        <relationships /></entity></entities>
        """
}
