#!/usr/bin/env bats
# fouille-index: what it walks, where it writes, what it says, what it returns.

bats_require_minimum_version 1.5.0
load helper

@test "a folder of every format is indexed, other files are counted" {
    article a/un.txt "Une rivière en crue."
    article a/deux.md "# Titre du deux\n\nLa **rivière** monte."
    article a/trois.html "<html><head><title>Trois</title></head><body><p>La rivi&egrave;re</p></body></html>"
    article a/quatre.jsonl '{"id": "x", "title": "Quatre", "text": "rivière"}'
    printf 'rivière comprimée\n' | gzip >a/cinq.txt.gz
    article a/image.png "rivière"
    article a/.hidden.txt "rivière"
    mkdir a/.git && article a/.git/x.txt "rivière"
    run --separate-stderr fouille-index a
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [[ "$stderr" == *"5 articles from 5 files"* ]]
    [[ "$stderr" == *"1 file of another format"* ]]
    run fouille -c --index a/.fouille rivière
    [ "$output" = "5" ]
    run fouille -l -n 0 --index a/.fouille rivière
    [[ "$output" == *"a/quatre.jsonl#x"* ]]
}

@test "the index is found as git finds its folder" {
    article a/b/c/un.txt "rivière"
    fouille-index --quiet a
    cd a/b/c
    run fouille -l rivière
    [ "$output" = "../../b/c/un.txt" ]
    cd "$work"
    run fouille -l rivière
    [ "$status" -eq 2 ]
    FOUILLE_INDEX=a/.fouille run fouille -l rivière
    [ "$output" = "a/b/c/un.txt" ]
    FOUILLE_INDEX=nowhere run fouille -l --index a/.fouille rivière
    [ "$output" = "a/b/c/un.txt" ]
}

@test "a folder and its index can move together" {
    article a/un.txt "rivière"
    fouille-index --quiet a
    mkdir elsewhere
    mv a elsewhere/b
    cd elsewhere/b
    run fouille -l rivière
    [ "$output" = "un.txt" ]
}

@test "an index kept elsewhere gives absolute paths, without PATH it is made again" {
    article a/un.txt "rivière"
    mkdir kept
    fouille-index --quiet --index kept/index a
    run fouille -l --index kept/index rivière
    [ "$output" = "$(pwd -P)/a/un.txt" ]
    article a/deux.txt "rivière"
    fouille-index --quiet --index kept/index
    run fouille -c --index kept/index rivière
    [ "$output" = "2" ]
}

@test "several roots, one inside another, give each article once" {
    article a/b/un.txt "rivière"
    article c/deux.txt "rivière"
    fouille-index --quiet --index i a a/b c ./a
    run fouille -c --index i rivière
    [ "$output" = "2" ]
}

@test "a file by itself can be indexed" {
    article notes.jsonl '{"id": 1, "text": "rivière"}\n{"id": 2, "text": "forêt"}'
    fouille-index --quiet notes.jsonl
    run fouille -l forêt
    [ "$output" = "notes.jsonl#2" ]
}

@test "symbolic link loops are survived, links are not followed" {
    article a/un.txt "rivière"
    ln -s .. a/loop
    ln -s un.txt a/lien.txt
    run --separate-stderr fouille-index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"1 article from 1 file"* ]]
    [[ "$stderr" == *"2 links or special files"* ]]
}

@test "a second run replaces the index, and the old one answers until then" {
    article a/un.txt "rivière"
    fouille-index --quiet a
    article a/un.txt "forêt"
    run fouille -c --index a/.fouille rivière
    [ "$output" = "1" ]
    fouille-index --quiet a
    run fouille -c --index a/.fouille rivière
    [ "$output" = "0" ]
    [ "$(find a/.fouille -name '*.seg' | wc -l)" -eq 1 ]
}

@test "killed at any instant, the old index still answers" {
    mkdir a
    for i in $(seq 400); do article "a/$i.txt" "rivière numéro $i"; done
    fouille-index --quiet a
    for delay in 0 0.001 0.002 0.003 0.005 0.008 0.012 0.02 0.03; do
        fouille-index --quiet --rebuild a &
        sleep "$delay"
        kill -9 $! 2>/dev/null || true
        wait $! 2>/dev/null || true
        run fouille -c --index a/.fouille rivière
        [ "$output" = "400" ]
        fouille-index --check --index a/.fouille
    done
    fouille-index --quiet --rebuild a
    [ "$(find a/.fouille -type f | wc -l)" -eq 5 ]
}

