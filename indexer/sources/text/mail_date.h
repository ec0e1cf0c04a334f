/* Dates as in mail and RSS (RFC 822, 2822, 5322): "Thu, 06 Jan 2022 11:54:00 +0100". */
#ifndef FOUILLE_TEXT_MAIL_DATE_H
#define FOUILLE_TEXT_MAIL_DATE_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

/* Parses the date at the start of the text. The day of the week, the seconds, the time and the zone
 * may be missing; two-digit years are 1950 to 2049; zones given by letters are those of RFC 822,
 * except the military ones, which are meaningless. False if the text does not begin with such a
 * date. */
bool mail_date_parse(struct text_span text, struct moment *moment);

#endif
