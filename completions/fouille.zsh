#compdef fouille
# zsh completion for fouille: options and their values, words of the index

_fouille_words() {
    local -a found
    found=(${(f)"$(fouille --terms -n 30 -- "${PREFIX#[+=-]}" 2>/dev/null | cut -f1)"})
    compadd -- ${found}
}

_arguments -s -S \
@zsh@
    '*:mot:_fouille_words'
