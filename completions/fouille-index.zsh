#compdef fouille-index
# zsh completion for fouille-index: options, their values, and paths

_arguments -s -S \
@zsh@
    '*:path:_files'
