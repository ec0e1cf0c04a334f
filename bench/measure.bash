# What bench/index, bench/query and bench/scale share; read by them, with $here the top folder. Builds the release.
# shellcheck shell=bash
export LC_ALL=C
[ -x /usr/bin/time ] || { echo "$0: /usr/bin/time is needed (scripts/install-packages peers)" >&2; exit 2; }
"${here:?}/scripts/build" release -- all seek >&2
PATH="$here/build/release/indexer:$here/build/release/query:$here/build/release/bench:$PATH"

# choose_tmpdir CORPUS: unless $TMPDIR says where indexes go, memory where there is room for the largest
# one and those kept at the same time, some eight times the corpus in all.
choose_tmpdir() {
    local need free memory
    [ -z "${TMPDIR-}" ] || return 0
    need=$(($(stat -c %s "$1") * 8 / 1024))
    free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || echo 0)
    memory=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    if [ "$free" -gt "$need" ] && [ "$memory" -gt "$need" ]; then TMPDIR=/dev/shm; fi
}

# installed_peers BUILT PEER...: sets the array `installed` to those that were built; reports the others.
installed_peers() {
    local built=$1 peer
    shift
    installed=()
    for peer in "$@"; do
        if [ -e "$built/peers/peer-$peer" ] || [ -e "$built/peers/peer-$peer.jar" ]; then
            installed+=("$peer")
        else
            echo "missing: $peer (scripts/install-packages peers)"
        fi
    done
}

# work_folder WHERE: makes $folder there, which is removed when the script ends.
work_folder() {
    folder=$(mktemp -d "$1/fouille-bench.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 2' INT TERM
}

sizes_of() { find "$1" -type f -printf '%f\t%s\n'; }
stat_of() { fouille-index --stats --index "$1" | awk -F'\t' -v name="$2" '$1 == name { print $2 }'; }

# measure NAME INDEX COMMAND...: adds a line to $folder/figures: name, wall s, CPU s, peak KiB, bytes of
# INDEX (a file, a folder, or - for none).
measure() {
    local name=$1 index=$2 bytes=0
    shift 2
    # fouille-index ends with 1 if it left out what it could not read; peers must end with 0.
    /usr/bin/time -q -f '%e %U %S %M' -o "$folder/time" "$@" >/dev/null ||
        { [ $? -eq 1 ] && [ "$1" = fouille-index ]; }
    [ "$index" = - ] ||
        bytes=$(sizes_of "$index" | awk -F'\t' '{ sum += $2 } END { printf "%.0f", sum }')
    awk -v name="$name" -v bytes="$bytes" '{ print name "\t" $1 "\t" $2 + $3 "\t" $4 "\t" bytes }' \
        "$folder/time" >>"$folder/figures"
}

machine() {
    printf '%s, %s, %s, %d cores; %s\n' "$(date -u +%F)" "$(uname -srm)" \
        "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs)" "$(nproc)" \
        "$(fouille-index --version)"
}
