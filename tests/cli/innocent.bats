#!/usr/bin/env bats
# A folder that is not an index is never written to: whatever names its files have, and whatever
# command is pointed at it.

bats_require_minimum_version 1.5.0
load helper

# Every name that an index has, or once had, and some that look like it.
names=(00000001-000.seg 00000001-000.amend 00000002-000.seg ffffffffffffffff-000.seg
    10000000000000000-000.seg 0000000G-000.seg film.seg film.amend .seg notes.tmp MANIFEST.tmp
    merge.tmp CACHEDIR.TAG.tmp SHARD.tmp LOCK LOCK.tmp SHARD MANIFEST FOUILLE.TAG.tmp autre.txt
    lisez-moi)

# innocents FOLDER: files of these names, and folders as shards have them.
innocents() {
    mkdir -p "$1"
    local name
    for name in "${names[@]}"; do
        echo "à moi : $name" >"$1/$name"
    done
    : >"$1/FOUILLE.TAG"
    chmod 640 "$1/film.seg"
    printf 'Manifest-Version: 1.0\nMain-Class: Jeu\n' >"$1/MANIFEST"
    mkdir -p "$1"/{staging,adopted}/shard-1-of-1 "$1/staging/merged/shard-1-of-1"
    for name in staging adopted staging/shard-1-of-1 adopted/shard-1-of-1 staging/merged \
        staging/merged/shard-1-of-1; do
        echo "à moi" >"$1/$name/MANIFEST"
        echo "à moi" >"$1/$name/SHARD"
        echo "à moi" >"$1/$name/00000001-000.seg"
    done
    ln -s autre.txt "$1/00000003-000.seg"
    ln -s /nowhere "$1/00000003-001.amend"
    mkfifo "$1/00000004-000.seg"
    find "$1" -exec touch -h -d '2001-02-03 04:05:06' {} +
}

# Names, kinds, modes, sizes, times and contents.
picture() { # FOLDER
    (cd "$1" && find . -printf '%p %y %m %s %T@ %l %n\n' | sort && find . -type f -print0 | sort -z | xargs -0r md5sum)
}

# Every command and option that takes an index; each word for word, after --index FOLDER.
commands() {
    cat <<'END'
articles
--rebuild articles
--rebuild

--no-store articles
--threads 3 --memory 64M articles
--files-from list articles
--files-from list
--stdin-name dépêche.txt
--forget articles
--forget stdin:
--watch articles
--watch
--watch --rebuild articles
--optimize
--shard 1/1 articles
--shard 1/2 articles
--adopt
--adopt --optimize
--adopt --merge-group 1/1
--repair
--status
--stats
--check
--export-bulk bulk
END
}

# refuses FOLDER: every command does, with one line that names it, and leaves it as it is.
refuses() {
    local before after line reader
    before=$(picture "$1")
    while IFS= read -r line; do
        # shellcheck disable=SC2086
        run --separate-stderr timeout 20 fouille-index --index "$1" $line <articles/a.txt
        [ "$status" -eq 2 ] || { echo "«$line»: status $status: $stderr"; return 1; }
        [[ "$(head -1 <<<"$stderr")" == "fouille-index: "*"'$1"* ]] || { echo "«$line»: $stderr"; return 1; }
        after=$(picture "$1")
        [ "$after" = "$before" ] || { echo "«$line»:"; diff <(echo "$before") <(echo "$after"); return 1; }
    done < <(commands)
    for reader in "rivière" "-c rivière" "--json rivière" "--batch queries"; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille --index "$1" $reader
        [ "$status" -eq 2 ] || { echo "«$reader»: status $status: $stderr"; return 1; }
    done
    after=$(picture "$1")
    [ "$after" = "$before" ] || { echo "«$reader»:"; diff <(echo "$before") <(echo "$after"); return 1; }
}

prepare() {
    article articles/a.txt "La rivière"
    echo articles/a.txt >list
    echo "rivière" >queries
}

@test "a folder of files that are named as an index's is left as it is by every command" {
    prepare
    innocents innocent
    refuses innocent
    [ ! -e bulk ]
}

