#!/usr/bin/env bats
# Formats beyond text and HTML, filters for others, and which files are taken in.

bats_require_minimum_version 1.5.0
load helper

# found WORD...: the paths of all hits, sorted, in one line
found() {
    { fouille -l -n 0 -- "$@" || true; } | sed 's/#.*//' | sort | tr '\n' ' '
}

index() {
    run --separate-stderr fouille-index "$@"
}

# without_pdftotext COMMAND...: in a PATH that has what tests need, and no pdftotext
without_pdftotext() {
    mkdir -p bin
    for name in sh cat tr; do ln -sf "$(command -v $name)" bin/; done
    PATH="$FOUILLE_BUILD/indexer:$FOUILLE_BUILD/query:$PWD/bin" "$@"
}

# --- XML ---

@test "XML: feeds, TEI, a wiki's export, and others, also compressed" {
    mkdir a
    cat >a/fil.rss <<'XML'
<rss version="2.0"><channel><title>Journal</title>
<item><title>La crue</title><link>https://e.fr/1</link><guid>g1</guid>
<pubDate>Thu, 06 Jan 2022 11:54:00 +0100</pubDate>
<description>&lt;p&gt;La rivi&amp;egrave;re monte.&lt;/p&gt;</description></item>
<item><title>La décrue</title><guid>g2</guid><description>Elle baisse.</description></item>
</channel></rss>
XML
    cat >a/roman.xml <<'XML'
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Un roman</title>
</titleStmt><sourceDesc><date when="1862"/></sourceDesc></fileDesc></teiHeader>
<text><body><p>Une <hi>riv</hi>ière tranquille.</p></body></text></TEI>
XML
    gzip -c >a/wiki.xml.gz <<'XML'
<mediawiki><siteinfo><base>https://fr.wikipedia.org/wiki/Accueil</base></siteinfo>
<page><title>Rivière</title><id>7</id><revision><timestamp>2021-02-03T04:05:06Z</timestamp>
<text>Une '''rivière''' est un [[cours d'eau|courant]].</text></revision></page></mediawiki>
XML
    printf '<a><b>ruisseau</b><c>fleuve</c></a>' >a/autre.xml
    index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == "5 articles from 4 files"* ]]
    cd a
    [ "$(found rivière)" = "fil.rss roman.xml wiki.xml.gz " ]
    [ "$(found fleuve)" = "autre.xml " ]
    [ "$(fouille --tsv titre:crue | cut -f4,5,6,7)" = "g1	La crue	https://e.fr/1	2022-01-06T11:54:00+01:00" ]
    [ "$(fouille --tsv titre:rivière | cut -f6)" = "https://fr.wikipedia.org/wiki/Rivière" ]
    [ "$(fouille-index --extract roman.xml)" = "Une rivière tranquille." ]
    [ "$(found 'rivière date:1862')" = "roman.xml " ]
}

@test "compressed: any text format, whole and cut" {
    mkdir a
    printf '{"id": 1, "text": "Une crue."}\n{"id": 2, "text": "Une décrue."}\n' | zstd -qc >a/lignes.jsonl.zst
    printf '<title>Le pont</title><p>Une crue.</p>' | xz -c >a/page.HTML.XZ
    { printf 'Une ' | bzip2 -c; printf 'crue.' | bzip2 -c; } >a/note.txt.bz2
    printf '{"titre": "Le quai", "contenu": "La crue."}' | zstd -qc >a/un.json.zst
    printf 'La crue.' | xz -c | head -c -9 >a/coupe.md.xz
    printf 'La crue.' >a/faux.md.bz2
    index --threads 3 a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"coupe.md.xz' is truncated: its xz data is incomplete"* ]]
    [[ "$stderr" == *"the bzip2 data of "*"faux.md.bz2' is damaged"* ]]
    cd a
    [ "$(found crue)" = "lignes.jsonl.zst note.txt.bz2 page.HTML.XZ un.json.zst " ]
    [ "$(fouille -l décrue)" = "lignes.jsonl.zst#2" ]
    [ "$(fouille-index --extract note.txt.bz2)" = "Une crue." ]
    [ "$(fouille --tsv pont | cut -f5)" = "Le pont" ]
}

