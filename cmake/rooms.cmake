# How the project compiles and links; cmake/layout.cmake has the rooms.

set(FOUILLE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
    -Wmissing-prototypes -Wvla)
# No fused multiply-add that the source does not ask for: scores are the same bits on every machine.
set(FOUILLE_ARITHMETIC -ffp-contract=off)
set(FOUILLE_HARDENING -fstack-protector-strong)
set(FOUILLE_LINK_HARDENING LINKER:-z,relro,-z,now)

# Keeps paths of the building machine out of programs.
set(FOUILLE_REPRODUCIBLE -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)

function(fouille_flags target)
  target_compile_options(${target} PRIVATE ${FOUILLE_WARNINGS} ${FOUILLE_ARITHMETIC}
    ${FOUILLE_HARDENING} ${FOUILLE_REPRODUCIBLE})
  # Link-time optimisation compiles, too, and the build id is a checksum that includes debug information.
  target_link_options(${target} PRIVATE ${FOUILLE_LINK_HARDENING} ${FOUILLE_REPRODUCIBLE})
  # Includes are written from the root.
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
  if(FOUILLE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${FOUILLE_SANITIZE} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${FOUILLE_SANITIZE})
  elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
  endif()
endfunction()

# fouille_small_frames(TARGET): checks that no function takes more than 16 kB of the stack, which may be small
# (`ulimit -s 128`). Sanitizers put gaps between variables, so the check is off there.
function(fouille_small_frames target)
  if(FOUILLE_SANITIZE)
    return()
  endif()
  if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set(frames -Werror=frame-larger-than=16384)
  else()
    set(frames -Wframe-larger-than=16384 -Werror=frame-larger-than)
  endif()
  target_compile_options(${target} PRIVATE ${frames})
  target_link_options(${target} PRIVATE ${frames}) # link-time optimisation makes frames, too
endfunction()

# fouille_room(NAME FOLDER ROOMS name…): a static library of the folder's sources, except main.c, linked with
# the rooms that it may include.
function(fouille_room name folder)
  cmake_parse_arguments(room "" "" "ROOMS" ${ARGN})
  set(allowed "")
  foreach(other ${room_ROOMS})
    get_target_property(place ${other} FOUILLE_FOLDER)
    list(APPEND allowed ${place})
  endforeach()
  string(JOIN " " allowed ${allowed})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.[ch]" "${PROJECT_SOURCE_DIR}/${folder}/*.def")
  list(FILTER sources EXCLUDE REGEX "/main\\.c$")

  set(stamp ${PROJECT_BINARY_DIR}/includes/${name})
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/includes)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DFOLDER=${folder} -DALLOWED=${allowed} -DSTAMP=${stamp}
      -P ${PROJECT_SOURCE_DIR}/cmake/check_includes.cmake
    DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/cmake/check_includes.cmake ${PROJECT_SOURCE_DIR}/cmake/layout.cmake
    COMMENT "" VERBATIM)

  add_library(${name} STATIC ${sources} ${stamp})
  set_target_properties(${name} PROPERTIES FOUILLE_FOLDER ${folder})
  target_link_libraries(${name} PUBLIC ${room_ROOMS})
  fouille_flags(${name})
  fouille_small_frames(${name})
  if(FOUILLE_TESTS AND CMAKE_INTERPROCEDURAL_OPTIMIZATION AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE -ffat-lto-objects)
  endif()
endfunction()

# fouille_link_plainly(TARGET): links a test program without link-time optimisation. There are many of
# them, and the code that they test is already compiled.
function(fouille_link_plainly target)
  set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
  if(CMAKE_INTERPROCEDURAL_OPTIMIZATION AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_link_options(${target} PRIVATE -fno-lto)
  endif()
endfunction()
