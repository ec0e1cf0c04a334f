# The libraries that fouille uses, as targets. The small ones are linked statically where their
# archives are installed: each shared library costs a cold start 0.1 to 1 ms.

find_package(Threads REQUIRED)

function(fouille_library target header name)
  if(FOUILLE_STATIC_DEPENDENCIES)
    find_library(${target}_FILE NAMES lib${name}.a ${name})
  else()
    find_library(${target}_FILE NAMES ${name})
  endif()
  find_path(${target}_INCLUDE NAMES ${header})
  if(NOT ${target}_FILE OR NOT ${target}_INCLUDE)
    message(FATAL_ERROR "lib${name} and <${header}> are needed (scripts/install-packages installs them)")
  endif()
  add_library(dependency::${target} UNKNOWN IMPORTED)
  set_target_properties(dependency::${target} PROPERTIES
    IMPORTED_LOCATION "${${target}_FILE}"
    INTERFACE_INCLUDE_DIRECTORIES "${${target}_INCLUDE}")
endfunction()

fouille_library(stemmer libstemmer.h stemmer)
# libstemmer has no call for its version; --version shows that of its package.
find_program(DPKG_QUERY dpkg-query)
set(FOUILLE_STEMMER unknown)
if(DPKG_QUERY)
  execute_process(COMMAND ${DPKG_QUERY} -W -f=\${Version} libstemmer-dev
    OUTPUT_VARIABLE version ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(FOUILLE_STEMMER ${version})
  endif()
endif()

fouille_library(zlib zlib.h z)
fouille_library(deflate libdeflate.h deflate)
fouille_library(zstd zstd.h zstd)
fouille_library(lzma lzma.h lzma)
fouille_library(bzip2 bzlib.h bz2)
fouille_library(utf8proc utf8proc.h utf8proc)
fouille_library(pcre2 pcre2.h pcre2-8)

find_package(PkgConfig REQUIRED)
pkg_check_modules(md4c IMPORTED_TARGET md4c>=0.4.8)
if(NOT md4c_FOUND)
  message(FATAL_ERROR "md4c 0.4.8 or later is needed (libmd4c-dev; scripts/install-packages installs it)")
endif()

find_package(LibXml2 REQUIRED)
