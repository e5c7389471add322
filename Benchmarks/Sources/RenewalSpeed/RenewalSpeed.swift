#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RenewalWorkloads

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Measures one row of the table, `renewal-speed ROW [--quick]`, and prints it as JSON; `Benchmarks/run` calls it.
@main
struct RenewalSpeed {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let name = arguments.first, let row = Row(rawValue: name) else {
            print("usage: renewal-speed \(Row.allCases.map(\.rawValue).joined(separator: "|")) [--quick]")
            // EX_USAGE of sysexits.h.
            exit(64)
        }
        // Away from the main actor, so that no step of the work changes threads.
        let result = try await Task.detached {
            _ = try await AllocationCheck.run()
            return try await row.measure(isQuick: arguments.contains("--quick"))
        }.value
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }
}
