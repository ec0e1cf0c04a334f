#include "indexer/sources/walk/ignore.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/walk/glob.h"

struct ignore_rule {
    size_t pattern, size; /* in ignore.text */
    size_t base;          /* size of the path of its folder, with the slash after it */
    bool negated;         /* a match re-includes the path */
    bool folders;         /* matches folders only */
    bool anchored;        /* matches whole paths, not names */
};

struct ignore_level {
    size_t rules, text; /* how many rules, and bytes of text, before the folder was entered */
    size_t path;        /* size of its path in bytes */
};

void ignore_release(struct ignore *ignore)
{
    vector_release(&ignore->rules);
    buffer_release(&ignore->text);
    vector_release(&ignore->levels);
    buffer_release(&ignore->previous);
    ignore_index_release(&ignore->index);
}

bool ignore_is_empty(const struct ignore *ignore)
{
    return vector_count(&ignore->rules) == 0;
}

/* --- reading rules --- */

/* Returns the line without spaces at its end, unless a backslash keeps them. */
static struct text_span trim_line_end(struct text_span line)
{
    size_t size = 0;
    for (size_t i = 0; i < line.size; i++) {
        if (line.bytes[i] == '\\' && i + 1 < line.size)
            size = ++i + 1;
        else if (line.bytes[i] != ' ')
            size = i + 1;
    }
    return (struct text_span){line.bytes, size};
}

static void add_rule(struct ignore *ignore, struct text_span line, size_t base)
{
    struct ignore_rule rule = {.base = base};
    if (line.size > 0 && line.bytes[0] == '!') {
        rule.negated = true;
        line.bytes++;
        line.size--;
    }
    if (line.size > 0 && line.bytes[line.size - 1] == '/') {
        rule.folders = true;
        line.size--;
    }
    if (line.size == 0 || line.size > IGNORE_PATTERN_LIMIT)
        return;
    rule.anchored = memchr(line.bytes, '/', line.size) != NULL;
    if (line.bytes[0] == '/') {
        line.bytes++;
        line.size--;
    }
    rule.pattern = ignore->text.size;
    rule.size = line.size;
    buffer_append(&ignore->text, line.bytes, line.size);
    vector_append(&ignore->rules, rule);
    const struct ignore_index_rule indexed = {line, base, rule.anchored};
    if (ignore_index_add(&ignore->index, &indexed) != 0)
        ignore->rules.buffer.failed = true;
}

static int rules_status(const struct ignore *ignore)
{
    int status = buffer_status(&ignore->text);
    return status != 0 ? status : vector_status(&ignore->rules);
}

int ignore_add(struct ignore *ignore, const char *text, size_t size, size_t base)
{
    struct text_span rest = {text, size}, line;
    if (span_starts_with(rest, "\xef\xbb\xbf"))
        rest = (struct text_span){text + 3, size - 3};
    while (span_next_line(&rest, &line)) {
        if (line.size > 0 && line.bytes[line.size - 1] == '\r')
            line.size--;
        if (line.size > 0 && line.bytes[0] != '#')
            add_rule(ignore, trim_line_end(line), base);
    }
    return rules_status(ignore);
}

int ignore_add_pattern(struct ignore *ignore, const char *pattern)
{
    add_rule(ignore, (struct text_span){pattern, strlen(pattern)}, 0);
    return rules_status(ignore);
}

/* --- the folders of a walk --- */

static int read_ignore_file(struct ignore *ignore, int descriptor, const char *path)
{
    struct stat status;
    struct buffer text;
    if (fstat(descriptor, &status) != 0)
        return error_system("cannot stat '%s'", IGNORE_FILE);
    if (!S_ISREG(status.st_mode))
        return error_set(ERROR_INPUT, "'%s' is not a regular file", IGNORE_FILE);
    buffer_init(&text);
    int result = file_read_all(descriptor, &text, IGNORE_FILE_LIMIT, IGNORE_FILE);
    if (result == 0)
        result = ignore_add(ignore, span_of(&text).bytes, text.size,
                            path[0] == '\0' ? 0 : strlen(path) + 1);
    buffer_release(&text);
    return result;
}

