// libzip: a Configuration Migration package is a zip of three files. No pkg-config: the header and the library lie where
// the compiler looks, and SwiftPM then warns nobody who does without them.
#include <zip.h>
