#!/usr/bin/env bats
# The limits that SECURITY.md states, each met with its message, within bounds of memory and time.
# FOUILLE_LIMITS multiplies sizes (default 1): 40 is a line of 200 MB and almost a million files.

bats_require_minimum_version 1.5.0
load helper

scale=${FOUILLE_LIMITS:-1}

# bounded SECONDS KILOBYTES COMMAND...: runs it; it takes no more. Seconds are the processor's, so that others may
# use it, too; what only waits is ended later. Address space is bounded only where no sanitizer takes terabytes of it.
bounded() {
    local seconds=$(($1 * scale)) kilobytes=$2
    shift 2
    run --separate-stderr env /usr/bin/env bash -c '
        seconds=$1 kilobytes=$2; shift 2
        grep -q "__[at]san_init" "$(command -v fouille-index)" || ulimit -v "$kilobytes"
        ulimit -t "$seconds"
        exec timeout $((10 * seconds)) "$@"' bash "$seconds" "$kilobytes" "$@"
}

@test "limits: bombs of gzip are cut, and only their beginning is inflated" {
    mkdir a
    head -c $((64000000 * scale)) /dev/zero | tr '\0' 'a' | gzip >a/long.txt.gz
    head -c $((64000000 * scale)) /dev/zero | tr '\0' 'a' | gzip >a/long.html.gz
    head -c $((64000000 * scale)) /dev/zero | tr '\0' 'a' | gzip >a/long.jsonl.gz
    head -c $((64000000 * scale)) /dev/zero | tr '\0' 'a' | gzip >a/long.xml.gz
    { printf '<mediawiki><page><title>P</title><revision><text>un lynx '
      head -c $((64000000 * scale)) /dev/zero | tr '\0' 'a'; } | gzip >a/wiki.xml.gz
    echo un lynx >a/ok.txt
    bounded 60 400000 fouille-index --threads 1 --memory 16M a
    [ "$status" -eq 1 ]
    for name in long.txt long.html long.xml; do
        [[ "$stderr" == *"$name.gz: longer than 4194304 bytes; truncated"* ]]
    done
    [[ "$stderr" == *"long.jsonl.gz:1: longer than 4194304 bytes"* ]]
    [[ "$stderr" == *"wiki.xml.gz:"*"longer than 4194304 bytes; truncated"* ]]
    [ "$(cd a; fouille -c lynx)" -eq 2 ]
}

@test "limits: bombs of Zstandard, xz and bzip2 are cut" {
    mkdir a
    head -c $((64000000 * scale)) /dev/zero | tr '\0' 'a' >long
    zstd -qc <long >a/long.txt.zst
    xz -1c <long >a/long.html.xz
    bzip2 -c <long >a/long.jsonl.bz2
    zstd -qc <long >a/long.jsonl.zst
    cat a/long.jsonl.zst a/long.jsonl.zst >a/twice.jsonl.zst
    echo un lynx | xz -c >a/ok.txt.xz
    rm long
    bounded 60 500000 fouille-index --threads 1 --memory 16M a
    [ "$status" -eq 1 ]
    for name in long.txt.zst long.html.xz; do
        [[ "$stderr" == *"$name: longer than 4194304 bytes; truncated"* ]]
    done
    for name in long.jsonl.bz2 long.jsonl.zst twice.jsonl.zst; do
        [[ "$stderr" == *"$name:1: longer than 4194304 bytes"* ]]
    done
    [ "$(cd a; fouille -c lynx)" -eq 1 ]
}