@test "tables: an article per row, or one in all, also compressed" {
    mkdir a
    printf 'num;titre;contenu;publie_le;prix\r\n1;La crue;"Le pont; fermé\r\nce soir";15/06/2022;1,5\r\n2;Le quai;Ouvert, ce soir;16/06/2022;2,5\r\n' \
        >a/presse.csv
    printf 'id\ttext\nx7\tUne crue "annoncée"\n' | zstd -qc >a/depeches.tsv.zst
    printf 'commune,habitants\nArles,51000\n' >a/2022-06-15-communes.csv
    index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"2022-06-15-communes.csv: no column with text; the table is one article"* ]]
    [[ "$stderr" == *"4 articles from 3 files"* ]]
    cd a
    [ "$(fouille --tsv pont | cut -f3,4,5,7)" = "presse.csv	L2	La crue	2022-06-15" ]
    [ "$(fouille -l quai)" = "presse.csv#L4" ]
    [ "$(fouille -l annoncée)" = "depeches.tsv.zst#x7" ]
    [ "$(fouille -l 'arles date:2022')" = "2022-06-15-communes.csv" ]
    [ "$(fouille-index --extract 'presse.csv#L2')" = $'Le pont; fermé\nce soir' ]
    # a run reads what has changed; rows that have not stay
    printf 'num;titre;contenu;publie_le;prix\r\n1;La crue;"Le pont; fermé\r\nce soir";15/06/2022;1,5\r\n2;Le quai;Fermé, ce soir;16/06/2022;2,5\r\n' \
        >presse.csv
    index
    [[ "$stderr" == *"1 changed"* ]]
    [ "$(fouille -l fermé | sort | tr '\n' ' ')" = "presse.csv#L2 presse.csv#L4 " ]
    fouille-index --check
    printf 'l1;l2\n' >vide.abc
    index --filter '.abc=csv:sed s/l1/titre/;s/l2/texte/;$aLa;neige' .
    [ "$(fouille -l neige)" = "vide.abc#L2" ]
}

@test "--map: names of keys and columns, and what is read again when they change" {
    mkdir a
    printf '{"id": 1, "sujet": "La crue", "propos": "Le pont est fermé."}\n' >a/un.jsonl
    printf 'réf,propos,jour\nr7,Le quai est ouvert.,15/06/2022\n' >a/deux.csv
    index --map 'text=propos,id=ref' --map date=jour a
    [ "$status" -eq 0 ]
    cd a
    [ "$(fouille -l pont)" = "un.jsonl#1" ]
    [ "$(fouille --tsv quai | cut -f3,4,7)" = "deux.csv	r7	2022-06-15" ]
    [ "$(fouille-index --map text=réf --extract 'deux.csv#L2')" = r7 ]
    index --map text=absent --rebuild --strict .
    [ "$status" -eq 1 ]
    [ "$(fouille -c pont)" -eq 0 ]
    # what gave less text is read again with other names
    index --map text=propos
    [ "$(fouille -c pont)" -eq 1 ]
    for wrong in text text= auteur=a 'text=a,,date=b'; do
        index --map "$wrong" .
        [ "$status" -eq 2 ]
    done
    [[ "$stderr" == *"'' is not FIELD=NAME"* ]]
}

@test "XML: an item that is new is added, the others stay" {
    item() { printf '<item><title>T%s</title><guid>g%s</guid><description>mot%s</description></item>' "$1" "$1" "$1"; }
    mkdir a
    printf '<rss><channel>%s</channel></rss>' "$(item 1; item 2)" >a/f.rss
    index a
    printf '<rss><channel>%s</channel></rss>' "$(item 1; item 2; item 3)" >a/f.rss
    index a
    [[ "$stderr" == "1 article added, 0 changed, 0 removed, 2 unchanged"* ]]
}

@test "XML: damage is said once, with its line, and what can be read is" {
    mkdir a
    printf '<a>\nun <b>mot\nd&eacute;j&agrave; <' >a/x.xml
    index a
    [ "$status" -eq 1 ]
    [[ "${stderr_lines[0]}" == *"a/x.xml:"[0-9]*": damaged XML: "* ]]
    [ "$(cd a; found déjà)" = "x.xml " ]
    index a
    [ "$status" -eq 0 ]
}

