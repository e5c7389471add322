/// Where a report's bytes go, in pieces.
public final class ReportOutput {
    private var buffer: [UInt8] = []
    private let sink: ([UInt8]) throws -> Void

    /// An output that hands pieces of some 64 KiB to the sink.
    public init(_ sink: @escaping ([UInt8]) throws -> Void) {
        self.sink = sink
        buffer.reserveCapacity(Self.pieceSize + 4_096)
    }

    private static let pieceSize = 65_536

    /// Adds text.
    ///
    /// - Throws: what the sink throws.
    public func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.pieceSize { try flush() }
    }

    /// Hands over what was added.
    ///
    /// - Throws: what the sink throws.
    public func flush() throws {
        guard !buffer.isEmpty else { return }
        try sink(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// The text that the body writes.
    public static func text(_ body: (ReportOutput) throws -> Void) rethrows -> String {
        let collected = Collected()
        let output = ReportOutput { collected.bytes += $0 }
        try body(output)
        // Nothing but the sink above can throw here, and it does not.
        try? output.flush()
        return String(decoding: collected.bytes, as: UTF8.self)
    }

    private final class Collected {
        var bytes: [UInt8] = []
    }
}
