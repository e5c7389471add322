internal import CFaultyVFS

/// Where a fault happens: a kind of file and a kind of call, such as `wal.sync`.
package struct FaultBoundary: Hashable, Comparable, Sendable, LosslessStringConvertible {
    let file: Int32
    let call: Int32

    /// Every boundary, in the order of files and calls.
    package static let all: [FaultBoundary] = (0..<FaultyFileCount.rawValue).flatMap { file in
        (0..<FaultyCallCount.rawValue).map { FaultBoundary(file: file, call: $0) }
    }

    /// The boundaries of these calls, whatever the file.
    package static func all(_ calls: String...) -> [FaultBoundary] { all.filter { calls.contains($0.callName) } }

    private init(file: Int32, call: Int32) {
        self.file = file
        self.call = call
    }

    /// Reads `wal.sync`.
    package init?(_ name: String) {
        guard let found = Self.all.first(where: { $0.description == name }) else { return nil }
        self = found
    }

    /// The file's kind: `database`, `wal`, `shm`, `journal`, `copy` or `other`.
    package var fileName: String { faulty_vfs_file_name(FaultyFile(rawValue: file)).map { String(cString: $0) } ?? "?" }

    /// The call's kind, such as `sync`.
    package var callName: String { faulty_vfs_call_name(FaultyCall(rawValue: call)).map { String(cString: $0) } ?? "?" }

    package var description: String { "\(fileName).\(callName)" }

    /// How many such calls there were since a plan was followed.
    package var calls: Int { Int(faulty_vfs_calls(FaultyFile(rawValue: file), FaultyCall(rawValue: call))) }

    package static func < (lhs: Self, rhs: Self) -> Bool { (lhs.file, lhs.call) < (rhs.file, rhs.call) }
}
