/* The index that hostile.h changes: made with the writers of the program. */
#include <ftw.h>

#include "tests/fuzz/hostile.h"

static char base[200]; /* what is removed at exit */

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_base(void)
{
    nftw(base, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* Roots of all folders: beside the index, below that, of standard input, and elsewhere. The last
 * one only some segments have. */
enum { ROOT_HERE, ROOT_BELOW, ROOT_STDIN, ROOT_ELSEWHERE };

static void add_roots(struct manifest *manifest, const struct hostile *hostile)
{
    char elsewhere[300];
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", hostile->base);
    if (manifest_add_root(manifest, ".") != 0 || manifest_add_root(manifest, "./below") != 0 ||
        manifest_add_root(manifest, "stdin:dépêches") != 0 ||
        manifest_add_root(manifest, elsewhere) != 0)
        sample_fail("cannot add a root");
}

struct plan {
    uint32_t root;
    unsigned first, count; /* numbers of articles */
    const char *file;      /* of which they are lines; NULL: each is a file */
};

static void add_sample_article(struct builder *builder, const struct plan *plan, unsigned number)
{
    static const char *const words[] = {"rivière", "rivières", "riviere",     "paix",
                                        "l'école", "chats",    "Chat",        "évènement",
                                        "dit-il",  "inondé·e", "aujourd'hui", "week-end"};
    char path[40], id[16] = "", url[60] = "", title[60] = "", body[900];
    snprintf(path, sizeof path, "%s", plan->file == NULL ? "" : plan->file);
    if (plan->file == NULL)
        snprintf(path, sizeof path, "textes/%03u.txt", number);
    else
        snprintf(id, sizeof id, "n%03u", number);
    if (number % 2 == 0)
        snprintf(url, sizeof url, "https://www.a%u.fr/%s/sport", number % 3, id);
    if (number % 3 == 0)
        snprintf(title, sizeof title, "La %s et la %s", words[number % 12], words[number % 7]);
    size_t size = 0;
    for (unsigned i = 0; i < 3 + number % 9; i++)
        size += (size_t)snprintf(body + size, sizeof body - size, "la paix des %s en %u, ",
                                 words[(number * i + i) % 12], 2000 + number % 7 * i);
    struct document document = {.root = plan->root,
                                .ordinal = plan->file == NULL ? 0 : number - plan->first,
                                .path = {path, strlen(path)},
                                .id = {id, strlen(id)},
                                .title = {title, strlen(title)},
                                .url = {url, strlen(url)},
                                .content_hash = number * 0x9e3779b97f4a7c15};
    if (number % 4 == 0)
        document.published = (struct moment){.day = 18000 + (int32_t)number * 11,
                                             .second = 3600,
                                             .zone = 60,
                                             .precision = MOMENT_MINUTE};
    if (builder_add(builder, &document, (struct slice){body, size}) != 0)
        sample_fail("cannot add an article");
}

static struct manifest_segment build_sample_segment(struct transaction *transaction,
                                                    struct analyzer *analyzer,
                                                    const struct plan *plans, size_t count)
{
    struct manifest_segment entry;
    char name[SEGMENT_NAME_SIZE];
    struct builder *builder = malloc(sizeof *builder);
    transaction_segment_name(transaction, (unsigned)transaction->next.segment_count, name);
    if (builder == NULL || builder_open(builder, analyzer, transaction->directory, name, true) != 0)
        sample_fail("cannot open a segment");
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < plans[i].count; k++)
            add_sample_article(builder, &plans[i], plans[i].first + k);
    if (builder_finish(builder, &entry) != 0)
        sample_fail("cannot finish a segment");
    free(builder);
    return entry;
}

/* Deletes the documents of [from, to), and every seventh; stamps two that are left. */
static void amend_sample(const struct transaction *transaction, struct manifest_segment *entry,
                         uint32_t from, uint32_t to)
{
    unsigned char deleted[64] = {0};
    struct stamp stamps[2] = {{.document = 0}, {.document = 3}};
    char name[SEGMENT_NAME_SIZE];
    for (uint32_t i = 0; i < entry->documents; i++)
        if ((i >= from && i < to) || i % 7 == 6)
            deleted[i / 8] |= (unsigned char)(1 << i % 8);
    transaction_amendments_name(transaction, (unsigned)transaction->next.segment_count, name);
    if (entry->documents > 8 * sizeof deleted ||
        amendments_write(transaction->directory, name,
                         &(struct amendments_content){deleted, stamps, 2}, entry) != 0)
        sample_fail("cannot amend a segment");
}

static void add_to_manifest(struct transaction *transaction, struct manifest_segment *entry)
{
    if (manifest_add_segment(&transaction->next, entry) != 0)
        sample_fail("cannot add a segment");
}

static void build_main_index(struct hostile *hostile, struct analyzer *analyzer)
{
    const struct plan large[] = {{ROOT_HERE, 0, 110, NULL},
                                 {ROOT_BELOW, 110, 20, "brèves.jsonl"},
                                 {ROOT_STDIN, 130, 12, ""}},
                      small[] = {{ROOT_HERE, 200, 12, NULL}, {ROOT_BELOW, 212, 6, "autres.jsonl"}},
                      moved[] = {{0, 300, 8, NULL}, {1, 308, 4, NULL}, {2, 312, 5, "été.jsonl"}};
    uint32_t map[] = {ROOT_HERE, ROOT_GONE, ROOT_ELSEWHERE};
    struct transaction transaction;
    if (transaction_begin(&transaction, hostile->index) != 0)
        sample_fail("cannot begin");
    transaction.next.fingerprint = analysis_fingerprint();
    add_roots(&transaction.next, hostile);
    struct manifest_segment entry = build_sample_segment(&transaction, analyzer, large, 3);
    add_to_manifest(&transaction, &entry);
    entry = build_sample_segment(&transaction, analyzer, small, 2);
    amend_sample(&transaction, &entry, 0, 0);
    add_to_manifest(&transaction, &entry);
    entry = build_sample_segment(&transaction, analyzer, moved, 3);
    entry.roots = map;
    entry.root_count = 3;
    amend_sample(&transaction, &entry, 8, 12);
    add_to_manifest(&transaction, &entry);
    if (transaction_commit(&transaction) != 0)
        sample_fail("cannot commit");
}

static void build_shard(const struct hostile *hostile, const char *place, unsigned number,
                        struct analyzer *analyzer, hostile_describe describe)
{
    const struct plan plans[] = {{ROOT_HERE, 400 + 20 * number, 9, NULL},
                                 {ROOT_BELOW, 410 + 20 * number, 7, "brèves.jsonl"}};
    struct transaction transaction;
    if (transaction_begin_alone(&transaction, place) != 0)
        sample_fail("cannot begin");
    transaction.next.fingerprint = analysis_fingerprint();
    add_roots(&transaction.next, hostile);
    struct manifest_segment entry = build_sample_segment(&transaction, analyzer, plans, 2);
    add_to_manifest(&transaction, &entry);
    describe(transaction.directory, number);
    if (transaction_commit(&transaction) != 0)
        sample_fail("cannot commit");
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0)
        sample_fail(path);
}

