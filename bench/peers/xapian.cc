/* Xapian's glass database on the articles that fouille-index reads.
 *
 *   peer-xapian CORPUS.jsonl DATABASE      makes a new database
 *
 * What is compared: words of title and text with positions, stemmed by Snowball's French stemmer;
 * title words once more by themselves under the prefix S, as fouille has them for titre:; all five
 * fields stored as the document's data. In Xapian's favour: stems only (its own indexers keep the
 * words as they stand beside them, at almost twice the time), no sync, and ids not checked for
 * being unique. It flushes as often as it does by default.
 */
#include <cstdio>
#include <string>
#include <xapian.h>

#include "articles.h"

namespace
{

struct Peer {
    Xapian::WritableDatabase database;
    Xapian::TermGenerator generator;
};

std::string string_of(const article *article, int field)
{
    const value &value = article->fields[field];
    return value.size > 0 ? std::string(value.bytes, value.size) : std::string();
}

void add(void *context, const article *article)
{
    Peer *peer = static_cast<Peer *>(context);
    Xapian::Document document;
    const std::string title = string_of(article, ARTICLE_TITLE);
    const std::string text = string_of(article, ARTICLE_TEXT);
    peer->generator.set_document(document);
    peer->generator.index_text_without_positions(title, 1, "S");
    peer->generator.index_text(title);
    peer->generator.increase_termpos();
    peer->generator.index_text(text);
    document.set_data(string_of(article, ARTICLE_ID) + '\n' + title + '\n' +
                      string_of(article, ARTICLE_URL) + '\n' + string_of(article, ARTICLE_DATE) +
                      '\n' + text);
    peer->database.add_document(document);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: peer-xapian CORPUS.jsonl DATABASE\n", stderr);
        return 2;
    }
    try {
        Peer peer;
        peer.database = Xapian::WritableDatabase(
            argv[2], Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
        peer.generator.set_stemmer(Xapian::Stem("french"));
        peer.generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
        articles_read(argv[1], add, &peer);
        peer.database.commit();
    } catch (const Xapian::Error &error) {
        std::fprintf(stderr, "peer-xapian: %s\n", error.get_description().c_str());
        return 2;
    }
    return 0;
}
