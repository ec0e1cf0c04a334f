/* Addresses that are relative to that of their page (RFC 3986, section 5). */
#ifndef FOUILLE_HTML_HTML_ADDRESS_H
#define FOUILLE_HTML_HTML_ADDRESS_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Whether it begins with http:// or https://, and names a host. */
bool html_address_is_absolute(struct text_span address);

/* The host, without user, port and a leading "www."; empty if the address is not absolute. */
struct text_span html_address_host(struct text_span address);

/* Appends `address` as seen from `base`. False, with nothing appended, if `base` is not absolute or
 * the address is of another scheme. */
bool html_address_resolve(struct buffer *into, struct text_span base, struct text_span address);

#endif
