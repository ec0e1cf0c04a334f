#!/usr/bin/env bats
# Names and texts that try to drive the terminal, to forge lines or columns, or to get into a shell: in every
# form of output. docs/output.md's formats for programs are in formats.bats, too.

bats_require_minimum_version 1.5.0
load helper

# Everything that must not come out: an escape sequence, C1 controls in UTF-8 and by themselves, a turn of
# direction, separators of lines, a newline, a tab, a carriage return, a DEL.
evil=$'\033[2J\033]0;x\007\302\233 31m\302\205\342\200\256\342\201\246\342\200\250\342\200\217\t\r\177'

hostile() {
    mkdir a $'a/d\033[2J\n\342\200\256x'
    printf 'Un lynx%s\n\nUn lynx%s roux, \001 le lynx%s.\n\nForg\303\251 : un lynx.\n' "$evil" "$evil" "$evil" \
        >$'a/d\033[2J\n\342\200\256x/lynx\t\302\233\r1.txt'
    printf 'un lynx' >$'a/latin\233 31m-\377.txt'
    printf 'un lynx' >$'a/lynx.html\n\033[31mfouille-index: ok.md'
    jq -cn --arg e "$evil" '{id: ("i\n" + $e), title: ("t\n" + $e), url: ("https://e.fr" + $e + "\n/x"),
        date: ("2022-01-06" + $e), text: ("un lynx\n" + $e + " gris")}' >a/l.jsonl
    jq -cn '{id: "2", url: "https://$(>hacked).fr/", text: "un lynx, lynx&halt `reboot`"}' >>a/l.jsonl
    fouille-index -q a 2>said || true
    hits=$(fouille --index a/.fouille -n 0 -c lynx)
    [ "$hits" -eq 5 ]
}

# clean FILE [LINES]: nothing in it drives a terminal; it has that many lines. Tabs are the format's own; what
# colours a terminal is taken out by who asks for colours.
clean() {
    iconv -f UTF-8 -t UTF-8 "$1" >/dev/null
    none grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\x{80}|\x{85}|\x{9b}|[\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]' "$1"
    [ -z "${2:-}" ] || [ "$(wc -l <"$1")" -eq "$2" ]
}

search() {
    fouille --index a/.fouille -n 0 "$@"
}

@test "hostile: every format of hits" {
    hostile
    search lynx >out
    clean out "$hits"
    search -l lynx >out
    clean out "$hits"
    search --json lynx >out
    clean out "$hits"
    search --tsv lynx >out
    clean out "$hits"
    search --tsv --header lynx >out
    clean out $((hits + 1))
    search --format '{score}|{rank}|{path}|{id}|{location}|{title}|{url}|{published}|{modified}|{snippet}' lynx >out
    clean out "$hits"
    search --explain lynx >out
    clean out
    [ "$(grep -vc '^#' out)" -eq "$hits" ]
    search --sort path --unique lynx >out
    clean out
    search --context 3 lynx >out
    clean out
    search --full --color never lynx >out
    clean out
    for option in --full "--context 3" --explain --kwic ""; do
        # shellcheck disable=SC2086
        search --color always $option lynx | sed 's/\x1b\[[0-9;]*m//g' >out
        clean out
    done
}

@test "hostile: other answers" {
    hostile
    search --kwic lynx >out
    clean out
    awk -F'\t' 'NR == 1 { n = NF } NF != n { exit 1 }' out
    search --facet site lynx >out
    clean out
    awk -F'\t' 'NF != 2 || $2 !~ /^[0-9]+$/ { exit 1 }' out
    search --facet mois lynx >out
    clean out
    search --terms 'l*' >out
    clean out
    awk -F'\t' 'NF != 4 { exit 1 }' out
    fouille --index a/.fouille --similar $'a/latin\233 31m-\377.txt' >out
    clean out
    printf 'q%s\tlynx%s\n' "$evil" "lynx" | fouille --index a/.fouille --batch --tsv >out 2>said || true
    clean out
    clean said
    # ID, tab, query: one of two columns
    printf 'q\033[2J\342\200\256\tlynx\n' | fouille --index a/.fouille --batch --trec >out 2>said || true
    clean out
    clean said
    awk 'NF != 6 { exit 1 }' out
    printf 'lynx\033[2J\342\200\256\n' | fouille --index a/.fouille --batch --json >out
    clean out
}

@test "hostile: -0 has the path's own bytes, and only NUL between them" {
    hostile
    search -0 lynx | tr '\n\0' '_\n' >out
    [ "$(wc -l <out)" -eq "$hits" ]
}

