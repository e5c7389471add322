import FoundationEssentials
import RenewalCore

/// Checks that the value of any table's field has the form of its declared type.
enum GenericCheck {
    /// What would have been right, where the value is wrong.
    static func fault(_ field: FieldBytes, _ type: FieldType) -> String? {
        guard let value = field.value else { return "a value" }
        if type.isReference {
            guard let table = field.lookupTable, !table.isEmpty, ValueText.guid(value) != nil else {
                return "the GUID of a row, with lookupentity"
            }
            return nil
        }
        guard field.lookupTable == nil, field.lookupName == nil else { return "no lookupentity on a \(type)" }
        return isRight(value, type) ? nil : expectation(type)
    }

    private static func isRight(_ value: UnsafeBufferPointer<UInt8>, _ type: FieldType) -> Bool {
        switch type {
        case .string: true
        case .number, .optionsetvalue, .state, .status:
            ValueText.integer(value).map { Int64(Int32.min)...Int64(Int32.max) ~= $0 } ?? false
        case .bigint: ValueText.integer(value) != nil
        case .decimal, .money: ValueText.decimal(value) != nil
        case .bool: ValueText.boolean(value) != nil
        case .datetime: isInstant(value)
        case .guid: ValueText.guid(value) != nil
        case .optionsetvaluecollection: ValueText.choices(value) != nil
        case .entityreference, .owner: true
        case .imagedata: value.allSatisfy(isBase64)
        }
    }

    private static func expectation(_ type: FieldType) -> String {
        switch type {
        case .string: "text"
        case .number, .optionsetvalue, .state, .status: "a whole number of 32 bits"
        case .bigint: "a whole number of 64 bits"
        case .decimal, .money: "a number"
        case .bool: "True or False"
        case .datetime: "an instant such as 2022-09-17T22:31:57.0000000Z, with or without Z"
        case .guid, .entityreference, .owner: "a GUID such as 5a38629f-da7f-4ae8-a66b-4898ebd65281"
        case .optionsetvaluecollection: "numbers between two marks, such as [-1,1,2,-1]"
        case .imagedata: "base64"
        }
    }

    private static func isInstant(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count == 27 || value.count == 28 && value[27] == UInt8(ascii: "Z") else { return false }
        return value[19] == UInt8(ascii: ".") && value[20..<27].allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
            && Instant(String(decoding: value[..<19], as: UTF8.self) + "Z") != nil
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
