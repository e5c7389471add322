internal import CFaultyVFS

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Other programs, for trials that need root.
enum SystemCommand {
    /// Runs a program to its end, its output going nowhere.
    ///
    /// - Returns: its exit status; 127 where there is no such program.
    static func run(_ words: String...) -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for end in [Int32(1), 2] { posix_spawn_file_actions_addopen(&actions, end, "/dev/null", O_WRONLY, 0) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, words[0], &actions, nil, &arguments, trial_environment()) == 0 else { return 127 }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128
    }

    /// Whether this process may mount file systems.
    static var isRoot: Bool { geteuid() == 0 }

    /// Whether there is a program of that name that answers to `argument`.
    static func isPresent(_ name: String, _ argument: String) -> Bool { run(name, argument) != 127 }
}
