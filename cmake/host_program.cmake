# fouille_host_program(NAME ROOM SOURCE…): the target NAME, a program that can be run while fouille is built, made from sources
# and a room that needs no library. Sets the variable NAME to its path. When cross-compiling, the compiler of the building
# machine makes it.
set(FOUILLE_HOST_CC cc CACHE STRING "compiler for programs that run during a cross build")

function(fouille_host_program name room)
  if(NOT CMAKE_CROSSCOMPILING)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE ${room})
    fouille_flags(${name})
    set(${name} $<TARGET_FILE:${name}> PARENT_SCOPE)
    return()
  endif()
  get_target_property(folder ${room} FOUILLE_FOLDER)
  set(folder ${PROJECT_SOURCE_DIR}/${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
  file(GLOB headers CONFIGURE_DEPENDS ${folder}/*.h ${PROJECT_SOURCE_DIR}/*/*/option_table.def)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE own)
  # In a folder at the same depth as those of other programs: catalogues are found from there.
  set(program ${PROJECT_BINARY_DIR}/host/${name})
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/host)
  add_custom_command(OUTPUT ${program}
    COMMAND ${FOUILLE_HOST_CC} -std=gnu17 -O1 -D_GNU_SOURCE -DFOUILLE_LOCALES="${FOUILLE_LOCALES}" -I${PROJECT_SOURCE_DIR}
      -o ${program} ${own} ${sources} -pthread
    DEPENDS ${own} ${sources} ${headers} VERBATIM)
  add_custom_target(${name} DEPENDS ${program})
  set(${name} ${program} PARENT_SCOPE)
endfunction()
