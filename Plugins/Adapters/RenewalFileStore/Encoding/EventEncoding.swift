import RenewalCore

/// The encoding of an event that waits to be told.
enum EventEncoding {
    static let version: UInt8 = 1

    static func bytes(of event: RenewalEvent) -> [UInt8] {
        var writer = ByteWriter(version: version, capacity: 256)
        writer.append(MachineID(event.id))
        writer.append(event.at)
        switch event.content {
        case .change(let change):
            writer.append(byte: 0)
            writer.append(change.table.rawValue)
            writer.append(change.change.rawValue)
            writer.append(change.row)
            writer.append(change.group)
            writer.append(list: change.columns) { writer, column in
                writer.append(column.column)
                write(column.old, to: &writer)
                write(column.new, to: &writer)
            }
        case .clockSuspect(let suspicion):
            writer.append(byte: 1)
            writer.append(suspicion.cause.rawValue)
            writer.append(suspicion.clock)
            writer.append(suspicion.kept)
        case .issuerUnable(let issuer):
            writer.append(byte: 2)
            writer.append(issuer.group)
            writer.append(issuer.machine)
            writer.append(issuer.fault.rawValue)
        }
        return writer.bytes
    }

    static func read(_ reader: inout ByteReader) throws(ByteReader.Fault) -> RenewalEvent {
        let id = try reader.id("id", as: MachineID.self).uuid
        let at = try reader.instant("at")
        let content: RenewalEvent.Content =
            switch try reader.byte("content") {
            case 0: .change(try change(&reader))
            case 1:
                .clockSuspect(
                    ClockSuspicion(
                        cause: try reader.named("cause"), clock: try reader.instant("clock"),
                        kept: try reader.instant("kept")))
            case 2:
                .issuerUnable(
                    UnableIssuer(
                        group: try reader.id("group"), machine: try reader.id("machine"),
                        fault: try reader.named("fault")))
            default: throw ByteReader.Fault(field: "content")
            }
        return RenewalEvent(id: id, at: at, content: content)
    }

    private static func change(_ reader: inout ByteReader) throws(ByteReader.Fault) -> ChangeEvent {
        ChangeEvent(
            table: try reader.named("table"), change: try reader.named("change"), row: try reader.text("row"),
            group: try reader.id("group"),
            columns: try reader.list("columns") { reader throws(ByteReader.Fault) in
                ColumnChange(
                    column: try reader.text("column"), old: try value(&reader), new: try value(&reader))
            })
    }

    private static func write(_ value: ColumnValue, to writer: inout ByteWriter) {
        switch value {
        case .null: writer.append(byte: 0)
        case .integer(let integer):
            writer.append(byte: 1)
            writer.append(integer)
        case .text(let text):
            writer.append(byte: 2)
            writer.append(text)
        case .instant(let instant):
            writer.append(byte: 3)
            writer.append(instant)
        case .withheld: writer.append(byte: 4)
        }
    }

    private static func value(_ reader: inout ByteReader) throws(ByteReader.Fault) -> ColumnValue {
        switch try reader.byte("value") {
        case 0: .null
        case 1: .integer(try reader.integer("integer"))
        case 2: .text(try reader.text("text"))
        case 3: .instant(try reader.instant("instant"))
        case 4: .withheld
        default: throw ByteReader.Fault(field: "value")
        }
    }
}
