#!/usr/bin/env bats
# What the default ranking adds to BM25, and how each part of it is turned off.

bats_require_minimum_version 1.5.0
load helper

order() { fouille -l "$@" | sed 's/\.txt$//' | xargs; }

@test "a word that stands early comes before one that stands late" {
    printf 'Sans titre\n\n%s\n' "$(printf 'mot %.0s' {1..40}) barrage" >a.txt
    printf 'Sans titre\n\n%s\n' "barrage $(printf 'mot %.0s' {1..40})" >b.txt
    fouille-index --quiet .
    [ "$(order barrage)" = "b a" ]
    [ "$(order --early 0 barrage)" = "a b" ]
    [ "$(order --ranking bm25 barrage)" = "a b" ]
    fouille --explain barrage >out
    grep -qE '^#     \+ [0-9.]+, first at word 3, weight 1$' out
    grep -qE '^#     \+ [0-9.]+, first at word 43, weight 1$' out
}

@test "the form as typed comes before others, accents included" {
    printf 'Sans titre\n\nOn marche ici.\n' >a.txt
    printf 'Sans titre\n\nUn marché ici.\n' >b.txt
    printf 'Sans titre\n\nDes marchés ici.\n' >c.txt
    fouille-index --quiet .
    [ "$(order marché | cut -d ' ' -f 1)" = b ]
    [ "$(order marchés | cut -d ' ' -f 1)" = c ]
    [ "$(order marche | cut -d ' ' -f 1)" = a ]
    fouille --explain marchés | grep -qE '^#     \+ [0-9.]+, 1 as typed, weight 0.2$'
    [ "$(fouille --explain --form 0 marchés | grep -c 'as typed')" -eq 0 ]
}

@test "function words weigh less beside others, and all the same by themselves" {
    printf 'Sans titre\n\nComment ? Comment ? Comment ?\n' >a.txt
    printf 'Sans titre\n\nLe préavis est long, long, long.\n' >b.txt
    for i in 1 2 3; do printf 'Sans titre\n\nUn préavis, un autre, encore un.\n' >c$i.txt; done
    fouille-index --quiet .
    printf 'Sans titre\n\nComment un préavis, un seul, finit.\n' >d.txt
    fouille-index --quiet .
    [ "$(order 'comment poser un préavis')" = "d c1 c2 c3 b" ] # not a
    [ "$(order --ranking bm25 'comment préavis' | cut -d ' ' -f 1)" = d ]
    fouille --explain 'comment préavis' | grep -qE '^#  1\..*weight 0.3$'
    rm d.txt
    fouille-index --quiet .
    [ "$(fouille --tsv comment | cut -f2)" = "$(fouille --tsv --function-words 1 comment | cut -f2)" ]
    [ "$(order comment)" = a ]
}

@test "the first hits are the same however many are asked for" {
    for i in {1..60}; do
        printf 'Titre\n\n%s crue %s\n' "$(yes mot | head -n $((i * 7 % 41)))" "$(yes mot | head -n 20)" >$i.txt
    done
    fouille-index --quiet .
    fouille --tsv -n 0 crue mot >all
    for n in 1 5 19 20 21 40; do fouille --tsv -n $n crue mot | cmp - <(head -n $n all); done
    fouille --tsv -n 0 --exhaustive crue mot | cmp - all
    fouille --tsv -n 5 --offset 18 crue mot | cut -f 3 | cmp - <(sed -n 19,23p all | cut -f 3)
    # in order of scores
    cut -f 2 all | sort -rg | cmp - <(cut -f 2 all)
}

@test "as many hits as the second stage ranks, and more, in one segment" {
    for i in {1..25}; do echo "crue $i" >$i.txt; done
    fouille-index --quiet .
    for n in 19 20 21 0; do
        fouille -l -n $n crue | sort -u >out
        [ "$(wc -l <out)" -eq "$(($n == 0 ? 25 : $n))" ]
    done
    rm {1..5}.txt
    fouille-index --quiet .
    [ "$(fouille -l -n 0 crue | wc -l)" -eq 20 ]
}

@test "values that are none" {
    echo mot >a.txt
    fouille-index --quiet .
    for bad in "--ranking best" "--early -1" "--form x" "--function-words 0" "--function-words 2"; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille $bad mot
        [ "$status" -eq 2 ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
    done
}
