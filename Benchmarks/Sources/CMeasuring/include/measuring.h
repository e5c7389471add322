#ifndef RENEWALKIT_MEASURING_H
#define RENEWALKIT_MEASURING_H

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations can be counted here: on Linux with glibc.
bool allocation_count_is_available(void);

/// Starts counting, from 0, every malloc, calloc, realloc, aligned_alloc and posix_memalign of the process.
void allocation_count_start(void);

/// Ends the counting, and gives the number of calls since the start.
uint64_t allocation_count_stop(void);

/// The most memory that the process has had resident, in bytes; 0 where that is not known.
uint64_t peak_resident_bytes(void);

/// The processor time of the process so far, in nanoseconds.
uint64_t processor_nanoseconds(void);

#endif
