#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Knows the lines of the tags that have passed the gate and that were not handed out yet.
///
/// libxml2 tells an element when it is at the end of its tag, and errors are to say where the tag begins. So the gate,
/// which sees each tag before the parser does, notes where tags stand; a line is counted only where somebody asks, or
/// where the tag's block is given up.
struct TagPlaces {
    // The number of the present block's first tag, and a place in the block with its line.
    private var firstInBlock = 1
    private var counted = (offset: 0, line: 1)
    // Of the tags right before that one: those from the present one on.
    private var earlierLines: [Int] = []
    private var earlierTexts: [(tag: Int, text: [UInt8])] = []

    /// How many tags there were up to the end of the present block.
    func count(_ markup: borrowing MarkupCheck) -> Int { firstInBlock - 1 + markup.tags.count }

    /// The line of the tag of that number, the present one or the next; `nil` where there is none.
    mutating func line(ofTag tag: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ markup: borrowing MarkupCheck) -> Int? {
        let index = tag - firstInBlock
        if index < 0 {
            let earlier = earlierLines.count + index
            return earlierLines.indices.contains(earlier) ? earlierLines[earlier] : nil
        }
        return markup.tags.indices.contains(index) ? line(bytes, at: Int(markup.tags[index])) : nil
    }

    /// The line of a place in the present block.
    mutating func line(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
        if offset < counted.offset { return counted.line - bytes[offset..<counted.offset].lineFeeds }
        counted = (offset, counted.line + bytes[counted.offset..<offset].lineFeeds)
        return counted.line
    }

    /// What stands before that tag, where it is a child of the root or the root's end.
    func outerText(beforeTag tag: Int, _ markup: borrowing MarkupCheck) -> [UInt8] {
        if tag < firstInBlock { return earlierTexts.first { $0.tag == tag }?.text ?? [] }
        return markup.outerTexts.first { $0.tag == tag - firstInBlock }?.text ?? []
    }

    /// Keeps what is still needed of the present block, before the next one takes its place.
    ///
    /// - Parameter reached: how many tags were handed out; the last of them is the present one.
    mutating func giveUp(
        _ bytes: UnsafeBufferPointer<UInt8>, _ markup: borrowing MarkupCheck, reached: Int
    ) {
        let passed = reached - (firstInBlock - earlierLines.count)
        earlierLines.removeFirst(min(max(passed, 0), earlierLines.count))
        for index in min(max(reached - firstInBlock, 0), markup.tags.count)..<markup.tags.count {
            earlierLines.append(line(bytes, at: Int(markup.tags[index])))
        }
        earlierTexts.removeAll { $0.tag < reached }
        for (tag, text) in markup.outerTexts where firstInBlock + tag >= reached {
            earlierTexts.append((firstInBlock + tag, text))
        }
        firstInBlock += markup.tags.count
        counted = (0, line(bytes, at: bytes.count))
    }
}

extension Slice where Base == UnsafeBufferPointer<UInt8> {
    fileprivate var lineFeeds: Int {
        var (count, rest) = (0, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: self)))
        while let start = rest.baseAddress, let found = memchr(start, CInt(UInt8(ascii: "\n")), rest.count) {
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - start + 1)...])
        }
        return count
    }
}
