# Makes a program start fast: no dynamic loader, no relocations for unused languages, and
# no work at start whose result the build can know. Measured with bench/run: 1.2 ms of 2.4.

include(CheckCSourceCompiles)

set(CMAKE_REQUIRED_FLAGS -fPIE)
set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
check_c_source_compiles("int main(void) { return 0; }" FOUILLE_HAS_STATIC_PIE)
unset(CMAKE_REQUIRED_FLAGS)
unset(CMAKE_REQUIRED_LINK_OPTIONS)

# Whether everything that our programs link, including libc, can be linked statically.
set(FOUILLE_ALL_STATIC OFF)
if(FOUILLE_STATIC_DEPENDENCIES AND FOUILLE_HAS_STATIC_PIE AND NOT FOUILLE_SANITIZE)
  set(FOUILLE_ALL_STATIC ON)
  foreach(library stemmer deflate zstd utf8proc pcre2)
    if(NOT ${library}_FILE MATCHES "\\.a$")
      set(FOUILLE_ALL_STATIC OFF)
    endif()
  endforeach()
endif()

# libstemmer's table of languages names the functions of each, so that using one language links all of
# them, and their tables have 11,000 pointers to relocate at each start. The functions of other languages
# get the address 0 here, so that the linker does not look for them; only French in UTF-8 is ever used.
function(fouille_only_french target)
  execute_process(COMMAND ${CMAKE_NM} -u ${stemmer_FILE} OUTPUT_VARIABLE undefined ERROR_QUIET)
  string(REGEX MATCHALL "[a-z]+_[A-Z0-9_]+_(create_env|close_env|stem)" functions "${undefined}")
  list(REMOVE_DUPLICATES functions)
  list(FILTER functions EXCLUDE REGEX "^french_UTF_8_")
  list(TRANSFORM functions REPLACE "(.+)" "LINKER:--defsym=\\1=0")
  target_link_options(${target} PRIVATE ${functions})
endfunction()

# The fingerprint of the analysis depends on the libraries. When they are linked statically, it cannot change
# after the build, which then computes it: a source that defines it is linked before the room's archive. A cross build does so
# where it can run its programs; elsewhere each start computes the fingerprint.
function(fouille_known_fingerprint target)
  add_executable(fingerprint ${PROJECT_SOURCE_DIR}/cmake/fingerprint.c)
  target_link_libraries(fingerprint PRIVATE analysis)
  fouille_flags(fingerprint)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/known_fingerprint.c)
  add_custom_command(OUTPUT ${source} COMMAND fingerprint ${source} DEPENDS fingerprint)
  target_sources(${target} PRIVATE ${source})
endfunction()

function(fouille_start_fast target)
  if(NOT FOUILLE_ALL_STATIC)
    return()
  endif()
  target_compile_options(${target} PRIVATE -fPIE)
  target_link_options(${target} PRIVATE -static-pie)
  fouille_only_french(${target})
  if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
    fouille_known_fingerprint(${target})
  endif()
endfunction()
