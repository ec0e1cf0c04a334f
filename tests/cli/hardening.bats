#!/usr/bin/env bats
# What the compiler and the linker are asked for is in the programs: position-independent, no writable
# jump tables, no executable stack, guarded stacks.

bats_require_minimum_version 1.5.0
load helper

@test "hardening: programs" {
    for program in indexer/fouille-index query/fouille; do
        program=$FOUILLE_BUILD/$program
        readelf -hW "$program" | grep -q 'Type: *DYN'
        readelf -lW "$program" | grep -q GNU_RELRO
        readelf -lW "$program" | grep GNU_STACK | grep -q ' RW '
        # Where all is linked statically there is nothing that is bound.
        readelf -lW "$program" | grep -q INTERP || continue
        readelf -dW "$program" | grep -qE 'BIND_NOW|Flags: .*NOW'
    done
}

@test "hardening: stacks are guarded, and sizes that are known are checked" {
    for program in indexer/fouille-index query/fouille; do
        nm "$FOUILLE_BUILD/$program" >symbols
        grep -q ' __stack_chk_fail' symbols
        grep -q '__[a-z]*_chk' symbols
    done
}
