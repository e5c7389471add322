/// How much a reader takes of what others made. Whatever is beyond is an error, before memory is spent on it.
public struct ReadLimits: Hashable, Sendable {
    /// The bytes of `data.xml`, uncompressed.
    public var dataBytes = 16 * 1_024 * 1_024 * 1_024
    /// The bytes of `data_schema.xml`, which is read into memory.
    public var schemaBytes = 16 * 1_024 * 1_024
    /// The bytes of one tag with its attributes, and of one comment.
    public var tagBytes = 512 * 1_024
    /// The bytes of one text between two tags.
    public var textBytes = 512 * 1_024
    /// The attributes of one tag.
    public var attributes = 32
    /// How deep elements lie within each other. Packages need 6.
    public var depth = 16
    /// How many times its compressed size an entry of a zip may have, once it is larger than a mebibyte.
    public var compressionRatio = 200

    /// The limits that are meant for everybody.
    public init() {}
}