@test "limits: tables with endless rows and quotes" {
    mkdir a
    { printf 'id,texte\n1,un lynx '; head -c $((8000000 * scale)) /dev/zero | tr '\0' 'a'; printf '\n2,un lynx\n'; } >a/row.csv
    { printf 'id,texte\n1,"un lynx '; yes 'encore, un' | head -c $((8000000 * scale)); } >a/quote.csv
    { printf 'id,texte\n'; yes '"' | head -c $((8000000 * scale)) | tr -d '\n'; } >a/quotes.csv
    { printf 'texte\n'; yes , | head -c $((8000000 * scale)) | tr -d '\n'; } >a/cells.csv
    bounded 60 400000 fouille-index --threads 1 --memory 16M a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"row.csv:2: longer than 4194304 bytes; truncated"* ]]
    [[ "$stderr" == *"quote.csv:2: a quote is not closed"* ]]
    [ "$(cd a; fouille -l lynx | sort | tr '\n' ' ')" = "quote.csv#1 row.csv#1 row.csv#2 " ]
}

@test "limits: bombs of XML entities, external ones, depth, attributes" {
    mkdir a
    {
        printf '<!DOCTYPE a [<!ENTITY e0 "lol">'
        for i in $(seq 1 20); do
            printf '<!ENTITY e%d "' "$i"
            for _ in 1 2 3 4 5 6 7 8 9 10; do printf '&e%d;' $((i - 1)); done
            printf '">'
        done
        printf ']><a>un lynx &e20;</a>'
    } >a/laughs.xml
    printf '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x" [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>un lynx &x;</a>' \
        >a/external.xml
    { printf '<a>un lynx '; yes '<b>' | head -n 100000; } >a/deep.xml
    { printf '<a>un lynx<b '; seq -f 'a%g="x"' 1 20000 | tr '\n' ' '; printf '/></a>'; } >a/attributes.xml
    { printf '<a>un lynx<b c="'; head -c 20000000 /dev/zero | tr '\0' 'x'; printf '"/></a>'; } >a/value.xml
    { printf '<a>un lynx<!--'; head -c 20000000 /dev/zero | tr '\0' 'x'; printf -- '--></a>'; } >a/comment.xml
    bounded 60 1000000 fouille-index --threads 1 --memory 128M a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"deep.xml"*"elements nested more than 256 deep"* ]]
    [ "$(cd a; fouille -c lynx)" -eq 6 ]
    [ "$(fouille-index --extract a/laughs.xml)" = "un lynx" ]
    [ "$(fouille-index --extract a/external.xml)" = "un lynx" ]
}

@test "limits: a line, a token, a line of JSON of any length" {
    mkdir a
    { printf 'un lynx '; head -c $((5000000 * scale)) /dev/zero | tr '\0' 'x'; printf ' loutre\n'; } >a/token.txt
    { printf 'un lynx '; yes 'mot été' | head -c $((5000000 * scale)) | tr '\n' ' '; printf ' loutre\n'; } >a/line.txt
    { printf '{"text":"un lynx '; head -c $((5000000 * scale)) /dev/zero | tr '\0' 'x'; printf '"}\n'
      printf '{"text":"un lynx"}\n'; } >a/line.jsonl
    { printf '# un lynx '; head -c $((5000000 * scale)) /dev/zero | tr '\0' '*'; } >a/line.md
    # Each byte of a word is looked at once: cut words were gone through to their end each time.
    bounded 2 600000 fouille-index --threads 1 --memory 16M a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"line.jsonl:1: longer than 4194304 bytes; truncated"* ]]
    [[ "$stderr" == *"token.txt: longer than 4194304 bytes; truncated"* ]]
    [ "$(cd a; fouille -c lynx)" -eq 5 ]
    bounded 2 2000000 fouille-index --threads 1 --memory $((100 * scale))M --rebuild a
    [ "$status" -eq 0 ]
    [ "$(cd a; fouille -c loutre)" -eq 2 ]
    fouille-index --index a/.fouille --check
}

@test "limits: many files in one folder" {
    mkdir a
    count=$((20000 * scale))
    seq -f 'a/%.0f.txt' 1 $count | xargs touch
    echo un lynx >a/7.txt
    bounded 120 500000 fouille-index --threads 1 --memory 32M a
    [ "$status" -eq 0 ]
    [[ "$stderr" == "$count articles from $count files"* ]]
    bounded 60 500000 fouille-index --threads 1 --memory 32M a
    [[ "$stderr" == "Nothing to do: $count articles unchanged"* ]]
    [ "$(cd a; fouille -l lynx)" = 7.txt ]
}

