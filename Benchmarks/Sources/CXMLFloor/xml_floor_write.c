#include "xml_floor.h"

#include <fcntl.h>
#include <libxml/xmlwriter.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    int descriptor, is_silent;
} sink;

static int take(void *context, const char *bytes, int length) {
    sink *target = context;
    if (target->is_silent) { return length; }
    for (int done = 0; done < length;) {
        ssize_t written = write(target->descriptor, bytes + done, (size_t)(length - done));
        if (written <= 0) { return -1; }
        done += (int)written;
    }
    return length;
}

static void guid(const uint8_t *id, char *text) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) { *text++ = '-'; }
        *text++ = digits[id[i] >> 4];
        *text++ = digits[id[i] & 15];
    }
    *text = 0;
}

static char *two(int value, char *text) {
    text[0] = (char)('0' + value / 10);
    text[1] = (char)('0' + value % 10);
    return text + 2;
}

static void instant(int64_t seconds, char *text) {
    time_t time = (time_t)seconds;
    struct tm parts;
    gmtime_r(&time, &parts);
    text = two((parts.tm_year + 1900) / 100, text);
    text = two((parts.tm_year + 1900) % 100, text);
    *text++ = '-';
    text = two(parts.tm_mon + 1, text);
    *text++ = '-';
    text = two(parts.tm_mday, text);
    *text++ = 'T';
    text = two(parts.tm_hour, text);
    *text++ = ':';
    text = two(parts.tm_min, text);
    *text++ = ':';
    text = two(parts.tm_sec, text);
    memcpy(text, ".0000000Z", 10);
}

// As .NET's HtmlEncode does it, for names of at most 100 characters; characters beyond U+FFFF do not occur here.
static void html(const char *text, char *out) {
    for (; *text != 0; text++) {
        unsigned char byte = (unsigned char)*text;
        const char *reference = NULL;
        switch (byte) {
        case '<': reference = "&lt;"; break;
        case '>': reference = "&gt;"; break;
        case '&': reference = "&amp;"; break;
        case '"': reference = "&quot;"; break;
        case '\'': reference = "&#39;"; break;
        default: break;
        }
        if (reference != NULL) {
            while (*reference != 0) { *out++ = *reference++; }
        } else if ((byte == 0xC2 && (unsigned char)text[1] >= 0xA0) || byte == 0xC3) {
            int scalar = (byte & 3) << 6 | (*++text & 63);
            *out++ = '&';
            *out++ = '#';
            *out++ = (char)('0' + scalar / 100);
            out = two(scalar % 100, out);
            *out++ = ';';
        } else {
            *out++ = *text;
        }
    }
    *out = 0;
}

static void start(xmlTextWriterPtr writer, const char *space, const char *name) {
    xmlTextWriterWriteRaw(writer, BAD_CAST space);
    xmlTextWriterStartElement(writer, BAD_CAST name);
}

static void attribute(xmlTextWriterPtr writer, const char *name, const char *value) {
    xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST value);
}

static void end(xmlTextWriterPtr writer, const char *space) {
    xmlTextWriterWriteRaw(writer, BAD_CAST space);
    xmlTextWriterFullEndElement(writer);
}

// The writer has no way to write the space before the end of an empty element.
static void end_empty(xmlTextWriterPtr writer, xmlOutputBufferPtr output) {
    xmlOutputBufferWrite(output, 1, " ");
    xmlTextWriterEndElement(writer);
}

static void field(xmlTextWriterPtr writer, xmlOutputBufferPtr output, const char *name, const char *value) {
    start(writer, "\r\n        ", "field");
    attribute(writer, "name", name);
    attribute(writer, "value", value);
    end_empty(writer, output);
}

static void record(xmlTextWriterPtr writer, xmlOutputBufferPtr output, const xml_floor_machine *row) {
    char id[40], text[1024];
    guid(row->machine, id);
    start(writer, "\r\n      ", "record");
    attribute(writer, "id", id);
    field(writer, output, "agentversion", row->version);
    field(writer, output, "flowmachineid", id);
    guid(row->group, text);
    start(writer, "\r\n        ", "field");
    attribute(writer, "name", "flowmachinegroupid");
    attribute(writer, "value", text);
    attribute(writer, "lookupentity", "flowmachinegroup");
    attribute(writer, "lookupentityname", row->group_name);
    end_empty(writer, output);
    instant(row->heartbeat, text);
    field(writer, output, "lastheartbeatdate", text);
    text[0] = (char)('0' + row->status);
    text[1] = 0;
    field(writer, output, "keydeliverystatus", text);
    instant(row->key_received, text);
    field(writer, output, "keyreceiveddate", text);
    html(row->name, text);
    field(writer, output, "name", text);
    end(writer, "\r\n      ");
}

int xml_floor_write(
    const char *path, const char *timestamp, const xml_floor_machine *rows, size_t count, size_t total) {
    sink target = {open(path, O_WRONLY | O_CREAT | O_EXCL, 0666), 1};
    if (target.descriptor < 0) { return -1; }
    xmlOutputBufferPtr output = xmlOutputBufferCreateIO(take, NULL, &target, NULL);
    xmlTextWriterPtr writer = output == NULL ? NULL : xmlNewTextWriter(output);
    if (writer == NULL) { return -2; }
    // Its declaration is another one. Said and not written, so that the writer knows that the document is in UTF-8; and
    // without the conversion from UTF-8 to UTF-8 that it would make.
    xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
    xmlTextWriterFlush(writer);
    target.is_silent = 0;
    output->encoder = NULL;
    xmlTextWriterWriteRaw(writer, BAD_CAST "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    start(writer, "\r\n", "entities");
    attribute(writer, "xmlns:xsd", "http://www.w3.org/2001/XMLSchema");
    attribute(writer, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    attribute(writer, "timestamp", timestamp);
    start(writer, "\r\n  ", "entity");
    attribute(writer, "name", "flowmachine");
    attribute(writer, "displayname", "Flow Machine");
    start(writer, "\r\n    ", "records");
    for (size_t i = 0; i < total; i++) { record(writer, output, &rows[i % count]); }
    end(writer, "\r\n    ");
    start(writer, "\r\n    ", "m2mrelationships");
    end_empty(writer, output);
    end(writer, "\r\n  ");
    end(writer, "\r\n");
    int result = xmlTextWriterFlush(writer) < 0 || output->error != 0 ? -3 : 0;
    xmlFreeTextWriter(writer);
    if (fsync(target.descriptor) != 0 || close(target.descriptor) != 0) { result = -4; }
    return result;
}
