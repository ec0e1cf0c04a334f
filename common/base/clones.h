/* Functions that are compiled several times, for processors with and without certain instructions;
 * the loader chooses the version that suits the machine. All versions have the same source.
 *
 * Disabled under the sanitizers, which are called before the loader has chosen; with clang 14,
 * whose choice other files do not find; and with musl, whose loader cannot choose.
 */
#ifndef FOUILLE_BASE_CLONES_H
#define FOUILLE_BASE_CLONES_H

#include <features.h>

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONED(...) __attribute__((target_clones(__VA_ARGS__, "default")))
#else
#define CLONED(...)
#endif

/* For processors with AVX2, BMI and LZCNT (since about 2013), and for those and the ones with
 * AVX-512 (since about 2017); GCC has names for both since 12. */
#if defined(__GNUC__) && __GNUC__ >= 12
#define CLONED_V3 CLONED("arch=x86-64-v3")
#define CLONED_V4 CLONED("arch=x86-64-v4", "arch=x86-64-v3")
#else
#define CLONED_V3 CLONED("avx2")
#define CLONED_V4 CLONED("avx512f", "avx2")
#endif

#endif