# dig DEPTH NAME: makes folders within folders, and a file in the last; far beyond PATH_MAX.
dig() {
    local name=$2 i
    for ((i = 0; i < $1; i++)); do
        mkdir "$name" && cd -P "$name" 2>/dev/null || return 1
    done
    echo un lynx >fin.txt
}

@test "limits: a path longer than 4096 bytes, or than 64 KiB, is read" {
    mkdir a
    name=$(printf 'd%.0s' {1..200})
    (cd a && dig 30 "$name")
    echo un lynx >a/ok.txt
    bounded 30 500000 fouille-index --threads 1 a
    [ "$status" -eq 0 ]
    [ "$(cd a; fouille -c lynx)" -eq 2 ]
    [ "$(cd a; fouille -0 -n 0 lynx | wc -c)" -gt 6000 ]
    rm -rf a && mkdir a
    (cd a && dig 340 "$name")
    echo un lynx >a/ok.txt
    bounded 30 500000 fouille-index --threads 1 a
    [ "$status" -eq 0 ]
    [ "$(cd a; fouille -0 -n 0 lynx | wc -c)" -gt 68000 ]
    rm -rf a
}

# Ten thousand are in tests/unit/walk/walk.c: a shell takes long to make them.
@test "limits: folders two hundred deep, with few descriptors" {
    mkdir a
    (cd a && dig 200 d)
    bounded 60 500000 bash -c 'ulimit -n 64; exec fouille-index --threads 1 a'
    [ "$status" -eq 0 ]
    [ "$(cd a; fouille -c lynx)" -eq 1 ]
    rm -rf a
}

# asked FORMAT COUNT: with that many words of this form, for printf
asked() {
    seq -f "$1" 1 "$2" | tr '\n' ' ' >query
    bounded 20 500000 bash -c 'exec fouille --index a/.fouille -l -n 3 <query'
}

@test "limits: a query of a hundred thousand words, or of as many as there may be" {
    mkdir a
    for i in $(seq 50); do echo "un lynx mot$i mt$i" >a/$i.txt; done
    fouille-index -q a
    for form in 'mot%.0f' '+mot%.0f' 'm*%.0f' 'mot%.0f~' 'lynx date:%.0f'; do
        asked "$form" 100000
        [ "$status" -eq 2 ]
        [[ "$stderr" =~ ^"fouille: ".*(" may have at most "[0-9]*" "[a-z\ ]*|"is larger than 1048576 bytes")$ ]]
    done
    asked 'mot%.0f PROCHE/3' 100000
    [ "$status" -eq 2 ]
    asked '("mot%.0f' 100000
    [ "$status" -eq 2 ]
    for form in 'mot%.0f' 'm*%.0f' 'mot%.0f~'; do
        asked "$form" 4000
        [ "$status" -eq 0 ]
    done
}

# Each way in has the same limit.
@test "limits: a query is no longer on the command line, in standard input, or in a batch" {
    echo un lynx >a.txt
    fouille-index -q .
    long=$(head -c 100000 /dev/zero | tr '\0' ' ')
    args=()
    for _ in 1 2 3 4 5 6 7 8 9 10 11; do args+=("$long"); done
    bounded 5 500000 fouille lynx "${args[@]}"
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: a query may have at most 1048576 bytes" ]
    printf '%s\n' "lynx" "${args[@]}" | tr '\n' ' ' >query
    bounded 5 500000 bash -c 'fouille <query'
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: 'standard input' is larger than 1048576 bytes" ]
    bounded 5 500000 bash -c 'fouille --batch <query'
    [ "$status" -eq 2 ]
    head -c 200000000 /dev/zero | tr '\0' 'x' >query
    bounded 5 100000 bash -c 'fouille --batch <query'
    [ "$status" -eq 2 ]
    bounded 5 100000 bash -c 'fouille <query'
    [ "$status" -eq 2 ]
    bounded 5 100000 fouille --similar query
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: 'query' is larger than 67108864 bytes" ]
    mkdir -p config/fouille
    for name in config/fouille/config; do
        ln query $name
        bounded 5 100000 env XDG_CONFIG_HOME="$PWD/config" fouille lynx
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"is larger than 65536 bytes" ]]
    done
}