@test "so is a folder with one file, whatever its name" {
    prepare
    for name in "${names[@]}" CACHEDIR.TAG staging adopted; do
        mkdir alone
        echo "à moi" >"alone/$name"
        find alone -exec touch -d '2001-02-03 04:05:06' {} +
        before=$(picture alone)
        for line in "articles" "--rebuild articles" "--shard 1/1 articles" "--adopt" "--optimize" "--repair"; do
            # shellcheck disable=SC2086
            run --separate-stderr fouille-index --index alone $line
            [ "$status" -eq 2 ] || { echo "$name, «$line»: status $status: $stderr"; false; }
            [ "$(picture alone)" = "$before" ] || { echo "$name, «$line»"; picture alone; false; }
        done
        rm -r alone
    done
}

@test "the message names the folder and what to do" {
    prepare
    innocents innocent
    run --separate-stderr fouille-index --index innocent articles
    [[ "$stderr" == "fouille-index: 'innocent' is neither empty nor an index; nothing in it was changed: give a new folder, for example --index 'innocent/.fouille', "* ]]
    cd articles
    run --separate-stderr fouille-index -i . .
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--index './.fouille'"* ]]
    [ "$(ls -A)" = a.txt ]
    fouille-index -q -i ./.fouille . # as it says
    [ "$(fouille -c rivière)" = 1 ]
}

@test "an empty folder is an index's, and so is one that a run left at its very beginning" {
    prepare
    mark=$(mktemp -d)
    fouille-index -q --index "$mark/index" articles
    whole=$mark/index/FOUILLE.TAG
    size=$(stat -c %s "$whole")
    mkdir empty
    fouille-index -q --index empty articles
    cmp "$whole" empty/FOUILLE.TAG
    for kept in 0 1 $((size - 1)); do # of a mark that was being written, or that the power went from
        mkdir "begun-$kept" "zeros-$kept"
        head -c "$kept" "$whole" >"begun-$kept/FOUILLE.TAG"
        head -c "$kept" /dev/zero >"zeros-$kept/FOUILLE.TAG"
        for folder in "begun-$kept" "zeros-$kept"; do
            fouille-index -q --index "$folder" articles
            cmp "$whole" "$folder/FOUILLE.TAG"
            [ "$(fouille --index "$folder" -c rivière)" = 1 ]
        done
    done
    rm -r "$mark"
}

@test "a mark of other content is none, and not overwritten" {
    prepare
    fouille-index -q --index good articles
    mkdir more other
    { cat good/FOUILLE.TAG; echo; } >more/FOUILLE.TAG
    tr a b <good/FOUILLE.TAG >other/FOUILLE.TAG
    for folder in more other; do
        before=$(picture "$folder")
        run -2 fouille-index --index "$folder" articles
        [ "$(picture "$folder")" = "$before" ]
    done
}

@test "in an index only files whose whole name is an index's are removed" {
    prepare
    fouille-index -q --index index articles
    mine=(film.seg film.amend notes.tmp LOCK.tmp 1-0.seg 00000009-00.seg 000000009-000.seg 00000009-0000.seg
        0000000A-000.seg 00000000-000.seg 10000000000000000-000.seg 00000009-4294967296.seg 00000009-000.seg~
        " 00000009-000.seg" +0000009-000.seg 00000009--01.seg)
    theirs=(00000009-000.seg 00000009-1000.seg 00000008-001.amend 123456789-000.seg MANIFEST.tmp merge.tmp
        CACHEDIR.TAG.tmp)
    for name in "${mine[@]}" "${theirs[@]}"; do echo "à moi" >"index/$name"; done
    mkdir index/00000009-002.seg index/staging index/adopted
    ln -s ../articles/a.txt index/00000009-003.seg
    echo "à moi" >index/adopted/00000001-000.seg
    echo "Une crue" >>articles/a.txt
    fouille-index -q --index index articles
    for name in "${mine[@]}" 00000009-002.seg 00000009-003.seg staging adopted adopted/00000001-000.seg; do
        [ -e "index/$name" ] || { echo "$name is gone"; false; }
    done
    for name in "${theirs[@]}"; do
        [ ! -e "index/$name" ] || { echo "$name is left"; false; }
    done
    grep -q '^segment 12345678a-000.seg ' index/MANIFEST # behind the largest, so that no name comes twice
    fouille-index --check --index index
}

