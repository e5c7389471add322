internal import Foundation
internal import RenewalWorkloads
internal import XMLCoder

/// The document as values that XMLCoder encodes and decodes.
struct CodedDocument: Codable, DynamicNodeEncoding {
    var timestamp: String
    var entity: Entity

    struct Entity: Codable, DynamicNodeEncoding {
        var name: String
        var displayname: String
        var records: Records

        static func nodeEncoding(for key: any CodingKey) -> XMLEncoder.NodeEncoding {
            key.stringValue == "records" ? .element : .attribute
        }
    }

    struct Records: Codable {
        var record: [Record]
    }

    struct Record: Codable, DynamicNodeEncoding {
        var id: String
        var field: [Field]

        static func nodeEncoding(for key: any CodingKey) -> XMLEncoder.NodeEncoding {
            key.stringValue == "field" ? .element : .attribute
        }
    }

    struct Field: Codable, DynamicNodeEncoding {
        var name: String
        var value: String
        var lookupentity: String?
        var lookupentityname: String?

        static func nodeEncoding(for key: any CodingKey) -> XMLEncoder.NodeEncoding { .attribute }
    }

    static func nodeEncoding(for key: any CodingKey) -> XMLEncoder.NodeEncoding {
        key.stringValue == "entity" ? .element : .attribute
    }

    static func write(_ count: Int, to path: String) throws {
        var records: [Record] = []
        var machines = PlainMachines()
        for _ in 0..<count {
            let machine = machines.next()
            let fields = machine.fields.map {
                Field(name: $0.name, value: $0.value, lookupentity: $0.lookupTable, lookupentityname: $0.lookupName)
            }
            records.append(Record(id: machine.id, field: fields))
        }
        let document = CodedDocument(
            timestamp: PlainMachines.timestamp,
            entity: Entity(name: "flowmachine", displayname: "Flow Machine", records: Records(record: records)))
        let bytes = try XMLEncoder().encode(
            document, withRootKey: "entities", header: XMLHeader(version: 1.0, encoding: "utf-8"))
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    static func read(_ path: String) throws -> Int {
        let document = try XMLDecoder().decode(
            CodedDocument.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        return document.entity.records.record.count { $0.field.count == 7 }
    }
}
