internal import CFaultyVFS

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Another process of this executable: lines go in, lines come out, and it can be killed.
///
/// Not Foundation's `Process`: a trial starts thousands, and full Foundation would make each of them slower to start.
package final class ChildProcess {
    let pid: pid_t
    private let input: Int32
    private let output: Int32
    private var pending: [UInt8] = []
    private var status: Int32?

    /// Starts `command`, or this executable, with these arguments.
    package init(_ arguments: [String], command: [String] = []) throws {
        let toChild = try Self.makePipe()
        let fromChild = try Self.makePipe()
        defer {
            close(toChild.read)
            close(fromChild.write)
        }
        let words = command + [Self.executable] + arguments
        pid = try Self.spawn(words, input: toChild.read, output: fromChild.write)
        input = toChild.write
        output = fromChild.read
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(input)
        close(output)
        if status == nil {
            kill()
            _ = wait()
        }
    }

    /// The path of this executable.
    package static let executable: String = {
        #if os(Linux)
        "/proc/self/exe".withCString { realpath($0, nil) }.map { path in
            defer { free(path) }
            return String(cString: path)
        } ?? CommandLine.arguments[0]
        #else
        CommandLine.arguments[0]
        #endif
    }()

    /// Sends one line.
    package func send(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    }

    /// SIGKILL.
    package func kill() { if status == nil { _ = killProcess(pid, SIGKILL) } }

    /// SIGKILL for another process.
    static func kill(_ pid: Int32) { _ = killProcess(pid, SIGKILL) }

    /// Waits until it has ended: the signal that killed it as a negative number, or its exit status.
    package func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        let signal = raw & 0x7f
        let result = signal != 0 ? -signal : (raw >> 8) & 0xff
        status = result
        return result
    }

    /// What has come in whole lines.
    ///
    /// - Parameter milliseconds: how long it waits for the first one.
    /// - Returns: `nil` when no more can come.
    package func lines(waiting milliseconds: Int32) -> [String]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var wanted = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        _ = poll(&wanted, 1, milliseconds)
        var isOver = false
        while true {
            let count = buffer.withUnsafeMutableBytes { read(output, $0.baseAddress, $0.count) }
            if count > 0 {
                pending.append(contentsOf: buffer[..<count])
            } else if count == 0 {
                isOver = true
                break
            } else if errno != EINTR {
                break
            }
        }
        guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { return isOver ? nil : [] }
        let text = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return text.split(separator: "\n").map(String.init)
    }

    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw StoreTrialError("pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func spawn(_ words: [String], input: Int32, output: Int32) throws -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        // A process whose disk is gone may die of a memory fault: SQLite maps the shared memory. The backtracer that
        // Swift would start keeps the pipe open and waits for a process that was killed meanwhile.
        setenv("SWIFT_BACKTRACE", "enable=no", 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, words[0], &actions, nil, &arguments, trial_environment())
        guard code == 0 else { throw StoreTrialError("\(words[0]) can not be started: errno \(code)") }
        return pid
    }
}

private func killProcess(_ pid: pid_t, _ signal: Int32) -> Int32 { kill(pid, signal) }
