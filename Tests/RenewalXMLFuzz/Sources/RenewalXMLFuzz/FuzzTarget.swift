import RenewalDataverse
import RenewalXML

/// One input of libFuzzer: a package whose documents are the bytes before and after the first NUL, or, without one, the
/// bytes as rows under fixed declarations.
///
/// Whatever the bytes are, reading ends with an error or with items; a crash, a leak or a sanitizer's report is a find.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    do {
        let package: DataPackage
        if let split = input.firstIndex(of: 0) {
            package = try DataPackage(data: Array(input[(split + 1)...]), schema: Array(input[..<split]))
        } else {
            package = DataPackage(data: Array(input), tables: declarations)
        }
        _ = try package.validate()
    } catch {
        // The message is made too: it holds what the input says.
        return "\(error)".isEmpty ? 1 : 0
    }
    return 0
}

/// Our three tables, and one that is not ours with a column of each type; read once, as that says nothing new.
private let declarations: [PackageTable] = {
    let types = FieldType.allCases.map { type in
        "<field displayname=\"\(type)\" name=\"f_\(type)\" type=\"\(type)\" />"
    }
    let id = "<field displayname=\"Id\" name=\"otherid\" type=\"guid\" primaryKey=\"true\" />"
    let other = entity("other", id + types.joined())
    let ours = PackageTable.exported(secrets: .included).map { table in
        entity(
            table.name,
            table.fields.map { field in
                "<field displayname=\"\(field.displayName)\" name=\"\(field.name)\" type=\"\(field.type)\""
                    + (field.isPrimaryKey ? " primaryKey=\"true\" />" : " />")
            }.joined())
    }
    let schema = Array("<entities >\(ours.joined())\(other)</entities>".utf8)
    guard let tables = try? DataPackage(data: [], schema: schema).tables else {
        fatalError("the declarations are wrong")
    }
    return tables
}()

private func entity(_ name: String, _ fields: String) -> String {
    """
    <entity name="\(name)" displayname="\(name)" etc="0" primaryidfield="\(name)id" \
    primarynamefield="" disableplugins="false"><fields>\(fields)</fields><relationships /></entity>
    """
}
