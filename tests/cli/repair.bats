#!/usr/bin/env bats
# --repair: what is intact stays, what is not is named, and the next run has all of it again.

bats_require_minimum_version 1.5.0
load helper

# Four segments: notes, a file of lines, what was appended to it, and what came later; two of them
# with amendments.
make_index() {
    # Texts that fill several pages, so that records can outlive them.
    for i in $(seq 40); do
        article "a/notes/$i.txt" "Note $i\n\nLa rivière $i monte, mot$i. $(head -c 900 /dev/urandom | base64 | tr cC xX)" # no word of the tests by chance
    done
    fouille-index -q --index idx a
    seq 30 | sed 's/.*/{"id": "n&", "text": "crue ligne&"}/' >a/fil.jsonl
    fouille-index -q --index idx a
    seq 31 50 | sed 's/.*/{"id": "n&", "text": "crue ligne&"}/' >>a/fil.jsonl
    fouille-index -q --index idx a
    article b/un.txt "fleuve"
    article a/notes/7.txt "Note 7\n\nLa rivière baisse."
    rm a/notes/9.txt
    sed -i 's/ligne3"/ligne3 inondation"/' a/fil.jsonl
    fouille-index -q --index idx a b
    [ "$(grep -c ^segment idx/MANIFEST)" -eq 4 ]
    [ "$(grep -c ^amended idx/MANIFEST)" -ge 2 ]
}

segment() { sed -n 's/^segment \([^ ]*\) .*/\1/p' idx/MANIFEST | sed -n "$1p"; }

# damage FILE PART: a byte so many hundredths from its beginning.
damage() {
    local at=$(($(stat -c %s "$1") * $2 / 100))
    local byte
    byte=$(od -An -tu1 -j "$at" -N 1 "$1")
    printf "\\x$(printf %02x $((byte ^ 0x20)))" | dd of="$1" bs=1 seek="$at" conv=notrunc status=none
}

count() { fouille --index idx -c "$1"  || true; }

repair() { run --separate-stderr fouille-index --index idx --repair; }

# The index is what one made anew would be.
all_is_there() {
    fouille-index -q --index idx
    fouille-index --check --index idx
    fouille-index -q --optimize --index idx
    rm -rf new
    fouille-index -q --index new -t 1 a b
    cmp idx/*.seg new/*.seg
}

@test "an intact index is left as it is" {
    make_index
    before=$(cat idx/MANIFEST)
    repair
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [[ "$stderr" == "idx: 4 segments, nothing to repair" ]]
    [ "$(cat idx/MANIFEST)" = "$before" ]
}

@test "a damaged segment is dropped, and its articles are named" {
    make_index
    damage "idx/$(segment 1)" 10
    run fouille-index --check --index idx
    [ "$status" -eq 2 ]
    repair
    [ "$status" -eq 1 ]
        [ "$(sort <<<"$output")" = "$(seq 40 | grep -vxE '7|9' | sed "s:.*:$PWD/a/notes/&.txt:" | sort)" ]
    [[ "$stderr" == *"idx: 1 of 4 segments dropped, with 38 articles; to reindex them: fouille-index --index 'idx'" ]]
    fouille-index --check --index idx
    [ "$(count rivière)" = 1 ]
    [ "$(count crue)" = 50 ]
    [ "$(count fleuve)" = 1 ]
    [ "$(find idx -type f | wc -l)" -eq $((4 + $(grep -cE '^(segment|amended)' idx/MANIFEST))) ]
    repair
    [ "$status" -eq 0 ]
    all_is_there
}

@test "a file of which a part is lost is read again, although it has not changed" {
    for part in 2 3 4; do
        rm -rf a b idx
        make_index
        rm "idx/$(segment $part)"
        repair
        [ "$status" -eq 1 ]
               [ "$output" = "$PWD/a"$'\n'"$PWD/b" ]
        fouille-index --check --index idx
        [ "$(count crue)" -lt 50 ]
        all_is_there
    done
}

@test "articles of lines are named by their ids" {
    make_index
    seq 60 90 | while read -r i; do
        echo "{\"id\": \"x$i\", \"text\": \"avis $(head -c 900 /dev/urandom | base64 -w 0)\"}"
    done >b/avis.jsonl
    fouille-index -q --index idx
    damage "idx/$(segment 5)" 10
    repair
    [ "$status" -eq 1 ]
    [ "$output" = "$(seq 60 90 | sed "s:.*:$PWD/b/avis.jsonl#x&:")" ]
    all_is_there
}

@test "a segment goes with its damaged amendments: nobody knows what is deleted in it" {
    make_index
    amended=$(sed -n 's/^amended \([^ ]*\) .*/\1/p' idx/MANIFEST | head -1)
    damage "idx/$amended" 99
    repair
    [ "$status" -eq 1 ]
    grep -q "$PWD/a/notes/8.txt" <<<"$output"
    fouille-index --check --index idx
    [ "$(count mot9)" = 0 ]
    [ "$(count rivière)" = 1 ]
    all_is_there
}

