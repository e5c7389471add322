#ifndef FAULTY_DISK_INTERNAL_H
#define FAULTY_DISK_INTERNAL_H

#include "FaultyDisk.h"

// What the shim tells the model. Paths that it does not follow are ignored.
void disk_opened(const char *path);
void disk_written(const char *path, const void *bytes, int64_t count, int64_t offset);
void disk_truncated(const char *path, int64_t size);
void disk_synced(const char *path);
void disk_sync_failed(const char *path);
void disk_deleted(const char *path);
// To be called where a power cut is to be looked at; outside of the model's lock.
void disk_is_between_calls(const char *path);

#endif
