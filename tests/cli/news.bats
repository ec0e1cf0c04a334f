#!/usr/bin/env bats
# A word of the news finds the articles with its own forms, and no others: on 29,960 articles, where they lie next to the
# checkout. A count must be that of the forms, each asked for by itself (=mot).

bats_require_minimum_version 1.5.0
load helper

# word WORD FORM...: the word finds what its forms find, also those that lack accents.
word() {
    local query=
    for form in "${@:2}"; do query+="${query:+ OU }=$form"; done
    [ "$(fouille -c "$1")" -eq "$(fouille -c "$query")" ] ||
        { echo "$1: $(fouille -c "$1"), its forms: $(fouille -c "$query")"; wrong=1; }
}

@test "words of the news find their own forms" {
    news="$BATS_TEST_DIRNAME/../../../shared/data/news.tar.zst"
    [ -e "$news" ] || skip "no news beside the project"
    zstd -qdc "$news" | tar x
    fouille-index --quiet news
    export FOUILLE_INDEX=news/.fouille
    wrong=0
    word mer mer mers
    word mère mère mères mere meres
    word port port ports
    word porte porte portes
    word Gaza gaza
    word Cuba cuba
    word Messi messi
    word CAF caf
    word OM om
    word OMS oms
    word mars mars
    word villa villa villas
    word tempe tempe tempes
    word série série séries serie series
    word égalité égalité égalités egalité égalite egalite egalités égalites egalites
    word note note notes
    word parlement parlement parlements
    word départ départ départs depart departs
    word presse presse presses
    word loi loi lois
    word élu élu élue élus élues elu elue elus elues
    word jeu jeu jeux
    word euro euro euros
    word ami ami amie amis amies
    word lieu lieu lieux lieus
    word français français française françaises francais francaise francaises
    word Élysée élysée elysée elysee élysées elysées elysees
    word Elysée élysée elysée elysee élysées elysées elysees
    word =Élysée élysée
    [ "$wrong" -eq 0 ]
    [ "$(fouille -c mer)" -lt 1100 ]
    [ "$(fouille -c mère)" -gt 1500 ]
    [ "$(fouille -c 'réforme des retraites')" -lt 3000 ]
    [ "$(fouille -c 'réforme des retraites')" -eq "$(fouille -n 0 -l 'réforme des retraites' | wc -l)" ]
    for verb in 'manger mangeons' 'vendre vendu' 'dire dit' 'cite citent' 'marcher marché'; do
        [ "$(fouille -c "${verb% *} SAUF =${verb#* }")" -lt "$(fouille -c "${verb% *}")" ]
    done
}
