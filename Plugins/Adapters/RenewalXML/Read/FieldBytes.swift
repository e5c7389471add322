/// The attributes of a `field` as they stand in the cursor's memory, good until its next event.
struct FieldBytes {
    var name: UnsafeBufferPointer<UInt8>?
    var value: UnsafeBufferPointer<UInt8>?
    var lookupTable: UnsafeBufferPointer<UInt8>?
    var lookupName: UnsafeBufferPointer<UInt8>?
}

extension PackageRecord.Field {
    /// The field as it stands.
    init(_ bytes: FieldBytes) {
        self.init(
            name: bytes.name.map { String($0) } ?? "", value: bytes.value.map { String($0) } ?? "",
            lookupTable: bytes.lookupTable.map { String($0) }, lookupName: bytes.lookupName.map { String($0) })
    }
}
