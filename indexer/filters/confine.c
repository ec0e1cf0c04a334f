#include "indexer/filters/confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN_FILES = 256 };

/* Landlock's attributes up to ABI 4: the headers may be older than the kernel. */
struct rule_set {
    uint64_t files, network;
};

enum {
    TRUNCATE_FILE = 1 << 14, /* ABI 3 */
    REFER_FILE = 1 << 13,    /* ABI 2 */
    NETWORK_BIND = 1 << 0,   /* ABI 4 */
    NETWORK_CONNECT = 1 << 1,
};

static uint64_t writing_rights(long version)
{
    uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                      LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                      LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    if (version >= 2)
        rights |= REFER_FILE;
    if (version >= 3)
        rights |= TRUNCATE_FILE;
    return rights;
}

/* If the path does not exist, or the rule is refused, it stays forbidden. */
static void allow_path(int rules, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = rights,
        .parent_fd = open(path, O_PATH | O_CLOEXEC),
    };
    if (rule.parent_fd < 0)
        return;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
}

void confine_prepare(struct confinement *confinement)
{
    confinement->rules = -1;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return;
    uint64_t rights = writing_rights(version);
    struct rule_set set = {rights, NETWORK_BIND | NETWORK_CONNECT};
    size_t size = version >= 4 ? sizeof set : sizeof set.files;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
    if (rules < 0)
        return;
    const char *temporary = getenv("TMPDIR");
    allow_path(rules, temporary != NULL && temporary[0] == '/' ? temporary : "/tmp", rights);
    allow_path(rules, "/dev/null",
               LANDLOCK_ACCESS_FS_WRITE_FILE | (version >= 3 ? (uint64_t)TRUNCATE_FILE : 0));
    confinement->rules = rules;
}

/* glibc's functions take an enum. */
#ifdef __GLIBC__
typedef __rlimit_resource_t resource_type;
#else
typedef int resource_type;
#endif

static int set_resource_limit(resource_type resource, rlim_t maximum)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return -1;
    if (now.rlim_max < maximum)
        maximum = now.rlim_max;
    struct rlimit wanted = {maximum, maximum};
    return setrlimit(resource, &wanted);
}

int confine_self(const struct confinement *confinement)
{
    int status = set_resource_limit(RLIMIT_DATA, confinement->memory);
    status |= set_resource_limit(RLIMIT_FSIZE, confinement->memory);
    status |= set_resource_limit(RLIMIT_CPU, confinement->seconds);
    status |= set_resource_limit(RLIMIT_NOFILE, OPEN_FILES);
    status |= set_resource_limit(RLIMIT_CORE, 0);
    status |= prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    status |= prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (confinement->rules >= 0)
        status |= (int)syscall(SYS_landlock_restrict_self, confinement->rules, 0);
    return status == 0 ? 0 : -1;
}