@test "limits: filters, their number and their texts" {
    echo un lynx >a.txt
    fouille-index -q .
    for name in date:2022 site:a.fr url:a chemin:a; do
        { printf 'lynx '; for _ in $(seq 4097); do printf '%s ' "$name"; done; } >query
        bounded 5 200000 bash -c 'fouille <query'
        [ "$status" -eq 2 ]
        [ "$stderr" = "fouille: a query may have at most 4096 filters" ]
        { printf 'lynx %s' "$name"; head -c 4097 /dev/zero | tr '\0' '*'; } >query
        bounded 5 200000 bash -c 'fouille <query'
        [ "$status" -eq 2 ]
        [ "$stderr" = "fouille: a filter may have at most 4096 bytes" ]
    done
}

@test "limits: lists of files and runs with a line of any length" {
    echo un lynx >a.txt
    fouille-index -q .
    { printf 'a.txt\n'; head -c 20000000 /dev/zero | tr '\0' 'x'; printf '\na.txt\n'; } >list
    echo un lynx roux >a.txt
    bounded 5 500000 fouille-index --files-from list
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"a path of the list is longer than 4194304 bytes"* ]]
    [ "$(fouille -c roux)" -eq 1 ]
    echo lynx | fouille --batch --segments 1/1 >run
    { head -n 1 run; head -c 200000000 /dev/zero | tr '\0' 'x'; printf '\n'; tail -n 1 run; } >long
    bounded 5 100000 fouille --merge-runs long
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: 'long', line 2: not a run of --segments" ]
    # More hits of a query than are looked at.
    { sed -n 1p run; for _ in $(seq 21); do sed -n 2p run; done; sed -n 3p run; } >many
    bounded 5 100000 fouille --merge-runs many
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: 'many', line 22: not a run of --segments" ]
}

@test "limits: suggestions are for words that a person could type" {
    letters() { tr 0-9 a-j <<<"$1"; }
    for i in $(seq 100 400); do echo "mot$i minsitre ministre$(letters "$i") abc$i xyz$((i * 7919))"; done >a.txt
    fouille-index -q .
    head -c 1000000 /dev/zero | tr '\0' a >query
    bounded 1 200000 bash -c 'fouille <query'
    [ "$status" -eq 1 ]
    [ -z "$stderr" ]
    word=minisstre$(printf 'e%.0s' {1..31})
    echo "$word" >>a.txt
    fouille-index -q .
    bounded 1 200000 fouille "${word/iss/izz}" # of 40 letters
    [[ "$stderr" == *"did you mean “$word”?" ]]
    bounded 1 200000 fouille "${word/iss/izze}"
    [ -z "$stderr" ]
    bounded 1 200000 fouille $(for i in $(seq 100 130); do echo "miniztre$(letters "$i")x"; done) miniztrebaax
    [ "$(grep -c 'did you mean' <<<"$stderr")" -eq 10 ]
    bounded 1 200000 fouille miniztrebaax miniztrebaax
    [ "$(grep -c 'did you mean' <<<"$stderr")" -eq 1 ]
}

# all_words COUNT: words of three letters and eq, from aaaeq on, which no lexicon has, on one line
all_words() {
    awk -v count="$1" 'BEGIN { for (i = 0; i < count; i++)
        printf "%c%c%ceq ", 97 + int(i / 676) % 26, 97 + int(i / 26) % 26, 97 + i % 26 }'
}

