internal import Foundation
internal import RenewalWorkloads

#if canImport(FoundationXML)
internal import FoundationXML
#endif

#if !canImport(Darwin) || os(macOS)
/// The document as a tree of Foundation's XMLDocument.
enum TreeDocument {
    static func write(_ count: Int, to path: String) throws {
        let records = XMLElement(name: "records")
        var machines = PlainMachines()
        for _ in 0..<count {
            let machine = machines.next()
            let record = XMLElement(name: "record")
            set("id", machine.id, on: record)
            for field in machine.fields {
                let element = XMLElement(name: "field")
                set("name", field.name, on: element)
                set("value", field.value, on: element)
                if let table = field.lookupTable { set("lookupentity", table, on: element) }
                if let name = field.lookupName { set("lookupentityname", name, on: element) }
                record.addChild(element)
            }
            records.addChild(record)
        }
        let entity = XMLElement(name: "entity")
        set("name", "flowmachine", on: entity)
        set("displayname", "Flow Machine", on: entity)
        entity.addChild(records)
        let root = XMLElement(name: "entities")
        set("timestamp", PlainMachines.timestamp, on: root)
        root.addChild(entity)
        try XMLDocument(rootElement: root).xmlData.write(to: URL(fileURLWithPath: path))
    }

    private static func set(_ name: String, _ value: String, on element: XMLElement) {
        let attribute = XMLNode(kind: .attribute)
        attribute.name = name
        attribute.stringValue = value
        element.addAttribute(attribute)
    }

    /// Goes through all fields, as somebody who makes rows of them must.
    static func read(_ path: String) throws -> Int {
        let document = try XMLDocument(data: Data(contentsOf: URL(fileURLWithPath: path)), options: [])
        let entity = document.rootElement()?.elements(forName: "entity").first
        guard let records = entity?.elements(forName: "records").first else { return 0 }
        return records.elements(forName: "record").count { record in
            let fields = record.elements(forName: "field")
            let isWhole = fields.allSatisfy {
                $0.attribute(forName: "name")?.stringValue != nil && $0.attribute(forName: "value")?.stringValue != nil
            }
            return isWhole && fields.count == 7
        }
    }
}
#endif
