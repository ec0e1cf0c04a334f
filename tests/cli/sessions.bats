#!/usr/bin/env bats
# The sessions in docs/sessions, and the picture, are what a terminal shows today.

bats_require_minimum_version 1.5.0
load helper

sessions=$BATS_TEST_DIRNAME/../../docs/sessions

# steady FILE: without what the clock says
steady() {
    sed -E 's/[0-9]+[.,][0-9]+ s\b/N s/; s/état du.*/N/' "$1"
}

@test "recorded sessions are today's" {
    command -v tmux >/dev/null || skip "needs tmux"
    [ -e "$FOUILLE_BUILD/share/locale/fr/LC_MESSAGES/fouille.mo" ] || skip "built without French messages"
    FOUILLE_BUILD=$FOUILLE_BUILD timeout 600 "$sessions/record" "$work"
    for file in french.txt english.txt; do
        # a long line breaks elsewhere when the clock's numbers are longer
        diff <(steady "$sessions/$file" | tr -d '\n') <(steady "$file" | tr -d '\n') >/dev/null ||
            { diff "$sessions/$file" "$file"; return 1; }
    done
    diff "$sessions/terminal.svg" terminal.svg
}
