# Refuses processors whose indexes would differ from docs/format.md: numbers are stored as a 64-bit
# little-endian processor has them in memory (common/base/processor.h checks the same when compiling).
if(NOT CMAKE_SIZEOF_VOID_P EQUAL 8 OR NOT CMAKE_C_BYTE_ORDER STREQUAL LITTLE_ENDIAN)
  message(FATAL_ERROR "fouille needs a 64-bit little-endian processor (docs/platforms.md)")
endif()