void hostile_build(struct hostile *hostile, hostile_describe describe)
{
    struct analyzer *analyzer = analyzer_create();
    char path[300];
    strcpy(hostile->base, "/dev/shm/fouille-hostile-XXXXXX");
    if (mkdtemp(hostile->base) == NULL) {
        strcpy(hostile->base, "/tmp/fouille-hostile-XXXXXX");
        if (mkdtemp(hostile->base) == NULL)
            sample_fail("cannot make a folder");
    }
    strcpy(base, hostile->base);
    atexit(remove_base);
    snprintf(path, sizeof path, "%s/articles", hostile->base);
    make_folder(path);
    snprintf(path, sizeof path, "%s/elsewhere", hostile->base);
    make_folder(path);
    snprintf(hostile->index, sizeof hostile->index, "%s/articles/.fouille", hostile->base);
    if (analyzer == NULL)
        sample_fail("no memory");
    build_main_index(hostile, analyzer);
    snprintf(hostile->folders[0].path, sizeof path, "%s", hostile->index);
    hostile->folder_count = 1;
    for (unsigned i = 0; describe != NULL && i < 2; i++) {
        snprintf(path, sizeof path, "%s/staging", hostile->index);
        if (i == 0)
            make_folder(path);
        snprintf(path, sizeof path, "%s/staging/shard-%u-of-2", hostile->index, i + 1);
        make_folder(path);
        build_shard(hostile, path, i, analyzer, describe);
        snprintf(hostile->folders[hostile->folder_count++].path, sizeof path, "%s", path);
    }
    analyzer_destroy(analyzer);
}