@test "behind the last generation there is none, and that is said" {
    prepare
    fouille-index -q --index index articles
    echo "à moi" >index/ffffffffffffffff-000.seg
    echo "Une crue" >>articles/a.txt
    before=$(picture index | grep -v LOCK)
    for task in "" "--rebuild articles"; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille-index --index index $task
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"'index/ffffffffffffffff-000.seg' has the highest number possible; remove it"* ]]
        [ "$(picture index | grep -v LOCK)" = "$before" ]
    done
    rm index/ffffffffffffffff-000.seg
    fouille-index -q --index index
    [ "$(fouille --index index -c crue)" = 1 ]
}

@test "an index of 0.1.0, which has no mark, is one by its MANIFEST" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v4/.fouille" index
    mkdir breves notes pages
    article articles/a.txt "La rivière"
    fouille-index -q --index index articles
    [ -s index/FOUILLE.TAG ]
    [ "$(fouille --index index -c rivière)" = 1 ]
}

@test "a damaged MANIFEST of an index is replaced from what is named" {
    prepare
    fouille-index -q --index index articles
    for manifest in "" "Manifest-Version: 1.0" "fouille index"; do
        printf '%s' "$manifest" >index/MANIFEST
        run --separate-stderr fouille-index --index index --check
        [[ "$stderr" == *"' is damaged: "* ]]
        fouille-index -q --index index --rebuild articles
        [ "$(fouille --index index -c rivière)" = 1 ]
    done
}

@test "staging is written to, renamed and removed only where fouille-index made it" {
    prepare
    fouille-index -q --index index articles
    mkdir index/staging
    echo "à moi" >index/staging/film.seg
    before=$(picture index/staging)
    for task in "--shard 1/1 articles" --adopt "--adopt --merge-group 1/1"; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille-index --index index $task
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"'index/staging' is not empty, and was not made by fouille-index; "* ]]
        [ "$(picture index/staging)" = "$before" ]
    done
    rm -r index/staging
    fouille-index -q --index index --shard 1/1 articles
    mkdir index/adopted
    echo "à moi" >index/adopted/shard-1-of-1
    before=$(picture index/adopted)
    run --separate-stderr fouille-index --index index --adopt
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'index/adopted' is not empty, and was not made by fouille-index; "* ]]
    [ "$(picture index/adopted)" = "$before" ]
    [ -e index/staging/shard-1-of-1/MANIFEST ]
    rm -r index/adopted
    mkdir index/staging/shard-1-of-2 # a place that a task would write to
    echo "à moi" >index/staging/shard-1-of-2/MANIFEST
    run --separate-stderr fouille-index --index index --shard 1/2 articles
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'index/staging/shard-1-of-2' is not empty"* ]]
    [ "$(cat index/staging/shard-1-of-2/MANIFEST)" = "à moi" ]
    rm -r index/staging/shard-1-of-2
    fouille-index -q --index index --adopt
    [ ! -e index/staging ] && [ ! -e index/adopted ]
}

@test "of shards that are adopted nothing is removed but what shards have" {
    prepare
    fouille-index -q --index index --shard 1/1 articles
    echo "à moi" >index/staging/shard-1-of-1/notes.txt
    echo "à moi" >index/staging/liste
    run --separate-stderr fouille-index --index index --adopt
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"'index/adopted' was left in place: it contains files that are not from fouille-index"* ]]
    [ "$(cd index/adopted && find . -type f | sort | xargs)" = "./FOUILLE.TAG ./liste ./shard-1-of-1/notes.txt" ]
    [ "$(fouille --index index -c rivière)" = 1 ]
    fouille-index -q --index index --shard 1/1 articles
    run --separate-stderr fouille-index --index index --adopt # it would be in the way
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'index/adopted' was left in place: "* ]]
    rm index/adopted/liste index/adopted/shard-1-of-1/notes.txt
    fouille-index -q --index index --adopt
    [ ! -e index/adopted ]
}
