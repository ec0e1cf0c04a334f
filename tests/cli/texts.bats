#!/usr/bin/env bats
# Lines made to order, whole texts, all passages, and where in a text matches are.

bats_require_minimum_version 1.5.0
load helper

some() {
    printf ' date 2022-01 https://exemple.fr/une-page.html\n\nLa crue\n\nLa crue\n\n2022-01-06T11:54+0100\n\nUne rivière en crue, « été » 😀, puis rien pendant longtemps, un deux trois quatre cinq six sept huit neuf dix, et\nencore la crue\tdes rivières.\n' >a.txt
    article b.jsonl '{"id": "x", "title": "T\\tt", "text": "Une crue."}'
    fouille-index --quiet .
}

@test "--format: fields, escapes, and no other line than its own" {
    some
    run fouille --format '{score}\t{date}\t{path}' rivière
    [[ "$output" =~ ^[0-9.]+$'\t'2022-01-06$'\t'a.txt$ ]]
    run fouille --format '{rank}|{path}|{id}|{location}|{title}|{url}|{modified}|\{x}\\{rank}' titre:T
    [ "$output" = '1|b.jsonl|x|b.jsonl#x|T t|||{x}\1' ]
    run fouille --format 'à {published}: {snippet}' 'rivière date:2022'
    [[ "$output" == "à 2022-01-06T11:54+01:00: Une rivière en crue, "* ]]
    [ "$(fouille --format '{location}\0' crue | tr '\0' '|')" = "$(fouille -l crue | tr '\n' '|')" ]
    [ "$(fouille --format '' crue | wc -l)" -eq 2 ]
    [ "$(fouille -n 0 --format '{location}\t{score}\t{date}\t{title}' crue)" = "$(fouille -n 0 crue)" ]
    [ "$(fouille --batch --format '{path}' <<<crue 2>&1)" = "fouille: --batch and --format cannot be combined" ]
}

@test "--format: what is not known is said" {
    for bad in '{nonsense}' '{path' '\x' 'a\' '\\{nope}'; do
        run --separate-stderr fouille --format "$bad" crue
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"--format accepts"* ]]
    done
}

@test "--header: before --tsv, alone and in a batch" {
    some
    [ "$(fouille --tsv --header crue | head -n 1 | tr '\t' ' ')" = "rank score path id title url published modified" ]
    cmp <(fouille --tsv --header crue | tail -n +2) <(fouille --tsv crue)
    [ "$(fouille --batch --header <<<crue | head -n 1 | tr '\t' ' ')" = "query rank score path id title url published modified" ]
    run fouille --header crue
    [ "$status" -eq 2 ]
}

@test "--full: the text, to the byte" {
    some
    fouille --full -n 1 rivière >text
    [[ "$(head -c 12 text)" == "Une rivière" ]]
    [[ "$(tail -n 1 text)" == $'encore la crue\tdes rivières.' ]]
    # offsets lead to the matches, in the bytes that --full prints
    fouille --json -n 1 rivière crue >hit
    jq -r '.offsets[] | @tsv' hit >offsets
    while read -r start end; do tail -c +$((start + 1)) text | head -c $((end - start)); echo; done <offsets >words
    [ "$(tr '\n' ' ' <words)" = "rivière crue crue rivières " ]
    jq -je '.text' <(fouille --json --full -n 1 rivière) | cmp - <(printf '%s' "$(cat text)")
    # matches marked, the rest as it was
    fouille --full --color always -n 1 rivière | grep -q $'\033\[1;31mrivières\033\[0m'
    for format in -l -0 --tsv -c --kwic "--format {path}"; do
        # shellcheck disable=SC2086
        run fouille --full $format rivière
        [ "$status" -eq 2 ]
    done
}

