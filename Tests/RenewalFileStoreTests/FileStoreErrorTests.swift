import RenewalFileStore
import Testing

struct FileStoreErrorTests {
    @Test func `an error says its code, the path, what to do and the cause on one line`() {
        struct Cause: Error, CustomStringConvertible { let description = "errno 28" }
        let error = FileStoreError(.diskFull, "make room, then try again", path: "store.sqlite", cause: Cause())
        #expect("\(error)" == "diskFull: store.sqlite: make room, then try again (errno 28)")
        #expect(error == FileStoreError(.diskFull, "other words"))
        #expect(error != FileStoreError(.damaged, "make room, then try again"))
    }
}
