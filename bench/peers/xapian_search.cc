/* Xapian searched, in the database that peer-xapian made.
 *
 *   peer-xapian-search DATABASE JOBS WARM PASSES MOST        see query_timer.h
 *
 * By its own query parser, with the stemmer of the index, and BM25 with the parameters that the
 * others have. Words with a prefix are one clause for the score (OP_SYNONYM), as they are for
 * fouille. Matches are counted without scores. Hits are document numbers; their data is not
 * fetched.
 */
#include <cstdio>
#include <cstdlib>
#include <xapian.h>

#include "query_timer.h"

namespace
{

struct Peer {
    Xapian::Database database;
    Xapian::QueryParser parser;
    Xapian::Enquire scoring, counting;
    Xapian::MSet hits;

    explicit Peer(const char *path) : database(path), scoring(database), counting(database)
    {
        parser.set_database(database);
        parser.set_stemmer(Xapian::Stem("french"));
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_ALL);
        scoring.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
        counting.set_weighting_scheme(Xapian::BoolWeight());
    }
};

Xapian::Query read_query(Peer &peer, way way, const char *text)
{
    const unsigned flags = way == WAY_PHRASE   ? Xapian::QueryParser::FLAG_PHRASE
                           : way == WAY_PREFIX ? Xapian::QueryParser::FLAG_WILDCARD
                                               : 0;
    peer.parser.set_default_op(way == WAY_ALL ? Xapian::Query::OP_AND : Xapian::Query::OP_OR);
    return peer.parser.parse_query(text, flags);
}

void answer(void *context, const job *job, const char *text, struct answer *answer)
{
    Peer &peer = *static_cast<Peer *>(context);
    const Xapian::Query query = read_query(peer, job->way, text);
    if (job->limit > 0) {
        peer.scoring.set_query(query);
        peer.hits = peer.scoring.get_mset(0, static_cast<Xapian::doccount>(job->limit));
        answer->found = peer.hits.size();
    } else {
        peer.counting.set_query(query);
        peer.hits = peer.counting.get_mset(0, 0, peer.database.get_doccount());
        answer->found = peer.hits.get_matches_estimated(); /* exact: all were checked */
    }
}

void release(void *context)
{
    static_cast<Peer *>(context)->hits = Xapian::MSet();
}

void guarded(void *context, const job *job, const char *text, struct answer *found)
{
    try {
        answer(context, job, text, found);
    } catch (const Xapian::Error &error) {
        std::fprintf(stderr, "peer-xapian-search: %s: %s\n", text, error.get_description().c_str());
        std::exit(2);
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2 + QUERY_TIMER_ARGUMENTS) {
        std::fputs("usage: peer-xapian-search DATABASE JOBS WARM PASSES MOST\n", stderr);
        return 2;
    }
    try {
        Peer peer(argv[1]);
        const engine engine = {&peer, guarded, release};
        query_timer_run(&engine, argv + 2);
    } catch (const Xapian::Error &error) {
        std::fprintf(stderr, "peer-xapian-search: %s\n", error.get_description().c_str());
        return 2;
    }
    return 0;
}
