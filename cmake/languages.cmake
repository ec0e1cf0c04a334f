# The catalogues of messages. The build folder has them where they will be installed, so that programs
# find them at the same relative path. Without gettext's msgfmt, messages are in English.

find_program(MSGFMT msgfmt)
file(RELATIVE_PATH FOUILLE_LOCALES ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LOCALEDIR})

if(NOT MSGFMT)
  message(STATUS "msgfmt (Debian: gettext) is missing: no French messages")
  return()
endif()
file(GLOB catalogues CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/po/*.po)
foreach(catalogue ${catalogues})
  get_filename_component(language ${catalogue} NAME_WE)
  set(folder ${PROJECT_BINARY_DIR}/share/locale/${language}/LC_MESSAGES)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/fouille.mo
    COMMAND ${CMAKE_COMMAND} -DFROM=${catalogue} -DTO=${PROJECT_BINARY_DIR}/${language}.po
      -P ${PROJECT_SOURCE_DIR}/cmake/plain_catalogue.cmake
    COMMAND ${MSGFMT} --output-file=${folder}/fouille.mo ${PROJECT_BINARY_DIR}/${language}.po
    DEPENDS ${catalogue} ${PROJECT_SOURCE_DIR}/cmake/plain_catalogue.cmake)
  list(APPEND compiled ${folder}/fouille.mo)
  install(FILES ${folder}/fouille.mo DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${language}/LC_MESSAGES)
endforeach()
add_custom_target(messages ALL DEPENDS ${compiled})
