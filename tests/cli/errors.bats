#!/usr/bin/env bats
# Bad input: one clear line, the right exit status, nothing lost.

bats_require_minimum_version 1.5.0
load helper

one_line() { # of standard error, and none of standard output
    [ -z "$output" ]
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
    [[ "$stderr" == fouille* ]]
}

@test "a folder that is not there" {
    run --separate-stderr fouille-index nowhere
    [ "$status" -eq 2 ]
    one_line
    [[ "$stderr" == *"nowhere"* ]]
}

@test "no index: the message says how to make one" {
    run --separate-stderr fouille mot
    [ "$status" -eq 2 ]
    one_line
    [[ "$stderr" == *"fouille-index"* ]]
    run --separate-stderr fouille --index nowhere mot
    [ "$status" -eq 2 ]
    one_line
    run --separate-stderr fouille-index --check
    [ "$status" -eq 2 ]
    one_line
}

@test "an unknown option" {
    run --separate-stderr fouille --nonsense mot
    [ "$status" -eq 2 ]
    one_line
    run --separate-stderr fouille-index --nonsense
    [ "$status" -eq 2 ]
    one_line
    run --separate-stderr fouille-index --memory lots .
    [ "$status" -eq 2 ]
    one_line
}

@test "what is wrong with an option is said" {
    refused() {
        run --separate-stderr "${@:2}"
        [ "$status" -eq 2 ]
        one_line
        [[ "$stderr" == *"$1"* ]] || { echo "$stderr"; return 1; }
    }
    refused "'--json=3' takes no value" fouille --json=3 mot
    refused "'--limit' requires a value" fouille mot --limit
    refused "unknown option '-é'; see --help, and put words that begin with a sign after --" fouille mot -é
    refused "unknown option '-r'; see --help, and put words that begin with a sign after --" fouille -rivière
    refused "unknown option '--mot'; see --help, and put words that begin with a sign after --" fouille --mot
    refused "--count and --batch cannot be combined" fouille --batch --count
    refused "--facet and --kwic cannot be combined" fouille --facet site --kwic mot
    refused "'--quiet=oui' takes no value" fouille-index --quiet=oui .
    refused "'-m' requires a value" fouille-index -m
    [[ "$stderr" == *"; see --help" ]]
    refused "unknown option '-z'; see --help" fouille-index -qz
    refused "unknown option '--zut'; see --help" fouille-index --zut
}

@test "numbers that are none, or out of range, are refused" {
    refused() { # with MESSAGE, a PROGRAM's OPTION, each of the values
        for value in "${@:4}"; do
            run --separate-stderr "$2" "$3=$value" mot
            [ "$status" -eq 2 ] && [[ "$stderr" == *"$1"* ]] || { echo "$value: $stderr"; return 1; }
            one_line
        done
    }
    none=(-1 +1 ' 1' 1x x 99999999999999999999)
    refused "is not a valid number of hits" fouille --limit "${none[@]}"
    refused "--threads must be 1 to 256" fouille --threads "${none[@]}" 0 257
    refused "--threads must be 1 to 256" fouille-index --threads "${none[@]}" 0 257
    refused "--filter-time must be 1 to 86400 seconds" fouille-index --filter-time "${none[@]}" 0 86401
    refused "is not a valid size" fouille-index --memory "${none[@]}" 0 1MB 16777216T 99999999999999999999G M
    refused "--memory must be at least 4M" fouille-index --memory 1 3M
    parts=(0/3 4/3 1/10001 1/2x +1/2 1/+2 '1/ 2' 3 / 1/ /3 x)
    refused "--segments must be K/N with 1 ≤ K ≤ N ≤ 10000" fouille --segments "${parts[@]}"
    refused "--shard must be K/N with 1 ≤ K ≤ N ≤ 10000" fouille-index --shard "${parts[@]}"
}

@test "an empty query" {
    article a.txt "rivière"
    fouille-index --quiet .
    run --separate-stderr fouille ""
    [ "$status" -eq 2 ]
    one_line
    run --separate-stderr fouille "  « » "
    [ "$status" -eq 2 ]
    one_line
    run --separate-stderr bash -c 'fouille </dev/null'
    [ "$status" -eq 2 ]
    one_line
}

@test "nothing found is 1 and silent" {
    article a.txt "rivière"
    fouille-index --quiet .
    run --separate-stderr fouille introuvable
    [ "$status" -eq 1 ]
    [ -z "$output" ]
}

@test "an unreadable file: the rest is indexed, the status is 1" {
    [ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null || skip "root reads everything"
    article a/un.txt "rivière"
    article a/deux.txt "rivière"
    chmod 000 a/deux.txt
    chmod 777 a . "$work"
    if [ "$(id -u)" -eq 0 ]; then
        run --separate-stderr setpriv --reuid 65534 --regid 65534 --clear-groups fouille-index a
    else
        run --separate-stderr fouille-index a
    fi
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"deux.txt': Permission denied"* ]]
    [[ "$stderr" == *"1 file or folder that could not be read"* ]]
    run fouille -l --index a/.fouille rivière
    [ "$output" = "a/un.txt" ]
}

