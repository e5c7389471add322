import Foundation
import Testing

@testable import RenewalReporting

struct DisplayWidthTests {
    @Test(
        "columns of a terminal",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("帳票", 4), ("ｱ", 1), ("Ａ", 2), ("🚀", 2), ("👩‍👩‍👧", 2),
            ("🇩🇪", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("Лаб", 3), ("–…", 2),
            ("नि", 1), ("\u{20000}", 2), ("—", 1), ("€", 1), ("\u{3000}", 2),
        ])
    func widths(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(
        "text is cut between characters and never wider than asked",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("帳票帳票", 5, "帳票…"), ("帳票帳票", 6, "帳票…"),
            ("a🚀b", 3, "a…"), ("abc", 1, "…"), ("abc", 0, ""),
        ])
    func cutting(text: String, width: Int, cut: String) {
        #expect(text.elided(to: width, mark: "…") == cut)
        #expect(DisplayWidth.of(text.elided(to: width, mark: "...")) <= width)
    }

    @Test(
        "what would act on a terminal is shown instead",
        arguments: [
            ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\nb", "a\\u{A}b"), ("\u{202E}abc", "\\u{202E}abc"), ("帳票", "帳票"),
            ("👩‍👧", "👩‍👧"), ("a\u{2028}", "a\\u{2028}"), ("a\u{9B}2J", "a\\u{9B}2J"), ("\u{200B}", "\\u{200B}"),
        ])
    func printable(text: String, shown: String) {
        #expect(text.printable == shown)
    }
}
