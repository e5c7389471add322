import RenewalCore
import RenewalXML

extension FileStoreSource {
    func export(_ request: ExportRequest, choice: GroupChoice?, progress: @escaping @Sendable (Int) -> Void)
        async throws -> Int?
    {
        guard let storage else { return 0 }
        let export = PackageExport(at: request.instant, options: request.options)
        if let choice {
            return try await export.write(
                ChosenStorage(storage: storage, choice: choice), to: request.destination
            ) { progress($0.rows) }.rows
        }
        return try await export.write(storage, to: request.destination) { progress($0.rows) }.rows
    }
}
