#ifndef FAULTY_PLAN_H
#define FAULTY_PLAN_H

#include "CFaultyVFS.h"

// Counts a call, and says what is to happen at it.
FaultyAction faulty_plan_next(FaultyFile file, FaultyCall call);

// Ends the process as a power switch would, but for what the kernel has.
void faulty_kill(void) __attribute__((noreturn));

// Puts the interrupting calls under the platform's VFS.
struct sqlite3_vfs;
void faulty_system_calls_install(struct sqlite3_vfs *vfs);

// What the system calls of this thread suffer until it is set back.
void faulty_system_calls_suffer(FaultyAction action);

int faulty_lies(void);
int faulty_repeats_syncs(void);
void faulty_note_retried_sync(void);

#endif
