/* Functions that are compiled more than once, for what some processors have and others do not; the
 * loader takes the one that suits the machine. The text of the function is the same for all.
 *
 * Not where the sanitizers are at work, whose calls come before the loader's choice is made, not
 * with clang 14, whose choice other files do not find, and not with musl, whose loader does not
 * choose.
 */
#ifndef FOUILLE_PLATFORM_CLONES_H
#define FOUILLE_PLATFORM_CLONES_H

#include <features.h>

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONED(...) __attribute__((target_clones(__VA_ARGS__, "default")))
#else
#define CLONED(...)
#endif

/* For processors with AVX2, BMI and LZCNT: since about 2013. GCC knows them by this name from 12
 * on. */
#if defined(__GNUC__) && __GNUC__ >= 12
#define CLONED_V3 CLONED("arch=x86-64-v3")
#else
#define CLONED_V3 CLONED("avx2")
#endif

#endif
