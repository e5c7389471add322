import FoundationEssentials
import RenewalCore

/// Reads one response: a JSON object with `@odata.context`, `value` and perhaps `@odata.nextLink`.
struct ResponseReader {
    let file: String
    private var reader: JSONReader
    private let bytes: UnsafeBufferPointer<UInt8>
    private let machineColumns: Set<String>?

    /// What a response says besides its rows.
    struct Head {
        var table: Table
        var hasNextPage: Bool
    }

    /// A reader of a file's bytes, which must outlive it. Rows of machines get these columns, or all.
    init(file: String, bytes: UnsafeBufferPointer<UInt8>, machineColumns: Set<String>? = nil) {
        self.file = file
        self.machineColumns = machineColumns
        self.bytes = bytes
        // RFC 8259, section 8.1: a parser may pass a byte order mark, and PowerShell writes one.
        reader = JSONReader(bytes: bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    }

    /// Reads the whole response and gives each row, with its offset, to `body`.
    mutating func read(_ body: (Row, Int) throws(ReadFault) -> Void) throws -> Head {
        try refuseUTF16()
        guard try step() == .objectStart else { throw notAResponse("a JSON object", at: reader.tokenStart) }
        var table: Table?
        var hasNextPage = false
        // The rows where they stand before the context.
        var postponed: JSONReader?
        var hasRows = false
        while case .name(let name) = try step() {
            let token = try step()
            switch reader.names.text(of: name) {
            case "@odata.context": table = try contextTable(token)
            case "@odata.nextLink": hasNextPage = token != .null
            case "error": throw notAResponse("rows; this is the answer to a request that failed", at: reader.tokenStart)
            case "value":
                guard token == .arrayStart else { throw notAResponse("an array of rows", at: reader.tokenStart) }
                hasRows = true
                if let table {
                    try readRows(of: table, &reader, body)
                } else {
                    postponed = reader
                    try skip(token)
                }
                continue
            default: break
            }
            try skip(token)
        }
        _ = try step()
        guard let table else { throw notAResponse("a member \"@odata.context\"") }
        guard hasRows else { throw notAResponse("a member \"value\" with an array of rows") }
        if var postponed { try readRows(of: table, &postponed, body) }
        return Head(table: table, hasNextPage: hasNextPage)
    }

    private func readRows(
        of table: Table, _ reader: inout JSONReader, _ body: (Row, Int) throws(ReadFault) -> Void
    ) throws {
        let columns = table === Table.flowMachine ? machineColumns : nil
        var decoder = RowDecoder(table: table, selection: columns.map { RowSelection($0, of: table) } ?? .all)
        var number = 0
        var start = 0
        while true {
            do {
                let token = try reader.step()
                if case .arrayEnd = token { return }
                number += 1
                start = reader.tokenStart
                guard case .objectStart = token else {
                    throw ReadFault.row(
                        RowFault(
                            code: .notAResponse, offset: start, column: nil,
                            found: reader.shownInMessage(token), expected: "a row, which is an object"))
                }
                try body(try decoder.row(from: &reader), start)
            } catch let fault as ReadFault {
                throw error(fault, table: table, row: (number, start))
            }
        }
    }
}

// The context.
extension ResponseReader {
    /// The table that `…/$metadata#flowmachines(name,agentversion)` is about.
    private func contextTable(_ token: JSONToken) throws -> Table {
        let expected = "a context that ends in #flowmachinegroups or #flowmachines"
        guard case .string(let text) = token else { throw notAResponse(expected, at: reader.tokenStart) }
        let context = reader.string(text)
        let set = context.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).last?
            .prefix { $0 != "(" && $0 != "/" && $0 != "?" }
        guard context.contains("#"), let table = Self.tables.first(where: { $0.setName == set ?? "" }) else {
            throw notAResponse(expected, at: reader.tokenStart, found: context.quotedForMessage)
        }
        return table
    }

    /// The tables that responses are read of.
    private static let tables: [Table] = [.flowMachineGroup, .flowMachine]
}

// Errors.
extension ResponseReader {
    private mutating func step() throws -> JSONToken {
        do { return try reader.next() } catch { throw self.error(.json(error), table: nil, row: nil) }
    }

    private mutating func skip(_ token: JSONToken) throws {
        do { try reader.skip(token) } catch { throw self.error(.json(error), table: nil, row: nil) }
    }

    private func refuseUTF16() throws {
        guard bytes.count >= 2 else { return }
        let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        guard isMarked || bytes[0] == 0 || bytes[1] == 0 else { return }
        throw DataverseError(
            .malformedJSON, expected: "UTF-8; save the file in that encoding", found: "UTF-16", file: file)
    }

    private func notAResponse(_ expected: String, at offset: Int? = nil, found: String? = nil) -> DataverseError {
        DataverseError(
            .notAResponse, expected: "a Web API response on flowmachinegroups or flowmachines: \(expected)",
            found: found ?? offset.map { bytes.shownInMessage(at: $0) }, file: file,
            position: offset.map { .init(offset: $0, in: bytes) })
    }

    private func error(_ fault: ReadFault, table: Table?, row: (number: Int, start: Int)?) -> DataverseError {
        var error =
            switch fault {
            case .json(let fault):
                DataverseError(
                    .malformedJSON, expected: fault.expected,
                    found: fault.found ?? bytes.shownInMessage(at: fault.offset),
                    position: .init(offset: fault.offset, in: bytes))
            case .row(let fault):
                DataverseError(
                    fault.code, expected: fault.expected, found: fault.found,
                    position: .init(offset: fault.offset, in: bytes), column: fault.column?.logicalName)
            }
        error.file = file
        error.table = table?.logicalName
        error.rowNumber = row?.number
        if let table, let row { error.rowID = id(ofRowAt: row.start, in: table) }
        return error
    }

    /// The id of the row that starts there, wherever in the row it stands; `nil` where it can not be read.
    private func id(ofRowAt start: Int, in table: Table) -> String? {
        var reader = JSONReader(bytes: bytes, from: start)
        guard (try? reader.next()) == .objectStart else { return nil }
        while case .name(let name) = try? reader.next(), let token = try? reader.next() {
            if reader.names.text(of: name) == table.primaryIDColumn {
                guard case .string(let text) = token else { return nil }
                return UUID(uuidString: reader.string(text))?.uuidString.lowercased()
            }
            guard (try? reader.skip(token)) != nil else { return nil }
        }
        return nil
    }
}
