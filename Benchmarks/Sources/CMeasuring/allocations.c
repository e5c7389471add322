// Counts allocations by standing in front of the C library's functions. A program's own definition of malloc is taken by
// every library that it loads, Swift's runtime included; each of these hands the call on to glibc's.
#include "measuring.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

static atomic_bool is_counting;
static _Atomic uint64_t allocations;

void allocation_count_start(void) {
    atomic_store(&allocations, 0);
    atomic_store(&is_counting, true);
}

uint64_t allocation_count_stop(void) {
    atomic_store(&is_counting, false);
    return atomic_load(&allocations);
}

#if defined(__linux__) && defined(__GLIBC__)

// glibc's own names of its functions, which are there for such wrappers and need no look-up that allocates itself.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

bool allocation_count_is_available(void) { return true; }

static inline void count(void) {
    if (atomic_load_explicit(&is_counting, memory_order_relaxed)) {
        atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    }
}

void *malloc(size_t size) {
    count();
    return __libc_malloc(size);
}

void *calloc(size_t count_, size_t size) {
    count();
    return __libc_calloc(count_, size);
}

void *realloc(void *pointer, size_t size) {
    count();
    return __libc_realloc(pointer, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
    count();
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) { return EINVAL; }
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL) { return ENOMEM; }
    *pointer = memory;
    return 0;
}

#else

bool allocation_count_is_available(void) { return false; }

#endif
