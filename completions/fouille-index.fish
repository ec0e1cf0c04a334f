# fish completion for fouille-index: options, their values, and paths

@fish@
