# Debian systems in a folder, for the scripts that try fouille in one: sourced, not run. They need root and mmdebstrap.
#
# Long commands run in the background and are waited for, so that a signal ends the script at once, not after them.
#
# Packages come from this system's own archive, through the same proxies; otherwise from mmdebstrap's public default.

# bare_needs PROGRAM...: ends the script if one is missing
bare_needs() {
    local program
    [ "$(id -u)" -eq 0 ] || { echo "${0##*/}: needs root" >&2; exit 2; }
    for program in mmdebstrap "$@"; do
        command -v "$program" >/dev/null || { echo "${0##*/}: needs $program" >&2; exit 2; }
    done
}

# Prints the Debian archive that this system uses; nothing if it uses none over the network.
bare_mirror() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        grep -m 1 -E '^https?:.*/debian/?$' || true
}

# bare_make SUITE FOLDER [OPTION OF MMDEBSTRAP...]: a minimal system with apt
bare_make() {
    local options=() mirror line
    # proxies, and other settings that this system's apt needs to reach its archive
    while IFS= read -r line; do
        options+=("--aptopt=$line")
    done < <(apt-config dump --format '%f "%v";%n' Acquire | grep -E '^Acquire::([a-z]+::Proxy|Check-[A-Za-z-]+|Retries)\b' || true)
    mirror=$(bare_mirror)
    [[ "$mirror" != https:* ]] || options+=(--include=ca-certificates)
    mmdebstrap --quiet --variant=apt "${options[@]}" "${@:3}" "$1" "$2" ${mirror:+"$mirror"} </dev/null &
    wait $!
    cp /etc/resolv.conf "$2/etc/" 2>/dev/null || true
}

# bare_run FOLDER COMMAND...: runs it in there, with its own processes, terminals and shared memory; everything that it mounted and
# started is gone when it ends, or when this script does. Variables are those of a fresh login, plus those of proxies.
bare_run() {
    local folder=$1 variables=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        DEBIAN_FRONTEND=noninteractive TERM=dumb) name
    for name in http_proxy https_proxy ftp_proxy no_proxy; do
        [ -z "${!name:-}" ] || variables+=("$name=${!name}")
    done
    # shellcheck disable=SC2016
    setpriv --pdeathsig KILL unshare --mount --pid --ipc --fork --kill-child env --default-signal bash -ec '
        mount -t proc proc "$1/proc"
        mount -t tmpfs -o mode=1777,nosuid,nodev shm "$1/dev/shm"
        mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$1/dev/pts"
        mount --bind "$1/dev/pts/ptmx" "$1/dev/ptmx"
        exec chroot "$1" env -i "${@:2}"' bare "$folder" "${variables[@]}" "${@:2}" </dev/null &
    wait $!
}

# bare_temporary: a folder for such systems, removed when the script ends, in whatever way; its path is in $bare_folder
bare_temporary() {
    bare_folder=$(mktemp -d)
    trap 'bare_remove' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

bare_remove() {
    trap '' INT TERM HUP
    local signal process
    for signal in TERM KILL; do
        for process in $(jobs -p); do
            kill -s $signal "$process" 2>/dev/null || true
        done
        [ -z "$(jobs -p)" ] || sleep 2
    done
    # never into what may still be mounted; again if something was just ending
    rm -rf --one-file-system "$bare_folder" 2>/dev/null || { sleep 2; rm -rf --one-file-system "$bare_folder"; }
}

# bare_copy FOLDER: what is committed goes to /srv/fouille in there, where every user may read it
bare_copy() {
    mkdir -p "$1/srv/fouille"
    git archive HEAD | tar x -C "$1/srv/fouille"
}