@test "--json: where matches stand in a .txt itself" {
    some
    # in_file HIT: what its file has at file_offsets, a line each
    in_file() {
        jq -r '.path as $p | .file_offsets[] | "\($p)\t\(.[0])\t\(.[1])"' <<<"$1" | while IFS=$'\t' read -r path start end; do
            tail -c +$((start + 1)) "$path" | head -c $((end - start)); echo
        done
    }
    hit=$(fouille --json -n 1 rivière crue)
    [ "$(in_file "$hit" | xargs)" = "rivière crue crue rivières" ]
    # as the README of formats says it
    cp a.txt copie.text
    command=$(sed -nE 's/^    (fouille --json rivière \| jq .*file_offsets.*)/\1/p' "$BATS_TEST_DIRNAME/../../docs/output.md")
    bash -c "$command" >lines
    [ "$(wc -l <lines)" -eq 2 ]
    while IFS=$'\t' read -r path start; do [ "$(tail -c +$((start + 1)) "$path" | head -c 6)" = rivi$'\303\250' ]; done <lines
    # a mark in front, CR LF, a lone CR, a NUL, blanks behind; the shown text has neither
    printf '\357\273\277Titre\r\n\r\nUn\0lynx,\r\n\r\ndes lynx.\rUn autre lynx  \r\n\r\n \r\n' >b.TXT
    printf 'Un lynx.\n\nUn lynx.\n' >c.txt
    printf 'Un \351t\351, un lynx' >d.txt
    printf 'Un lynx en Markdown' >e.md
    printf 'Un lynx en ligne, puis parti.\n' >f.txt
    ln f.txt g.txt
    fouille-index --quiet .
    rm g.txt && ln -s f.txt g.txt
    fouille --json --unique -n 0 lynx >/dev/null
    fouille --json -n 0 lynx >hits
    has() { jq -c "select(.path == \"$1\") | .file_offsets" hits; }
    [ "$(in_file "$(grep b.TXT hits)" | xargs)" = "lynx lynx lynx" ]
    [ "$(has b.TXT)" = "[[15,19],[28,32],[43,47]]" ]
    [ "$(has c.txt)" = "[[3,7],[13,17]]" ]
    [ "$(has f.txt)" = "[[3,7]]" ]
    for without in d.txt e.md g.txt; do [ "$(has $without)" = null ] || { echo "$without"; return 1; }; done
    # changed, gone, something else by now: no offsets that would mislead, and the hit all the same
    printf 'Un lynx est passé.\n' >f.txt
    rm c.txt && mkfifo c.txt
    timeout 5 fouille --json -n 0 lynx >hits
    for without in c.txt f.txt; do [ "$(has $without)" = null ] || { echo "$without"; return 1; }; done
    [[ "$(fouille --json --no-snippet lynx)" != *offsets* ]]
    # a batch has them, too; an index without texts, as well
    fouille --batch --json <<<lynx | jq -es 'any(.path == "b.TXT" and .file_offsets[2] == [43, 47])'
    fouille-index --quiet --no-store --index sans a.txt
    [ "$(in_file "$(fouille -i sans --json -n 1 rivière)" | xargs)" = "rivière rivières" ]
}

@test "--full: a text cannot drive the terminal, and offsets hold" {
    printf 'Une \033[31m rivi\303\250re \302\233 \342\200\256 en crue \001 fin, la crue.' >c.txt
    fouille-index --quiet .
    fouille --full crue >text
    none grep -qP '[\x00-\x08\x0b-\x1f\x7f]' text
    none grep -qP '\x{202e}|\x{9b}' text
    jq -r '.offsets[] | @tsv' <(fouille --json crue) | while read -r start end; do
        [ "$(tail -c +$((start + 1)) text | head -c $((end - start)))" = crue ]
    done
}

@test "--context: all passages, in JSON with their places" {
    some
    fouille --json --context 2 -n 1 rivière >hit
    [ "$(jq -c '[.passages[].text]' hit)" = '["Une rivière en crue, …","… crue des rivières."]' ]
    jq -e 'has("snippet") | not' hit
    [ "$(jq -r '.passages[0].matches[0] as [$a, $b] | "\($a) \($b)"' hit)" = "4 12" ]
    # pieces that meet are one
    [ "$(jq '.passages | length' <(fouille --json --context 30 -n 1 rivière))" -eq 1 ]
    [ "$(fouille --color always --context 2 -n 1 rivière | sed 's/\x1b\[[0-9;]*m//g' | tail -n 2)" = "     Une rivière en crue, …
     … crue des rivières." ]
}
