@_exported public import RenewalCore
