public import RenewalCore
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The time zone of a report for people. Everything for programs stays in UTC.
public struct ReportZone: Sendable, Hashable {
    private var kind: Kind

    private enum Kind: Sendable, Hashable {
        case fixed(seconds: Int, name: String)
        case system
    }

    /// UTC.
    public static let utc = ReportZone(kind: .fixed(seconds: 0, name: "UTC"))

    private init(kind: Kind) { self.kind = kind }

    /// A zone by name: `UTC`, an offset such as `+02:00`, or a zone of the system's database such as `Europe/Berlin`.
    ///
    /// FoundationEssentials knows UTC alone, so the system's C library is asked for the others. Such a zone becomes that
    /// of the process (`TZ`): choose one, once, before other threads run.
    ///
    /// - Throws: ``ReportError`` with `usage` for a name that is none of these.
    public init(_ name: String) throws {
        if ["UTC", "Z", "GMT"].contains(name.uppercased()) {
            self = .utc
        } else if let seconds = Self.offset(name) {
            kind = .fixed(seconds: seconds, name: name)
        } else if Self.databaseHas(name) {
            setenv("TZ", ":" + name, 1)
            tzset()
            kind = .system
        } else {
            throw ReportError(
                .usage,
                "there is no time zone \"\(name.printable)\"; give UTC, an offset such as +02:00, or a name of the system's time zone database such as Europe/Berlin"
            )
        }
    }

    /// Seconds east of Greenwich at that instant.
    public func offset(at instant: Instant) -> Int {
        switch kind {
        case .fixed(let seconds, _): seconds
        case .system: Int(Self.local(instant).tm_gmtoff)
        }
    }

    /// As `UTC`, `CET` or `+02:00`.
    public func name(at instant: Instant) -> String {
        switch kind {
        case .fixed(_, let name): name
        case .system: Self.local(instant).tm_zone.map { String(cString: $0) } ?? "local time"
        }
    }

    private static func local(_ instant: Instant) -> tm {
        var seconds = time_t(instant.secondsSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }

    private static func offset(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":"), [1, 2, 4, 5].allSatisfy({ (48...57).contains(bytes[$0]) })
        else { return nil }
        let hours = Int(bytes[1] - 48) * 10 + Int(bytes[2] - 48)
        let minutes = Int(bytes[4] - 48) * 10 + Int(bytes[5] - 48)
        guard hours <= 14, minutes < 60 else { return nil }
        return (hours * 3_600 + minutes * 60) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    // The C library takes a name that it does not know for UTC and says nothing.
    private static func databaseHas(_ name: String) -> Bool {
        let isName = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte | 0x20 || (48...57) ~= byte || "/_+-".utf8.contains(byte)
        }
        guard isName, let first = name.utf8.first, first != UInt8(ascii: "/"), name.utf8.last != first || name.count > 1
        else { return false }
        let environment = ProcessInfo.processInfo.environment["TZDIR"]
        let folders = (environment.map { [$0] } ?? []) + ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo"]
        return folders.contains { folder in
            var isFolder = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) && !isFolder
        }
    }
}
