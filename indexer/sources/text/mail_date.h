/* Dates as mail and RSS write them (RFC 822, 2822, 5322): "Thu, 06 Jan 2022 11:54:00 +0100". */
#ifndef FOUILLE_SOURCES_MAIL_DATE_H
#define FOUILLE_SOURCES_MAIL_DATE_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

/* The day of the week, the seconds, the time and the zone may be missing; years of two digits are
 * 1950 to 2049; zones by letters are those of RFC 822 (military ones apart, which mean nothing).
 * False if the text does not begin with such a date. */
bool mail_date_parse(struct text_span text, struct moment *moment);

#endif
