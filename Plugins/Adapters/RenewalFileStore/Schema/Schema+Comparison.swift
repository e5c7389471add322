import GRDB

extension Schema {
    /// What the schema of a store should be and is not: a table, index or view that is missing, of another text, or too
    /// many. A trigger is always one too many.
    static func differences(in database: Database) throws -> [String] {
        let expected = try DatabaseQueue().write { fresh in
            try migrate(fresh)
            return try objects(of: fresh)
        }
        let found = try objects(of: database)
        let names = Set(expected.keys).union(found.keys).sorted()
        return names.filter { expected[$0] != found[$0] }.map { name in
            switch (expected[name], found[name]) {
            case (nil, _): "\(name) does not belong to a store"
            case (_, nil): "\(name) is missing"
            default: "\(name) is not what it was made as"
            }
        }
    }

    private static func objects(of database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat*'")
        return Dictionary(
            rows.map { ("\($0[0] as String) \($0[1] as String)", $0[2] as String? ?? "") },
            uniquingKeysWith: { $0 + $1 })
    }
}
