import Foundation

/// The files of the repository that these tests are part of.
enum Repository {
    /// Its folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

    /// A text file, and its path from the root.
    struct File {
        let path: String
        let lines: [String]
        /// Its code and prose, where it is a Swift file.
        let swift: SwiftText?

        init(path: String, text: String) {
            self.path = path
            lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
                String($0) ?? ""
            }
            swift = path.hasSuffix(".swift") ? SwiftText(text) : nil
        }

        /// A Swift file of this text, for trying a check.
        init(swift text: String) { self.init(path: "A.swift", text: text) }

        var isSwift: Bool { path.hasSuffix(".swift") }
        var isMarkdown: Bool { path.hasSuffix(".md") }
        /// Whether it is code that users of the package build.
        var isShipped: Bool { isSwift && (path.hasPrefix("Sources/") || path.hasPrefix("Plugins/")) }
        /// Whether it is a test other than these.
        var isTest: Bool { isSwift && path.hasPrefix("Tests/") && !path.hasPrefix("Tests/TidyTests/") }

        /// The name of the target it belongs to: the folder below Sources, Plugins, Plugins/Adapters or Tests.
        var target: String {
            let parts = path.split(separator: "/").map(String.init)
            return path.hasPrefix("Plugins/Adapters/") ? parts[2] : parts[1]
        }
    }

    /// Every text file that is not built or hidden, sorted by path; `.ci/run` and the dot files of the root included.
    static let files: [File] = {
        let generated: Set = [".build", ".git", ".swiftpm", "__pycache__", ".benchmarkBaselines"]
        var found: [File] = []
        var folders = [""]
        while let folder = folders.popLast() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path + "/" + folder)) ?? []
            for name in names where !generated.contains(name) && name != ".DS_Store" {
                let path = folder.isEmpty ? name : folder + "/" + name
                var isFolder: ObjCBool = false
                let exists = FileManager.default.fileExists(atPath: root.path + "/" + path, isDirectory: &isFolder)
                if exists, isFolder.boolValue {
                    folders.append(path)
                } else if let text = try? String(contentsOfFile: root.path + "/" + path, encoding: .utf8) {
                    found.append(File(path: path, text: text))
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }()

    static let shipped = files.filter(\.isShipped)
}

/// Something found in a file that must not be there.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

extension [Finding] {
    /// One line for each.
    var report: String { map(\.description).joined(separator: "\n") }
}
