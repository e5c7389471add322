// Interrupted and short system calls, by the way that the unix VFS offers for its own tests (xSetSystemCall).
#include "faulty_plan.h"

#include <errno.h>
#include <sqlite3.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

static _Thread_local FaultyAction suffering;
static _Thread_local int interruptions;

void faulty_system_calls_suffer(FaultyAction action) {
    suffering = action;
    interruptions = action == FaultyActionInterrupt ? 2 : 0;
}

// Whether this call is to be interrupted.
static int is_interrupted(void) {
    if (interruptions == 0) { return 0; }
    interruptions--;
    errno = EINTR;
    return 1;
}

static size_t shortened(size_t count) {
    return suffering == FaultyActionShort && count > 1 ? count / 2 : count;
}

typedef int (*OpenCall)(const char *, int, int);
typedef int (*TruncateCall)(int, off_t);
typedef ssize_t (*ReadCall)(int, void *, size_t, off_t);
typedef ssize_t (*WriteCall)(int, const void *, size_t, off_t);

static OpenCall real_open;
static TruncateCall real_truncate;
static ReadCall real_pread, real_pread64;
static WriteCall real_pwrite, real_pwrite64;

static int faulty_open(const char *path, int flags, int mode) {
    return is_interrupted() ? -1 : real_open(path, flags, mode);
}

static int faulty_truncate(int file, off_t size) { return is_interrupted() ? -1 : real_truncate(file, size); }

static ssize_t faulty_pread(int file, void *bytes, size_t count, off_t offset) {
    return is_interrupted() ? -1 : real_pread(file, bytes, shortened(count), offset);
}

static ssize_t faulty_pread64(int file, void *bytes, size_t count, off_t offset) {
    return is_interrupted() ? -1 : real_pread64(file, bytes, shortened(count), offset);
}

static ssize_t faulty_pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return is_interrupted() ? -1 : real_pwrite(file, bytes, shortened(count), offset);
}

static ssize_t faulty_pwrite64(int file, const void *bytes, size_t count, off_t offset) {
    return is_interrupted() ? -1 : real_pwrite64(file, bytes, shortened(count), offset);
}

static void replace(sqlite3_vfs *vfs, const char *name, sqlite3_syscall_ptr *real, sqlite3_syscall_ptr faulty) {
    *real = vfs->xGetSystemCall(vfs, name);
    if (*real != NULL) { vfs->xSetSystemCall(vfs, name, faulty); }
}

void faulty_system_calls_install(sqlite3_vfs *vfs) {
    if (vfs->iVersion < 3 || vfs->xSetSystemCall == NULL || vfs->xGetSystemCall == NULL) { return; }
    replace(vfs, "open", (sqlite3_syscall_ptr *)&real_open, (sqlite3_syscall_ptr)faulty_open);
    replace(vfs, "ftruncate", (sqlite3_syscall_ptr *)&real_truncate, (sqlite3_syscall_ptr)faulty_truncate);
    replace(vfs, "pread", (sqlite3_syscall_ptr *)&real_pread, (sqlite3_syscall_ptr)faulty_pread);
    replace(vfs, "pread64", (sqlite3_syscall_ptr *)&real_pread64, (sqlite3_syscall_ptr)faulty_pread64);
    replace(vfs, "pwrite", (sqlite3_syscall_ptr *)&real_pwrite, (sqlite3_syscall_ptr)faulty_pwrite);
    replace(vfs, "pwrite64", (sqlite3_syscall_ptr *)&real_pwrite64, (sqlite3_syscall_ptr)faulty_pwrite64);
}