@test "where names are lost, too, the folders are named" {
    make_index
    : >"idx/$(segment 1)"
    repair
    [ "$status" -eq 1 ]
    [ "$output" = "$PWD/a"$'\n'"$PWD/b" ]
    all_is_there
}

@test "what came from standard input must be given again" {
    make_index
    echo crue | fouille-index -q --index idx --stdin-name note.txt
    damage "idx/$(segment 5)" 50
    repair
    [ "$status" -eq 1 ]
    grep -qx stdin:note.txt <<<"$output"
    [[ "$stderr" == *"fouille-index --index 'idx', and supply again what came from standard input" ]]
    echo crue | fouille-index -q --index idx --stdin-name note.txt
    [ "$(count crue)" = 51 ]
    fouille-index --check --index idx
}

@test "a damaged manifest: the command that begins anew" {
    make_index
    # The end of the line before the first folder's, too: the folder is lost with it.
    before=$(grep -b '^root ' idx/MANIFEST | head -n 1 | cut -d : -f 1)
    for at in 1 30 60 99 newline; do
        cp -r idx copy
        if [ $at = newline ]; then
            printf '*' | dd of=copy/MANIFEST bs=1 seek=$((before - 1)) conv=notrunc status=none
        else
            damage copy/MANIFEST $at
        fi
        run --separate-stderr fouille-index --index copy --repair
        [ "$status" -eq 2 ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
        if [[ $stderr == *"fouille-index --index 'copy' --rebuild '"* ]]; then
            eval "${stderr##*reindex with: } --quiet"
            [ "$(fouille --index copy -c crue)" = 50 ]
            [ "$(fouille --index copy -c fleuve)" = 1 ] # of the other folder
            fouille-index --check --index copy
        fi
        rm -r copy
    done
    rm idx/MANIFEST
    repair
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'idx' contains no index"* ]]
    run --separate-stderr fouille-index --index nothing --repair
    [ "$status" -eq 2 ]
    [ ! -e nothing ]
}

# FOUILLE_REPAIR_ROUNDS (default 20, 5 under sanitizers), FOUILLE_REPAIR_SEED.
@test "any byte, of any file" {
    RANDOM=${FOUILLE_REPAIR_SEED:-1}
    make_index
    rounds=${FOUILLE_REPAIR_ROUNDS:-$((${FOUILLE_LINES:-30000} / 1500 + 1))}
    mv idx good
    fouille-index -q --index new -t 1 a b
    for ((round = 1; round <= rounds; round++)); do
        rm -rf idx
        cp -r good idx
        files=(idx/*.seg idx/*.amend)
        victim=${files[RANDOM % ${#files[@]}]}
        part=$((RANDOM % 100))
        echo "round $round: $victim, $part %"
        damage "$victim" $part
        repair
        [ "$status" -le 1 ]
        fouille-index --check --index idx
        fouille --index idx -l -n 0 'crue OU rivière OU fleuve OU inondation' | sort >found || true
        fouille --index new -l -n 0 'crue OU rivière OU fleuve OU inondation' | sort | comm -13 - found >wrong
        [ ! -s wrong ]
        fouille-index -q --index idx
        fouille-index -q --optimize --index idx
        cmp idx/*.seg new/*.seg
    done
}
