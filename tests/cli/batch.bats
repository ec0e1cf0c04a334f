#!/usr/bin/env bats
# Many queries over one open index.

bats_require_minimum_version 1.5.0
load helper

# Articles of words from 0 to 199, the low ones common, as lines of one file; several segments.
# FOUILLE_LINES makes them and the queries fewer.
make_articles() {
    awk -v articles=$((${FOUILLE_LINES:-30000} / 8)) 'BEGIN {
        srand(7)
        for (i = 1; i <= articles; i++) {
            printf "{\"id\": \"a %d\", \"title\": \"Sujet w%d\", \"text\": \"", i, i % 50
            count = 5 + int(60 * rand() * rand())
            for (k = 0; k < count; k++) printf "w%d ", int(200 * rand() * rand() * rand())
            print "\"}"
        }
    }' >articles.jsonl
    fouille-index -q -t 1 --index one articles.jsonl
    fouille-index -q -t 4 --index many articles.jsonl
}

make_queries() {
    awk -v queries=$((${FOUILLE_LINES:-30000} / 75)) 'BEGIN {
        srand(11)
        for (i = 1; i <= queries; i++) {
            printf "q%d\t", i
            count = 1 + int(5 * rand())
            kind = i % 9
            if (kind == 8) printf "titre:"
            if (kind == 5 || kind == 7 || kind == 8) printf "\""
            for (k = 0; k < count; k++) {
                if (k > 0) printf(kind == 4 ? " PROCHE/3 " : " ")
                if (kind == 1) printf "+"
                if (kind == 2) printf(k == 0 ? "+" : k == 1 ? "" : "-")
                if (kind == 3 && k == 0) printf "titre:"
                if (kind == 6) printf(k == 0 ? "titre:=" : "=")
                printf(k == 0 && kind == 8 ? "sujet" : "w%d", int(120 * rand() * rand()))
            }
            if (kind == 5 || kind == 7 || kind == 8) printf "\""
            print(kind == 7 ? "~4" : "")
        }
    }' >queries
}

@test "pruned answers are the exhaustive ones to the last bit, on any number of threads" {
    make_articles
    make_queries
    for index in one many; do
        for limit in 1 3 10 100 5000; do
            fouille --batch --exhaustive -t 1 -n $limit -i $index <queries >expected
            fouille --batch -t 1 -n $limit -i $index <queries | cmp - expected
            fouille --batch -t 3 -n $limit -i $index <queries | cmp - expected
        done
    done
    [ "$(wc -l <expected)" -gt $((${FOUILLE_LINES:-30000} / 3)) ]
    fouille --batch -n 100 -i one <queries >expected
    fouille --batch -n 100 -i many <queries | cmp - expected
}

@test "each line is answered as it is alone" {
    make_articles
    printf 'w1 w2\nnom\t"w0 w1"\n' | fouille --batch -i one -n 4 >out
    fouille -i one --tsv -n 4 'w1 w2' | sed 's/^/1\t/' >expected
    fouille -i one --tsv -n 4 '"w0 w1"' | sed 's/^/nom\t/' >>expected
    cmp out expected
    printf 'nom\tw3\n' | fouille --batch --json --no-snippet -i one -n 2 >out
    [ "$(jq -r '.query' out | uniq)" = nom ]
    [ "$(jq -r '.rank' out | paste -sd ' ')" = '1 2' ]
}

@test "a TREC run names articles without blanks" {
    make_articles
    printf 'un deux\tw3\n' | fouille --batch --trec -i one -n 2 >out
    grep -Eq '^un%20deux Q0 a%20[0-9]+ 1 [0-9.]+ fouille$' out
    [ "$(wc -l <out)" -eq 2 ]
}

@test "timings go to standard error" {
    make_articles
    printf 'w1\nw2 w3\n' | fouille --batch --timings -i one >out 2>err
    [ "$(grep -c 'query [12]: .* µs' err)" -eq 2 ]
    grep -Eq '2 queries: p50 [0-9.]+ µs, p90 [0-9.]+ µs, p99 [0-9.]+ µs' err
    printf 'w1\nw2 w3\n' | fouille --batch -i one | cmp - out
}

@test "a query that cannot be read is told of, and the others are answered" {
    make_articles
    run --separate-stderr fouille --batch -i one -n 1 <<<$'w1\n(w2\n\nw4'
    [ "$status" -eq 2 ]
    [ "$(cut -f1 <<<"$output" | paste -sd ' ')" = '1 4' ]
    [[ "$stderr" == *"query 2: "* ]]
    [[ "$stderr" == *"query 3: the query contains no words"* ]]
    run fouille --batch -i one <<<nulle
    [ "$status" -eq 1 ]
    run -2 fouille --batch -i one mot
    run -2 fouille --timings -i one mot
    run -2 fouille --batch --files -i one </dev/null
}

@test "a reader that goes away ends the batch quietly" {
    make_articles
    set +o pipefail
    run --separate-stderr bash -c 'yes "w1 w2" | head -n 20000 | fouille --batch -n 50 -i one | head -n 1'
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
}

@test "a read error is reported after the answers, and a subset's run has no end" {
    make_articles
    for options in "" "--trec" "--json" "--segments 1/1"; do
        run --separate-stderr bash -c "fouille --batch -i one $options </"
        [ "$status" -eq 2 ]
        [ "$stderr" = "fouille: cannot read 'standard input': Is a directory" ]
        [[ "$output" != *end* ]]
    done
    run --separate-stderr fouille --merge-runs /
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: cannot read '/': Is a directory" ]
}

@test "a line that is too long is refused, and the others are answered" {
    make_articles
    { echo w1; head -c 3000000 /dev/zero | tr '\0' x; printf '\nw2\nnom'
      head -c 5000 /dev/zero | tr '\0' x; printf '\tw3\nfin\t'; head -c 1048577 /dev/zero | tr '\0' x
      printf '\nfin\tw1 '; head -c 1048570 /dev/zero | tr '\0' ' '; echo; } >queries
    run --separate-stderr fouille --batch -t 2 -i one -n 1 <queries
    [ "$status" -eq 2 ]
    [ "$(cut -f1 <<<"$output" | paste -sd ' ')" = '1 3 fin' ]
    [[ "$stderr" == *"query 2: a query may have at most 1048576 bytes"* ]]
    [[ "$stderr" == *"query nomxx"*": the name of a query may have at most 4096 bytes"* ]]
    [[ "$stderr" == *"query fin: a query may have at most 1048576 bytes"* ]]
}