@test "a second writer is told who holds the lock" {
    article a/un.txt "rivière"
    fouille-index --quiet a
    run --separate-stderr flock a/.fouille/LOCK fouille-index a
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"being written by"* ]]
}

@test "who may only read an index does not keep its writer out" {
    [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || skip "needs two users"
    article a/un.txt "rivière"
    fouille-index --quiet a
    chmod -R a+rX "$PWD"
    chmod a+x "$work"
    chmod 644 a/.fouille/LOCK # as 0.1.0 left it
    article a/deux.txt "rivière"
    fouille-index --quiet a
    run setpriv --reuid 65534 --regid 65534 --clear-groups flock -n a/.fouille/LOCK true
    [ "$status" -ne 0 ]
    [[ "$output" == *"ermission denied"* ]]
    setpriv --reuid 65534 --regid 65534 --clear-groups cat a/.fouille/MANIFEST >/dev/null
}

@test "a holder that does not say so is not named, whatever LOCK says" {
    article a/un.txt "rivière"
    fouille-index --quiet a
    sh -c 'echo $$ >a/.fouille/LOCK' # of a process that is gone
    run --separate-stderr flock a/.fouille/LOCK fouille-index a
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"is being written by another process; try again when it has finished" ]]
}

@test "small memory gives several segments and the same answers" {
    mkdir a
    for i in $(seq 300); do
        article "a/$i.txt" "rivière $i mot$i $(seq -f "mot$i-%.0f" -s ' ' 100)"
    done
    fouille-index --quiet a
    fouille --index a/.fouille --tsv -n 0 rivière mot7 >one
    fouille-index --quiet --rebuild --memory 4M a
    run fouille-index --stats --index a/.fouille
    [[ "$output" == *"documents	300"* ]]
    segments=$(grep -oP '^segments\t\K[0-9]+' <<<"$output")
    [ "$segments" -gt 2 ]
    [ "$segments" -lt 30 ]
    fouille --index a/.fouille --tsv -n 0 rivière mot7 >many
    cmp one many
}

@test "too small a memory is refused, an id or an address too long said" {
    article a/un.txt "rivière"
    run --separate-stderr fouille-index --memory 1M a
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"at least 4M"* ]]
    long=$(head -c 70000 /dev/zero | tr '\0' x)
    printf '{"id": 1, "url": "https://%s", "text": "rivière"}\n{"id": "%s", "text": "rivière"}\n' "$long" "$long" >a/deux.jsonl
    run --separate-stderr fouille-index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"address is longer"* ]]
    [[ "$stderr" == *"id is longer"* ]]
    [ "$(fouille -c --index a/.fouille rivière)" = 2 ]
    fouille-index --check --index a/.fouille
}

@test "without the store snippets come from the files" {
    article a/un.txt "Premier paragraphe.\n\nUne rivière tranquille coule ici."
    fouille-index --quiet --no-store a
    run fouille --color never --json --index a/.fouille rivière
    [ "$status" -eq 0 ]
    [[ "$output" == *"tranquille"* ]]
    run fouille-index --stats --index a/.fouille
    [[ "$output" == *"bytes store	0"* ]]
}

@test "--stats, --check, --extract, --analyze" {
    article a/un.txt " date 2022-01 https://exemple.fr/un\n\nLe titre\n\nLe titre\n\n2022-01-06T11:54+0100\n\nLe corps du texte."
    fouille-index --quiet a
    run fouille-index --stats --index a/.fouille
    [ "$status" -eq 0 ]
    [[ "$output" == *"documents	1"* ]]
    run fouille-index --check --index a/.fouille
    [ "$status" -eq 0 ]
    [[ "$output" == *"no errors found"* ]]
    run fouille-index --extract a/un.txt
    [ "$output" = "Le corps du texte." ]
    run fouille-index --analyze a/un.txt
    [[ "$output" == *"text"* ]]
}

@test "--help and --version" {
    run fouille-index --help
    [ "$status" -eq 0 ]
    [[ "$output" == Usage:* ]]
    run fouille-index --version
    [ "$status" -eq 0 ]
    [[ "$output" == "fouille-index "* ]]
}
