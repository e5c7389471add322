#include "store_floor.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

struct store_floor {
    sqlite3 *database;
    sqlite3_stmt *begin, *commit, *check_in, *follow, *notify;
};

static int run(sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    int reset = sqlite3_reset(statement);
    if (result != SQLITE_DONE && result != SQLITE_ROW) { return result; }
    return reset;
}

int store_floor_copy(const char *source, const char *target) {
    sqlite3 *database = NULL;
    int result = sqlite3_open_v2(source, &database, SQLITE_OPEN_READWRITE, NULL);
    if (result == SQLITE_OK) {
        char *sql = sqlite3_mprintf("VACUUM INTO %Q", target);
        result = sql == NULL ? SQLITE_NOMEM : sqlite3_exec(database, sql, NULL, NULL, NULL);
        sqlite3_free(sql);
    }
    sqlite3_close(database);
    return result;
}

static const char *check_in_sql =
    "UPDATE flowmachine SET lastheartbeatdate = ?1, renewal_sequence = ?2, renewal_checksum = ?3"
    " WHERE flowmachineid = ?4";
static const char *follow_sql =
    "UPDATE flowmachine SET keydeliverystatus = 2, renewal_appliedtransition = ?1, renewal_checksum = ?2"
    " WHERE flowmachineid = ?3";
static const char *notify_sql =
    "INSERT INTO renewal_delivery (renewal_subscriber, renewal_orderkey, renewal_notbefore, renewal_leaseuntil,"
    " renewal_availableat, renewal_ishead, renewal_attempts, renewal_event, renewal_checksum)"
    " VALUES ('floor', ?1, 1767225600, NULL, 1767225600, 1, 0, ?2, ?3)";

int store_floor_open(const char *path, int cache_pages, int log_pages, store_floor **out) {
    store_floor *floor = calloc(1, sizeof *floor);
    if (floor == NULL) { return SQLITE_NOMEM; }
    int result = sqlite3_open_v2(path, &floor->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result == SQLITE_OK) {
        char settings[256];
        snprintf(
            settings, sizeof settings,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            "PRAGMA cache_size = %d; PRAGMA wal_autocheckpoint = %d",
            cache_pages, log_pages);
        result = sqlite3_exec(floor->database, settings, NULL, NULL, NULL);
    }
    struct {
        const char *sql;
        sqlite3_stmt **statement;
    } statements[] = {
        {"BEGIN IMMEDIATE", &floor->begin}, {"COMMIT", &floor->commit}, {check_in_sql, &floor->check_in},
        {follow_sql, &floor->follow},       {notify_sql, &floor->notify},
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements && result == SQLITE_OK; i++) {
        result = sqlite3_prepare_v3(
            floor->database, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT, statements[i].statement, NULL);
    }
    if (result != SQLITE_OK) {
        store_floor_close(floor);
        return result;
    }
    *out = floor;
    return SQLITE_OK;
}

void store_floor_close(store_floor *floor) {
    if (floor == NULL) { return; }
    sqlite3_finalize(floor->begin);
    sqlite3_finalize(floor->commit);
    sqlite3_finalize(floor->check_in);
    sqlite3_finalize(floor->follow);
    sqlite3_finalize(floor->notify);
    sqlite3_close(floor->database);
    free(floor);
}

// Numbers that differ from row to row and from call to call, so that every row is really written.
static int64_t checksum(int64_t number, size_t row) { return (int64_t)((uint64_t)number * 0x9E3779B97F4A7C15u + row); }

int store_floor_check_ins(
    store_floor *floor, const char *const *ids, size_t count, size_t rows_to_a_commit, int64_t first_number) {
    for (size_t start = 0; start < count; start += rows_to_a_commit) {
        int result = run(floor->begin);
        for (size_t i = start; i < count && i < start + rows_to_a_commit && result == SQLITE_OK; i++) {
            char instant[32];
            snprintf(instant, sizeof instant, "2026-11-23T04:%02u:%02uZ", (unsigned)(i / 60 % 60), (unsigned)(i % 60));
            sqlite3_bind_text(floor->check_in, 1, instant, -1, SQLITE_STATIC);
            sqlite3_bind_int64(floor->check_in, 2, first_number + (int64_t)i);
            sqlite3_bind_int64(floor->check_in, 3, checksum(first_number, i));
            sqlite3_bind_text(floor->check_in, 4, ids[i], 36, SQLITE_STATIC);
            result = run(floor->check_in);
            if (result == SQLITE_OK && sqlite3_changes(floor->database) != 1) { result = SQLITE_NOTFOUND; }
        }
        if (result == SQLITE_OK) { result = run(floor->commit); }
        if (result != SQLITE_OK) { return result; }
    }
    return SQLITE_OK;
}

int store_floor_opening(
    store_floor *floor, const char *const *ids, size_t count, size_t rows_to_a_commit, int64_t transition,
    const void *event, size_t event_size) {
    for (size_t start = 0; start < count; start += rows_to_a_commit) {
        int result = run(floor->begin);
        for (size_t i = start; i < count && i < start + rows_to_a_commit && result == SQLITE_OK; i++) {
            sqlite3_bind_int64(floor->follow, 1, transition);
            sqlite3_bind_int64(floor->follow, 2, checksum(transition, i));
            sqlite3_bind_text(floor->follow, 3, ids[i], 36, SQLITE_STATIC);
            result = run(floor->follow);
            if (result == SQLITE_OK && sqlite3_changes(floor->database) != 1) { result = SQLITE_NOTFOUND; }
            if (result != SQLITE_OK) { break; }
            char key[64];
            snprintf(key, sizeof key, "flowmachine/%.36s", ids[i]);
            sqlite3_bind_text(floor->notify, 1, key, -1, SQLITE_STATIC);
            sqlite3_bind_blob(floor->notify, 2, event, (int)event_size, SQLITE_STATIC);
            sqlite3_bind_int64(floor->notify, 3, checksum(transition, i));
            result = run(floor->notify);
        }
        if (result == SQLITE_OK) { result = run(floor->commit); }
        if (result != SQLITE_OK) { return result; }
    }
    return SQLITE_OK;
}

int store_floor_checkpoint(const char *path) {
    sqlite3 *database = NULL;
    int pages = -1, written = -1;
    int result = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL);
    if (result == SQLITE_OK) { result = sqlite3_busy_timeout(database, 10000); }
    // A connection knows of the log when it has read.
    if (result == SQLITE_OK) {
        result = sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    }
    // Not SQLITE_CHECKPOINT_TRUNCATE, which would let the log grow anew.
    if (result == SQLITE_OK) {
        result = sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_RESTART, &pages, &written);
    }
    sqlite3_close(database);
    if (result == SQLITE_OK && (pages < 0 || written != pages)) { result = SQLITE_INTERNAL; }
    return result;
}

int store_floor_forget_notifications(store_floor *floor) {
    return sqlite3_exec(floor->database, "DELETE FROM renewal_delivery", NULL, NULL, NULL);
}

int64_t store_floor_event_size(const char *path) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t size = -1;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(
               database,
               "SELECT length(renewal_event) FROM renewal_delivery ORDER BY length(renewal_event)"
               " LIMIT 1 OFFSET (SELECT count(*) / 2 FROM renewal_delivery)",
               -1, &statement, NULL)
            == SQLITE_OK) {
        size = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return size;
}
