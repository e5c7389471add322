#include "xml_floor.h"

#include <libxml/xmlreader.h>
#include <string.h>

int xml_floor_read(const char *path, xml_floor_seen *seen) {
    memset(seen, 0, sizeof *seen);
    xmlTextReaderPtr reader = xmlReaderForFile(path, "UTF-8", XML_PARSE_NONET);
    if (reader == NULL) { return -1; }
    int result;
    while ((result = xmlTextReaderRead(reader)) == 1) {
        if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT) { continue; }
        const char *element = (const char *)xmlTextReaderConstLocalName(reader);
        int is_record = strcmp(element, "record") == 0;
        if (!is_record && strcmp(element, "field") != 0) { continue; }
        if (is_record) { seen->records++; } else { seen->fields++; }
        while ((result = xmlTextReaderMoveToNextAttribute(reader)) == 1) {
            const char *name = (const char *)xmlTextReaderConstLocalName(reader);
            const char *value = (const char *)xmlTextReaderConstValue(reader);
            // The name of a field is the column's and no value.
            if (is_record || strcmp(name, "name") != 0) { seen->bytes += strlen(value); }
        }
        if (result < 0) { break; }
    }
    xmlFreeTextReader(reader);
    return result == 0 ? 0 : -2;
}
