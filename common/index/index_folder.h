/* Decides whether a folder is an index's, so that nobody else's folder is ever written to.
 *
 * fouille-index marks a folder that it makes, or finds empty, before it writes anything else there:
 * the file FOUILLE.TAG has content that no other program writes. A folder is also an index's if it
 * has a MANIFEST that begins as ours do (MANIFEST is a common name), since indexes of 0.1.0 have no
 * mark. The mark identifies an index that has no commit yet, or a damaged one.
 *
 * The mark is written in place, not to a temporary file that is renamed, so that no other file can
 * be left over, and two processes that begin at once write the same bytes. A killed process, or a
 * power cut, may leave it empty, cut short or with zeros in it. The mark and its name are synced
 * before anything else is made, so an incomplete mark is the only file: such a folder is free.
 */
#ifndef FOUILLE_INDEX_INDEX_FOLDER_H
#define FOUILLE_INDEX_INDEX_FOLDER_H

#include <stdbool.h>

#define FOLDER_MARK "FOUILLE.TAG"
#define FOLDER_MERGE "merge.tmp" /* exists for a moment during a merge */

extern const char folder_mark[]; /* the mark's content */

enum folder_kind {
    FOLDER_FREE,    /* empty, or with nothing but an incomplete mark */
    FOLDER_OURS,    /* with the mark, or with a MANIFEST of ours */
    FOLDER_FOREIGN, /* anything else: nothing may be changed in it */
};

/* Sets *kind to that of the open folder; `display_path` names it in messages. 0, ERROR_SYSTEM or
 * ERROR_MEMORY. Reads the mark and, if there is none, the beginning of MANIFEST and the names in
 * the folder. */
int folder_classify(int directory, const char *display_path, enum folder_kind *kind);

/* Whether the open folder has the mark; false also when it cannot be read. */
bool folder_is_marked(int directory);

/* Writes and syncs the mark, unless it is there or a file with other content has its name. The
 * folder must be free, or ours. 0 or ERROR_SYSTEM. */
int folder_write_mark(int directory, const char *display_path);

#endif
