#!/usr/bin/env bats
# Files that cannot be read: named once, not read again before something changes.

bats_require_minimum_version 1.5.0
load helper

# One of each kind: binary, cut short, bad lines, and a filter that fails, each with its counter.
make_articles() {
    article a/un.txt "rivière"
    head -c 4096 /dev/zero >a/nul.txt
    printf 'rivière de jsonl\n' | gzip | head -c 20 >a/coupe.txt.gz
    article a/lignes.jsonl '{"id": 1, "text": "rivière"}\n{"id": 2, "text": "riv\n[]\n{"id": 3, "text": "rivière"}'
    article a/livre.abc "rivière"
    settle
}

# What was made is old enough to be recognised.
settle() { sleep 0.05; }

index() {
    if [ ! -e filter ]; then
        printf '#!/bin/sh\necho called >>"%s/calls"\nexit 1\n' "$PWD" >filter
        chmod +x filter
    fi
    run --separate-stderr fouille-index --index idx --filter ".abc=$PWD/filter" "$@"
}

named() { grep -cE 'nul.txt|coupe.txt.gz|lignes.jsonl|livre.abc' <<<"$stderr" || true; }

calls() { wc -l <calls; }

@test "what cannot be read is named once and then counted" {
    make_articles
    index a
    [ "$status" -eq 1 ]
    [ "$(named)" -ge 4 ]
    [ "$(calls)" -eq 1 ]
    for arguments in "" "a" "-t 1" "-q"; do
        # shellcheck disable=SC2086
        index $arguments
        [ "$status" -eq 0 ]
        [ "$(named)" -eq 0 ]
        [ "$(calls)" -eq 1 ]
        [[ $arguments == -q ]] || [[ "$stderr" == *"4 files or folders are still left out (to list them: fouille-index --status)."* ]]
    done
    [ "$(fouille --index idx -c rivière)" = 3 ]
    manifest=$(cat idx/MANIFEST)
    index
    [ "$(cat idx/MANIFEST)" = "$manifest" ]
    index --strict
    [ "$status" -eq 1 ]
    index --check
    [ "$status" -eq 0 ]
}

@test "--status lists what is left out, and does not call it new" {
    make_articles
    index a
    index --status
    [ "$status" -eq 0 ]
    [[ "$output" == *"pending:   nothing"* ]]
    [[ "$output" == *"left out:  4 files or folders; to read them again: fouille-index --retry"* ]]
    [[ "$output" == *"nul.txt"* && "$output" == *"coupe.txt.gz"* && "$output" == *"lignes.jsonl:2: "* && "$output" == *"livre.abc"* ]]
    article a/neuf.txt "rivière"
    index --status
    [[ "$output" == *"pending:   1 new file;"* ]]
}