@test "binary and damaged files are named and left out" {
    article a/un.txt "rivière"
    head -c 4096 /dev/zero >a/nul.txt
    printf 'rivière de jsonl\n' | gzip | head -c 20 >a/coupe.txt.gz
    article a/lignes.jsonl '{"id": 1, "text": "rivière"}\n{"id": 2, "text": "riv\n[]\n{"id": 3, "text": "rivière"}'
    run --separate-stderr fouille-index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"nul.txt"* ]]
    [[ "$stderr" == *"coupe.txt.gz"* ]]
    [[ "$stderr" == *"lignes.jsonl:2:"* ]]
    [[ "$stderr" == *"lignes.jsonl:3:"* ]]
    run fouille -c --index a/.fouille rivière
    [ "$output" = "3" ]
}

@test "a full disk: one line, the old index answers" {
    [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null || skip "needs to mount a small tmpfs"
    mkdir a disk
    for i in $(seq 200); do article "a/$i.txt" "rivière $(seq $((i * 50)) $((i * 50 + 60)) | tr '\n' ' ')"; done
    run --separate-stderr unshare -m bash -c '
        mount -t tmpfs -o size=96k tmpfs disk || exit 99
        mkdir small && printf "une rivière\n" >small/un.txt
        fouille-index --quiet --index disk/i small || exit 98
        fouille-index --quiet --index disk/i a
        status=$?
        [ "$(fouille -c --index disk/i rivière)" = 1 ] || exit 97
        fouille-index --check --index disk/i >/dev/null || exit 96
        [ "$(find disk/i -name "*.seg" | wc -l)" = 1 ] || exit 95
        exit $status'
    [ "$status" -eq 2 ]
    one_line
    [[ "$stderr" == *"'$work/disk/i/"*"': No space left on device" ]]
}

@test "a full disk under the answer is an error" {
    [ -e /dev/full ] || skip "no /dev/full"
    article a.txt "rivière"
    fouille-index --quiet .
    run --separate-stderr bash -c 'fouille rivière >/dev/full'
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"No space left"* ]]
}

@test "a closed pipe is quiet" {
    mkdir a
    for i in $(seq 300); do article "a/$i.txt" "rivière $i"; done
    fouille-index --quiet a
    run --separate-stderr bash -c 'fouille --index a/.fouille -n 0 rivière | head -n 1'
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
}

@test "an index of another version is refused clearly" {
    article a.txt "rivière"
    fouille-index --quiet .
    sed -i 's/^fouille index [0-9]*$/fouille index 9/' .fouille/MANIFEST
    run --separate-stderr fouille rivière
    [ "$status" -eq 2 ]
    one_line
    [[ "$stderr" == *"version 9"* ]]
}

@test "a damaged index is an error, never an answer" {
    article a.txt "rivière"
    fouille-index --quiet .
    segment=$(echo .fouille/*.seg)
    printf 'X' | dd of="$segment" bs=1 seek=200 conv=notrunc status=none
    run --separate-stderr fouille-index --check
    [ "$status" -eq 2 ]
    one_line
    [[ "$stderr" == *"damaged"* ]]
    truncate -s -1 "$segment"
    run --separate-stderr fouille rivière
    [ "$status" -eq 2 ]
    one_line
}

@test "control characters of an article never reach the terminal" {
    printf 'Titre \033[31mrouge\033[0m \302\233 \342\200\256 fin\n\nUne rivi\303\250re \033]0;x\007 ici.\n' >a.txt
    printf 'rivi\303\250re' >"$(printf 'b\033[2J\nc.txt')"
    fouille-index --quiet .
    for format in "" --tsv --json --explain; do
        fouille --color never $format rivière >out
        none grep -qP '[\x00-\x08\x0b-\x1f\x7f]' out
    done
}

@test "an empty value where a path or a pattern is wanted is an error" {
    article a/un.txt "rivière"
    fouille-index -q a
    before=$(ls -A a . | sort)
    empty="option '--%s' requires a %s, not an empty value"
    for option in index files-from forget extract export-bulk; do
        # shellcheck disable=SC2059
        expected=$(printf "fouille-index: $empty" "$option" path)
        run --separate-stderr fouille-index "--$option=" a
        [ "$status" -eq 2 ]
        [ "$stderr" = "$expected" ]
    done
    run --separate-stderr fouille-index -i "" a
    [ "$status" -eq 2 ]
    for option in include exclude; do
        run --separate-stderr fouille-index "--$option=" a
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"requires a pattern"* ]]
    done
    for option in filter encoding stdin-name map; do
        run --separate-stderr fouille-index "--$option="
        [ "$status" -eq 2 ]
        [[ "$stderr" == "fouille-index: "* ]]
    done
    for option in index similar; do
        run --separate-stderr fouille "--$option=" rivière
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"requires a path, not an empty value" ]]
    done
    run fouille-index ""
    [ "$status" -eq 2 ]
    [ "$(ls -A a . | sort)" = "$before" ]
    FOUILLE_INDEX="" fouille-index -q a # as if it were not set
    cd a
    [ "$(FOUILLE_INDEX="" fouille -c rivière)" = 1 ]
}
