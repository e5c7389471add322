import CLibXML2

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// The present element: its name, its attributes, its text.
extension XMLCursor {
    /// Whether the present element has that name and no namespace.
    func isNamed(_ name: StaticString) -> Bool {
        guard let node = current, node.pointee.ns == nil, let present = node.pointee.name else { return false }
        return present.isSame(name)
    }

    /// The name of the present element, for messages.
    var shownName: String {
        guard let name = current?.pointee.name else { return "nothing" }
        return "<\(String(UnsafeBufferPointer(cString: name)).escapedForMessage)>"
    }

    /// Goes through the attributes of the present element. Names and values are valid until the next event.
    ///
    /// - Parameter body: gets name and value; `false` for an attribute that the element must not have.
    /// - Throws: ``PackageError`` with `unexpectedStructure` for one that must not be there.
    func attributes(
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) throws(PackageError) -> Bool
    ) throws(PackageError) {
        var next = current?.pointee.properties
        while let attribute = next {
            let name = UnsafeBufferPointer(cString: attribute.pointee.name)
            guard attribute.pointee.ns == nil, try body(name, try value(of: attribute)) else {
                throw error(
                    .unexpectedStructure, found: "the attribute \(name.quotedForMessage)",
                    expected: "\(shownName) without it")
            }
            next = attribute.pointee.next
        }
    }

    /// The attribute of an element that has one, and that without a namespace. Valid until the next event.
    var onlyAttribute: (name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)? {
        guard let attribute = current?.pointee.properties, attribute.pointee.next == nil, attribute.pointee.ns == nil,
            let value = try? value(of: attribute)
        else { return nil }
        return (UnsafeBufferPointer(cString: attribute.pointee.name), value)
    }

    /// The attributes of the present element, which is a `field`.
    ///
    /// - Throws: ``PackageError`` with `unexpectedStructure` where one must not be there.
    func field() throws(PackageError) -> FieldBytes {
        var field = FieldBytes()
        var next = current?.pointee.properties
        while let attribute = next {
            let name: UnsafePointer<UInt8>? = UnsafePointer(attribute.pointee.name)
            guard let name, attribute.pointee.ns == nil, try take(attribute, name, into: &field) else {
                throw error(
                    .unexpectedStructure, found: "the attribute \(UnsafeBufferPointer(cString: name).quotedForMessage)",
                    expected: "\(shownName) without it")
            }
            next = attribute.pointee.next
        }
        return field
    }

    private func take(
        _ attribute: xmlAttrPtr, _ name: UnsafePointer<UInt8>, into field: inout FieldBytes
    ) throws(PackageError) -> Bool {
        let bytes = try value(of: attribute)
        if name.isSame("name") {
            field.name = bytes
        } else if name.isSame("value") {
            field.value = bytes
        } else if name.isSame("lookupentity") {
            field.lookupTable = bytes
        } else if name.isSame("lookupentityname") {
            field.lookupName = bytes
        } else {
            return false
        }
        return true
    }

    private func value(of attribute: xmlAttrPtr) throws(PackageError) -> UnsafeBufferPointer<UInt8> {
        guard let text = attribute.pointee.children else { return UnsafeBufferPointer(start: nil, count: 0) }
        guard text.pointee.type == XML_TEXT_NODE, text.pointee.next == nil else {
            throw error(.malformedXML, found: "an entity in an attribute", expected: "text")
        }
        return UnsafeBufferPointer(cString: text.pointee.content)
    }

    /// The present text.
    var text: String {
        guard let content = current?.pointee.content else { return "" }
        return String(UnsafeBufferPointer(cString: content))
    }

    /// Refuses what stands here.
    func unexpected(_ event: Event, expected: String) -> PackageError {
        let found =
            switch event {
            case .start: shownName
            case .end: "the end of \(shownName)"
            case .text: "text"
            case .finished: "the end of the document"
            }
        return error(.unexpectedStructure, found: found, expected: expected)
    }

    /// Goes to the next event, which must be the start of that element.
    mutating func start(_ name: StaticString) throws(PackageError) {
        let event = try next()
        guard event == .start, isNamed(name) else { throw unexpected(event, expected: "<\(name)>") }
    }

    /// Goes to the next event: `true` for the start of that element, `false` for the end of the one around it.
    mutating func hasNext(_ name: StaticString) throws(PackageError) -> Bool {
        let event = try next()
        if event == .start, isNamed(name) { return true }
        guard event == .end else { throw unexpected(event, expected: "<\(name)> or an end") }
        return false
    }

    /// Goes to the next event, which must be the end of the present element.
    mutating func end() throws(PackageError) {
        let event = try next()
        guard event == .end else { throw unexpected(event, expected: "an end") }
    }

    /// Goes to the end of the present element, which may hold text alone, and gives that text.
    mutating func content() throws(PackageError) -> String {
        var content = ""
        while true {
            let event = try next()
            switch event {
            case .text: content += text
            case .end: return content
            case .start, .finished: throw unexpected(event, expected: "text")
            }
        }
    }

    /// Refuses anything after the root element.
    mutating func finish() throws(PackageError) {
        let event = try next()
        guard event == .finished else { throw unexpected(event, expected: "the end of the document") }
    }
}

extension UnsafePointer<UInt8> {
    /// Whether the bytes before the NUL are those of the name. Most names differ in their first byte; always in line, so
    /// that a name of the source is a constant of the machine's code.
    @inline(__always)
    fileprivate func isSame(_ name: StaticString) -> Bool {
        for index in 0..<name.utf8CodeUnitCount where self[index] != name.utf8Start[index] { return false }
        return self[name.utf8CodeUnitCount] == 0
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes before the NUL.
    init(cString: UnsafePointer<UInt8>?) {
        guard let cString else {
            self.init(start: nil, count: 0)
            return
        }
        self.init(start: cString, count: strlen(UnsafeRawPointer(cString).assumingMemoryBound(to: CChar.self)))
    }

    /// Whether these are the bytes of the name.
    func equals(_ name: StaticString) -> Bool {
        guard count == name.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != name.utf8Start[index] { return false }
        return true
    }
}

extension String {
    /// The bytes, which the gate has checked, as text.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.init(decoding: bytes, as: UTF8.self) }
}
