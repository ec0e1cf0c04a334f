#!/usr/bin/env bats
# Files made to be difficult, and a real crawled article. They are not part of the project: the
# tests are skipped where they do not stand beside it.

bats_require_minimum_version 1.5.0
load helper

data="$BATS_TEST_DIRNAME/../../../shared/data"

# An index of the difficult files; what was said goes to ../said.
torture() {
    [ -d "$data/torture/files" ] || skip "no torture files beside the project"
    mkdir files
    cp "$data"/torture/files/* files
    chmod u+w files/*
    cd files
    run timeout 60 fouille-index .
    printf '%s\n' "$output" >../said
    indexed=$status
}

# in_file FILE QUERY...: each of them finds the file
in_file() {
    local file="$1" query
    shift
    for query; do
        fouille -l -n 0 -- "$query" | grep -qE "^$file(#|\$)" ||
            { echo "not found: [$query] in $file"; return 1; }
    done
}

not_in_file() {
    local file="$1" query
    shift
    for query; do
        ! fouille -l -n 0 -- "$query" | grep -qE "^$file(#|\$)" ||
            { echo "found: [$query] in $file"; return 1; }
    done
}

# tf FILE WORD: how often --explain says that the article has the word
tf() {
    fouille --explain -n 0 "$2" | grep -A1 "^$1" | grep -oP 'tf \K[0-9]+' | head -n 1
}

@test "torture: all are walked, the bad ones are named, the index is good" {
    torture
    [ "$indexed" -eq 1 ]
    grep -q "truncated.jsonl.gz' is truncated" ../said
    for bad in elf-named.md nul-only.txt; do
        grep -q "$bad" ../said
        fouille --json -n 0 -- "bonjour été fin bon titre" | none grep -q "$bad"
    done
    fouille-index --check
    none grep -qP '[\x00-\x08\x0b-\x1f\x7f]' ../said
    # nothing of the binary file
    fouille-index --stats | none grep -q binary.bin
}

@test "torture: every answer is UTF-8 and a line a hit" {
    torture
    for query in été fin valide cœur droite bonjour deuxième clé "20 000" 'titre:élève' '"LʼÉTÉ dernier"'; do
        for format in --json --tsv --explain --color=always; do
            fouille "$format" -n 0 "$query" >../out || [ $? -eq 1 ]
            iconv -f UTF-8 -t UTF-8 ../out >../copy
        done
        fouille --json -n 0 "$query" | jq -e . >../copy || [ $? -eq 4 ]
    done
}

@test "torture: encodings" {
    torture
    for file in latin1.txt latin9.txt utf16be-bom.txt nfd.txt; do
        in_file "$file" été Noël Besançon grand-mère "aujourd'hui" naïve
    done
    in_file latin1.txt "20 000" "presqu'île" ouvrière S.N.C.F. ONU XXIe
    in_file nfd.txt '"été dernier"' œufs
    # the accent is still in the snippet
    fouille --json -n 0 été | jq -es 'any(.path == "nfd.txt" and (.snippet | test("\u00e9t\u00e9|e\u0301te\u0301")))'
    in_file invalid-utf8.txt valide après fin
}

@test "torture: HTML" {
    torture
    for file in html-latin1-meta.html html-meta-lies.html; do
        in_file "$file" hôtel élève français 'titre:été' 'titre:Besançon' grâcement '"20 000 €"'
        not_in_file "$file" interdit color caché var
    done
    in_file html-unclosed.html début
}

@test "torture: apostrophes, ligatures, invisible characters, glue, accents" {
    torture
    [ "$(tf curly-apostrophes.txt homme)" -eq 7 ]
    [ "$(tf curly-apostrophes.txt "aujourd'hui")" -eq 2 ]
    [ "$(tf curly-apostrophes.txt "aujourd’hui")" -eq 2 ]
    [ "$(tf ligatures.txt oeuvre)" -eq 3 ]
    [ "$(tf ligatures.txt œuvre)" -eq 3 ]
    [ "$(tf ligatures.txt coeur)" -eq 2 ]
    in_file ligatures.txt fin fleur office caesar Cæsar
    [ "$(tf ligatures.txt aequo)" -eq 2 ]
    in_file zero-width.txt marché pomme début fin droite
    in_file glued.txt trêve ministre interrogé non rien militaires
    in_file accents.txt péché pêche pêché pèche cote côte côté coté sûr mûr où dès jeûne
    # the exact accent at least as high as the folded one
    [ "$(fouille -l -n 1 pêché)" = "accents.txt" ]
}

@test "torture: lines and lengths" {
    torture
    fouille --json -n 0 '"été dernier"' | jq -es 'any(.path == "cr-only.txt")'
    fouille --json -n 0 été | jq -es 'all(.snippet | test("[\\r\\n]") | not)'
    in_file long-word.txt début fin
    fouille --json -n 0 fin | jq -es 'all(.snippet | length <= 304)'
    [ "$(tf same-word.txt bonjour)" -eq 50000 ]
    # one word 50,000 times does not top what has both words
    [ "$(fouille -l -n 1 bonjour marché)" = "zero-width.txt" ]
    in_file README-noeol.md titre
    not_in_file empty.txt été
    not_in_file newlines-only.txt été
}

@test "torture: broken lines are named by number, good ones indexed" {
    torture
    for line in 2 4 5 7 9 10; do grep -q "broken.jsonl:$line:" ../said; done
    for line in 1 6 8 11 13; do ! grep -q "broken.jsonl:$line:" ../said; done
    [ "$(fouille -l 'première ligne' | head -n 1)" = "broken.jsonl#1" ]
    in_file broken.jsonl "identifiant" "clé" "dernière" "été"
    [ "$(fouille -l nombre)" = "broken.jsonl#3" ]
    not_in_file broken.jsonl deuxième répété
}

# --- the crawled article ---

crawl() {
    [ -d "$data/crawl" ] || skip "no crawled article beside the project"
    mkdir articles
    cp "$data"/crawl/*.txt articles
    chmod u+w articles/*
    article=$(basename "$data"/crawl/000_*.txt)
    # others, so that there is a ranking
    cp -r "$BATS_TEST_DIRNAME"/../../examples/articles articles/autres
    fouille-index --quiet articles
    cd articles
}

@test "crawl: it is indexed without a warning" {
    crawl
    run --separate-stderr fouille-index .
    [ "$status" -eq 0 ]
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
    [[ "$stderr" != *"kipped"* ]]
}

@test "crawl: title, address and both dates" {
    crawl
    fouille --json almaty >../out
    jq -e --arg path "$article" '.path == $path and
        (.title | startswith("Un contingent de la paix envoyé au Kazakhstan") and endswith("vidéo")) and
        (.url | startswith("https://fr.sputniknews.com/20220106/") and endswith("1054207090.html")) and
        .published == "2022-01-06T11:54+01:00" and .modified == "2022-01-06T12:18+01:00"' ../out
    [ "$(fouille --tsv almaty | cut -f7,8)" = "2022-01-06T11:54+01:00	2022-01-06T12:18+01:00" ]
    [ "$(fouille almaty | cut -f3)" = "2022-01-06" ]
}

@test "crawl: it answers what it must" {
    crawl
    [ "$(fouille -l -n 1 "contingent de la paix")" = "$article" ]
    [ "$(fouille -l -n 1 '"contingent de la paix"')" = "$article" ]
    [ "$(fouille troubles almaty -l | head -n 1)" = "$article" ]
    [ "$(fouille -a troubles almaty -l)" = "$article" ]
    # glued sentences
    fouille -l militaires | grep -qx "$article"
    fouille -l '"leurs militaires"' | grep -qx "$article"
    # the head is no text: not the address, not the date, the title once
    run fouille -c sputniknews
    [ "$output" = "0" ]
    run fouille -c video-1054207090
    [ "$output" = "0" ]
    fouille --explain vidéo | grep -A1 "^$article" | grep -q "tf 1 "
}

@test "crawl: --extract gives the text without the head" {
    crawl
    fouille-index --extract "$article" >../out
    [ -s ../out ]
    none grep -qE 'https?://|^ date|2022-01-06T|06\.01\.2022|\+0100' ../out
    none grep -q "^Un contingent de la paix envoyé" ../out
    grep -q "^L'Organisation du traité de sécurité collective (OTSC)" ../out
    # all of the text behind the head
    tail -c 300 "$article" | tr -s '[:space:]' ' ' >../tail
    tr -s '[:space:]' ' ' <../out | grep -qF "$(tail -c 120 ../tail | sed 's/ *$//')"
}
