#!/usr/bin/env bats
# The worked index of docs/format.md is what fouille-index writes, byte for byte.
# shellcheck disable=SC2016 # backquotes are the page's

bats_require_minimum_version 1.5.0
load helper

page="$BATS_TEST_DIRNAME/../../docs/format.md"
shim() { echo "$FOUILLE_BUILD/tests/change/libstat_shim.so"; }

make_worked() {
    command -v xxd >/dev/null || skip "needs xxd"
    [ -e "$(shim)" ] || skip "the library that sets inode numbers and times is not built"
    mkdir crue
    sed -n '/^`a.md`, modified/,/^`b.txt`/p' "$page" | sed -n 's/^    //p' >crue/a.md
    sed -n '/^`b.txt`, modified/,/^`fouille-index crue`/p' "$page" | sed '/^`/d; s/^    //' | sed '1d; $d' >crue/b.txt
    touch -d '2024-05-02 08:00:00 UTC' crue/a.md
    touch -d '2024-05-03 08:00:00 UTC' crue/b.txt
    LD_PRELOAD=$(shim) FOUILLE_STAT_INODE=11214879 FOUILLE_STAT_CTIME=1714752000000000000 fouille-index -q crue
}

# Lines of the page as "offset byte", both decimal.
shown() {
    sed -n '/^## A worked index/,/^## A worked block/p' "$page" |
        sed -nE 's/^    ([0-9a-f]{3})  (([0-9a-f]{2} )*[0-9a-f]{2})(  .*)?$/\1 \2/p' |
        while read -r at bytes; do
            at=$((16#$at))
            for byte in $bytes; do
                echo "$at $((16#$byte))"
                at=$((at + 1))
            done
        done
}

@test "the manifest and the segment of the worked index are as the page shows them" {
    make_worked
    [ "$(stat -c %s crue/a.md)" -eq 159 ]
    sed -n '/^## A worked index/,/^## A worked block/p' "$page" | sed -nE 's/^    (0{6}.0: .*)$/\1/p' >manifest
    xxd -r manifest | diff - crue/.fouille/MANIFEST
    sed -nE '/^    fouille index /,/^    end /s/^    //p' "$page" | head -20 | diff - crue/.fouille/MANIFEST
    shown | sort -n >there
    [ "$(cut -d ' ' -f 1 there | uniq -d | wc -l)" -eq 0 ]
    od -An -v -tu1 -w1 crue/.fouille/*.seg | awk '{ print NR - 1, $1 + 0 }' >bytes
    # What the page does not show is zero.
    awk 'NR == FNR { shown[$1] = $2; next } { print $1, ($1 in shown ? shown[$1] : 0) }' there bytes | diff - bytes
}
