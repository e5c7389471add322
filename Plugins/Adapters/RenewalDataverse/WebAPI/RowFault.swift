/// What is wrong with a row, before the file and the row are known.
struct RowFault: Error {
    var code: DataverseError.Code
    var offset: Int
    var column: Column?
    var found: String?
    var expected: String
}

/// Either kind of error while a file is read.
enum ReadFault: Error {
    case json(JSONFault)
    case row(RowFault)
}
