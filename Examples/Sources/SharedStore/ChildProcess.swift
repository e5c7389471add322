import FoundationEssentials

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// This program, started once more, with a pipe to its standard input and one from its standard output.
final class ChildProcess {
    let pid: pid_t
    private let input: Int32
    private let output: Int32

    init(arguments: [String]) throws {
        let (toChild, fromChild) = (try Self.makePipe(), try Self.makePipe())
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild.reading, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromChild.writing, STDOUT_FILENO)
        let program = CommandLine.arguments[0]
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var environment = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + environment { free(text) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, program, &actions, nil, &words, &environment)
        close(toChild.reading)
        close(fromChild.writing)
        (input, output) = (toChild.writing, fromChild.reading)
        self.pid = pid
        guard result == 0 else { throw Fault("\(program) can not be started: \(String(cString: strerror(result)))") }
    }

    deinit {
        close(input)
        close(output)
    }

    /// Writes a line to its standard input.
    func say(_ line: String) throws {
        let bytes = Array("\(line)\n".utf8)
        guard write(input, bytes, bytes.count) == bytes.count else { throw Fault("process \(pid) does not listen") }
    }

    /// The next line of its standard output; `nil` where it has ended.
    func hear() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    /// Ends it without a warning, as a power switch would.
    func end() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }

    /// Two ends that no other child inherits.
    private static func makePipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Fault("no pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
