#include "faulty_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { sector = 512, name_limit = 128, file_limit = 16 };

// A write or a truncation that is not on disk for certain.
typedef struct Change {
    struct Change *next;
    int64_t offset;
    int64_t count;
    unsigned char *bytes; // NULL for a truncation to `offset`
} Change;

typedef struct {
    unsigned char *bytes;
    int64_t size;
    int64_t capacity;
} Bytes;

typedef struct {
    char name[name_limit];
    Bytes durable;
    Change *first, *last;
    int is_deleted;
} DiskFile;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char followed[512];
static uint64_t random_state;
static DiskFile files[file_limit];
static int file_count;
static void (*watcher)(void *);
static void *watcher_context;

static uint64_t next_random(void) {
    random_state += 0x9e3779b97f4a7c15ull;
    uint64_t mixed = random_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ull;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebull;
    return mixed ^ (mixed >> 31);
}

static void resize(Bytes *bytes, int64_t size) {
    if (size > bytes->capacity) {
        bytes->capacity = size * 2;
        bytes->bytes = realloc(bytes->bytes, (size_t)bytes->capacity);
    }
    if (size > bytes->size) { memset(bytes->bytes + bytes->size, 0, (size_t)(size - bytes->size)); }
    bytes->size = size;
}

// Applies a change whole, or sector by sector as chance has it.
static void apply(Bytes *target, const Change *change, int is_torn) {
    if (change->bytes == NULL) {
        resize(target, change->offset);
        return;
    }
    if (target->size < change->offset + change->count) { resize(target, change->offset + change->count); }
    for (int64_t start = 0; start < change->count; start += sector) {
        int64_t count = change->count - start < sector ? change->count - start : sector;
        if (is_torn && next_random() & 1) { continue; }
        memcpy(target->bytes + change->offset + start, change->bytes + start, (size_t)count);
    }
}

static void forget_changes(DiskFile *file) {
    while (file->first != NULL) {
        Change *next = file->first->next;
        free(file->first->bytes);
        free(file->first);
        file->first = next;
    }
    file->last = NULL;
}

// What a power cut makes of the changes: all, none, or any of them, each whole or torn.
static void settle(Bytes *target, const DiskFile *file) {
    uint64_t way = next_random() % 4;
    for (const Change *change = file->first; change != NULL; change = change->next) {
        if (way == 0) { continue; }
        uint64_t fate = next_random() % 3;
        if (way == 1 || fate == 0) {
            apply(target, change, 0);
        } else if (fate == 1) {
            apply(target, change, 1);
        }
    }
}

static const char *name_of(const char *path) {
    size_t length = strlen(followed);
    if (length == 0 || path == NULL || strncmp(path, followed, length) != 0 || path[length] != '/') { return NULL; }
    const char *name = path + length + 1;
    return strchr(name, '/') == NULL && strlen(name) < name_limit ? name : NULL;
}

static void load(DiskFile *file, const char *path) {
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) { return; }
    if (fstat(descriptor, &status) == 0) {
        resize(&file->durable, status.st_size);
        if (read(descriptor, file->durable.bytes, (size_t)status.st_size) != status.st_size) { file->durable.size = 0; }
    }
    close(descriptor);
}

// The file of a path, NULL where it is not followed. With the lock held.
static DiskFile *find(const char *path, int makes) {
    const char *name = name_of(path);
    if (name == NULL) { return NULL; }
    for (int index = 0; index < file_count; index++) {
        if (strcmp(files[index].name, name) == 0) { return &files[index]; }
    }
    if (!makes || file_count == file_limit) { return NULL; }
    DiskFile *file = &files[file_count++];
    memset(file, 0, sizeof *file);
    snprintf(file->name, name_limit, "%s", name);
    return file;
}

void faulty_disk_follow(const char *folder, uint64_t seed) {
    faulty_disk_end();
    pthread_mutex_lock(&lock);
    snprintf(followed, sizeof followed, "%s", folder);
    random_state = seed;
    pthread_mutex_unlock(&lock);
}

void faulty_disk_move(const char *folder) {
    pthread_mutex_lock(&lock);
    snprintf(followed, sizeof followed, "%s", folder);
    pthread_mutex_unlock(&lock);
}

