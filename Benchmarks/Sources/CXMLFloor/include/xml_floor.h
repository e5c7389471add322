#ifndef RENEWALKIT_XML_FLOOR_H
#define RENEWALKIT_XML_FLOOR_H

#include <stddef.h>
#include <stdint.h>

/// A machine as its row has it. Texts are UTF-8 and end with NUL; instants are seconds since 1970.
typedef struct {
    uint8_t machine[16];
    uint8_t group[16];
    const char *name;
    const char *version;
    const char *group_name;
    int64_t status;
    int64_t heartbeat;
    int64_t key_received;
} xml_floor_machine;

/// Writes a package's `data.xml` of `total` machines, `rows` over and over, with libxml2's xmlTextWriter.
///
/// The same bytes as the library writes: what stands between tags and in them is written as the writer itself does it,
/// line ends and the space before `/>` as raw text, texts HTML-encoded before.
///
/// Gives 0, or what went wrong.
int xml_floor_write(
    const char *path, const char *timestamp, const xml_floor_machine *rows, size_t count, size_t total);

/// What a loop saw.
typedef struct {
    uint64_t records, fields;
    /// The bytes of all values.
    uint64_t bytes;
} xml_floor_seen;

/// Reads such a document with libxml2's xmlTextReader: looks at the name of every element, and at names and values of the
/// attributes of records and fields.
///
/// Gives 0, or what went wrong.
int xml_floor_read(const char *path, xml_floor_seen *seen);

#endif
