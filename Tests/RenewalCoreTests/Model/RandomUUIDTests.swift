import Foundation
import RenewalCore
import Testing

/// Random ids (Rule G4).
struct RandomUUIDTests {
    @Test func `random ids are of version 4, and every other bit is random`() {
        let ids = (0..<2_000).map { _ in MachineID.random() }
        #expect(Set(ids).count == ids.count)
        var ones = [Int](repeating: 0, count: 128)
        for id in ids {
            #expect(id.bytes[6] >> 4 == 4 && id.bytes[8] >> 6 == 2, "\(id)")
            for bit in 0..<128 where id.bytes[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1 { ones[bit] += 1 }
        }
        // Of 2,000 fair bits fewer than 800 or more than 1,200 are ones with a chance below 10^-17.
        for bit in ones.indices where !(48..<52).contains(bit) && !(64..<66).contains(bit) {
            #expect((800...1_200).contains(ones[bit]), "bit \(bit): \(ones[bit])")
        }
    }
}
