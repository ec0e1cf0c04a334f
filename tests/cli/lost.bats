#!/usr/bin/env bats
# No text is lost in silence: files and records that give no text, or far less than they hold.

bats_require_minimum_version 1.5.0
load helper

# index [OPTION...]: the folder a.
index() { run --separate-stderr fouille-index --index idx "$@" a; }

@test "a page without text is named, counted, and a failure with --strict only" {
    article a/bon.html '<title>Bon</title><p>La rivière.</p>'
    article a/vide.html '<div id="app"></div><script>var texte = "rivière";</script>'
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"a/vide.html: no text in it"* ]]
    [[ "$stderr" == *"1 file or article gives little or no text."* ]]
    [[ "$stderr" != *bon.html* ]]
    sleep 0.05
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" != *vide.html* ]]
    [[ "$stderr" == *"1 file or folder is still left out"* ]]
    index --strict
    [ "$status" -eq 1 ]
    fouille-index --index idx --status | grep -q 'vide.html: no text in it'
    article a/vide.html '<p>La crue.</p>'
    index --strict
    [ "$status" -eq 0 ]
    [ "$(fouille --index idx -c crue)" = 1 ]
}

@test "a large file that gives hardly any text is named with both sizes" {
    mkdir a
    { echo '<mets><titre>Rive</titre>'; for i in {1..3000}; do echo "<fichier chemin='image$i.tif'/>"; done; echo '</mets>'; } >a/mets.xml
    { echo '<!--'; for i in {1..3000}; do echo "note $i"; done; echo '-->'; echo; echo Fin.; } >a/notes.md
    { for i in {1..3000}; do echo "<p>Ligne $i de la rivière.</p>"; done; } >a/page.html
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"a/mets.xml: only "*" of text in "* ]]
    [[ "$stderr" == *"a/notes.md: only "*" of text in "* ]]
    [[ "$stderr" != *page.html:* ]]
    [[ "$stderr" == *"2 files or articles give little or no text."* ]]
}

@test "a filter that makes no text of a file is named" {
    article a/image.abc 'une image'
    printf '#!/bin/sh\nprintf "\\f\\n"\n' >filtre
    chmod +x filtre
    index --filter ".abc=$PWD/filtre"
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"a/image.abc: no text in it"* ]]
}

@test "files that hold nothing are not named" {
    mkdir a
    : >a/rien.txt
    printf '\n\n \n' >a/blanc.txt
    : >a/rien.jsonl
    index --strict
    [ "$status" -eq 0 ]
}

@test "a record whose longest text has no known name is named by line" {
    article a/un.jsonl '{"title":"Un","texte":"La rivière."}\n{"title":"Deux","prose":"La crue de la rivière."}\n{"title":"Trois","texte":""}'
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"a/un.jsonl:2: the longest text, 'prose', is not indexed"* ]]
    [[ "$stderr" == *"a/un.jsonl:3: no text in it"* ]]
    [[ "$stderr" == *"2 files or articles give little or no text."* ]]
    index --strict
    [ "$status" -eq 1 ]
}

@test "what no JSON is, but understood, is said and is no failure" {
    article a/un.jsonl '{"title":"Un","texte":"La rivière.","note":NaN}'
    index --strict
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"a/un.jsonl:1: a value that is not JSON, such as NaN, is read as null"* ]]
    [[ "$stderr" == *"1 article has values that are not JSON."* ]]
}

@test ".json files are articles, one or several; those of programs are only counted" {
    article a/un.json '{\n  "titre": "Un",\n  "texte": "La rivière."\n}'
    article a/liste.json '[{"id":"x","texte":"La rivière."},\n{"texte":"La crue."}]'
    article a/fil.json '{"articles":[{"title":"Trois","content":"<p>La rivi&egrave;re.</p>"}]}'
    article a/paquet.json '{"name":"paquet","version":"1.0"}'
    index
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"a/paquet.json:1: no text and no title"* ]]
    [ "$(fouille --index idx -l -n 0 rivière | sort | tr '\n' ' ')" = "a/fil.json#N1 a/liste.json#x a/un.json " ]
    [ "$(fouille --index idx -l crue)" = "a/liste.json#N2" ]
    [ "$(fouille-index --extract "a/liste.json#N2")" = "La crue." ]
    gzip a/liste.json
    index
    [ "$(fouille --index idx -l crue)" = "a/liste.json.gz#N2" ]
}
