#!/usr/bin/env bats
# Shares of an index, built by several tasks, and what makes one of them.

bats_require_minimum_version 1.5.0
load helper

# Three files and forty lines, in three shards.
make_articles() {
    article folder/a.txt "La rivière\n\nUne crue de la rivière."
    article folder/b.txt "Le pont\n\nLe pont et la rivière."
    article folder/c.md "# Le fleuve\n\nLe fleuve monte."
    seq 40 | sed 's/.*/{"id": "n&", "title": "Brève &", "text": "crue du fleuve, rivière & pont"}/' >folder/lines.jsonl
}

build_shards() { # NUMBERS...
    for number in "$@"; do
        fouille-index -q --index index --shard "$number/3" folder || [ $? -eq 1 ]
    done
}

# refuses TEXT: --adopt names it, and nothing is published
refuses() {
    run -2 --separate-stderr fouille-index --index index --adopt
    [[ $stderr == *"$1"* ]] || { echo "$stderr"; return 1; }
    [[ $stderr == *"nothing was published"* ]] || { echo "$stderr"; return 1; }
    [ ! -e index/MANIFEST ]
    [ -z "$(find index -maxdepth 1 -name '*.seg')" ]
}

answers() { # INDEX
    for query in rivière 'crue fleuve' '"Le pont"' 'riv*' titre:brève; do
        fouille --index "$1" --json -n 0 "$query"
    done
}

@test "shards give the answers of one process, and merged its very bytes" {
    make_articles
    fouille-index -q --index one folder
    build_shards 3 1 2
    [ ! -e index/MANIFEST ]
    fouille-index -q --index index --adopt
    [ ! -e index/staging ]
    [ "$(find index -name '*.seg' | wc -l)" -eq 3 ]
    diff <(answers one) <(answers index)
    fouille-index --check --index index
    build_shards 1 2 3
    fouille-index -q --index index --adopt --optimize
    cmp one/*.seg index/*.seg
    run -0 fouille-index --index index # as any index, it can be brought up to date
    [[ $output == *"43 articles unchanged"* ]]
}

@test "a share is the same however many threads build it" {
    make_articles
    fouille-index -q -t 1 --index one --shard 2/3 folder
    fouille-index -q -t 4 --index four --shard 2/3 folder
    cmp one/staging/shard-2-of-3/*.seg four/staging/shard-2-of-3/*.seg
}

@test "a share that is missing, or not complete, is named with its command" {
    make_articles
    build_shards 1 3
    refuses "shard-2-of-3' is missing; build it with: fouille-index --index 'index' --shard 2/3 'index/../folder'"
    build_shards 2
    rm index/staging/shard-2-of-3/MANIFEST
    refuses "shard-2-of-3' is incomplete; build it with"
    build_shards 2
    fouille-index -q --index index --adopt
}

@test "a share that is cut short, doubled, or of another version or analysis" {
    make_articles
    build_shards 1 2 3
    cp -r index good
    truncate -s -1 index/staging/shard-1-of-3/*.seg
    refuses "--shard 1/3"
    rm -r index && cp -r good index
    rm -r index/staging/shard-2-of-3 && cp -r index/staging/shard-1-of-3 index/staging/shard-2-of-3
    refuses "shard-2-of-3' is not the shard that its name says"
    rm -r index && cp -r good index
    sed -i '1s/.*/fouille index 9/' index/staging/shard-3-of-3/MANIFEST
    refuses "--shard 3/3"
    rm -r index && cp -r good index
    sed -i '1s/.*/fouille shard 9/' index/staging/shard-3-of-3/SHARD
    refuses "another version of fouille"
    rm -r index && cp -r good index
    manifest=index/staging/shard-3-of-3/MANIFEST
    sed -i '/^end/d; s/^analysis .*/analysis 0123456789abcdef/' $manifest
    printf 'end %08x\n' "0x$(gzip -c $manifest | tail -c 8 | head -c 4 | od -An -tx4 | tr -d ' ')" >>$manifest
    refuses "a different analysis of French"
}

@test "shards of other folders, or of another division" {
    make_articles
    build_shards 1 2
    mkdir other
    fouille-index -q --index index --shard 3/3 other
    refuses "other folders"
    build_shards 3
    fouille-index -q --index index --shard 1/2 folder
    refuses "contains shards of both"
    rm -r index/staging/shard-1-of-2
    fouille-index -q --index index --adopt
    fouille-index -q --index index --shard 1/1 other
    run -2 fouille-index --index index --adopt
    [[ $output == *"indexes other folders"* ]]
    [ "$(fouille --index index -c fleuve)" -eq 41 ]
}

