/// What is wrong with a filter, and where, in Unicode scalars from its start.
struct FilterFault: Error {
    var offset: Int
    var length: Int
    var found: String
    var expected: String

    /// The error that users of the core see.
    func error(in text: String) -> RenewalError {
        RenewalError(
            .invalidFilter, "the filter is wrong at character \(offset + 1): found \(found); expected \(expected)",
            details: [
                "filter": text, "offset": String(offset), "length": String(length), "found": found,
                "expected": expected,
            ])
    }
}
