#!/usr/bin/env bats
# Articles for OpenSearch: its bulk format is read by jq, which knows nothing of us.

bats_require_minimum_version 1.5.0
load helper

setup_file() {
    command -v jq >/dev/null || skip "jq is not installed"
}

# As OpenSearch reads a batch: an action, then its document, and so on; a line each.
check_batches() { # FOLDER
    for batch in "$1"/bulk-*.ndjson; do
        [ "$(wc -c <"$batch")" -lt 10000000 ]
        [ "$(tail -c 1 "$batch" | od -An -tx1)" = " 0a" ]
        [ $(($(wc -l <"$batch") % 2)) -eq 0 ]
        # A line that is no JSON, or is two, shows in what jq counts.
        [ "$(jq -n '[inputs | if has("index") then (.index | keys) == ["_id"] else has("path") and (.text | type) == "string" end] | if all then length else -1 end' "$batch")" -eq "$(wc -l <"$batch")" ]
        [ -z "$(cut -b 1-20 "$batch" | awk '/^[{]"index":/ != NR % 2')" ]
    done
    jq -e '.mappings.properties.article.type == "text"' "$1/mapping.json"
}

ids() { # FOLDER
    jq -r '.index._id // empty' "$1"/bulk-*.ndjson | sort
}

@test "each article is an action and a document, with ids that stay" {
    article folder/a.txt $'Le "pont"\n\nUne crue \\ de la rivière\t\x01 d’été.'
    printf 'Titre\n\ntexte' >"folder/$(printf 'é\xe9').txt"
    printf 'mot' >"folder/$(printf 'x%.0s' $(seq 240)).txt"
    mkdir -p "folder/$(printf 'y%.0s' $(seq 200))" && printf 'mot' >"folder/$(printf 'y%.0s' $(seq 200))/$(printf 'z%.0s' $(seq 200)).txt"
    seq 40 | sed 's/.*/{"id": "n&", "title": "Brève &", "date": "2024-01-0&", "url": "http:\/\/x\/&", "text": "crue du fleuve"}/' >folder/lines.jsonl
    fouille-index -q --index index folder
    run -0 --separate-stderr fouille-index --index index --export-bulk out
    [[ $stderr == "out: 44 articles in 1 batch" ]]
    check_batches out
    [ "$(ids out | wc -l)" -eq 44 ]
    [ "$(ids out | uniq | wc -l)" -eq 44 ]
    [ -z "$(ids out | LC_ALL=C awk 'length > 512')" ]
    [ "$(jq -r 'select(.path == "./folder/a.txt") | .title + "|" + .text' out/bulk-*.ndjson)" = $'Le "pont"|Une crue \\ de la rivière d’été.' ] ||
        jq -r 'select(.path == "./folder/a.txt")' out/bulk-*.ndjson
    [ "$(jq -r 'select(.id == "n7") | .title + .url + .published' out/bulk-*.ndjson)" = "Brève 7http://x/72024-01-07" ]
    for number in 1 2 3; do fouille-index -q --index shards --shard $number/3 folder; done
    fouille-index -q --index shards --adopt
    rm folder/a.txt
    fouille-index -q --index index
    fouille-index -q --index shards --export-bulk other
    diff <(ids out) <(ids other)
    fouille-index -q --index index --export-bulk less
    [ "$(ids less | wc -l)" -eq 43 ]
}

@test "batches stay below 10 MB; an article that is longer is cut, and named" {
    mkdir folder
    # Ten bytes each time, which are eight of text: a quote and a backslash are escaped.
    yes 'é\"\\ mot' | tr -d '\n' | head -c 11000000 >text
    for size in 3000000 11000000 3000000; do
        printf '{"id": "%s", "text": "' $((number += 1))
        head -c $size text
        printf '"}\n'
    done >folder/lines.jsonl
    fouille-index -q -t 1 --index index folder || [ $? -eq 1 ]
    run -1 fouille-index -t 1 --index index --export-bulk out
    [[ $output == *"lines.jsonl: longer than 10000000 bytes; truncated"* ]]
    check_batches out
    [ "$(find out -name 'bulk-*' | wc -l)" -eq 3 ]
}

@test "what is there is not written over, and texts that are not kept cannot be written" {
    article folder/a.txt "mot"
    fouille-index -q --index index folder
    fouille-index -q --index index --export-bulk out
    run -2 fouille-index --index index --export-bulk out
    [[ $output == *"cannot create 'out/mapping.json'"* ]]
    run -2 fouille-index --index index --export-bulk no/such/folder
    run -2 fouille-index --index none --export-bulk other
    fouille-index -q --index bare --no-store folder
    run -2 fouille-index --index bare --export-bulk other
    [[ $output == *"does not store texts"* ]]
    [ ! -e other ]
}
