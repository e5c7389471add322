import Foundation
import RenewalTestSupport
import Testing

@testable import RenewalDataverse

struct ResponseFolderTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("All visible files are read in the order of their names, hidden ones ignored")
    func folderOfPages() throws {
        try folder.write(response("flowmachines", ["{\"flowmachineid\": \"\(machineID)\"}"]), to: "b.json")
        try folder.write(response("flowmachines", ["{\"flowmachineid\": \"\(groupID)\"}"], next: true), to: "a.txt")
        try folder.write(response("flowmachinegroups", ["{\"flowmachinegroupid\": \"\(groupID)\"}"]), to: "c")
        try folder.write("no JSON", to: ".DS_Store")
        let export = try WebAPIExport(contentsOf: folder.path)
        #expect(export.machines.map(\.idText) == [groupID, machineID])
        #expect(export.groups.map(\.idText) == [groupID])
        #expect(export.warnings.isEmpty)
    }

    @Test("A file alone is a source")
    func file() throws {
        try folder.write(response("flowmachines", ["{\"flowmachineid\": \"\(machineID)\"}"]), to: "m.json")
        #expect(try WebAPIExport(contentsOf: "\(folder.path)/m.json").machines.count == 1)
    }

    @Test("Any other file is an error that names it")
    func otherFile() throws {
        try folder.write(response("flowmachines", []), to: "m.json")
        try folder.write("# Notes\n", to: "README.md")
        let error = dataverseError { _ = try WebAPIExport(contentsOf: folder.path) }
        #expect(error?.file == "\(folder.path)/README.md")
        #expect(error?.position == DataverseError.TextPosition(line: 1, column: 1))
    }

    @Test("A folder in the folder is an error that names it")
    func folderInFolder() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/pages", withIntermediateDirectories: true)
        let error = dataverseError { _ = try WebAPIExport(contentsOf: folder.path) }
        #expect(error?.code == .notAResponse)
        #expect(error?.file == "\(folder.path)/pages")
        #expect(error?.found == "a folder")
    }

    @Test("A folder without visible files is an error", arguments: [true, false])
    func empty(hasHiddenFile: Bool) throws {
        if hasHiddenFile { try folder.write("", to: ".hidden") }
        #expect(dataverseError { _ = try WebAPIExport(contentsOf: folder.path) }?.code == .emptyFolder)
    }

    @Test("A path where nothing is, is an error")
    func notFound() {
        let error = dataverseError { _ = try WebAPIExport(contentsOf: "\(folder.path)/none") }
        #expect(error?.code == .notFound)
        #expect(error?.file == "\(folder.path)/none")
    }

    @Test("An empty file is an error")
    func emptyFile() throws {
        try folder.write("", to: "m.json")
        let error = dataverseError { _ = try WebAPIExport(contentsOf: folder.path) }
        #expect(error?.code == .malformedJSON)
        #expect(error?.found == "the end of the file")
    }
}
