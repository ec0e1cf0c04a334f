# Refuses processors whose indexes would not be those of docs/format.md: numbers are stored as such a
# processor has them in memory (common/base/processor.h says so to compilers).
if(NOT CMAKE_SIZEOF_VOID_P EQUAL 8 OR NOT CMAKE_C_BYTE_ORDER STREQUAL LITTLE_ENDIAN)
  message(FATAL_ERROR "fouille needs a 64-bit little-endian processor (docs/platforms.md)")
endif()
