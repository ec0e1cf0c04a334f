#!/usr/bin/env bats
# How fouille is configured: the presets, and the processors that it is for.

bats_require_minimum_version 1.5.0
load helper

source=$BATS_TEST_DIRNAME/../..
needed="fouille needs a 64-bit little-endian processor"

# generator FOLDER: the one it was configured for
generator() {
    sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$1/CMakeCache.txt"
}

@test "cmake --preset and scripts/build agree on the generator" {
    one_thread
    cp -r "$source"/{CMake*,cmake,common,indexer,query,docs,completions,po,bench,tools,packaging,examples,scripts} "$work"
    cp "$source"/*.md "$source/LICENSE" "$work"
    cmake --preset debug -DFOUILLE_TESTS=OFF >/dev/null
    # configures once more and builds; one target is enough to see that they agree
    sed -i 's/^cmake --build.*/& base/' scripts/build
    scripts/build debug
    [ "$(generator build/debug)" = Ninja ]
}

@test "32 bits and the other byte order are refused in one line when it is configured" {
    check() { # BYTES ORDER
        cmake -DCMAKE_SIZEOF_VOID_P="$1" -DCMAKE_C_BYTE_ORDER="$2" -P "$source/cmake/processor.cmake"
    }
    check 8 LITTLE_ENDIAN
    for other in "4 LITTLE_ENDIAN" "8 BIG_ENDIAN" "4 BIG_ENDIAN"; do
        # shellcheck disable=SC2086
        run check $other
        [ "$status" -ne 0 ]
        [ "$(grep -c "$needed" <<<"$output")" -eq 1 ]
    done
    echo 'int bits;' | "${CC:-cc}" -m32 -fsyntax-only -x c - 2>/dev/null || skip "the compiler has no -m32"
    CFLAGS=-m32 run cmake -S "$source" --preset debug -B "$work/b" -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
    [ "$status" -ne 0 ]
    [ "$(grep -c "$needed" <<<"$output")" -eq 1 ]
}

@test "a compiler for such a processor refuses the first header that handles stored numbers" {
    header=$source/common/base/processor.h
    compiles() { "${CC:-cc}" -std=c17 -fsyntax-only -x c "$@" "$header"; }
    compiles
    run compiles -U__BYTE_ORDER__ -D__BYTE_ORDER__=__ORDER_BIG_ENDIAN__
    [ "$status" -ne 0 ]
    [ "$(grep -c "error.*$needed" <<<"$output")" -eq 1 ]
    grep -q '"common/base/processor.h"' "$source/common/base/buffer.h"
    echo 'int bits;' | "${CC:-cc}" -m32 -fsyntax-only -x c - 2>/dev/null || skip "the compiler has no -m32"
    run compiles -m32
    [ "$status" -ne 0 ]
    [ "$(grep -c "error.*$needed" <<<"$output")" -eq 1 ]
}

@test "every source compiles with musl's headers, and asks its C library for nothing that it lacks" {
    grep -q '^FOUILLE_SANITIZE:STRING=$' "$FOUILLE_BUILD/CMakeCache.txt" || skip "once is enough"
    shopt -s nullglob
    musl=(/usr/include/*-linux-musl)
    [ ${#musl[@]} -eq 1 ] || skip "needs musl-dev"
    # what else sources include: the kernel's headers and those of libraries, but not the C library's
    mkdir include
    triplet=$("${CC:-cc}" -print-multiarch)
    for name in linux asm-generic asm unicode libxml libstemmer.h zlib.h zconf.h libdeflate.h zstd.h zstd_errors.h lzma.h lzma bzlib.h utf8proc.h pcre2.h md4c.h; do
        for folder in /usr/include "/usr/include/$triplet" /usr/include/libxml2; do
            [ ! -e "$folder/$name" ] || [ -e "include/$name" ] || ln -s "$folder/$name" include
        done
    done
    export source
    compiler_headers=$("${CC:-cc}" -print-file-name=include)
    export compiler_headers
    compile() { # HEADERS SOURCE: into the current folder
        local name=${2#"$source/"}
        "${CC:-cc}" -O0 -std=gnu17 -D_GNU_SOURCE -nostdinc -isystem "$1" -isystem include \
            -isystem "$compiler_headers" -I "$source" \
            -DFOUILLE_VERSION='""' -DFOUILLE_STEMMER='""' -Werror=implicit-function-declaration -Werror=int-conversion -c -o "${name//\//_}.o" "$2"
    }
    export -f compile
    find "$source"/{common,indexer,query} "$FOUILLE_BUILD/lexicon_table.c" -name '*.c' -print0 | xargs -0 -P 2 -n 1 bash -c 'compile "$1" "$2"' _ "${musl[0]}"
    [ "$(find . -name '*.o' | wc -l)" -gt 200 ]
    nm -u ./*.o | awk '/ U /{print $2}' | sort -u >wanted
    nm ./*.o /usr/lib/*-linux-musl/lib*.a "$("${CC:-cc}" -print-libgcc-file-name)" 2>/dev/null |
        awk '$2 ~ /[TDBRVWC]/ { print $3 }' | sort -u >there
    comm -23 wanted there | grep -vE '^(_GLOBAL_OFFSET_TABLE_|(xml|html|md_parse|utf8proc_|pcre2_|ZSTD_|libdeflate_|sb_stemmer_|inflate|crc32|lzma_|BZ2_).*)$' >missing || true
    [ ! -s missing ] || { cat missing; return 1; }
}
