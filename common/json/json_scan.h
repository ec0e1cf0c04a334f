/* Reads JSON (RFC 8259) where it lies: the caller walks the members of an object, and takes the
 * values that it wants; all others are skipped, checked as thoroughly.
 *
 *     struct json_scan scan;
 *     json_scan_init(&scan, bytes, size);
 *     int status = json_scan_object(&scan);
 *     while (status == 0 && (status = json_scan_name(&scan, &storage, &name)) == 1)
 *         status = json_scan_value(&scan, &storage, &value);
 *     if (status == 0)
 *         status = json_scan_end(&scan);
 *
 * Within strings it goes eight bytes at a time (after Langdale and Lemire, Parsing Gigabytes of
 * JSON per Second, 2019, without their instructions); a long string costs about as much as memcpy.
 *
 * An object or array within another may be entered as well: json_scan_peek says what comes next.
 *
 * Strings become text as articles have it: a lone surrogate is U+FFFD, U+0000 a space, and CR LF
 * and CR, escaped, are LF. Other bytes are not looked at: UTF-8 stays UTF-8. Beyond the standard,
 * white space may be VT and FF. An object may have a name twice; what that means is the caller's.
 */
#ifndef FOUILLE_JSON_JSON_SCAN_H
#define FOUILLE_JSON_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "common/base/slice.h"

/* Objects and arrays in one another, the outermost included. */
enum { JSON_DEPTH_MAX = 1000 };

struct json_scan {
    const char *start, *at, *end;
    const char *fault; /* what is wrong at `at`, not yet translated; NULL so far */
    bool opened;       /* the last byte read opened an object or array */
    bool lenient;      /* NaN, Infinity, None and the like are read as null; the caller sets it */
    bool was_lenient;  /* one of them was read */
    /* The longest skipped string of words, undecoded; empty so far. */
    struct slice longest;
};

/* JSON_NEITHER: true, false, an object or an array. JSON_ABSENT is for whoever keeps values; none
 * is read that is absent. */
enum json_shape { JSON_ABSENT, JSON_STRING, JSON_NUMBER, JSON_NULL, JSON_NEITHER };

struct json_value {
    enum json_shape shape;
    struct slice text; /* decoded string, or number as it is written; else empty */
};

/* `bytes` must stay as long as the scan and what it returns. */
void json_scan_init(struct json_scan *scan, const char *bytes, size_t size);

/* Enters the object. 0; ERROR_INPUT when another value, or none, is there.
 *
 * This and all that follow: after ERROR_INPUT, the message says what is wrong, and where; the scan
 * can only be given up. */
int json_scan_object(struct json_scan *scan);

/* Returns the first byte of the value that is next, which says its kind; 0 at the end. */
char json_scan_peek(struct json_scan *scan);

/* Enters the array that is next. 0; ERROR_INPUT. */
int json_scan_array(struct json_scan *scan);

/* Goes to the next element of the array. 1; 0 when the array has ended; ERROR_INPUT. */
int json_scan_element(struct json_scan *scan);

/* Reads the name of the next member and its colon; its value must be read next. 1; 0 when the
 * object has ended; ERROR_INPUT; ERROR_MEMORY. *name lies in the bytes, or in `storage`, which it
 * then replaces. */
int json_scan_name(struct json_scan *scan, struct buffer *storage, struct slice *name);

/* Reads a value. 0; ERROR_INPUT; ERROR_MEMORY. The value's text lies in the bytes, or in `storage`
 * (at most as large as the bytes that are left), which it then replaces. */
int json_scan_value(struct json_scan *scan, struct buffer *storage, struct json_value *value);

/* Skips a value. 0; ERROR_INPUT. */
int json_scan_skip(struct json_scan *scan);

/* Checks that nothing follows. 0; ERROR_INPUT. */
int json_scan_end(struct json_scan *scan);

#endif