@test "limits: patterns of one query share terms, postings and looks at forms" {
    mkdir a
    for i in $(seq 300); do all_words 3000 >a/$i.txt; done
    all_words 17576 >a/tout.txt
    fouille-index -q -t 1 a
    cd a
    for way in -c --json --kwic "--context 3 --json" --color=always; do
        bounded 10 300000 fouille -n 3 $way "$(printf '*e* %.0s' {1..600})"
        [ "$status" -eq 0 ]
        [ "$stderr" = "fouille: “*e*” matches 17576 words: only the 1 most frequent is searched" ]
        bounded 10 300000 fouille -n 3 $way "$(printf '"*a* *e*" %.0s' {1..300})"
        [[ "$stderr" == *"“*e*” matches 17576 words: only the 1 most frequent is searched" ]]
    done
    # Distinct ones.
    patterns=$(printf '*%s* ' {a..z}{a..z})
    bounded 20 300000 fouille -c "$patterns"
    [ "$status" -eq 0 ]
    [ "$(wc -l <<<"$stderr")" -eq 11 ]
    [[ "$stderr" == *"666 other words also match more words than are searched" ]]
    bounded 60 300000 bash -c 'printf "*%s* " {a..z}{a..z}{a..z} | cut -d " " -f 1-4000 | fouille -c'
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: the words with * ? or ~ in this query are too expensive; begin them with more letters, or use fewer" ]
}

