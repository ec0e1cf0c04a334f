#!/usr/bin/env bats
# --help, man pages and completions name every option, and the manual's examples run as they are printed.

bats_require_minimum_version 1.5.0
load helper

source=$BATS_TEST_DIRNAME/../..

# option_names FILE: the long names in an option table
option_names() {
    sed -nE 's/^OPTION\([A-Z0-9_]+, "([a-z0-9-]+)",.*/\1/p' "$source/$1/option_table.def"
}

# examples PAGE: the commands of its EXAMPLES, a line each, as they are printed
examples() {
    awk '/^# (EXAMPLES|EXEMPLES)$/ { on = 1; next } /^# / { on = 0 } on && /^```$/ { code = !code; next } on && code' "$1" | sed 's/\\\\/\\/g'
}

@test "every option is in --help, in both man pages and in the completions of three shells" {
    [ -d "$FOUILLE_BUILD/share/man" ] || skip "built without scdoc"
    for program in fouille fouille-index; do
        folder=query/app
        [ $program = fouille ] || folder=indexer/run
        option_names $folder >names
        [ "$(wc -l <names)" -ge 15 ]
        $program --help >help
        man=$FOUILLE_BUILD/share/man
        while read -r name; do
            grep -qE -- "--$name( |$)" help
            for page in "$man/man1/$program.1" "$man/fr/man1/$program.1"; do
                sed 's/\\f.//g; s/\\//g' "$page" | grep -qE -- "--$name\b" || { echo "$page: $name"; return 1; }
            done
            grep -qE -- " --$name( |$)" "$FOUILLE_BUILD/share/bash-completion/completions/$program"
            grep -qE -- "^    '--$name=?\[" "$FOUILLE_BUILD/share/zsh/site-functions/_$program"
            grep -qE -- "^complete -c $program -l $name( |$)" "$FOUILLE_BUILD/share/fish/vendor_completions.d/$program.fish"
        done <names
        # and help has no option that the table lacks
        diff <(grep -oE '^  (-., |    )--[a-z0-9-]+' help | grep -oE -- '--[a-z0-9-]+' | sort) \
            <(sed 's/^/--/' names | sort)
    done
}

@test "man pages are sound, and have both languages" {
    [ -d "$FOUILLE_BUILD/share/man" ] || skip "built without scdoc"
    cd "$FOUILLE_BUILD/share/man"
    for page in man1/fouille.1 man1/fouille-index.1 man7/fouille-query.7 man5/fouille-index-format.5; do
        # the same headings, options and examples
        [ "$(grep -c '^\.SH' $page)" -eq "$(grep -c '^\.SH' "fr/$page")" ]
        [ "$(grep -c '^\.RS' $page)" -eq "$(grep -c '^\.RS' "fr/$page")" ]
        none grep -q '@[A-Za-z-]*@' $page "fr/$page"
        if command -v mandoc >/dev/null; then
            for one in $page "fr/$page"; do
                # scdoc writes paragraphs around indented ones that mandoc passes over
                mandoc -Tlint -W warning "$one" | grep -v 'skipping paragraph macro' >"$work/lint" || true
                [ ! -s "$work/lint" ] || { cat "$work/lint"; return 1; }
            done
        fi
        if command -v man >/dev/null; then
            for one in $page "fr/$page"; do
                [ -z "$(man --warnings -E UTF-8 -l -Tutf8 -Z "$one" 2>&1 >/dev/null)" ]
            done
        fi
    done
}

@test "the examples of fouille(1) and fouille-query(7) find something" {
    cp -r "$source/examples/articles" .
    fouille-index --quiet articles
    cd articles
    for page in fouille.1 fouille-query.7; do
        for language in en fr; do
            examples "$source/docs/man/$language/$page.scd" >"$work/commands"
            [ "$(wc -l <"$work/commands")" -ge 5 ]
            while IFS= read -r command; do
                bash -o pipefail -c "$command" >"$work/out" 2>"$work/err" </dev/null || { echo "$page: $command"; cat "$work/err"; return 1; }
                [ -s "$work/out" ]
            done <"$work/commands"
        done
    done
}

@test "the examples of fouille-index(1) work" {
    for language in en fr; do
        rm -rf "$work/$language"
        mkdir "$work/$language"
        cd "$work/$language"
        cp -r "$source/examples/articles" articles
        cp -r articles/2022 a && cp -r articles/2023 b && cp -r articles/2024 c
        examples "$source/docs/man/$language/fouille-index.1.scd" >commands
        [ "$(wc -l <commands)" -ge 8 ]
        while IFS= read -r command; do
            bash -o pipefail -c "$command" >out 2>err </dev/null || { echo "$command"; cat err; return 1; }
        done <commands
        [ "$(fouille -c -i presse 'chemin:*')" -eq 3 ]
    done
}
