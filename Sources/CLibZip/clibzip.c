#include "CLibZip.h"

#if defined(__linux__)
#include <dlfcn.h>

// With the function `name` of libzip, or not at all.
#define FIND(name)                                                                                                     \
    do {                                                                                                               \
        functions->name = (__typeof__(functions->name))dlsym(library, "zip_" #name);                                   \
        if (functions->name == NULL) { return 0; }                                                                     \
    } while (0)

int clibzip_find(clibzip_functions *functions) {
    // The numbers that libzip's interface had since 2020; what is used here is the same in both.
    void *library = dlopen("libzip.so.5", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) { library = dlopen("libzip.so.4", RTLD_NOW | RTLD_LOCAL); }
    if (library == NULL) { return 0; }
#else
// Where libraries lie is the linker's knowledge there, and not the loader's.
#define FIND(name) functions->name = zip_##name

int clibzip_find(clibzip_functions *functions) {
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