@test "limits: patterns that stand for little, or few of them, are searched whole" {
    mkdir a
    all_words 17576 | tr ' ' '\n' | split -l 20 - a/
    for name in a/*; do mv "$name" "$name.txt"; done
    fouille-index -q a
    cd a
    # Sixteen patterns as by themselves; sixty that each stand for 26 words.
    run --separate-stderr fouille -l -n 0 --sort path "$(printf '%s* ' {a..p})"
    [ "$(grep -c 'matches' <<<"$stderr")" -eq 0 ]
    [ "$output" = "$(grep -l '^[a-p]' ./*.txt | sed 's/..//' | LC_ALL=C sort)" ]
    run --separate-stderr fouille -l -n 0 --sort path "$(printf 'a%s* ' {a..z}; printf 'b%s* ' {a..z}; printf 'z%s* ' {s..z})"
    [ -z "$stderr" ]
    [ "$output" = "$(grep -l '^\([ab]\|z[s-z]\)' ./*.txt | sed 's/..//' | LC_ALL=C sort)" ]
    # One after another or all at once: the same.
    run --separate-stderr fouille --tsv --sort path -n 0 'aa* ab* aa* aa*'
    first=$output
    run --separate-stderr fouille --tsv --sort path -n 0 'aa* aa* aa* ab*'
    [ "$(cut -f3 <<<"$output")" = "$(cut -f3 <<<"$first")" ]
    # The first of equal ones may be excluded, or of the title.
    run --separate-stderr fouille --json -n 1 'titre:aab* aab*'
    [ "$(jq -c '.matches | length' <<<"$output")" -gt 0 ]
}

# --- the file system ---

@test "files: links, FIFOs, sockets and devices are not opened" {
    mkdir a out
    echo un secret >out/secret.txt
    ln -s ../out/secret.txt a/link.txt
    ln -s ../out a/folder
    ln -s /dev/zero a/zero.txt
    mkfifo a/fifo.txt
    echo un lynx >a/ok.txt
    bounded 20 500000 fouille-index --threads 1 a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"4 links or special files"* ]]
    run bash -c 'cd a; fouille secret'
    [ "$status" -eq 1 ]
    printf '%s\n' a/link.txt a/fifo.txt a/folder/secret.txt >list
    bounded 20 500000 fouille-index --index a/.fouille --files-from list
    run bash -c 'cd a; fouille secret'
    [ "$status" -eq 1 ]
}

@test "files: the index is not written through links that were planted" {
    mkdir a
    echo un lynx >a/x.txt
    fouille-index -q a
    echo precious >precious
    for name in LOCK manifest manifest.tmp CACHEDIR.TAG; do
        rm -f "a/.fouille/$name"
        ln -s ../../precious "a/.fouille/$name"
        echo un lynx roux >>a/x.txt
        fouille-index -q --rebuild a || true
        [ "$(cat precious)" = precious ]
        rm -f "a/.fouille/$name"
    done
    fouille-index -q --rebuild a
    segment=$(cd a/.fouille && ls ./*.seg)
    mv "a/.fouille/$segment" moved
    ln -s ../../moved "a/.fouille/$segment"
    run --separate-stderr fouille --index a/.fouille lynx
    [ "$status" -eq 2 ]
}

@test "files: an index of somebody else is used only when it is named" {
    [ "$(id -u)" -eq 0 ] || skip "only root can give files away"
    mkdir a
    echo un lynx >a/x.txt
    fouille-index -q a
    chown -R 12345 a/.fouille
    cd a
    for command in "fouille lynx" "fouille-index" "fouille-index ." "fouille-index --optimize" \
        "fouille-index --stats"; do
        run --separate-stderr $command
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"belongs to another user (12345); if you trust it, name it: --index '"* ]]
    done
    # That of the settings is for where none is near, not for where one is refused.
    mkdir -p ../config/fouille
    echo 'index = ~/elsewhere' >../config/fouille/config
    XDG_CONFIG_HOME=$work/config run --separate-stderr fouille lynx
    [[ "$stderr" == *"belongs to another user"* ]]
    XDG_CONFIG_HOME=$work/config run --separate-stderr fouille-index --stats
    [[ "$stderr" == *"belongs to another user"* ]]
    [ "$(fouille --index .fouille -l lynx)" = x.txt ]
    [ "$(FOUILLE_INDEX=.fouille fouille -l lynx)" = x.txt ]
    fouille-index -q --index .fouille
    # Whose folder it is may keep an index in it, for others to search; not to bring up to date.
    chown 12345 .
    [ "$(fouille -l lynx)" = x.txt ]
    run --separate-stderr fouille-index
    [ "$status" -eq 2 ]
    # A link of somebody else to an index of one's own.
    chown 0 .
    chown -R 0 .fouille
    mv .fouille ../kept
    ln -s ../kept .fouille
    [ "$(fouille -l lynx)" = x.txt ]
    chown -h 12345 .fouille
    run --separate-stderr fouille lynx
    [ "$status" -eq 2 ]
}

# libxml2 says nothing of some allocations that fail, and then does not end; md4c ends. Each of those that
# come from the beginning of a page on fails here, and all after it.
@test "limits: memory that runs out anywhere in a page ends the run" {
    library=$FOUILLE_BUILD/tests/crash/libcrash_shim.so
    [ -e "$library" ] || skip "needs the C library whose calls can be made to fail"
    mkdir html md
    { echo '<html><head><title>T</title></head><body>'
      for i in $(seq 50); do echo "<p>un lynx &eacute; <b>x$i</b><a href='y$i'>z</a>"; done; } >html/x.html
    { printf '# T\n\n[a]: u "t"\n\n'
      for i in $(seq 50); do printf '%s\n' "- un *lynx* [x$i][a] &eacute; <b>x$i</b>" '' '  |a|b|' '  |-|-|' "  |c|$i|" ''; done; } >md/x.md
    for folder in html md; do
        for at in $(seq 60 130); do
            status=0
            timeout -s KILL 10 env LD_PRELOAD="$library" FOUILLE_FAULT=memory FOUILLE_FAULT_HOW=lasting \
                FOUILLE_FAULT_AT="$at" fouille-index -q -t 1 $folder 2>said || status=$?
            [ "$status" -eq 2 ] || { echo "$folder, allocation $at: status $status: $(cat said)"; false; }
            grep -q 'out of memory' said
            [ ! -e $folder/.fouille/MANIFEST ]
        done
    done
}
