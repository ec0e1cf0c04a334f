# cmake -DSOURCE=ROOT -DFOLDER=ROOM'S -DALLOWED=FOLDERS -DSTAMP=FILE -P check_includes.cmake
#
# Fails unless each quoted include of the folder's sources is a path from the root whose folder is
# the room's own or one of those allowed, separated by blanks.
cmake_minimum_required(VERSION 3.25)
string(REPLACE " " ";" allowed "${ALLOWED}")
file(GLOB sources "${SOURCE}/${FOLDER}/*.[ch]" "${SOURCE}/${FOLDER}/*.def")
set(wrong "")
foreach(source ${sources})
  file(STRINGS "${source}" lines REGEX "^[ \t]*#[ \t]*include[ \t]+\"")
  foreach(line ${lines})
    string(REGEX REPLACE "^[^\"]*\"([^\"]*)\".*" "\\1" included "${line}")
    get_filename_component(folder "${included}" DIRECTORY)
    if(NOT folder STREQUAL FOLDER AND NOT folder IN_LIST allowed)
      file(RELATIVE_PATH path "${SOURCE}" "${source}")
      string(APPEND wrong "${path} may not include \"${included}\": cmake/layout.cmake does not allow it\n")
    endif()
  endforeach()
endforeach()
if(wrong)
  message(FATAL_ERROR "${wrong}")
endif()
file(TOUCH "${STAMP}")
