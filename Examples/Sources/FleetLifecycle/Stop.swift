import RenewalFileStore

/// Why the program ends early: a sentence for people and an exit code for scripts.
struct Stop: Error, CustomStringConvertible {
    var code: Int32
    var description: String

    /// The exit code for an error of the store or of a vault.
    static func code(of error: FileStoreError) -> Int32 {
        switch error.code {
        case .notAStore, .newerSchema, .damaged, .formatNewer: data("").code
        case .busy, .inUse: busy("").code
        default: system("").code
        }
    }

    /// The command line is wrong (as `EX_USAGE`).
    static func usage(_ text: String) -> Stop { Stop(code: 64, description: text) }
    /// What was found is not what it should be (as `EX_DATAERR`).
    static func data(_ text: String) -> Stop { Stop(code: 65, description: text) }
    /// The system refused to read or write (as `EX_IOERR`).
    static func system(_ text: String) -> Stop { Stop(code: 74, description: text) }
    /// Another process is at it; later it would work (as `EX_TEMPFAIL`).
    static func busy(_ text: String) -> Stop { Stop(code: 75, description: text) }
}
