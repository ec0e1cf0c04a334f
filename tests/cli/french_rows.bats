#!/usr/bin/env bats
# What a French reader takes for one word, a row a case: a query, a tab, and the words of a text that it finds
# (tests/data/french/found.tsv) or does not (apart.tsv). Each row is an article, through both programs.

bats_require_minimum_version 1.5.0
load helper

rows() { # FILE: indexes its rows; the names of those whose query finds their own article, and of all
    awk -F'\t' '{ printf "{\"id\": \"r%d\", \"title\": \"Un texte\", \"text\": \"Avant %s apres.\"}\n", NR, $2 }' \
        "$BATS_TEST_DIRNAME/../data/french/$1" >rows.jsonl
    fouille-index --quiet rows.jsonl --index index
    awk -F'\t' '{ print "r" NR "\t" $1 }' "$BATS_TEST_DIRNAME/../data/french/$1" >queries.tsv
    fouille --batch --trec --words -a -n 0 --index index <queries.tsv | awk '$1 == $3 { print $1 }' | sort >found || true
    cut -f 1 queries.tsv | sort >all
}

@test "each query finds its text" {
    rows found.tsv
    comm -13 found all | while read -r row; do grep -P "^$row\t" queries.tsv; done >missed
    cat missed
    [ "$(wc -l <all)" -ge 60 ]
    [ ! -s missed ]
}

@test "what are two words stay two" {
    rows apart.tsv
    cat found
    [ -s all ]
    [ ! -s found ]
}

@test "related words are found whichever was typed, and those as typed come first" {
    article a.txt "Une actrice\n\nElle joue."
    article b.txt "Un acteur\n\nIl joue."
    fouille-index --quiet .
    [ "$(fouille -l acteur | xargs)" = "b.txt a.txt" ]
    [ "$(fouille -l actrice | xargs)" = "a.txt b.txt" ]
    [ "$(fouille -l '=acteur')" = b.txt ]
    fouille --json acteur | jq -e 'select(.path == "a.txt")' >/dev/null
}