@test "XML: nothing outside the file is read" {
    mkdir a
    echo secretissime >outside
    printf '<!DOCTYPE a [<!ENTITY x SYSTEM "file://%s/outside">]><a>un &x; deux</a>' "$PWD" >a/x.xml
    index a
    [ "$status" -eq 0 ]
    [ "$(fouille-index --extract a/x.xml)" = "un deux" ]
}

# --- PDF ---

@test "PDF: through pdftotext" {
    command -v pdftotext >/dev/null || skip "no pdftotext"
    mkdir a
    a_pdf a/x.PDF 'un rhinoceros passe'
    printf 'garbage' >a/bad.pdf
    index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"a/bad.pdf': the filter 'pdftotext' produced nothing: it exited with status 1"* ]]
    [ "$(cd a; found rhinoceros)" = "x.PDF " ]
    fouille-index --extract a/x.PDF | grep rhinoceros
}

@test "PDF: without pdftotext it is said once, and what the index has stays" {
    mkdir a
    a_pdf a/x.pdf 'un rhinoceros passe'
    a_pdf a/y.pdf 'un autre'
    echo texte >a/z.txt
    run --separate-stderr without_pdftotext fouille-index a
    [ "$status" -eq 0 ]
    [ "$(grep -c 'reading PDF requires pdftotext' <<<"$stderr")" -eq 1 ]
    [[ "$stderr" == *"2 files of other formats"* ]]
    run --separate-stderr fouille-index --filter '.pdf=tr -cd "a-z \n"' a
    [ "$status" -eq 0 ]
    [ "$(cd a; found rhinoceros)" = "x.pdf " ]
    run --separate-stderr without_pdftotext fouille-index a
    [[ "$stderr" == *"Nothing to do"* ]]
    [ "$(cd a; found rhinoceros)" = "x.pdf " ]
    run without_pdftotext fouille-index --status --index a/.fouille
    grep -q '^pending: *nothing$' <<<"$output"
}

# --- filters ---

@test "filter: standard input or a path, text, HTML or other formats" {
    mkdir a
    echo 'un rhinoceros' >"a/it's a {} \$(id).abc"
    echo '<p>une girafe' >a/y.def
    echo '{"id":"1","text":"un lynx"}' >a/z.ghi
    echo '<a>un tapir</a>' >a/z.jkl
    echo '# Titre *de* loutre' >a/z.mno
    index --filter '.abc=cat {}' --filter '.def=html:cat' --filter '.ghi=jsonl:cat {}' \
        --filter '.jkl=xml:cat' --filter '.mno=markdown:cat' a
    [ "$status" -eq 0 ]
    cd a
    [ "$(found rhinoceros)" = "it's a {} \$(id).abc " ]
    [ "$(found girafe)" = "y.def " ]
    [ "$(fouille --tsv lynx | cut -f3,4)" = "z.ghi	1" ]
    [ "$(found tapir)" = "z.jkl " ]
    [ "$(fouille --tsv titre:loutre | cut -f5)" = "Titre de loutre" ]
    run fouille p
    [ "$status" -eq 1 ]
}

@test "filter: no shell sees the command, nor the name" {
    mkdir a
    echo x >'a/; touch hacked;.abc'
    index --filter '.abc=echo $HOME `touch hacked` $(touch hacked) ; touch hacked > hacked {}' a
    [ "$status" -eq 0 ]
    [ ! -e hacked ]
    [ ! -e a/hacked ]
    fouille-index --filter '.abc=echo $HOME {}' --extract 'a/; touch hacked;.abc' | grep -F '$HOME a/; touch hacked;.abc'
}

@test "filter: a suffix may be of several parts, ignores case, and comes before the formats" {
    mkdir a
    echo 'un lynx' >a/x.tar.gz
    echo 'un tapir' >a/y.TXT
    index --filter '.tar.gz=cat' --filter '.txt=tr t T' a
    [ "$status" -eq 0 ]
    [ "$(cd a; found lynx)" = "x.tar.gz " ]
    [ "$(fouille-index --filter '.txt=tr t T' --extract a/y.TXT)" = "un Tapir" ]
}

