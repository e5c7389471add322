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
        guard !entry.hasNamespace, let present = entry.name else { return false }
        return present.isSame(name)
    }

    /// The name of the present element, for messages.
    var shownName: String {
        guard let name = entry.name else { return "nothing" }
        return "<\(String(UnsafeBufferPointer(cString: name)).escapedForMessage)>"
    }

    /// Goes through the attributes of the present element, which the cursor has just entered. Names and values are good
    /// until the next event.
    ///
    /// - Parameter body: gets name and value; `false` for an attribute that the element must not have.
    /// - Throws: ``PackageError`` with `unexpectedStructure` for one that must not be there.
    func attributes(
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) throws(PackageError) -> Bool
    ) throws(PackageError) {
        for index in 0..<entry.count {
            let attribute = attribute(index)
            let name = UnsafeBufferPointer(cString: attribute.name)
            guard !attribute.hasNamespace, try body(name, value(of: attribute)) else { throw unexpected(attribute) }
        }
    }

    /// The attribute of an element that has one, and that without a namespace. Good until the next event.
    var onlyAttribute: (name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)? {
        guard entry.count == 1 else { return nil }
        let attribute = attribute(0)
        guard !attribute.hasNamespace else { return nil }
        return (UnsafeBufferPointer(cString: attribute.name), value(of: attribute))
    }

    /// The attributes of the present element, which is a `field`.
    ///
    /// - Throws: ``PackageError`` with `unexpectedStructure` where one must not be there.
    func field() throws(PackageError) -> FieldBytes {
        var field = FieldBytes()
        for index in 0..<entry.count {
            let attribute = attribute(index)
            guard !attribute.hasNamespace, take(attribute, into: &field) else { throw unexpected(attribute) }
        }
        return field
    }

    private func take(_ attribute: EventQueue.Attribute, into field: inout FieldBytes) -> Bool {
        if attribute.name.isSame("name") {
            field.name = value(of: attribute)
        } else if attribute.name.isSame("value") {
            field.value = value(of: attribute)
        } else if attribute.name.isSame("lookupentity") {
            field.lookupTable = value(of: attribute)
        } else if attribute.name.isSame("lookupentityname") {
            field.lookupName = value(of: attribute)
        } else {
            return false
        }
        return true
    }

    private func unexpected(_ attribute: EventQueue.Attribute) -> PackageError {
        let name = UnsafeBufferPointer(cString: attribute.name)
        return error(
            .unexpectedStructure, found: "the attribute \(name.quotedForMessage)", expected: "\(shownName) without it")
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
