/* Whether a folder is an index's, so that nobody else's is ever written to.
 *
 * A folder that fouille-index makes, or finds empty, it marks before it writes anything else there:
 * the file FOUILLE.TAG has content that no other program writes. An index is also known by its
 * MANIFEST, if that begins as ours do (MANIFEST is a common name): indexes of 0.1.0 have no mark.
 * The mark is what lets an index be told by when it has no commit yet, or a damaged one.
 *
 * The mark is written where it stands, not beside and renamed, so that no other file can be left
 * over, and so that two processes that begin at once write the same bytes. A process that is
 * killed, or a power cut, may leave it empty, cut short or with zeros in it. It is synced, and its
 * name, before anything else is made, so that it then is the only file: such a folder is free.
 */
#ifndef FOUILLE_INDEX_INDEX_FOLDER_H
#define FOUILLE_INDEX_INDEX_FOLDER_H

#include <stdbool.h>

#define FOLDER_MARK "FOUILLE.TAG"
#define FOLDER_MERGE "merge.tmp" /* of a merge, for a moment */

extern const char folder_mark[]; /* the mark's content */

enum folder_kind {
    FOLDER_FREE,   /* empty, or with a mark that was begun and nothing else */
    FOLDER_OURS,   /* with the mark, or with a MANIFEST of ours */
    FOLDER_OTHERS, /* neither: nothing may be changed in it */
};

/* Of the open folder; `shown` names it in messages. 0, ERROR_SYSTEM or ERROR_MEMORY. Reads the mark
 * and, without it, the beginning of MANIFEST and the names in the folder. */
int folder_judge(int directory, const char *shown, enum folder_kind *kind);

/* Whether the open folder has the mark; false also when that cannot be told. */
bool folder_is_marked(int directory);

/* Writes the mark, unless it is there or a file of other content is in its place, and syncs it. The
 * folder is free, or ours. 0 or ERROR_SYSTEM. */
int folder_put_mark(int directory, const char *shown);

#endif