@test "hostile: what is said of queries, options and paths" {
    hostile
    run -2 --separate-stderr fouille --index "nowhere$evil" lynx
    printf '%s\n' "$stderr" >said
    clean said 1
    run -2 --separate-stderr fouille --index a/.fouille "--sort=$evil" lynx
    printf '%s\n' "$stderr" >said
    clean said 1
    for query in "($evil" "date:$evil" "site:$evil:" "\"$evil" "lynx PROCHE/$evil x" "chemin:$evil" "${evil}~"; do
        run --separate-stderr fouille --index a/.fouille "$query"
        printf '%s\n' "$output" "$stderr" >said
        clean said
    done
    run --separate-stderr fouille --index a/.fouille --similar "a/none$evil"
    printf '%s\n' "$stderr" >said
    clean said
    run --separate-stderr fouille --index a/.fouille --format "{$evil}" lynx
    printf '%s\n' "$stderr" >said
    clean said
}

@test "hostile: what fouille-index says" {
    hostile
    printf '\000\001\002\377binaire' >$'a/binaire\033[2J\n\342\200\256fouille-index: 5 articles\302\233.txt'
    printf '{"text": "x"' >$'a/faux\033[2J\n\342\200\256.jsonl'
    printf '<a>un &x; <b>' >$'a/faux\033[2J\n\233.xml'
    fouille-index a 2>said || true
    clean said
    [ "$(grep -c '^fouille-index: ' said)" -eq "$(wc -l <said | awk '{ print $1 - 1 }')" ]
    mv a $'a\033[2J\n\342\200\256b'
    cd $'a\033[2J\n\342\200\256b'
    for command in --status --stats --check --optimize "--rebuild $PWD" --repair "--forget none" \
        "--extract none" "--files-from none"; do
        fouille-index ${command%% *} ${command#* } >out 2>said || true
        clean out
        clean said
    done
    fouille-index --index $'x\033[2J\n\342\200\256' --stats >out 2>said || true
    clean out
    clean said 1
    fouille-index --analyze lynx* >out
    fouille-index --analyze "$(printf 'd\033[2J\n\342\200\256x/lynx\t\302\233\r1.txt')" >out
    clean out
    awk -F'\t' 'NF != 7 { exit 1 }' out
}

@test "hostile: --repair lists what is lost, a line each" {
    hostile
    fouille-index --optimize -q --index a/.fouille
    segment=$(ls a/.fouille/*.seg)
    printf '\377\377\377\377' | dd of="$segment" bs=1 seek=70 conv=notrunc status=none
    fouille-index --index a/.fouille --repair >out 2>said || true
    clean out
    clean said
    grep -q 'with 5 articles' said
}

@test "hostile: --extract and --full in a terminal" {
    command -v script >/dev/null || skip "needs script"
    mkdir a
    printf 'Un lynx.\n\nun lynx\033[31m rouge\302\233 31m\302\201 \342\200\256 fin\n' >a/x.txt
    fouille-index -q a
    run script -qec "fouille-index --extract a/x.txt" /dev/null
    tr -d '\r' <<<"$output" >out
    clean out
    grep -qF 'lynx\x1B[31m rouge› 31m\xC2\x81 \xE2\x80\xAE fin' out
    fouille-index --extract a/x.txt | grep -q $'\033'
    run script -qec "fouille --index a/.fouille --full lynx" /dev/null
    tr -d '\r' <<<"$output" | sed 's/\x1b\[[0-9;]*[mK]//g' >out
    clean out
}

@test "hostile: an index without texts, of FIFOs and devices" {
    mkdir a
    echo 'un lynx' >a/x.txt
    fouille-index -q --no-store a
    rm a/x.txt
    mkfifo a/x.txt
    run timeout 10 fouille --index a/.fouille --json lynx
    [ "$status" -eq 0 ]
    run --separate-stderr timeout 10 fouille-index --extract a/x.txt
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"is not a regular file"* ]]
}

@test "hostile: a tab in bash runs nothing, and what it offers is quoted" {
    hostile
    export FOUILLE_INDEX=$work/a/.fouille
    : >$'a/; touch hacked.txt'
    # offers WORD...: what the last word may become
    offers() {
        bash -c '
            source "$FOUILLE_BUILD/share/bash-completion/completions/fouille"
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _fouille
            printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
    }
    offers fouille site : '' >out
    offers fouille site : '$' >>out
    offers fouille lynx >>out
    offers fouille '`' >>out
    offers fouille lyn >>out
    [ ! -e hacked ]
    [ ! -e a/hacked ]
    grep -qxF '\$\(\>hacked\).fr' out
    # Each is one word to a shell, and does nothing in it.
    while IFS= read -r line; do
        [ "$(bash -c "set -f; printf '%s\n' $line" | wc -l)" -eq 1 ]
    done <out
    [ ! -e hacked ]
    [ ! -e a/hacked ]
}
