#include "faulty_disk.h"
#include "faulty_plan.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;
static char primary_name[256];

// An open file; the platform's own file lies behind it in memory.
typedef struct {
    sqlite3_file base;
    FaultyFile kind;
    int sync_failed;
    // As SQLite gave it, which keeps it for as long as the file is open; NULL for a temporary file.
    const char *path;
} File;

static sqlite3_file *real_of(File *file) { return (sqlite3_file *)(file + 1); }

static const sqlite3_io_methods *methods_of(File *file) { return real_of(file)->pMethods; }

void faulty_vfs_set_primary(const char *name) { snprintf(primary_name, sizeof primary_name, "%s", name); }

// Whether it is the primary database, or what SQLite keeps beside it.
static int is_primary(const char *name, const char *suffix) {
    size_t length = strlen(primary_name);
    if (length == 0) { return 1; }
    const char *slash = strrchr(name, '/');
    const char *last = slash == NULL ? name : slash + 1;
    return strncmp(last, primary_name, length) == 0 && strcmp(last + length, suffix) == 0;
}

static FaultyFile kind_of(const char *name, int flags) {
    if (name == NULL) { return FaultyFileOther; }
    if (flags & SQLITE_OPEN_WAL) { return is_primary(name, "-wal") ? FaultyFileWAL : FaultyFileCopy; }
    if (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) { return FaultyFileJournal; }
    if (!(flags & SQLITE_OPEN_MAIN_DB)) { return FaultyFileOther; }
    return is_primary(name, "") ? FaultyFileDatabase : FaultyFileCopy;
}

static int has_suffix(const char *name, const char *suffix) {
    size_t length = strlen(name), end = strlen(suffix);
    return length >= end && strcmp(name + length - end, suffix) == 0;
}

static FaultyFile kind_by_name(const char *name) {
    if (has_suffix(name, "-wal")) { return kind_of(name, SQLITE_OPEN_WAL); }
    if (has_suffix(name, "-journal")) { return FaultyFileJournal; }
    if (has_suffix(name, "-shm")) { return FaultyFileShm; }
    return kind_of(name, SQLITE_OPEN_MAIN_DB);
}

// The result of a call that fails, SQLITE_OK for one that is to be made. Kills before the call where that is the plan.
static int failure(FaultyAction action, int io_error) {
    switch (action) {
    case FaultyActionKillBefore: faulty_kill();
    case FaultyActionFull: return SQLITE_FULL;
    case FaultyActionIO:
    case FaultyActionTorn: return io_error;
    default: return SQLITE_OK;
    }
}

// Makes a call as the plan says. `action`, `CALL`'s result and what follows are the same for all calls without a middle.
#define MAKE(kind, call, io_error, CALL)                                                                               \
    do {                                                                                                               \
        FaultyAction action = faulty_plan_next(kind, call);                                                            \
        int failed = failure(action, io_error);                                                                        \
        if (failed != SQLITE_OK) { return failed; }                                                                    \
        faulty_system_calls_suffer(action);                                                                            \
        int result = CALL;                                                                                             \
        faulty_system_calls_suffer(FaultyActionNone);                                                                  \
        if (action == FaultyActionKillAfter) { faulty_kill(); }                                                        \
        return result;                                                                                                 \
    } while (0)

static int file_close(sqlite3_file *base) {
    File *file = (File *)base;
    FaultyAction action = faulty_plan_next(file->kind, FaultyCallClose);
    if (action == FaultyActionKillBefore) { faulty_kill(); }
    // A close that fails closes all the same.
    int result = methods_of(file)->xClose(real_of(file));
    if (action == FaultyActionKillAfter) { faulty_kill(); }
    return result;
}

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    File *file = (File *)base;
    MAKE(file->kind, FaultyCallRead, SQLITE_IOERR_READ, methods_of(file)->xRead(real_of(file), bytes, count, offset));
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    File *file = (File *)base;
    disk_is_between_calls(file->path);
    FaultyAction action = faulty_plan_next(file->kind, FaultyCallWrite);
    int is_half = action == FaultyActionKillMiddle || action == FaultyActionFull || action == FaultyActionTorn;
    if (is_half && count > 1) {
        methods_of(file)->xWrite(real_of(file), bytes, count / 2, offset);
        disk_written(file->path, bytes, count / 2, offset);
    }
    if (action == FaultyActionKillMiddle) { faulty_kill(); }
    int failed = failure(action, SQLITE_IOERR_WRITE);
    if (failed != SQLITE_OK) { return failed; }
    faulty_system_calls_suffer(action);
    int result = methods_of(file)->xWrite(real_of(file), bytes, count, offset);
    faulty_system_calls_suffer(FaultyActionNone);
    if (result == SQLITE_OK) { disk_written(file->path, bytes, count, offset); }
    if (action == FaultyActionKillAfter) { faulty_kill(); }
    return result;
}