void faulty_disk_end(void) {
    pthread_mutex_lock(&lock);
    for (int index = 0; index < file_count; index++) {
        forget_changes(&files[index]);
        free(files[index].durable.bytes);
    }
    file_count = 0;
    followed[0] = 0;
    watcher = NULL;
    pthread_mutex_unlock(&lock);
}

void faulty_disk_watch(void (*next)(void *), void *context) {
    pthread_mutex_lock(&lock);
    watcher = next;
    watcher_context = context;
    pthread_mutex_unlock(&lock);
}

void disk_is_between_calls(const char *path) {
    pthread_mutex_lock(&lock);
    void (*called)(void *) = name_of(path) == NULL ? NULL : watcher;
    void *context = watcher_context;
    pthread_mutex_unlock(&lock);
    if (called != NULL) { called(context); }
}

// Before the platform opens it: what is there now is on disk, unless the file is known already.
void disk_opened(const char *path) {
    pthread_mutex_lock(&lock);
    if (name_of(path) != NULL && find(path, 0) == NULL) {
        DiskFile *file = find(path, 1);
        // Reading by another descriptor would drop SQLite's locks once it has some; it has none before the first open.
        if (file != NULL) { load(file, path); }
    }
    DiskFile *file = find(path, 0);
    if (file != NULL && file->is_deleted) {
        file->is_deleted = 0;
        forget_changes(file);
        file->durable.size = 0;
    }
    pthread_mutex_unlock(&lock);
}

static void note(const char *path, const void *bytes, int64_t count, int64_t offset) {
    pthread_mutex_lock(&lock);
    DiskFile *file = find(path, 0);
    if (file != NULL) {
        Change *change = calloc(1, sizeof *change);
        change->offset = offset;
        change->count = count;
        if (bytes != NULL) {
            change->bytes = malloc((size_t)count);
            memcpy(change->bytes, bytes, (size_t)count);
        }
        if (file->last == NULL) {
            file->first = change;
        } else {
            file->last->next = change;
        }
        file->last = change;
    }
    pthread_mutex_unlock(&lock);
}

void disk_written(const char *path, const void *bytes, int64_t count, int64_t offset) {
    note(path, bytes, count, offset);
}

void disk_truncated(const char *path, int64_t size) { note(path, NULL, 0, size); }

void disk_synced(const char *path) {
    pthread_mutex_lock(&lock);
    DiskFile *file = find(path, 0);
    if (file != NULL) {
        for (Change *change = file->first; change != NULL; change = change->next) { apply(&file->durable, change, 0); }
        forget_changes(file);
    }
    pthread_mutex_unlock(&lock);
}

void disk_sync_failed(const char *path) {
    pthread_mutex_lock(&lock);
    DiskFile *file = find(path, 0);
    if (file != NULL) {
        settle(&file->durable, file);
        forget_changes(file);
    }
    pthread_mutex_unlock(&lock);
}

void disk_deleted(const char *path) {
    pthread_mutex_lock(&lock);
    DiskFile *file = find(path, 0);
    if (file != NULL) { file->is_deleted = 1; }
    pthread_mutex_unlock(&lock);
}

static int32_t write_image(const char *folder, const DiskFile *file) {
    Bytes image = {0};
    resize(&image, file->durable.size);
    if (image.size > 0) { memcpy(image.bytes, file->durable.bytes, (size_t)image.size); }
    settle(&image, file);
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file->name);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int32_t code = descriptor < 0 ? errno : 0;
    if (code == 0 && write(descriptor, image.bytes, (size_t)image.size) != image.size) { code = EIO; }
    if (descriptor >= 0) { close(descriptor); }
    free(image.bytes);
    return code;
}

int32_t faulty_disk_cut(const char *folder) {
    int32_t code = 0;
    pthread_mutex_lock(&lock);
    for (int index = 0; index < file_count && code == 0; index++) {
        // A deletion may not have reached the disk.
        if (files[index].is_deleted && next_random() & 1) { continue; }
        code = write_image(folder, &files[index]);
    }
    pthread_mutex_unlock(&lock);
    return code;
}