@test "it is read again when it changes, when what reads it does, or with --retry" {
    make_articles
    index a
    index --retry
    [ "$status" -eq 1 ]
    [ "$(named)" -ge 4 ]
    [ "$(calls)" -eq 2 ]
    article a/nul.txt "rivière"
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"1 article added"* ]]
    [[ "$stderr" == *"3 files or folders are still left out"* ]]
    printf '#!/bin/sh\necho called >>"%s/calls"\necho rivière\n' "$PWD" >filter
    index
    [ "$(calls)" -eq 3 ]
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"2 files or folders are still left out"* ]]
    article a/lignes.jsonl '{"id": 1, "text": "rivière"}'
    rm a/coupe.txt.gz
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" != *"left out"* ]]
    none grep -q '^left ' idx/MANIFEST
    none ls idx/*.left
    index --strict
    [ "$status" -eq 0 ]
}

@test "something new that is left out is named, the rest is not" {
    make_articles
    index a
    head -c 999 /dev/zero >a/autre.txt
    index
    [ "$status" -eq 1 ]
    [ "$(named)" -eq 0 ]
    [[ "$stderr" == *"autre.txt"* ]]
    [[ "$stderr" == *"4 files or folders are still left out"* ]]
    head -c 998 /dev/zero >a/autre.txt
    index
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"autre.txt"* ]]
    index
    [ "$status" -eq 0 ]
    index --rebuild
    [ "$status" -eq 1 ]
    [ "$(named)" -ge 4 ]
}

@test "a file keeps its articles while it cannot be read" {
    article a/un.txt "rivière"
    fouille-index -q --index idx a
    settle
    head -c 999 /dev/zero >a/un.txt
    index
    [ "$status" -eq 1 ]
    index
    [ "$status" -eq 0 ]
    [ "$(fouille --index idx -c rivière)" = 1 ]
    rm a/un.txt
    article a/deux.txt "fleuve"
    index
    [ "$(fouille --index idx -c rivière || true)" = 0 ]
    [[ "$stderr" != *"left out"* ]]
}

@test "listed files, --forget and --optimize keep what they do not look at" {
    make_articles
    article b/un.txt "fleuve"
    head -c 99 /dev/zero >b/nul.txt
    settle
    index a b
    article a/deux.txt "rivière"
    run --separate-stderr bash -c 'printf "%s\n" a/deux.txt a/nul.txt | fouille-index --index idx --files-from -'
    [ "$status" -eq 0 ]
    [ "$(named)" -eq 0 ]
    [[ "$stderr" == *"5 files or folders are still left out"* ]]
    fouille-index -q --index idx --optimize
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"5 files or folders are still left out"* ]]
    rm a/nul.txt
    run --separate-stderr bash -c 'echo a/nul.txt | fouille-index --index idx --files-from -'
    [[ "$stderr" == *"4 files or folders are still left out"* ]]
    index --forget a
    [[ "$stderr" == *"1 file or folder is still left out"* ]]
    index --forget b
    [[ "$stderr" != *"still left out"* ]]
}

@test "shards have their own lists, which adoption joins" {
    make_articles
    index --version
    for shard in 1 2 3; do
        run --separate-stderr fouille-index -q --index idx --filter ".abc=$PWD/filter" --shard $shard/3 a
    done
    fouille-index -q --index idx --adopt
    [ "$(calls)" -eq 1 ]
    index
    [ "$status" -eq 0 ]
    [ "$(calls)" -eq 1 ]
    [[ "$stderr" == *"Nothing to do"*"4 files or folders are still left out"* ]]
    for shard in 1 2 3; do
        run --separate-stderr fouille-index -q --index two --filter ".abc=$PWD/filter" --shard $shard/3 a
    done
    for group in 1 2; do fouille-index -q --index two --adopt --merge-group $group/2; done
    run --separate-stderr fouille-index -q --index two --adopt --strict
    [ "$status" -eq 1 ]
    cmp <(cat idx/*.left) <(cat two/*.left)
}

@test "what the system refuses is tried by each run, and named once" {
    as() { # ARGUMENT...: fouille-index as somebody who may not read everything
        if [ "$(id -u)" -eq 0 ]; then
            run --separate-stderr setpriv --reuid 65534 --regid 65534 --clear-groups fouille-index --index idx/i "$@"
        else
            run --separate-stderr fouille-index --index idx/i "$@"
        fi
    }
    [ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null || skip "root reads everything"
    article a/un.txt "rivière"
    article a/deux.txt "rivière"
    article a/sous/trois.txt "rivière"
    mkdir idx
    chmod 777 . idx
    chmod 755 a
    chmod 000 a/deux.txt a/sous
    as a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"deux.txt': Permission denied"* && "$stderr" == *"sous"* ]]
    as
    [ "$status" -eq 0 ]
    [[ "$stderr" != *"Permission"* && "$stderr" == *"2 files or folders are still left out"* ]]
    as --status
    [[ "$output" == *"deux.txt"* ]]
    chmod 755 a/sous
    as
    [[ "$stderr" == *"1 article added"*"1 file or folder is still left out"* ]]
    chmod 644 a/deux.txt
    as
    [[ "$stderr" == *"1 article added"* && "$stderr" != *"left out"* ]]
}

@test "a damaged list, or none, costs another reading" {
    make_articles
    index a
    left=$(ls idx/*.left)
    printf 'x' | dd of="$left" bs=1 seek=30 conv=notrunc status=none
    index --check
    [ "$status" -eq 2 ]
    [[ "$stderr" == *".left' is damaged"* ]]
    index
    [ "$status" -eq 1 ]
    [ "$(named)" -ge 3 ] # all but the file that has records
    index
    [ "$status" -eq 0 ]
    rm idx/*.left
    index
    [ "$status" -eq 1 ]
}

@test "a polling --watch names it once" {
    make_articles
    unshare -Ur true 2>/dev/null || skip "no user namespaces here"
    printf 'echo 0 >/proc/sys/user/max_inotify_watches && exec fouille-index --watch --index idx a\n' >limited
    unshare -Ur bash limited 2>said &
    watcher=$!
    until grep -q 'max_user_watches' said; do sleep 0.05; done
    for word in crue digue torrent; do
        article "a/$word.txt" "$word"
        until [ "$(fouille --index idx -c "$word" || true)" = 1 ]; do sleep 0.1; done
    done
    kill "$watcher"
    wait "$watcher"
    [ "$(grep -c 'nul.txt' said)" -eq 1 ]
}

# lines FROM TO: articles whose ids are numbers, with text that gzip cannot make small
lines() {
    for i in $(seq "$1" "$2"); do
        printf '{"id": "n%d", "title": "Note", "text": "rivière %d %s"}\n' "$i" "$i" "$(head -c 3000 /dev/urandom | base64 -w 0)"
    done
}

@test "articles that were not reached are merged with new ones at their places" {
    mkdir a
    lines 1 40 >all
    gzip -c all >a/notes.jsonl.gz
    fouille-index -q a
    (echo '{"id": "n0", "title": "Note", "text": "rivière zéro"}'; cat all) | gzip -c | head -c 70000 >a/notes.jsonl.gz
    run fouille-index -q a
    [ "$status" -eq 1 ]
    [ "$(fouille --index a/.fouille -c rivière)" = 41 ]
    fouille-index --check --index a/.fouille
    fouille-index -q --optimize --index a/.fouille
    fouille-index --check --index a/.fouille
    [ "$(fouille --index a/.fouille -c rivière)" = 41 ]
    cat all | gzip -c >a/notes.jsonl.gz
    fouille-index -q a
    fouille-index --check --index a/.fouille
    [ "$(fouille --index a/.fouille -c rivière)" = 40 ]
}
