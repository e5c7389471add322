import RenewalCore
import Testing

struct NameTests {
    @Test(arguments: [1, 2, 99, 100])
    func `a name of 1 to 100 characters is taken as it is (Rule G4)`(length: Int) throws {
        let text = String(repeating: "n", count: length)
        #expect(try Name(text).description == text)
    }

    @Test(arguments: [0, 101, 102])
    func `a name of any other length is refused (Rule G4)`(length: Int) {
        #expect(throws: RenewalError(.invalidName, "")) { try Name(String(repeating: "n", count: length)) }
    }
}
