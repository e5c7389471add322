#include "CLibZip.h"

#if defined(__linux__)
#include <dlfcn.h>

// The function `name` of libzip, or nothing at all.
#define FIND(name)                                                                                                     \
    do {                                                                                                               \
        functions->name = (__typeof__(functions->name))dlsym(library, "zip_" #name);                                   \
        if (functions->name == NULL) { return 0; }                                                                     \
    } while (0)

static int find_all(clibzip_functions *functions, void *library) {
#else
// Where libraries lie is the linker's knowledge there, and not the loader's.
#define FIND(name) functions->name = zip_##name

static int find_all(clibzip_functions *functions) {
#endif
    FIND(open);
    FIND(close);
    FIND(discard);
    FIND(strerror);
    FIND(source_file);
    FIND(source_free);
    FIND(file_add);
    FIND(get_num_entries);
    FIND(stat_init);
    FIND(stat_index);
    FIND(fopen_index);
    FIND(fread);
    FIND(fclose);
    FIND(file_strerror);
    FIND(error_init_with_code);
    FIND(error_strerror);
    FIND(error_fini);
    return 1;
}

int clibzip_find(clibzip_functions *functions) {
#if defined(__linux__)
    // The numbers that libzip's interface had since 2020; what is used here is the same in both.
    static const char *const names[] = {"libzip.so.5", "libzip.so.4"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) { continue; }
        if (find_all(functions, library)) { return 1; }
        dlclose(library);
    }
    return 0;
#else
    return find_all(functions);
#endif
}
