# The lexicon: tools/lexicon makes a source of a Hunspell dictionary of French, which the room common/lexicon reads.
# Debian's hunspell-fr-comprehensive has both the classical spellings and those of 1990.
include(cmake/host_program.cmake)

set(FOUILLE_LEXICON "" CACHE STRING "Hunspell dictionary of French: the path of its .dic file without .dic")
# On the building machine, also where the programs are for another one.
find_path(hunspell_FOLDER NAMES fr.dic PATHS /usr/share/hunspell /usr/local/share/hunspell NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
if(FOUILLE_LEXICON)
  set(dictionary ${FOUILLE_LEXICON})
else()
  set(dictionary ${hunspell_FOLDER}/fr)
endif()
if(NOT EXISTS ${dictionary}.dic OR NOT EXISTS ${dictionary}.aff)
  message(FATAL_ERROR "a Hunspell dictionary of French is needed (Debian: hunspell-fr-comprehensive; "
    "scripts/install-packages installs it); -DFOUILLE_LEXICON=FOLDER/fr names FOLDER/fr.dic and FOLDER/fr.aff")
endif()

fouille_host_program(compile_lexicon base tools/lexicon/automaton.c tools/lexicon/hunspell.c tools/lexicon/lemmas.c
  tools/lexicon/lost.c tools/lexicon/main.c tools/lexicon/paradigms.c tools/lexicon/variants.c)
set(table ${PROJECT_BINARY_DIR}/lexicon_table.c)
add_custom_command(OUTPUT ${table} COMMAND ${compile_lexicon} ${dictionary}.aff ${dictionary}.dic ${table}
  DEPENDS compile_lexicon ${dictionary}.aff ${dictionary}.dic VERBATIM)
target_sources(lexicon PRIVATE ${table})

# The same sources as a room, for the tests of them.
if(FOUILLE_TESTS)
  fouille_room(lexicon_compiler tools/lexicon ROOMS lexicon base)
  target_compile_definitions(lexicon_compiler INTERFACE LEXICON_DICTIONARY="${dictionary}"
    LEXICON_COMPILER="${compile_lexicon}")
endif()
