#!/usr/bin/env bats
# Messages come in the user's language; what programs read does not.

bats_require_minimum_version 1.5.0
load helper

nbsp=$'\u00a0' thin=$'\u202f'

# speaking VARIABLE=VALUE... COMMAND: with these and no other variables that tell a language
speaking() {
    env -u LC_ALL -u LC_MESSAGES -u LANG -u LANGUAGE -u FOUILLE_LANGUAGE "$@"
}

french() {
    local text
    text=$(speaking "$@" fouille --nope 2>&1) || true
    [[ "$text" == "fouille: option inconnue «${nbsp}--nope${nbsp}»${thin}; voir --help${thin}; les mots qui commencent par un signe se placent après --" ]] ||
        { echo "$*: $text"; return 1; }
}

english() {
    local text
    text=$(speaking "$@" fouille --nope 2>&1) || true
    [[ "$text" == "fouille: unknown option '--nope'; see --help, and put words that begin with a sign after --" ]] || { echo "$*: $text"; return 1; }
}

@test "every text has its French, and the catalogue is sound" {
    command -v xgettext >/dev/null || skip "needs gettext"
    "$BATS_TEST_DIRNAME/../../scripts/update-translations" --check
}

@test "the language is that of the variables, whether its locale is installed or not" {
    french LANG=fr_FR.UTF-8
    french LANG=fr
    french LC_MESSAGES=fr_CA.UTF-8 LANG=en_US.UTF-8
    french LC_ALL=fr_FR@euro LANG=C
    french LANG=C.UTF-8 LANGUAGE=fr
    french LANG=de_DE.UTF-8 LANGUAGE=de:fr
    french LC_ALL=C FOUILLE_LANGUAGE=fr
    english LANG=C
    english A=b
    english LC_ALL=C LANG=fr_FR.UTF-8
    english LC_ALL=C LANGUAGE=fr
    english LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8
    english LANG=en_GB.UTF-8
    english LANGUAGE=en:fr LANG=fr_FR.UTF-8
    english LANG=de_DE.UTF-8
    english LANG=fr_FR.UTF-8 FOUILLE_LANGUAGE=en
    english LANG=../../fr
    french LANG=de_DE.UTF-8 LANGUAGE=../de::de_AT:fr_CA.UTF-8@euro
    english LANG=de_DE.UTF-8 LANGUAGE=de:en:fr
    english LANG=de_DE.UTF-8 LANGUAGE=:
}

@test "filters see the user's language as it was" {
    article a/un.x "rivière"
    for said in "LANG=fr_FR.UTF-8" "LANG=fr_FR.UTF-8 LANGUAGE=de:fr"; do
        # shellcheck disable=SC2086
        speaking $said fouille-index --quiet --rebuild --filter ".x=env" a
        # shellcheck disable=SC2086
        diff <(fouille --index a/.fouille --full 'chemin:*.x LANG' | grep -o '^LANG.*' | sort) <(printf '%s\n' $said)
    done
}

@test "a summary counts and writes numbers in French" {
    article a/un.txt "rivière"
    article a/deux.txt "rivière"
    article a/trois.jpg "image"
    run --separate-stderr speaking LANG=fr_FR.UTF-8 fouille-index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == "2 articles de 2 fichiers, 1 ko de texte, indexés en "[0-9]*" s. Index${nbsp}: "* ]]
    [[ "$stderr" == *"en 1 segment. Laissés de côté${nbsp}: 1 fichier d’un autre format." ]]
    rm a/deux.txt
    run --separate-stderr speaking LANG=fr_FR.UTF-8 fouille-index a
    [[ "$stderr" == "articles ajoutés${nbsp}: 0, modifiés${nbsp}: 0, retirés${nbsp}: 1, inchangés${nbsp}: 1, en 0,"* ]]
    run --separate-stderr speaking LANG=C fouille-index a
    [[ "$stderr" == "Nothing to do: 1 article unchanged, in 0."* ]]
}

@test "what the system says is said in French, too" {
    run --separate-stderr speaking LANG=fr_FR.UTF-8 fouille-index nulle-part
    [ "$status" -eq 2 ]
    [[ "$stderr" == "fouille-index: "*"«${nbsp}nulle-part${nbsp}»${nbsp}: aucun fichier ou dossier de ce nom" ]]
}

@test "lines for programs are the same in every language" {
    article a.txt "La rivière\n\nUne rivière en crue."
    fouille-index --quiet .
    for format in "" --tsv --json -l -c --terms "--facet mois" --kwic; do
        # shellcheck disable=SC2086
        cmp <(speaking LANG=fr_FR.UTF-8 fouille $format rivière) <(speaking LANG=C fouille $format rivière)
    done
}

@test "a search that succeeds opens nothing for the sake of languages" {
    command -v strace >/dev/null || skip "needs strace"
    [ -z "${ASAN_OPTIONS:-}" ] || skip "a sanitizer's calls"
    article a.txt "Une rivière en crue."
    fouille-index --quiet .
    speaking LANG=C strace -o none fouille rivière >/dev/null || skip "may not trace"
    speaking LANG=fr_FR.UTF-8 strace -o some fouille rivière >/dev/null
    [ "$(wc -l <none)" -eq "$(wc -l <some)" ]
    speaking LANG=C strace -o none fouille --json <<<rivière >/dev/null
    speaking LANG=fr_FR.UTF-8 strace -o some fouille --json <<<rivière >/dev/null
    [ "$(wc -l <none)" -eq "$(wc -l <some)" ]
    none grep -E 'locale|gconv|\.mo"' some
}
