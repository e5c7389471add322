#include "faulty_plan.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FaultyPlan plan;
static int64_t counted;
static int64_t happened;
static int64_t calls[FaultyFileCount][FaultyCallCount];
static atomic_llong retried_syncs;
static atomic_int lies;
static atomic_int repeats_syncs;

static void set(const FaultyPlan *next) {
    pthread_mutex_lock(&lock);
    plan = *next;
    counted = 0;
    happened = 0;
    for (int file = 0; file < FaultyFileCount; file++) {
        for (int call = 0; call < FaultyCallCount; call++) { calls[file][call] = 0; }
    }
    pthread_mutex_unlock(&lock);
}

void faulty_vfs_follow(const FaultyPlan *next) { set(next); }

void faulty_vfs_rest(void) {
    pthread_mutex_lock(&lock);
    plan.action = FaultyActionNone;
    pthread_mutex_unlock(&lock);
}

FaultyAction faulty_plan_next(FaultyFile file, FaultyCall call) {
    FaultyAction action = FaultyActionNone;
    pthread_mutex_lock(&lock);
    calls[file][call]++;
    if (plan.calls[file] & (1u << call)) {
        counted++;
        if (plan.action != FaultyActionNone
            && (plan.persists ? counted >= plan.first : counted == plan.first)) {
            happened++;
            action = plan.action;
        }
    }
    pthread_mutex_unlock(&lock);
    return action;
}

static int64_t read_locked(const int64_t *value) {
    pthread_mutex_lock(&lock);
    int64_t result = *value;
    pthread_mutex_unlock(&lock);
    return result;
}

int64_t faulty_vfs_counted(void) { return read_locked(&counted); }

int64_t faulty_vfs_happened(void) { return read_locked(&happened); }

int64_t faulty_vfs_calls(FaultyFile file, FaultyCall call) { return read_locked(&calls[file][call]); }

int64_t faulty_vfs_retried_syncs(void) { return atomic_load(&retried_syncs); }

void faulty_note_retried_sync(void) { atomic_fetch_add(&retried_syncs, 1); }

void faulty_vfs_lie(int32_t value) { atomic_store(&lies, value); }

int faulty_lies(void) { return atomic_load(&lies); }

void faulty_vfs_repeat_syncs(int32_t value) { atomic_store(&repeats_syncs, value); }

int faulty_repeats_syncs(void) { return atomic_load(&repeats_syncs); }

void faulty_kill(void) {
    kill(getpid(), SIGKILL);
    for (;;) { pause(); }
}

const char *faulty_vfs_file_name(FaultyFile file) {
    static const char *const names[] = {"database", "wal", "shm", "journal", "copy", "other"};
    return file >= 0 && file < FaultyFileCount ? names[file] : NULL;
}

const char *faulty_vfs_call_name(FaultyCall call) {
    static const char *const names[] = {
        "open", "close", "read", "write", "sync", "truncate", "size", "lock", "unlock", "map", "unmap", "barrier",
        "delete",
    };
    return call >= 0 && call < FaultyCallCount ? names[call] : NULL;
}
