import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// The story is a sequence of numbered operations, so that it can be interrupted anywhere and go on.
//
// An operation is in the journal before it begins. The next run skips all those before it, does it again, and goes on
// from there. So each is safe to repeat: ids follow from names, and what would not be the same the second time looks
// first whether it is done. Between two operations nothing changes but the journal's own values.
extension World {
    /// Does the operation, unless an earlier run has done it, and tells what the histories say of it.
    ///
    /// - Parameter name: the same in every run.
    func once(_ name: String, _ body: () async throws -> Void) async throws {
        guard try begin(name) else { return }
        try await body()
        try await follow()
    }

    private func begin(_ name: String) throws -> Bool {
        position += 1
        digest = StandardCrypto().digest(Array("\(digest)\(name)".utf8)).description
        if isRepeating {
            guard position == journal.position else { return false }
            guard digest == journal.digest else { throw Self.otherStory }
            isRepeating = false
            print("Going on with operation \(position), \(name); its lines may come twice.")
            return true
        }
        journal.position = position
        journal.operation = name
        journal.digest = digest
        journal.began = now
        journal.moves = 0
        try save()
        return true
    }

    /// A value that is looked up once; every later run has the same. It is kept with the next operation.
    func remember<Value: LosslessStringConvertible>(
        _ name: String, _ value: @autoclosure () async throws -> Value
    ) async throws -> Value {
        if isRepeating {
            guard let value = journal.values[name].flatMap(Value.init) else { throw Self.otherStory }
            return value
        }
        let value = try await value()
        journal.values[name] = value.description
        return value
    }

    /// Ends the story. Nothing is to be done after that.
    func finish() throws {
        guard !isRepeating else { throw Self.otherStory }
        journal.isFinished = true
        try save()
    }

    /// Keeps the journal. What was told goes out first, or a later run would take it for told.
    func save() throws {
        fflush(nil)
        try home.save(journal)
    }

    private static var otherStory: Stop {
        .data("the folder was begun by another version of this program, whose story goes otherwise; name a new one")
    }
}
