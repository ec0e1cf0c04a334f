#include "indexer/sources/xml/xml_dialects.h"

#include "indexer/sources/xml/xml_alto.h"
#include "indexer/sources/xml/xml_dila.h"
#include "indexer/sources/xml/xml_feed.h"
#include "indexer/sources/xml/xml_jats.h"
#include "indexer/sources/xml/xml_mediawiki.h"
#include "indexer/sources/xml/xml_page.h"
#include "indexer/sources/xml/xml_plain.h"
#include "indexer/sources/xml/xml_tei.h"

const struct xml_dialect *xml_dialect_of(const struct xml_element *root)
{
    static const struct xml_dialect *const dialects[] = {
        &xml_feed, &xml_tei, &xml_mediawiki, &xml_alto, &xml_page, &xml_dila, &xml_jats};
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        if (dialects[i]->recognises_root(root))
            return dialects[i];
    return &xml_plain;
}
