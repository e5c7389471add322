#ifndef TRIALSYSTEM_H
#define TRIALSYSTEM_H

#include <stdint.h>

// Calls of the system that Swift does not see.

/// The environment of this process, for one that it starts.
char *const *trial_environment(void);

/// Shuts down the file system that a folder is on, as a power cut would: 0 flushes first, 1 writes the log, 2 nothing.
///
/// Returns 0, or errno; ENOTSUP where there is no such call.
int32_t trial_shut_down_file_system(const char *folder, uint32_t flag);

#endif