int ignore_enter(struct ignore *ignore, int directory, const char *path)
{
    struct ignore_level level = {vector_count(&ignore->rules), ignore->text.size, strlen(path)};
    vector_append(&ignore->levels, level);
    if (vector_status(&ignore->levels) != 0)
        return ERROR_MEMORY;
    int descriptor = openat(directory, IGNORE_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return errno == ENOENT ? 0 : error_system("cannot open '%s'", IGNORE_FILE);
    int status = read_ignore_file(ignore, descriptor, path);
    close(descriptor);
    if (status != ERROR_INPUT)
        return status;
    errno = 0;
    return ERROR_SYSTEM;
}

void ignore_leave(struct ignore *ignore)
{
    if (ignore->levels.buffer.failed || vector_count(&ignore->levels) == 0)
        return;
    const struct ignore_level level = *vector_last(&ignore->levels);
    vector_pop(&ignore->levels);
    vector_truncate(&ignore->rules, level.rules);
    ignore->text.size = level.text;
    ignore_index_truncate(&ignore->index, level.rules);
}

/* --- matching --- */

static bool rule_matches(const struct ignore *ignore, const struct ignore_rule *rule,
                         struct text_span path, struct text_span name, bool folder)
{
    if (rule->folders && !folder)
        return false;
    struct text_span pattern = {"", 0}; /* for "//", when there may be no text at all */
    if (rule->size > 0)
        pattern = (struct text_span){ignore->text.data + rule->pattern, rule->size};
    if (!rule->anchored)
        return glob_match(pattern, name);
    struct text_span below = {path.bytes + rule->base, path.size - rule->base};
    return glob_match(pattern, below);
}

struct match_context {
    const struct ignore *ignore;
    struct text_span path, name;
    bool folder;
};

static bool rule_matches_path(const void *context, size_t number)
{
    const struct match_context *match_context = context;
    const struct ignore *ignore = match_context->ignore;
    const struct ignore_rule *rule = &ignore->rules.items[number];
    return rule->base <= match_context->path.size &&
           rule_matches(ignore, rule, match_context->path, match_context->name,
                        match_context->folder);
}

static bool excludes_path(const struct ignore *ignore, struct text_span path, bool folder)
{
    const char *name = span_end(path);
    while (name > path.bytes && name[-1] != '/')
        name--;
    const struct match_context match_context = {ignore, path, span_between(name, span_end(path)),
                                                folder};
    int64_t last = ignore_index_find(&ignore->index, path, match_context.name, rule_matches_path,
                                     &match_context);
    return last >= 0 && !ignore->rules.items[last].negated;
}

bool ignore_excludes(const struct ignore *ignore, const char *path, bool folder)
{
    return excludes_path(ignore, (struct text_span){path, strlen(path)}, folder);
}

bool ignore_excludes_or_parent(const struct ignore *ignore, const char *path, bool folder)
{
    if (ignore_is_empty(ignore))
        return false;
    for (const char *slash = path; (slash = strchr(slash, '/')) != NULL; slash++)
        if (excludes_path(ignore, span_between(path, slash), true))
            return true;
    return ignore_excludes(ignore, path, folder);
}

static bool has_entered(const struct ignore *ignore)
{
    return !ignore->levels.buffer.failed && vector_count(&ignore->levels) > 0;
}

static void leave_all_folders(struct ignore *ignore)
{
    while (has_entered(ignore))
        ignore_leave(ignore);
    buffer_clear(&ignore->previous);
}

/* Leaves the folders that do not contain the path: all of them if they belong to another root. */
static void leave_other_folders(struct ignore *ignore, const char *root, const char *path)
{
    const char *previous = ignore->previous.size == 0 ? "" : buffer_string(&ignore->previous);
    if (strcmp(previous, root) != 0) {
        leave_all_folders(ignore);
        return;
    }
    const char *last = previous + strlen(previous) + 1;
    while (has_entered(ignore)) {
        size_t size = vector_last(&ignore->levels)->path;
        if (size == 0 || (strncmp(last, path, size) == 0 && path[size] == '/'))
            return;
        ignore_leave(ignore);
    }
}

/* Opens the folder at the first `size` bytes of a path, one part at a time. -1 if there is none. */
static int open_path_prefix(const char *root, const char *path, size_t size)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    int at = open(root, flags);
    for (size_t start = 0, end; at >= 0 && start < size; start = end + 1) {
        char part[NAME_MAX + 1];
        end = start + strcspn(path + start, "/");
        int next = -1;
        if (end - start < sizeof part) {
            memcpy(part, path + start, end - start);
            part[end - start] = '\0';
            next = openat(at, part, flags | O_NOFOLLOW);
        }
        close(at);
        at = next;
    }
    return at;
}

/* Enters the folder at the first `size` bytes of the path, if it exists: *there. 0 or an error. */
static int enter_path_prefix(struct ignore *ignore, const char *root, const char *path, size_t size,
                             bool *exists)
{
    struct buffer folder;
    int at = open_path_prefix(root, path, size);
    *exists = at >= 0;
    if (at < 0)
        return 0;
    buffer_init(&folder);
    buffer_append(&folder, path, size);
    int status = ignore_enter(ignore, at, buffer_string(&folder));
    close(at);
    buffer_release(&folder);
    return status;
}

static int enter_parents(struct ignore *ignore, const char *root, const char *path, bool *excluded)
{
    bool exists = true;
    int status = has_entered(ignore) ? 0 : enter_path_prefix(ignore, root, path, 0, &exists);
    size_t start = 0;
    if (status == 0 && has_entered(ignore) && vector_last(&ignore->levels)->path > 0)
        start = vector_last(&ignore->levels)->path + 1;
    const char *slash;
    while (status == 0 && exists && (slash = strchr(path + start, '/')) != NULL) {
        *excluded = excludes_path(ignore, span_between(path, slash), true);
        if (*excluded)
            break;
        status = enter_path_prefix(ignore, root, path, (size_t)(slash - path), &exists);
        start = (size_t)(slash - path) + 1;
    }
    return status;
}

int ignore_excludes_file(struct ignore *ignore, const char *root, const char *path, bool folder,
                         bool *excluded)
{
    *excluded = false;
    leave_other_folders(ignore, root, path);
    int status = enter_parents(ignore, root, path, excluded);
    buffer_clear(&ignore->previous);
    buffer_append(&ignore->previous, root, strlen(root) + 1);
    buffer_append_string(&ignore->previous, path);
    if (status == 0)
        status = buffer_status(&ignore->previous);
    if (status == 0 && !*excluded)
        *excluded = ignore_excludes(ignore, path, folder);
    if (status != 0)
        leave_all_folders(ignore);
    return status;
}
