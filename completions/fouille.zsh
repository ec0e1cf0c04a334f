#compdef fouille
# zsh completion for fouille: options and their values, words of the index, sites after site:

_fouille_words() {
    local -a index found
    local at=${words[(I)(-i|--index)]} named=${words[(R)--index=*]}
    (( at && at < CURRENT - 1 )) && index=(--index ${(Q)words[at + 1]/#\~/$HOME})
    [[ -n $named ]] && index=(${(Q)named/#--index=\~/--index=$HOME})
    if compset -P 'site:'; then
        found=(${(f)"$(fouille $index --facet site 'chemin:*' -n 200 2>/dev/null | cut -f1 | grep -vx -e -)"})
        compadd -- $found
        return
    fi
    if compset -P '(chemin|path):'; then
        _files
        return
    fi
    compset -P '(titre|title):' || compset -P '[+=-]##'
    [[ -n $PREFIX ]] || return 1
    found=(${(f)"$(fouille $index --terms -n 30 -- $PREFIX 2>/dev/null | cut -f1)"})
    # Words as they begin; where none begins so, those that differ in accents.
    compadd -- $found || compadd -U -- $found
}

_arguments -s -S \
@zsh@
    '*:mot:_fouille_words'
