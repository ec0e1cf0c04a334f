/* Dates in web addresses and in names of files. */
#ifndef FOUILLE_DATES_DATE_ADDRESS_H
#define FOUILLE_DATES_DATE_ADDRESS_H

#include "indexer/sources/article/article.h"

/* Reads the date in the path of an address: folders /2022/06/15/, /2022/jun/15/, /2022-06/15/,
 * /2022/0615/, else 2022-06-15, 2022_6_5, 20220615 or 202206151154 anywhere in it, else 15-06-2022
 * as the beginning or end of a part, else the month of folders /2022/06/. The host, the query and
 * the fragment are not looked at; of an address that has another in its path, as in a web archive,
 * only that one is. Years 1800 to 2099, from 1990 where digits are together, since those may be a
 * number. False, and no date, if there is none. */
bool date_read_address(struct text_span address, struct moment *moment);

/* The same in the name of a file, without its folders, whose last extension is not looked at; only
 * days count. */
bool date_read_file_name(struct text_span path, struct moment *moment);

#endif
