/* The postings of one term: documents, frequencies, positions and ranks of surface forms.
 *
 * Documents come in blocks of 128, 32 blocks to a group. Each group and each block has a header of
 * varints with what a reader needs to skip it: the last document, byte sizes, and impacts that
 * bound its scores. The last documents, fewer than 128, are the tail. A term with one document has
 * no postings bytes at all: its document is in the term dictionary.
 *
 *     group   last document (delta) · bytes of its blocks · of their positions · of their ranks ·
 *             impacts
 *     block   last document (delta) · bytes of documents and frequencies · of positions · of
 *             ranks · impacts · documents · frequencies
 *     tail    two widths, then gaps and frequencies in Golomb-Rice code (bit_ends.h)
 *
 * Positions (position_code.h) and ranks (value_run.h) are runs, one per block and one for the
 * tail, in their own sections; the position of a term's only occurrence is in the term dictionary.
 * docs/format.md, "Postings", has a worked example.
 *
 * This header has all that a reader of postings needs; postings_writer.h writes them.
 */
#ifndef FOUILLE_POSTINGS_POSTINGS_H
#define FOUILLE_POSTINGS_POSTINGS_H

#include "common/index/postings/postings_bulk.h"
#include "common/index/postings/postings_cursor.h"
#include "common/index/postings/postings_occurrences.h"
#include "common/index/postings/term_entry.h"

#endif
