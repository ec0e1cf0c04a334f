/* Writes the source that says which fingerprint the analysis of this build has (cold_start.cmake).
 */
#include <inttypes.h>
#include <stdio.h>

#include "common/analysis/analyzer.h"

int main(int argc, char **argv)
{
    FILE *source = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (source == NULL) {
        perror(argc == 2 ? argv[1] : "usage: fingerprint SOURCE");
        return 2;
    }
    fprintf(source,
            "#include \"common/analysis/analyzer.h\"\n\n"
            "uint64_t analysis_fingerprint(void)\n{\n    return UINT64_C(0x%016" PRIx64 ");\n}\n",
            analysis_fingerprint());
    return fclose(source) == 0 ? 0 : 2;
}
