/* JSON files that are no JSON Lines: one object, an array of objects, several objects one after
 * another, or an object that has an array of them under a name such as articles or results, or each
 * under its id.
 *
 * Each is an article, read as a line of JSON Lines is (json_lines.h). One that is alone needs no
 * id; others have their own, or N3 for the third of the file. What has no text and no title is
 * reported as a notice, since not every .json is an article; a name alone is no title here.
 */
#ifndef FOUILLE_JSON_JSON_FILE_H
#define FOUILLE_JSON_JSON_FILE_H

#include "indexer/sources/json/json_lines.h"

/* Passes the articles to the receiver, in order. `lines` lends its storage and limits. 0;
 * ERROR_INPUT when the input is binary or damaged; ERROR_SYSTEM; ERROR_MEMORY; the receiver's. */
int json_file_read(struct json_lines *lines, struct input *input,
                   const struct article_receiver *receiver);

#endif
