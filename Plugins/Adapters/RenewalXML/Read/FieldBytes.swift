/// The attributes of a `field` as they stand in the parser's memory, valid until its next event.
struct FieldBytes {
    var name: UnsafeBufferPointer<UInt8>?
    var value: UnsafeBufferPointer<UInt8>?
    var lookupTable: UnsafeBufferPointer<UInt8>?
    var lookupName: UnsafeBufferPointer<UInt8>?

    /// Takes the attributes of the present element.
    ///
    /// - Throws: ``PackageError`` with `unexpectedStructure` where one must not be there.
    init(_ cursor: borrowing XMLCursor) throws(PackageError) {
        var found = Self()
        try cursor.attributes { attribute, bytes throws(PackageError) in
            switch attribute.count {
            case 4 where attribute.equals("name"): found.name = bytes
            case 5 where attribute.equals("value"): found.value = bytes
            case 12 where attribute.equals("lookupentity"): found.lookupTable = bytes
            case 16 where attribute.equals("lookupentityname"): found.lookupName = bytes
            default: return false
            }
            return true
        }
        self = found
    }

    private init() {}
}

extension PackageRecord.Field {
    /// The field as it stands.
    init(_ bytes: FieldBytes) {
        self.init(
            name: bytes.name.map { String($0) } ?? "", value: bytes.value.map { String($0) } ?? "",
            lookupTable: bytes.lookupTable.map { String($0) }, lookupName: bytes.lookupName.map { String($0) })
    }
}
