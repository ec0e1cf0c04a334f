#!/usr/bin/env bats
# Web pages: their article, and files whose names do not tell that they are pages.

bats_require_minimum_version 1.5.0
load helper

# $1: a word that the article has, $2: one that its menu has
page() {
    cat <<END
<!DOCTYPE html><title>La crue</title><nav><a href=/>$2</a></nav><article>
<p>Le fleuve est sorti de son lit, dans la nuit de lundi à mardi, et a inondé les rues du $1.</p>
<p>Les pompiers, venus de trois communes, ont évacué les habitants, dont beaucoup de personnes âgées.</p>
<p>La décrue, annoncée pour jeudi, sera lente, selon la préfecture, qui appelle à la prudence et à la patience.</p></article>
END
}

found() {
    { fouille -l -n 0 -- "$1" || true; } | sort | tr '\n' ' '
}

index() {
    run --separate-stderr fouille-index "$@"
}

@test "the article is indexed, and the rest counted" {
    mkdir a
    page bourg accueil >a/un.html
    page village accueil >a/deux.html
    echo 'Un texte du bourg.' >a/trois.txt
    index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"Around the articles of 2 pages, 1 kB of menus and the like left out (to index them: --whole-pages)."* ]]
    cd a
    [ "$(found bourg)" = "trois.txt un.html " ]
    [ -z "$(found accueil)" ]
    run -0 fouille-index --extract un.html --explain
    [ "${lines[0]}" = $'7\tleft out\tmenu, banner, footer or the like\tnav' ]
    [[ "${lines[1]}" == *$'\ttaken\tholds the article\tarticle' ]]
    run -0 fouille-index --extract un.html --explain --whole-pages
    [[ "${lines[0]}" == *$'\ttaken\tthe whole page, which is no article\thtml' ]]
}

@test "whole pages are indexed for a run that wants them" {
    mkdir a
    page bourg accueil >a/un.html
    index --whole-pages a
    [ "$status" -eq 0 ]
    [[ "$stderr" != *Around* ]]
    cd a
    [ "$(found accueil)" = "un.html " ]
    [[ "$(fouille-index --whole-pages --extract un.html)" == accueil* ]]
    page bourg sommaire >un.html
    index .
    [ -z "$(found sommaire)" ]
}

@test "what a filter writes is taken whole" {
    mkdir a
    page bourg accueil >a/un.abc
    index --filter '.abc=html:cat' a
    [ "$status" -eq 0 ]
    cd a
    [ "$(found accueil)" = "un.abc " ]
}

@test "pages are recognised by their beginning" {
    mkdir a
    page bourg accueil | tee a/article a/page.php 'a/voir.php?id=3' 'a/crue.html?p=3' >'a/crue?p=3.5'
    page bourg accueil >a/crue.exe
    echo 'Le bourg, sans balises.' | tee a/LISEZMOI >a/b.php
    echo '<?php echo "<html>le bourg</html>" ?>' >a/c.php
    index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"4 files of other formats"* ]]
    cd a
    [ "$(found bourg)" = "article crue.html?p=3 crue?p=3.5 page.php voir.php?id=3 " ]
    fouille-index --extract article | grep -q fleuve
    run ! fouille-index --extract LISEZMOI
    [ "$(fouille-index --status | grep -c '^new')" -eq 0 ]
    # what is no longer a page goes
    echo 'Rien.' >article
    index .
    [ "$(found bourg)" = "crue.html?p=3 crue?p=3.5 page.php voir.php?id=3 " ]
}

@test "a page without an extension that cannot be read keeps its article" {
    local as=()
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip "root reads everything"
        as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    fi
    mkdir a
    page bourg accueil >a/article
    chmod 777 a . "$work"
    "${as[@]}" fouille-index a
    chmod 000 a/article
    page village accueil >a/secret
    chmod 000 a/secret
    touch -d '2020-01-01' a/article
    run --separate-stderr "${as[@]}" fouille-index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"a/article': Permission denied"* ]]
    [[ "$stderr" != *secret* ]]
    cd a
    run "${as[@]}" fouille -l bourg
    [ "$output" = article ]
}

@test "shards share pages without an extension" {
    mkdir a
    for i in 1 2 3 4 5 6; do page "mot$i" accueil >"a/page$i"; done
    for k in 1 2 3; do fouille-index --shard "$k/3" a; done
    fouille-index --adopt -i a/.fouille
    cd a
    [ "$(fouille -c pompiers)" -eq 6 ]
}
