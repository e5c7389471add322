#ifndef RENEWALKIT_STORE_FLOOR_H
#define RENEWALKIT_STORE_FLOOR_H

#include <stddef.h>
#include <stdint.h>

/// The least that a write to the tables of a file store can cost: prepared statements in C, with the store's own
/// journal mode and durability. Every function gives 0, or SQLite's error code.
typedef struct store_floor store_floor;

/// Copies the store at `source` to `target`, which must not exist, without its waiting notifications.
int store_floor_copy(const char *source, const char *target);

/// Opens a copy for writing, in write-ahead mode with synchronous = FULL, so many pages in memory, and a log that is
/// written back from so many pages on.
int store_floor_open(const char *path, int cache_pages, int log_pages, store_floor **floor);

void store_floor_close(store_floor *floor);

/// What check-ins write: for each id the heartbeat, the number of the request and the row's checksum, so many rows to a
/// commit.
int store_floor_check_ins(
    store_floor *floor, const char *const *ids, size_t count, size_t rows_to_a_commit, int64_t first_number);

/// What the opening of a renewal writes: for each id the status, the applied transition and the checksum, and a
/// notification of so many bytes, so many machines to a commit.
int store_floor_opening(
    store_floor *floor, const char *const *ids, size_t count, size_t rows_to_a_commit, int64_t transition,
    const void *event, size_t event_size);

/// Writes the log of the database at `path` back to it, whoever has it open; not a part of what is measured.
int store_floor_checkpoint(const char *path);

/// Takes out the notifications of earlier openings; not a part of what is measured.
int store_floor_forget_notifications(store_floor *floor);

/// The median size of the notifications that wait in the store at `path`, in bytes; 0 where there are none, negative
/// where it can not be read.
int64_t store_floor_event_size(const char *path);

#endif
