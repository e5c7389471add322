#ifndef CFAULTYVFS_H
#define CFAULTYVFS_H

#include <stdint.h>

#include "FaultyDisk.h"
#include "TrialSystem.h"

// A SQLite VFS for trials. It passes every call on to the platform's own VFS, counts the calls by boundary, and at a
// chosen call kills the process or lets the call fail. A boundary is a kind of file and a kind of call, such as
// `wal.sync`.

/// Kinds of files. The shared memory beside a database is a kind of its own.
typedef enum : int32_t {
    FaultyFileDatabase,
    FaultyFileWAL,
    FaultyFileShm,
    FaultyFileJournal,
    /// A database other than the primary one: the target of a backup.
    FaultyFileCopy,
    FaultyFileOther,
    FaultyFileCount,
} FaultyFile;

/// Kinds of calls.
typedef enum : int32_t {
    FaultyCallOpen,
    FaultyCallClose,
    FaultyCallRead,
    FaultyCallWrite,
    FaultyCallSync,
    FaultyCallTruncate,
    FaultyCallSize,
    FaultyCallLock,
    FaultyCallUnlock,
    FaultyCallMap,
    FaultyCallUnmap,
    FaultyCallBarrier,
    FaultyCallDelete,
    FaultyCallCount,
} FaultyCall;

/// What happens at a chosen call.
typedef enum : int32_t {
    FaultyActionNone,
    /// SIGKILL before the call does anything.
    FaultyActionKillBefore,
    /// SIGKILL after half of a write.
    FaultyActionKillMiddle,
    /// SIGKILL after the call did all it does.
    FaultyActionKillAfter,
    /// The disk is full: half of a write is done, then SQLITE_FULL, as the unix VFS reports ENOSPC.
    FaultyActionFull,
    /// The call does nothing and fails with its SQLITE_IOERR code, as the unix VFS reports EIO.
    FaultyActionIO,
    /// Half of a write is done, then it fails with SQLITE_IOERR_WRITE.
    FaultyActionTorn,
    /// The system call under it is interrupted by a signal twice, and then done.
    FaultyActionInterrupt,
    /// The system call under it transfers half of the bytes that it is asked for.
    FaultyActionShort,
    /// A sync reports success and does nothing.
    FaultyActionLie,
} FaultyAction;

/// Which calls count, from which on something happens, and what.
typedef struct {
    /// For each kind of file one bit for each kind of call.
    uint32_t calls[FaultyFileCount];
    /// The first call, of those that count, at which it happens: 1, 2, 3 …
    int64_t first;
    /// Whether it happens at every call from then on, or once.
    int32_t persists;
    FaultyAction action;
} FaultyPlan;

/// Makes the shim the default VFS of this process. To be called before SQLite is used, once.
///
/// Returns SQLite's result code.
int32_t faulty_vfs_install(void);

/// Names the file that counts as the database; others are copies.
void faulty_vfs_set_primary(const char *name);

/// Follows a plan from now on.
void faulty_vfs_follow(const FaultyPlan *plan);

/// Lets every call pass from now on.
void faulty_vfs_rest(void);

/// How many calls counted since the plan is followed.
int64_t faulty_vfs_counted(void);

/// At how many calls something happened since the plan is followed.
int64_t faulty_vfs_happened(void);

/// How many calls of a boundary there were since the last ``faulty_vfs_follow``.
int64_t faulty_vfs_calls(FaultyFile file, FaultyCall call);

/// How often the database or its log was synced after a sync of the same handle had failed, since the process began.
int64_t faulty_vfs_retried_syncs(void);

/// With `lies`, every sync of this process reports success and does nothing, whatever plan is followed.
void faulty_vfs_lie(int32_t lies);

/// With `repeats`, a sync that failed is tried again on the same handle: a fault that trials must find.
void faulty_vfs_repeat_syncs(int32_t repeats);

/// The lower-case name of a kind; NULL beyond the last.
const char *faulty_vfs_file_name(FaultyFile file);
const char *faulty_vfs_call_name(FaultyCall call);

#endif
