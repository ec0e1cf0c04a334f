#!/usr/bin/env bats
# The program that judges runs, on an example worked out by hand; and fouille on a small collection.

bats_require_minimum_version 1.5.0
load ../cli/helper

judge() { "$FOUILLE_BUILD/bench/judge" "$@"; }

# q1: grades 2 and 1 found at ranks 3 and 1. DCG = 1 / log2 2 + 2 / log2 4 = 2; at best 2 / log2 2 + 1 / log2 3
#     = 2.63093; nDCG 0.76019. Average precision (1/1 + 2/3) / 2 = 0.83333, reciprocal rank 1, recall 1.
# q2: not answered: 0 everywhere.
# q3: nothing is relevant: left out.
# q4: found at rank 11: average precision 1/11, nDCG@10 and MRR@10 0, recall 1.
example() {
    printf '%s\n' "q1 0 a 2" "q1 0 b 1" "q1 0 c 0" "q2 0 d 1" "q3 0 e 0" "q4 0 f 1" >qrels
    # the ranks are what counts, not the order of lines
    printf '%s\n' "q1 Q0 a 3 7 x" "q1 Q0 b 1 9 x" "q1 Q0 c 2 8 x" "q3 Q0 e 1 1 x" >run
    for i in {1..10}; do echo "q4 Q0 n$i $i 5 x"; done >>run
    echo "q4 Q0 f 11 4 x" >>run
}

@test "nDCG, MAP, MRR and recall as trec_eval defines them" {
    example
    # (0.76019 + 0 + 0) / 3, (0.83333 + 0 + 0.09091) / 3, 1 / 3, 2 / 3
    judge qrels x=run >out
    grep -qF '| x | 0.2534 | 1.000 | 1.000 to 1.000 | 0.3081 | 0.3333 | 0.6667 |' out
}

@test "ratios and their bounds are against the first run" {
    example
    sed 's/q1 Q0 b 1 9/q1 Q0 n 1 9/' run >worse # a alone, at rank 3: 1 / 2.63093
    judge qrels x=run y=worse >out
    grep -qE '^\| y \| 0\.1267 \| 0\.500 \|' out
    [ "$(judge --losses 5 qrels run worse)" = "$(printf 'q1\t0.7602\t0.3801')" ]
    [ -z "$(judge --losses 5 qrels run run)" ]
}

@test "many queries, all better by as much: bounds close around the ratio" {
    for i in {1..50}; do
        echo "q$i 0 d 1" >>qrels
        printf '%s\n' "q$i Q0 m 1 9 x" "q$i Q0 n 2 8 x" "q$i Q0 d 3 7 x" >>third
        echo "q$i Q0 d 1 1 x" >>first
    done
    judge qrels third=third first=first | grep -qF '| first | 1.0000 | 2.000 | 2.000 to 2.000 |'
}

@test "what is no run is refused" {
    example
    run -2 --separate-stderr judge qrels x=nowhere
    [[ "$stderr" == *nowhere* ]]
    echo "not a hit" >bad
    run -2 judge qrels x=bad
    run -2 judge qrels
}

@test "the small collection: the default ranking is better than BM25's, and as good as it was" {
    cp "$BATS_TEST_DIRNAME"/collection/* .
    fouille-index --quiet --index index corpus.jsonl
    fouille --batch --trec --ranking bm25 -n 100 --index index <queries.tsv >plain
    fouille --batch --trec -n 100 --index index <queries.tsv >french
    judge qrels.tsv plain=plain french=french >out
    cat out
    awk -F' *[|] *' '$2 == "plain" { plain = $3 } $2 == "french" { french = $3 }
        END { exit !(french > plain && french >= 0.95) }' out
}
