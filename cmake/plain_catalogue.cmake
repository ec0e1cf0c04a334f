# cmake -DFROM=fr.po -DTO=out.po -P plain_catalogue.cmake: <PRIu64> and the like as printf has them. gettext would replace
# them when it reads a catalogue; our own reader does not, and all processors that fouille runs on have 64 bits.
file(READ ${FROM} text)
string(REPLACE "<PRIu64>" "lu" text "${text}")
string(REPLACE "<PRIu32>" "u" text "${text}")
if(text MATCHES "<(PRI|SCN)[A-Za-z0-9]+>")
  message(FATAL_ERROR "${FROM} has ${CMAKE_MATCH_0}, which cmake/plain_catalogue.cmake does not know")
endif()
file(WRITE ${TO} "${text}")