@test "shards of other options than the rest" {
    make_articles
    build_shards 1 2
    for option in --no-store --exclude=*.bak --include=*.txt '--filter=.x=cat' --filter-time=9 \
        --filter-memory=2G --encoding=latin1 --map=text=propos --memory=64M; do
        fouille-index -q --index index --shard 3/3 "$option" folder
        refuses "shard-3-of-3' was built with the options “${option%%=*}"
        refuses "build it with: fouille-index --index 'index' --shard 3/3 'index/../folder'"
    done
    fouille-index -q --index index --shard 3/3 --threads 2 folder
    sed -i 's/^pdf yes/pdf no/; t; s/^pdf no/pdf yes/' index/staging/shard-3-of-3/SHARD
    refuses "without pdftotext"
    build_shards 3
    fouille-index -q --index index --adopt
    for number in 1 2 3; do
        fouille-index -q --index other --shard $number/3 --exclude "l'a*" --no-store folder
    done
    rm -r other/staging/shard-2-of-3
    run -2 fouille-index --index other --adopt
    [[ $output == *"--shard 2/3 --exclude 'l'\\''a*' --no-store 'other/../folder'"* ]]
}

@test "groups of shards that tasks merged are published instead, with the same answers" {
    make_articles
    fouille-index -q --index one folder
    build_shards 1 2 3
    run -2 fouille-index --index index --adopt --merge-group 1/4
    [[ $output == *"too few for 4 groups"* ]]
    fouille-index -q --index index --adopt --merge-group 1/2
    refuses "merged/shard-2-of-2' is missing; build it with: fouille-index --index 'index' --adopt --merge-group 2/2"
    fouille-index -q --index index --adopt --merge-group 2/2
    [ ! -e index/MANIFEST ]
    cp -r index again
    article folder/d.txt "La crue\n\nUne crue de plus, et la rivière."
    for number in 1 2 3; do fouille-index -q --index again --shard $number/3 folder; done
    run -2 fouille-index --index again --adopt
    [[ $output == *"was merged from other shards than those present"* ]]
    truncate -s -1 again/staging/merged/shard-1-of-2/*.seg
    run -2 fouille-index --index again --adopt
    [[ $output == *"2 of 2 shards are missing or unusable; nothing was published"* ]]
    cp -r index whole
    fouille-index -q --index index --adopt
    [ ! -e index/staging ]
    [ "$(find index -name '*.seg' | wc -l)" -eq 2 ]
    diff <(answers one) <(answers index)
    fouille-index -q --index whole --adopt --optimize
    cmp one/*.seg whole/*.seg
    run -2 fouille-index --index index --merge-group 1/2
    run -2 fouille-index --index index --adopt --optimize --merge-group 1/2
}

@test "more shards than files may be open at a time" {
    make_articles
    for number in $(seq 12); do fouille-index -q --index index --shard "$number/12" folder; done
    (ulimit -n 11 && fouille-index -q --index index --adopt)
    [ "$(ulimit -n 11 && fouille --index index -c fleuve)" -eq 41 ]
    build_shards 1 2 3
    (ulimit -n 11 && fouille-index -q --index index --adopt --optimize)
}

@test "shards that were published, and not removed, the next adoption removes" {
    make_articles
    build_shards 1 2 3
    cp -r index/staging index/adopted
    fouille-index -q --index index --adopt
    [ ! -e index/adopted ] && [ ! -e index/staging ]
}

@test "one id in two shards is named: one process would have taken the first" {
    make_articles
    seq 9 | sed 's/.*/{"id": "same", "text": "mot &"}/' >>folder/lines.jsonl
    build_shards 1 2 3
    refuses "lines.jsonl#same' is in shards"
}

@test "what goes with --shard, and what does not" {
    make_articles
    for bad in 0/3 4/3 1 1/ /3 1/99999 -1/3 1/3x; do
        run -2 fouille-index --index index --shard "$bad" folder
    done
    run -2 fouille-index --index index --shard 1/3
    run -2 fouille-index --index index --shard 1/3 --rebuild folder
    run -2 fouille-index --index index --adopt folder
    run -2 fouille-index --index index --adopt
    [[ $output == *"there are no shards"* ]]
}

@test "runs from subsets of the segments are those of one search" {
    make_articles
    build_shards 1 2 3
    fouille-index -q --index index --adopt
    printf 'a\trivière\nb\tcrue fleuve\nrien\nc d\tpont\n' >queries
    for limit in 0 5 30; do
        fouille --index index --batch --trec -n $limit <queries >whole
        for subset in 1 2; do
            fouille --index index --batch --segments $subset/2 -n $limit <queries >run-$subset
        done
        fouille --merge-runs run-2 run-1 >merged
        cmp whole merged
    done
    run -2 fouille --merge-runs run-1
    [[ $output == *"one of 2 runs"* ]]
    run -2 fouille --merge-runs run-1 run-1
    [[ $output == *"runs of the same subset"* ]]
    head -n -1 run-2 >cut
    run -2 fouille --merge-runs run-1 cut
    [[ $output == *"is truncated"* ]]
    sed '2s/^1\t/x\t/' run-2 >bad
    run -2 fouille --merge-runs run-1 bad
    [[ $output == *"'bad', line 2: not a run"* ]]
    awk -F'\t' -v OFS='\t' 'NR == 2 { $6 = "a%zz" } 1' run-2 >bad
    run -2 fouille --merge-runs run-1 bad
    [[ $output == *"'bad', line 2: not a run"* ]]
    run -2 fouille --index index --segments 1/2 crue
    run -2 fouille --index index --batch --segments 3/2 </dev/null
}
