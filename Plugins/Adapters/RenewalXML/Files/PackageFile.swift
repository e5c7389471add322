/// The three files of a package.
enum PackageFile: CaseIterable {
    case contentTypes, data, schema

    /// The file's name in the folder or zip.
    var name: String {
        switch self {
        case .contentTypes: "[Content_Types].xml"
        case .data: "data.xml"
        case .schema: "data_schema.xml"
        }
    }

    /// What the platform's tool writes into `[Content_Types].xml`: a byte order mark and one line.
    static let contentTypesText: StaticString = """
        \u{FEFF}<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/octet-stream" /></Types>
        """
}
