#!/usr/bin/env bats
# The worked index and the worked block of docs/format.md are what fouille-index writes, byte for byte.
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

# Lines of the page as "offset: bytes", as xxd -r takes them.
shown() {
    sed -n '/^## A worked index/,/^## A worked block/p' "$page" |
        sed -nE 's/^    ([0-9a-f]{3})  (([0-9a-f]{2} )*[0-9a-f]{2})(  .*)?$/\1: \2/p'
}

# The offsets of the bytes shown, decimal.
offsets_shown() {
    shown | while read -r at bytes; do
        at=$((16#${at%:}))
        for _ in $bytes; do
            echo "$at"
            at=$((at + 1))
        done
    done
}

u64_at() { od --endian=little -An -tu8 -j "$2" -N 8 "$1" | tr -d ' '; } # FILE OFFSET
put_at() { dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }         # FILE OFFSET: standard input
crc() { gzip -c | tail -c 8 | od --endian=little -An -tx4 -N 4 | tr -d ' '; }

# little_endian HEX: its bytes, the lowest first
little_endian() { fold -w 2 <<<"$1" | tac | xxd -r -p; }

# The page has the fingerprint of Debian 13's lexicon. With another one, "segment" and "manifest" get that of the index, and
# sums made over it.
take_fingerprint() {
    local fingerprint size contents
    fingerprint=$(sed -n 's/^analysis //p' crue/.fouille/MANIFEST)
    size=$(stat -c %s segment)
    contents=$(u64_at segment $((size - 64)))
    little_endian "$fingerprint" | put_at segment "$contents"
    little_endian "$(tail -c +$((contents + 1)) segment | head -c -64 | crc)" | put_at segment $((size - 48))
    check=$(tail -c 64 segment | head -c 60 | crc)
    little_endian "$check" | put_at segment $((size - 4))
    sed -i "s/^analysis .*/analysis $fingerprint/; s/^\(segment .*\) .*/\1 $check/; /^end /d" manifest
    echo "end $(crc <manifest)" >>manifest
}

@test "the manifest and the segment of the worked index are as the page shows them" {
    make_worked
    [ "$(stat -c %s crue/a.md)" -eq 159 ]
    sed -n '/^## A worked index/,/^## A worked block/p' "$page" | sed -nE 's/^    (0{6}.0: .*)$/\1/p' | xxd -r >manifest
    sed -nE '/^    fouille index /,/^    end /s/^    //p' "$page" | head -20 | diff - manifest
    offsets_shown | sort -n >offsets
    [ "$(uniq -d offsets | wc -l)" -eq 0 ]
    shown | sort | xxd -r -c 64 >segment # what the page does not show is zero
    cp manifest page-manifest
    cp segment page-segment
    take_fingerprint
    diff manifest crue/.fouille/MANIFEST
    diff <(xxd segment) <(xxd crue/.fouille/*.seg)
    if grep -qFx "$(grep ^analysis page-manifest)" manifest; then # and so are the sums on the page
        cmp manifest page-manifest
        cmp segment page-segment
    fi
}

# section SEGMENT NUMBER: its bytes
section() {
    local entry
    entry=$(($(u64_at "$1" $(($(stat -c %s "$1") - 64))) + 64 + 16 * $2))
    od -An -v -tx1 -w1 -j "$(u64_at "$1" "$entry")" -N "$(u64_at "$1" $((entry + 8)))" "$1"
}

@test "the worked block is as the page shows it" {
    yes '{"text":"mot"}' | head -131 | sed '4s/mot/mot mot mot/; $s/mot/mots mot/' >a.jsonl
    fouille-index -q --index index a.jsonl
    number=2
    for name in postings positions ranks terms "" forms; do
        if [ -n "$name" ]; then
            sed -n '/^## A worked block/,$p' "$page" | sed -n "/^\*\*$name/,/^\*\*/p" |
                sed -nE 's/^    (([0-9a-f]{2} )*[0-9a-f]{2})(  .*)?$/ \1/p' | tr ' ' '\n' | sed -n 's/^../ &/p' >block
            [ -s block ]
            section index/*.seg "$number" | diff block -
        fi
        number=$((number + 1))
    done
}
