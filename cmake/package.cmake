# The Debian package: cpack in the build folder, or scripts/package. With $SOURCE_DATE_EPOCH the same
# sources and packages give the same bytes.

find_program(GZIP gzip)

# fouille_install_gzipped(FILE FOLDER [NAME]): installs it compressed, as Debian keeps man pages and changelogs;
# uncompressed where there is no gzip.
function(fouille_install_gzipped file folder)
  get_filename_component(name ${file} NAME)
  if(ARGC GREATER 2)
    set(name ${ARGV2})
  endif()
  if(NOT GZIP)
    install(FILES ${file} DESTINATION ${folder} RENAME ${name})
    return()
  endif()
  string(MD5 place "${folder}")
  set(compressed ${PROJECT_BINARY_DIR}/gzipped/${place}/${name}.gz)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/gzipped/${place})
  add_custom_command(OUTPUT ${compressed}
    COMMAND sh -c "\"$0\" -9nc \"$1\" >\"$2\"" ${GZIP} ${file} ${compressed} DEPENDS ${file} VERBATIM)
  string(MD5 id "${compressed}")
  add_custom_target(gzipped_${id} ALL DEPENDS ${compressed})
  install(FILES ${compressed} DESTINATION ${folder})
endfunction()

set(packaging ${PROJECT_SOURCE_DIR}/packaging)
install(FILES ${packaging}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/docs/query.md
  ${PROJECT_SOURCE_DIR}/docs/output.md ${PROJECT_SOURCE_DIR}/docs/inputs.md ${PROJECT_SOURCE_DIR}/docs/guide.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
fouille_install_gzipped(${PROJECT_SOURCE_DIR}/docs/format.md ${CMAKE_INSTALL_DOCDIR})
fouille_install_gzipped(${packaging}/changelog ${CMAKE_INSTALL_DOCDIR})
install(FILES ${packaging}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
  RENAME fouille)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fouille)
# Distributors of the package set their own name; .invalid (RFC 2606) shows that there is no address.
set(FOUILLE_MAINTAINER "the fouille authors <none@fouille.invalid>" CACHE STRING "Maintainer of the Debian package")
set(CPACK_PACKAGE_CONTACT "${FOUILLE_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
  GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "fouille-index reads a folder of articles (text, Markdown, HTML, XML, JSON, CSV)
and writes a compressed index; fouille searches it from the shell. It knows
French (elision, inflection, accents), ranks with BM25, starts in about a
millisecond and pipes into other tools.")
include(CPack)
