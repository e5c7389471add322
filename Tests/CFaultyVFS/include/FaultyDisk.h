#ifndef FAULTYDISK_H
#define FAULTYDISK_H

#include <stdint.h>

// A model of what is on disk: for each file of one folder the bytes that are certainly there, and the writes since the
// last sync, of which a power cut keeps any. A sync that fails settles the fate of the writes before it: the kernel takes
// them for written, and no later sync writes them. Names are taken for durable at once; only a deletion may come back.

/// Follows the files of a folder from now on. What is in them now counts as on disk.
void faulty_disk_follow(const char *folder, uint64_t seed);

/// The files are in another folder from now on, whoever copied them there: a process was killed, and another one goes on
/// with what the kernel has, which is not what the disk has.
void faulty_disk_move(const char *folder);

/// Called before every write and sync of a followed file, and after every sync; `NULL` for nobody. The model stands
/// still meanwhile for this thread's file alone; other threads may go on.
void faulty_disk_watch(void (*watcher)(void *context), void *context);

/// Writes into another folder what a power cut at this moment could leave.
///
/// Returns 0, or errno.
int32_t faulty_disk_cut(const char *folder);

/// Ends it, and forgets everything.
void faulty_disk_end(void);

#endif
