import FileStoreTrials
import Testing

/// Every call of a vault fails, one after the other.
struct VaultFaultTests {
    static let faults: [DiskFault] = [.error(28), .error(5), .error(4), .error(13), .syncError, .short]

    @Test(arguments: VaultFaultLoop.Start.allCases, faults)
    func `each failing call is reported or made up for, and nothing is lost`(
        start: VaultFaultLoop.Start, fault: DiskFault
    ) throws {
        var loop = try VaultFaultLoop()
        for operation in VaultOperation.allCases {
            for failsOn in [false, true] { try loop.run(operation, from: start, fault, failsOn: failsOn) }
        }
        #expect(loop.failing > 0)
        switch fault {
        case .short: #expect(loop.codes.isEmpty, "short reads and writes go on where they stopped")
        case .syncError: #expect(loop.codes["outcomeUnknown"] != nil && loop.codes["ioFailure"] != nil)
        case .error(28): #expect(loop.codes["diskFull"] != nil)
        case .error(13): #expect(loop.codes["accessDenied"] != nil)
        default: #expect(loop.codes["ioFailure"] != nil)
        }
    }

    @Test func `a single interruption is noticed by nobody, unless it hit a sync or a rename`() throws {
        var loop = try VaultFaultLoop()
        try loop.run(.store, from: .stored, .error(4), failsOn: false)
        // The new file's sync; the rename and the folder's sync.
        #expect(loop.codes == ["ioFailure": 1, "outcomeUnknown": 2])
        #expect(loop.acknowledged > 15)
    }

    @Test func `a failure after the folder's sync is no failure of the change`() throws {
        var loop = try VaultFaultLoop()
        try loop.run(.store, from: .stored, .error(5), failsOn: false)
        #expect(loop.acknowledged == 1)
        #expect(loop.codes["outcomeUnknown"] == 2)
    }
}