@test "filter: failures name the file, the program and the reason, and keep the old articles" {
    mkdir a
    echo 'un lynx' >a/x.abc
    index --filter '.abc=cat' a
    echo 'un lynx roux' >a/x.abc
    index --filter '.abc=sh -c "echo dommage >&2; exit 4"' a
    [ "$status" -eq 1 ]
    [[ "${stderr_lines[0]}" == "fouille-index: '$PWD/a/x.abc': the filter 'sh' produced nothing: it exited with status 4: dommage" ]]
    [ "$(cd a; found lynx)" = "x.abc " ]
    index --filter '.abc=cat' a
    [ "$status" -eq 0 ]
    [ "$(cd a; found roux)" = "x.abc " ]
}

@test "filter: time, memory and output are limited" {
    mkdir a
    for i in 1 2 3; do echo "un lynx" >a/$i.abc; done
    SECONDS=0
    index --filter-time 1 --filter '.abc=sleep 600' a
    [ "$status" -eq 1 ]
    [ "$SECONDS" -lt 20 ]
    [[ "$stderr" == *"it took more than 1 s and was killed"* ]]
    [[ "$stderr" == *"3 files or folders that could not be read"* ]]
    index --memory 4M --filter '.abc=yes' a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"longer than 1048576 bytes; truncated"* ]]
    index --rebuild --filter-memory 20M --filter '.abc=sh -c "ulimit -d"' a
    [ "$(fouille-index --filter-memory 20M --filter '.abc=sh -c "ulimit -d"' --extract a/1.abc)" = 20480 ]
}

@test "filter: what it writes may be hostile" {
    mkdir a
    echo x >a/x.abc
    index --filter '.abc=sh -c "printf \"\\033[31m\\000rouge\\377\"; printf \"\\033[2J\" >&2; exit 1"' a
    [ "$status" -eq 1 ]
    none grep -qP '[\x00-\x09\x0b-\x1f]' <<<"$stderr"
    [[ "$stderr" == *'\x1B[2J'* ]]
    index --filter '.abc=head -c 100000 /dev/zero' a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"is binary"* ]]
}

@test "filter: a signal ends it with the run" {
    mkdir a
    echo 'un lynx' >a/x.abc
    echo 'un tapir' >a/a.txt
    # Not in the shell's job control, where Ctrl-C would be ignored.
    # The signal goes to the run alone, once: a second one would end it without a word.
    timeout --foreground --signal INT --kill-after 20 1 \
        env --default-signal=INT fouille-index --filter '.abc=sleep 599.25' a 2>said || true
    grep -q stopped said
    none pgrep -f 'sleep 599.25'
    [ "$(cd a; found tapir)" = "a.txt " ]
}

@test "filter: mistakes are said before anything is done" {
    mkdir a
    for filter in 'abc' '=cat' '.abc=' '.abc=pdf:cat' ".abc=cat 'x" '.abc=no-such-program {}'; do
        index --filter "$filter" a
        [ "$status" -eq 2 ]
        [ ! -e a/.fouille ]
    done
    [[ "$stderr" == *"program 'no-such-program' not found"* ]]
    index --filter-time 0 a
    [ "$status" -eq 2 ]
    index --filter-memory much a
    [ "$status" -eq 2 ]
}

@test "filter: a run without it takes its articles out" {
    mkdir a
    echo 'un lynx' >a/x.abc
    index --filter '.abc=cat' a
    index a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"1 removed"* ]]
    [ "$(cd a; found lynx)" = "" ]
}

# --- charsets ---

@test "encoding: for files that say nothing else" {
    mkdir a
    printf 'un \x82l\x82phant\n' >a/dos.txt
    printf 'un lézard\n' >a/utf.txt
    printf '<meta charset=iso-8859-1><p>une b\xeate' >a/page.html
    index --encoding cp850 a
    [ "$status" -eq 0 ]
    cd a
    [ "$(found éléphant)" = "dos.txt " ]
    [ "$(found lézard)" = "utf.txt " ]
    [ "$(found bête)" = "page.html " ]
    [ "$(fouille-index --encoding cp850 --extract dos.txt)" = "un éléphant" ]
    index --encoding klingon .
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"unknown charset 'klingon'"* ]]
}

# --- which files ---

