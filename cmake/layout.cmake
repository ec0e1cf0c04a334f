# The rooms, each a folder of sources that becomes one static library, layer by layer: a room
# comes after those that it may include. Nothing else may be included from another folder;
# the build checks it (cmake/check_includes.cmake), and scripts/print-layers prints the table.
#
#            room        folder                     may include
fouille_room(base        common/base                ROOMS)
fouille_room(lexicon     common/lexicon             ROOMS base)
fouille_room(words       common/words               ROOMS lexicon base)
fouille_room(analysis    common/analysis            ROOMS words lexicon base)
fouille_room(json        common/json                ROOMS analysis base)

# The index on disk: one file pair per structure, the writer next to the reader.
fouille_room(codecs      common/index/codecs        ROOMS base)
fouille_room(container   common/index/container     ROOMS base)
fouille_room(postings    common/index/postings      ROOMS codecs container base)
fouille_room(dictionary  common/index/dictionary    ROOMS postings codecs container base)
fouille_room(documents   common/index/documents     ROOMS container base)
fouille_room(index       common/index               ROOMS documents dictionary postings container base)

# From files to articles.
fouille_room(article     indexer/sources/article    ROOMS analysis base)
fouille_room(dates       indexer/sources/dates      ROOMS article analysis base)
fouille_room(markup      indexer/sources/markup     ROOMS article analysis base)
fouille_room(page_dates  indexer/sources/html/dates ROOMS markup dates article analysis base)
fouille_room(html        indexer/sources/html       ROOMS page_dates markup article analysis base)
fouille_room(text        indexer/sources/text       ROOMS markup dates article json analysis base)
fouille_room(json_lines  indexer/sources/json       ROOMS html markup dates article json analysis base)
fouille_room(table       indexer/sources/table      ROOMS html json_lines markup dates article json analysis base)
fouille_room(xml         indexer/sources/xml        ROOMS html text json_lines markup dates article analysis base)
fouille_room(sources     indexer/sources            ROOMS html text json_lines table xml dates article analysis base)
fouille_room(walk        indexer/sources/walk       ROOMS article documents base)
fouille_room(filters     indexer/filters            ROOMS base)

# From articles to a published index.
fouille_room(invert      indexer/invert             ROOMS index documents dictionary postings container codecs analysis base)
fouille_room(merge       indexer/merge              ROOMS index documents dictionary postings container analysis base)
fouille_room(commit      indexer/commit             ROOMS index base)
fouille_room(run         indexer/run                ROOMS filters sources walk json_lines article index analysis base)
fouille_room(state       indexer/state              ROOMS run commit walk article index documents base)
fouille_room(update      indexer/update             ROOMS state run commit merge invert sources walk json_lines article index documents analysis base)
fouille_room(cluster     indexer/cluster            ROOMS update state run commit article index documents analysis base)
fouille_room(tasks       indexer/tasks              ROOMS update state run commit sources walk article index documents json analysis base)
fouille_room(watch       indexer/watch              ROOMS update state run walk base)

# From a query to its answer.
fouille_room(language    query/language             ROOMS dictionary analysis words lexicon base)
fouille_room(terms       query/terms                ROOMS language index analysis words lexicon base)
fouille_room(match       query/match                ROOMS terms language index postings analysis base)
fouille_room(evaluate    query/evaluate             ROOMS match terms base)
fouille_room(search      query/search               ROOMS evaluate terms language index codecs analysis lexicon base)
fouille_room(present     query/present              ROOMS search evaluate match terms language index documents dictionary json analysis words base)
fouille_room(app         query/app                  ROOMS present search terms language index analysis base)

# Libraries of other projects.
target_link_libraries(base PUBLIC Threads::Threads)
target_link_libraries(words PUBLIC dependency::utf8proc)
target_link_libraries(analysis PUBLIC dependency::stemmer dependency::utf8proc)
target_link_libraries(container PUBLIC dependency::deflate)
target_link_libraries(documents PUBLIC dependency::deflate dependency::zstd)
target_link_libraries(article PUBLIC dependency::zlib dependency::zstd dependency::lzma dependency::bzip2)
target_link_libraries(markup PUBLIC LibXml2::LibXml2)
target_link_libraries(text PUBLIC PkgConfig::md4c)
target_link_libraries(language PRIVATE dependency::pcre2)
target_link_libraries(evaluate PUBLIC m)

target_compile_definitions(base PRIVATE FOUILLE_LOCALES="${FOUILLE_LOCALES}")
set_source_files_properties(common/index/version.c PROPERTIES COMPILE_DEFINITIONS
  "FOUILLE_VERSION=\"${PROJECT_VERSION}\";FOUILLE_STEMMER=\"${FOUILLE_STEMMER}\"")
