public import RenewalCore