@test "include and exclude: globs, and a change takes out what is now excluded" {
    mkdir -p a/b/brouillons a/c
    for name in a/x.txt a/x.md a/b/y.txt a/b/brouillons/z.txt a/c/w.txt; do echo lynx >"$name"; done
    index a
    [ "$(cd a; found lynx)" = "b/brouillons/z.txt b/y.txt c/w.txt x.md x.txt " ]
    index --exclude brouillons/ --exclude '*.md' a
    [[ "$stderr" == *"2 removed"* ]]
    [[ "$stderr" == *"2 ignored files or folders"* ]]
    [ "$(cd a; found lynx)" = "b/y.txt c/w.txt x.txt " ]
    index --include '*.md' --include /c/ a
    [ "$(cd a; found lynx)" = "c/w.txt x.md " ]
    index --include '*.txt' --exclude '/b/**' --exclude '!/b/y.txt' a
    [ "$(cd a; found lynx)" = "b/y.txt c/w.txt x.txt " ]
    index a
    [ "$(cd a; found lynx)" = "b/brouillons/z.txt b/y.txt c/w.txt x.md x.txt " ]
}

@test "exclude: everything may go, and that is not an empty disk" {
    mkdir a
    echo lynx >a/x.txt
    index a
    index --exclude '*' a
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"1 removed"* ]]
}

@test ".fouilleignore: nested, negated, anchored, folders, two stars" {
    mkdir -p a/b/c a/d
    printf '# commentaire\n*.md\n!garde.md\n/racine.txt\nd/\nb/**/loin.txt\n' >a/.fouilleignore
    printf '!*.md\nici.txt\n' >a/b/.fouilleignore
    for name in a/x.md a/garde.md a/racine.txt a/b/racine.txt a/d/x.txt a/b/c/loin.txt a/b/loin.txt \
        a/b/y.md a/b/ici.txt a/ici.txt; do echo lynx >"$name"; done
    index a
    [ "$status" -eq 0 ]
    [ "$(cd a; found lynx)" = "b/racine.txt b/y.md garde.md ici.txt " ]
    echo '*.txt' >>a/.fouilleignore
    index a
    [ "$(cd a; found lynx)" = "b/y.md garde.md " ]
    rm a/.fouilleignore a/b/.fouilleignore
    index a
    [ "$(cd a; fouille -c lynx)" -eq 10 ]
}

@test ".fouilleignore: one that cannot be read protects its folder" {
    mkdir -p a/b
    echo 'x.txt' >a/b/.fouilleignore
    echo lynx >a/b/x.txt
    echo lynx >a/b/y.txt
    index a
    [ "$(cd a; found lynx)" = "b/y.txt " ]
    rm a/b/.fouilleignore
    ln -s ../../ailleurs a/b/.fouilleignore
    echo lynx >a/b/z.txt
    index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"a/b: cannot open '.fouilleignore'"* ]]
    [ "$(cd a; found lynx)" = "b/y.txt " ]
}

@test ".fouilleignore: in the root, one that cannot be read keeps everything as it was" {
    mkdir a
    echo lynx >a/x.txt
    mkdir a/.fouilleignore
    index a
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'.fouilleignore' is not a regular file" ]]
    run fouille --index a/.fouille lynx
    [ "$status" -eq 2 ]
    rmdir a/.fouilleignore
    index a
    mkfifo a/.fouilleignore
    echo lynx >a/y.txt
    index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"'.fouilleignore' is not a regular file; its articles stay in the index"* ]]
    [ "$(cd a; found lynx)" = "x.txt " ]
}

@test "files-from: ignored files are not taken in, and are taken out" {
    mkdir -p a/b
    echo lynx >a/b/x.txt
    echo lynx >a/b/y.txt
    index a
    echo 'x.*' >a/b/.fouilleignore
    echo roux >>a/b/x.txt
    echo roux >>a/b/y.txt
    printf '%s\n' a/b/x.txt a/b/y.txt >list
    index --index a/.fouille --files-from list
    [ "$status" -eq 0 ]
    [ "$(cd a; found lynx)" = "b/y.txt " ]
    [ "$(cd a; found roux)" = "b/y.txt " ]
    index --index a/.fouille --exclude b/ --files-from list
    [ "$(cd a; found lynx)" = "" ]
}