static int truncate_real(File *file, sqlite3_int64 size) {
    int result = methods_of(file)->xTruncate(real_of(file), size);
    if (result == SQLITE_OK) { disk_truncated(file->path, size); }
    return result;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    File *file = (File *)base;
    MAKE(file->kind, FaultyCallTruncate, SQLITE_IOERR_TRUNCATE, truncate_real(file, size));
}

static int file_sync(sqlite3_file *base, int flags) {
    File *file = (File *)base;
    // A copy whose sync failed is thrown away; what SQLite still does with it promises nothing.
    if (file->sync_failed && (file->kind == FaultyFileDatabase || file->kind == FaultyFileWAL)) {
        faulty_note_retried_sync();
    }
    disk_is_between_calls(file->path);
    FaultyAction action = faulty_plan_next(file->kind, FaultyCallSync);
    int failed = failure(action, SQLITE_IOERR_FSYNC);
    if (failed != SQLITE_OK) {
        file->sync_failed = 1;
        disk_sync_failed(file->path);
        return faulty_repeats_syncs() ? file_sync(base, flags) : failed;
    }
    if (action == FaultyActionLie || faulty_lies()) { return SQLITE_OK; }
    int result = methods_of(file)->xSync(real_of(file), flags);
    if (result == SQLITE_OK) {
        disk_synced(file->path);
    } else {
        file->sync_failed = 1;
        disk_sync_failed(file->path);
    }
    if (action == FaultyActionKillAfter) { faulty_kill(); }
    disk_is_between_calls(file->path);
    return result;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    File *file = (File *)base;
    MAKE(file->kind, FaultyCallSize, SQLITE_IOERR_FSTAT, methods_of(file)->xFileSize(real_of(file), size));
}

static int file_lock(sqlite3_file *base, int level) {
    File *file = (File *)base;
    MAKE(file->kind, FaultyCallLock, SQLITE_IOERR_LOCK, methods_of(file)->xLock(real_of(file), level));
}

static int file_unlock(sqlite3_file *base, int level) {
    File *file = (File *)base;
    FaultyAction action = faulty_plan_next(file->kind, FaultyCallUnlock);
    if (action == FaultyActionKillBefore) { faulty_kill(); }
    int result = methods_of(file)->xUnlock(real_of(file), level);
    if (action == FaultyActionKillAfter) { faulty_kill(); }
    return result;
}

static int file_check_reserved_lock(sqlite3_file *base, int *is_reserved) {
    File *file = (File *)base;
    return methods_of(file)->xCheckReservedLock(real_of(file), is_reserved);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    File *file = (File *)base;
    return methods_of(file)->xFileControl(real_of(file), operation, argument);
}

static int file_sector_size(sqlite3_file *base) {
    File *file = (File *)base;
    return methods_of(file)->xSectorSize(real_of(file));
}

static int file_device_characteristics(sqlite3_file *base) {
    File *file = (File *)base;
    return methods_of(file)->xDeviceCharacteristics(real_of(file));
}

static int file_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **memory) {
    File *file = (File *)base;
    MAKE(FaultyFileShm, FaultyCallMap, SQLITE_IOERR_SHMMAP,
         methods_of(file)->xShmMap(real_of(file), page, size, extend, memory));
}

