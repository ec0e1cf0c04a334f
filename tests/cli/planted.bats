#!/usr/bin/env bats
# Indexes and folders that somebody else has put where the user comes by: in an archive, or a shared folder. All is the
# user's own by now, so that owners tell nothing.

bats_require_minimum_version 1.5.0
load helper

# plant ROOT: a folder "archive" whose index has the root ROOT, and knows nothing of what is there
plant() {
    article home/secret.txt 'Un lynx secret.'
    article archive/1.txt 'Un lynx public.'
    fouille-index -q --index archive/.fouille archive
    root_is archive "$1"
}

# root_is FOLDER ROOT: rewrites the manifest, its sum too
root_is() {
    sed -e "s|^root .*|root $2|" -e '/^end /d' "$1/.fouille/MANIFEST" >lines
    { cat lines
      printf 'end %s\n' "$(gzip -c <lines | tail -c 8 | od -An -tx4 -N4 --endian=little | tr -d ' ')"; } \
        >"$1/.fouille/MANIFEST"
    rm lines
}

@test "planted: an index that is found reads no folder elsewhere, and says how it would" {
    plant "$PWD/home"
    cd archive
    for command in "fouille-index" "fouille-index --rebuild ." "fouille-index --rebuild" "fouille-index --include-private"; do
        run --separate-stderr $command
        [ "$status" -ne 0 ]
        [[ "$stderr" == *"'$work/home' is not in the folder that contains the index, and is read only on request: fouille-index --index '"* ]]
        [ "$(fouille -c secret || true)" = 0 ]
    done
    # One's own, beside it, is read all the same.
    fouille-index -q .
    [ "$(fouille -c public)" -ge 1 ]
    fouille-index -q --index .fouille
    [ "$(fouille -c secret)" -eq 1 ]
}

@test "planted: the folder on the command line makes it no more trusted, a root there does" {
    plant "$PWD/home"
    run --separate-stderr fouille-index archive
    [ "$(fouille --index archive/.fouille -c secret || true)" = 0 ]
    fouille-index -q archive "$PWD/home"
    [ "$(fouille --index archive/.fouille -c secret)" -eq 1 ]
}

@test "planted: a root above everything does not take over what is named" {
    plant /
    cd archive
    run --separate-stderr timeout 20 fouille-index .
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'/' is not in the folder that contains the index"* ]]
    echo 1.txt >list
    run --separate-stderr timeout 20 fouille-index --files-from list
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"'/' is not in the folder that contains the index"* ]]
}

@test "planted: roots do not lead out by .., nor by links" {
    plant ./../home
    run --separate-stderr fouille-index --index archive/.fouille
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"is damaged"* ]]
    rm -rf archive home
    plant ./sous
    ln -s ../home archive/sous
    cd archive
    run --separate-stderr fouille-index
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"'$work/archive/sous' is not in the folder that contains the index"* ]]
    [ "$(fouille -c secret || true)" = 0 ]
    # A link that stays within it is followed.
    rm sous
    mkdir ici
    echo 'Une loutre.' >ici/2.txt
    ln -s ici sous
    fouille-index -q
    [ "$(fouille -c loutre)" -eq 1 ]
}

@test "planted: an index in the settings or the environment is the user's own" {
    plant "$PWD/home"
    cd archive
    FOUILLE_INDEX=$PWD/.fouille fouille-index -q
    [ "$(fouille -c secret)" -eq 1 ]
    cd ..
    rm -rf archive home
    plant "$PWD/home"
    mkdir -p config/fouille
    echo "index = $PWD/archive/.fouille" >config/fouille/config
    XDG_CONFIG_HOME=$PWD/config fouille-index -q
    [ "$(fouille --index archive/.fouille -c secret)" -eq 1 ]
}

@test "planted: --watch and --status look at no folder elsewhere" {
    plant "$PWD/home"
    cd archive
    [[ "$(fouille-index --status)" == *"1 missing or empty folder"* ]]
    timeout 3 fouille-index -q --watch 2>said &
    watcher=$!
    sleep 1
    echo 'Un secret.' >"$work/home/neuf.txt"
    wait $watcher || true
    [ "$(fouille -c secret || true)" = 0 ]
}

@test "planted: a link in place of the index is written through only when it is named" {
    article archive/1.txt 'Un lynx public.'
    article home/own.txt 'Un lynx secret.'
    fouille-index -q home
    ln -s ../home/.fouille archive/.fouille
    before=$(sha256sum home/.fouille/MANIFEST)
    cd archive
    for command in "fouille-index" "fouille-index ." "fouille-index --optimize" "fouille-index --repair" \
        "fouille-index --forget ."; do
        run --separate-stderr $command
        [ "$status" -eq 2 ]
        [[ "$stderr" == *".fouille' is a symbolic link; if you trust it, name the index: --index '"* ]]
    done
    [ "$(sha256sum ../home/.fouille/MANIFEST | cut -d' ' -f1)" = "${before%% *}" ]
    mkdir ../empty
    ln -sfn ../empty .fouille
    run fouille-index -q .
    [ "$status" -eq 2 ]
    [ -z "$(ls ../empty)" ]
}

@test "planted: an index without texts shows those of its own folder alone" {
    article home/secret.txt 'Un lynx secret dans la maison.'
    article archive/1.txt 'Un lynx public.'
    fouille-index -q --no-store --index archive/.fouille archive home
    cd archive
    fouille -n 0 --full lynx >shown
    grep -q public shown
    none grep -q secret shown
    fouille --json lynx >shown
    none grep -q secret\ dans shown
    fouille --index .fouille -n 0 --full lynx >shown
    grep -q 'secret dans' shown
    # A link, put there since.
    rm 1.txt
    ln -s ../home/secret.txt 1.txt
    fouille -n 0 --full lynx >shown
    none grep -q 'secret dans' shown
}

@test "planted: what shards record is not shown to be typed in" {
    article a/1.txt 'Un lynx.'
    for shard in 1 2; do fouille-index -q --index i --exclude "l'aube" --shard $shard/3 a; done
    run --separate-stderr fouille-index --index i --adopt
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--shard 3/3 --exclude 'l'\\''aube' "* ]]
    # Found, not named.
    mkdir archive
    for shard in 1 2; do fouille-index -q --index archive/.fouille --filter '.txt=sh -c ./x' --shard $shard/3 a || true; done
    cd archive
    run --separate-stderr fouille-index --adopt
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--shard 3/3 PATH..."* ]]
    [[ "$stderr" != *"sh -c"* ]]
    cd ..
    # What no fouille-index has written is no share's.
    for options in " --exclude 'a'; touch evil" " --exclude 'a'\$(touch evil)" " --adopt" " --exclude" " touch evil"; do
        printf 'fouille shard 2\nshare 1/3\noptions%s\npdf yes\n' "$options" >i/staging/shard-1-of-3/SHARD
        run --separate-stderr fouille-index --index i --adopt
        [ "$status" -eq 2 ]
        [[ "$stderr" != *evil* ]]
    done
}

@test "planted: a damaged manifest that was found names no folders to type in" {
    plant "$PWD/home"
    sed -i 's/^generation.*/generation 1x/' archive/.fouille/MANIFEST
    cd archive
    run --separate-stderr fouille-index --repair
    [ "$status" -eq 2 ]
    [[ "$stderr" != *"$work/home"* ]]
    [[ "$stderr" == *"--rebuild PATH..." ]]
    run --separate-stderr fouille-index --index .fouille --repair
    [ "$status" -eq 2 ]
}
