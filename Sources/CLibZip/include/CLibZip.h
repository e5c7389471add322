#pragma once

// libzip, as RenewalXML uses it: a Configuration Migration package can be a zip of three files.
#include <zip.h>

/// The functions of libzip that are used, with the types that its header gives them.
typedef struct {
    __typeof__(zip_open) *_Nonnull open;
    __typeof__(zip_close) *_Nonnull close;
    __typeof__(zip_discard) *_Nonnull discard;
    __typeof__(zip_strerror) *_Nonnull strerror;
    __typeof__(zip_source_file) *_Nonnull source_file;
    __typeof__(zip_source_free) *_Nonnull source_free;
    __typeof__(zip_file_add) *_Nonnull file_add;
    __typeof__(zip_get_num_entries) *_Nonnull get_num_entries;
    __typeof__(zip_stat_init) *_Nonnull stat_init;
    __typeof__(zip_stat_index) *_Nonnull stat_index;
    __typeof__(zip_fopen_index) *_Nonnull fopen_index;
    __typeof__(zip_fread) *_Nonnull fread;
    __typeof__(zip_fclose) *_Nonnull fclose;
    __typeof__(zip_file_strerror) *_Nonnull file_strerror;
    __typeof__(zip_error_init_with_code) *_Nonnull error_init_with_code;
    __typeof__(zip_error_strerror) *_Nonnull error_strerror;
    __typeof__(zip_error_fini) *_Nonnull error_fini;
} clibzip_functions;

/// Finds libzip, and on Linux loads it: it needs a library for cryptography, which would be half of the time in which a
/// program that may never meet a zip starts.
///
/// Safe to call from several threads. Each call that succeeds keeps libzip loaded for good.
///
/// @param functions What was found.
/// @return Whether all of it was.
int clibzip_find(clibzip_functions *_Nonnull functions);