static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    File *file = (File *)base;
    if (flags & SQLITE_SHM_UNLOCK) {
        FaultyAction action = faulty_plan_next(FaultyFileShm, FaultyCallUnlock);
        if (action == FaultyActionKillBefore) { faulty_kill(); }
        int result = methods_of(file)->xShmLock(real_of(file), offset, count, flags);
        if (action == FaultyActionKillAfter) { faulty_kill(); }
        return result;
    }
    MAKE(FaultyFileShm, FaultyCallLock, SQLITE_IOERR_SHMLOCK,
         methods_of(file)->xShmLock(real_of(file), offset, count, flags));
}

// SQLite calls this between its writes to the shared memory, which are no calls.
static void file_shm_barrier(sqlite3_file *base) {
    File *file = (File *)base;
    FaultyAction action = faulty_plan_next(FaultyFileShm, FaultyCallBarrier);
    if (action == FaultyActionKillBefore) { faulty_kill(); }
    methods_of(file)->xShmBarrier(real_of(file));
    if (action == FaultyActionKillAfter) { faulty_kill(); }
}

static int file_shm_unmap(sqlite3_file *base, int deletes) {
    File *file = (File *)base;
    FaultyAction action = faulty_plan_next(FaultyFileShm, FaultyCallUnmap);
    if (action == FaultyActionKillBefore) { faulty_kill(); }
    int result = methods_of(file)->xShmUnmap(real_of(file), deletes);
    if (action == FaultyActionKillAfter) { faulty_kill(); }
    return result;
}

static int file_fetch(sqlite3_file *base, sqlite3_int64 offset, int count, void **memory) {
    // No memory mapping: every read of a trial is a call.
    (void)base, (void)offset, (void)count;
    *memory = NULL;
    return SQLITE_OK;
}

static int file_unfetch(sqlite3_file *base, sqlite3_int64 offset, void *memory) {
    (void)base, (void)offset, (void)memory;
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
    .xFetch = file_fetch,
    .xUnfetch = file_unfetch,
};

static int open_real(sqlite3_vfs *vfs, const char *name, File *file, int flags, int *out_flags) {
    (void)vfs;
    disk_opened(name);
    int result = real_vfs->xOpen(real_vfs, name, real_of(file), flags, out_flags);
    file->base.pMethods = real_of(file)->pMethods == NULL ? NULL : &methods;
    return result;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags) {
    File *file = (File *)base;
    memset(file, 0, sizeof *file);
    file->kind = kind_of(name, flags);
    file->path = name;
    MAKE(file->kind, FaultyCallOpen, SQLITE_CANTOPEN, open_real(vfs, name, file, flags, out_flags));
}

static int delete_real(const char *name, int syncs_folder) {
    int result = real_vfs->xDelete(real_vfs, name, syncs_folder && !faulty_lies());
    if (result == SQLITE_OK) { disk_deleted(name); }
    return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int syncs_folder) {
    (void)vfs;
    MAKE(kind_by_name(name), FaultyCallDelete, SQLITE_IOERR_DELETE, delete_real(name, syncs_folder));
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs;
    return real_vfs->xAccess(real_vfs, name, flags, result);
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int count, char *path) {
    (void)vfs;
    return real_vfs->xFullPathname(real_vfs, name, count, path);
}

static int vfs_randomness(sqlite3_vfs *vfs, int count, char *bytes) {
    (void)vfs;
    return real_vfs->xRandomness(real_vfs, count, bytes);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return real_vfs->xSleep(real_vfs, microseconds);
}

static int vfs_current_time(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    return real_vfs->xCurrentTime(real_vfs, days);
}

static int vfs_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    (void)vfs;
    return real_vfs->xCurrentTimeInt64(real_vfs, milliseconds);
}

static int vfs_last_error(sqlite3_vfs *vfs, int count, char *text) {
    (void)vfs;
    return real_vfs->xGetLastError(real_vfs, count, text);
}

int32_t faulty_vfs_install(void) {
    if (real_vfs != NULL) { return SQLITE_OK; }
    real_vfs = sqlite3_vfs_find(NULL);
    if (real_vfs == NULL) { return SQLITE_ERROR; }
    faulty_vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(File) + real_vfs->szOsFile,
        .mxPathname = real_vfs->mxPathname,
        .zName = "faulty",
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_pathname,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_current_time,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_current_time_int64,
    };
    faulty_system_calls_install(real_vfs);
    return sqlite3_vfs_register(&faulty_vfs, 1);
}
