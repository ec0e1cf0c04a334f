/* What a French reader takes for granted, word by word: what the words of a text are, how they are
 * spelt, which positions they take, and where exactly they stand.
 *
 * A row is a text and its words. In the text, […] marks what stands at each position. In the words,
 *
 *     mot      one at the next position
 *     ~mot     a clitic, at the next position
 *     |mot     a variant, at the position of the one before it
 *     mot+2    a joined reading, which begins there and covers so many positions
 */
#include "tests/unit/analysis/occurrences.h"

#include "common/base/buffer.h"
#include "tests/unit/suite.h"

struct row {
    const char *marked, *words;
};

enum { MARKS_MAX = 32, TEXT_MAX = 512 };

struct marked_text {
    char bytes[TEXT_MAX];
    size_t size;
    size_t starts[MARKS_MAX], ends[MARKS_MAX];
    size_t count;
};

static struct analyzer *analyzer;

static int create(void **state)
{
    (void)state;
    analyzer = analyzer_create();
    return analyzer == NULL;
}

static int destroy(void **state)
{
    (void)state;
    analyzer_destroy(analyzer);
    return 0;
}

static struct marked_text parse_marks(const char *marked)
{
    struct marked_text text = {.size = 0};
    for (; *marked != '\0'; marked++) {
        assert_true(text.size < TEXT_MAX && text.count < MARKS_MAX);
        if (*marked == '[')
            text.starts[text.count] = text.size;
        else if (*marked == ']')
            text.ends[text.count++] = text.size;
        else
            text.bytes[text.size++] = *marked;
    }
    return text;
}

static void write_word(struct buffer *to, const struct occurrence *occurrence)
{
    const struct form *form = analyzer_form(analyzer, occurrence->form);
    if (occurrence->kind == OCCURRENCE_CLITIC)
        buffer_append_byte(to, '~');
    if (occurrence->kind == OCCURRENCE_VARIANT)
        buffer_append_byte(to, '|');
    buffer_append_string(to, form->surface);
    if (occurrence->kind == OCCURRENCE_JOINED)
        buffer_append_format(to, "+%u", (unsigned)occurrence->span);
}

/* An occurrence that stands at another position than its place in the row says has @ and that. */
static void write_words(struct buffer *to, const struct analysis *analysis)
{
    uint32_t next = 0;
    for (size_t i = 0; i < analysis->count; i++) {
        const struct occurrence *occurrence = &analysis->items[i];
        next += occurrence_takes_position(occurrence);
        buffer_append_string(to, i == 0 ? "" : " ");
        write_word(to, occurrence);
        if (occurrence->position + 1 != next)
            buffer_append_format(to, "@%u", (unsigned)occurrence->position);
    }
}

static bool is_where_marked(const struct marked_text *text, const struct occurrence *occurrence)
{
    size_t last = (size_t)occurrence->position + occurrence->span - 1;
    if (last < text->count && occurrence->start == text->starts[occurrence->position] &&
        occurrence->end == text->ends[last])
        return true;
    print_error("%.*s\n  '%s' is not at %u to %u\n", (int)text->size, text->bytes,
                analyzer_form(analyzer, occurrence->form)->surface, (unsigned)occurrence->start,
                (unsigned)occurrence->end);
    return false;
}

static bool analyses_as(const struct row *row)
{
    struct marked_text text = parse_marks(row->marked);
    struct analysis analysis = analyse(analyzer, text.bytes, text.size);
    struct buffer got;
    buffer_init(&got);
    write_words(&got, &analysis);
    bool right = strcmp(buffer_string(&got), row->words) == 0;
    if (!right)
        print_error("%s\n  expected  %s\n  got       %s\n", row->marked, row->words,
                    buffer_string(&got));
    for (size_t i = 0; i < analysis.count; i++)
        right &= is_where_marked(&text, &analysis.items[i]);
    buffer_release(&got);
    analysis_release(&analysis);
    return right;
}

static void check_rows(const struct row *rows, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all &= analyses_as(&rows[i]);
    assert_true(all);
}

#define CHECK(rows) check_rows((rows), sizeof(rows) / sizeof *(rows))

/* Whether both texts are one word, and the same term. */
static bool same_term(const char *one, const char *other)
{
    struct analysis a = analyse(analyzer, one, strlen(one));
    struct analysis b = analyse(analyzer, other, strlen(other));
    bool same = a.count == 1 && b.count == 1 && a.items[0].term == b.items[0].term;
    analysis_release(&a);
    analysis_release(&b);
    return same;
}

static void elided_articles_and_pronouns_drop_off(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"l'[école]", "école"},
        {"L'[École]", "école"},
        {"L'[ÉCOLE]", "école"},
        {"d'[organisation]", "organisation"},
        {"c'[était]", "était"},
        {"j'[avais]", "avais"},
        {"m'[appelle]", "appelle"},
        {"n'[avait]", "avait"},
        {"s'[était]", "était"},
        {"t'[aime]", "aime"},
        {"qu'[organisation]", "organisation"},
        {"Qu'[il] [vienne]", "il vienne"},
        {"QU'[IL]", "il"},
        {"l'[heure]", "heure"},
        {"l'[œuvre] [d]", "oeuvre d"},
        {"d'[aujourd'hui]", "aujourdhui"},
        {"[à] l'[école]", "à école"},
    };
    CHECK(rows);
}

static void every_apostrophe_elides(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"l'[école] qu'[il]", "école il"},
        {"l\u2019[école] qu\u2019[il]", "école il"},
        {"l\u02bc[école] qu\u02bc[il]", "école il"},
        {"l\uff07[école] qu\uff07[il]", "école il"},
    };
    CHECK(rows);
}

static void elided_conjunctions_are_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[jusqu]'[organisation]", "jusque organisation"},
        {"[lorsqu]'[elle]", "lorsque elle"},
        {"[puisqu]\u2019[organisation]", "puisque organisation"},
        {"[quoiqu]'[organisation]", "quoique organisation"},
        {"[quelqu]'[organisation]", "quelque organisation"},
        {"[LORSQU]'[ELLE]", "lorsque elle"},
    };
    CHECK(rows);
}

static void fixed_compounds_are_one_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[aujourd'hui]", "aujourdhui"},      {"[aujourd\u2019hui]", "aujourdhui"},
        {"[aujourd\u02bchui]", "aujourdhui"}, {"[aujourd\uff07hui]", "aujourdhui"},
        {"[AUJOURD\u2019HUI]", "aujourdhui"}, {"[les] [prud\u2019hommes]", "les prudhommes"},
        {"[prud'homme]", "prudhomme"},        {"[la] [presqu'île]", "la presquîle"},
        {"[PRESQU\u2019ÎLE]", "presquîle"},   {"[un] [entr'acte]", "un entracte"},
        {"l'[entr\u2019acte]", "entracte"},   {"[à] [quelqu'un]", "à quelquun"},
    };
    CHECK(rows);
}

static void names_with_an_apostrophe_are_one_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[à] [N\u2019Djamena]", "à ndjamena"},
        {"[n'djamena]", "ndjamena"},
        {"[M]. [O\u2019Brien]", "m obrien"},
        {"[o'brien]", "obrien"},
    };
    CHECK(rows);
}

static void accents_are_kept_in_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[événement]", "événement"},
        {"[évènement]", "évènement"},
        {"[ÉVÉNEMENTS]", "événements"},
        {"[eleve] [élève]", "eleve élève"},
        {"[Noël] [À] [ÇA] [OÙ]", "noël à ça où"},
    };
    CHECK(rows);
}

static void normal_forms_are_one_word_of_their_own_size(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[été]", "été"},
        {"[e\u0301te\u0301]", "été"},
        {"[E\u0301TE\u0301]", "été"},
        {"l'[e\u0301cole] [franc\u0327aise]", "école française"},
        {"[e\u0301tudiant\u00b7e\u00b7s]", "étudiants |étudiantes"},
        {"[aujourd'hui] [ou\u0300]", "aujourdhui où"},
    };
    CHECK(rows);
}

static void ligatures_are_opened(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[une] [œuvre]", "une oeuvre"},   {"[œuvres]", "oeuvres"},     {"l'[Œuvre]", "oeuvre"},
        {"L'[OEUVRE]", "oeuvre"},          {"L'[ŒUVRE]", "oeuvre"},     {"[cœur]", "coeur"},
        {"[CŒUR] [coeur]", "coeur coeur"}, {"[ex] [æquo]", "ex aequo"}, {"[moelleux]", "moelleux"},
    };
    CHECK(rows);
}

static void capitals_are_lower_case(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[État]", "état"},
        {"[ÉTAT]", "état"},
        {"l'[État]", "état"},
        {"[ÇÀÙÊÔÎÏËÜŸÑ]", "çàùêôîïëüÿñ"},
    };
    CHECK(rows);
}

static void hyphens_part_and_join(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[porte]-[parole]", "porte porteparole+2 parole"},
        {"[porte]\u2010[parole]", "porte porteparole+2 parole"},
        {"[porte]\u2011[parole]", "porte porteparole+2 parole"},
        {"[porte] [parole]", "porte parole"},
        {"[arc]-[en]-[ciel]", "arc arcenciel+3 en ciel"},
        {"[le] [week]-[end] [prochain]", "le week weekend+2 end prochain"},
        {"[weekend]", "weekend"},
        {"[grand]-[mère]", "grand grandmère+2 mère"},
        {"[porte] - [parole] -", "porte parole"},
    };
    CHECK(rows);
}

static void clitics_do_not_stick(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[regarde]-t-[il]", "regarde ~il"},
        {"[REGARDE]-T-[IL]", "regarde ~il"},
        {"[regarde]-[le]", "regarde ~le"},
        {"[regardez]-[les]-[moi]?", "regardez ~les ~moi"},
        {"[va]-t'[en]", "va ~en"},
        {"[va]-t\u2019[en]", "va ~en"},
        {"[vas]-[y]", "vas ~y"},
        {"[dit]-[elle] [alors]", "dit ~elle alors"},
        {"[rendez]-[vous]", "rendez rendezvous+2 vous"},
    };
    CHECK(rows);
}

static void inclusive_writing_is_two_words_in_one_place(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[étudiant\u00b7e\u00b7s]", "étudiants |étudiantes"},
        {"[étudiant\u2022e\u2022s]", "étudiants |étudiantes"},
        {"[étudiant\u2027e\u2027s]", "étudiants |étudiantes"},
        {"[étudiant\u00b7es]", "étudiants |étudiantes"},
        {"[étudiant.e.s]", "étudiants |étudiantes"},
        {"[étudiant-e-s]", "étudiants |étudiantes"},
        {"[étudiant(e)s]", "étudiants |étudiantes"},
        {"[étudiant\u00b7e]", "étudiant |étudiante"},
        {"[étudiant(e)] [inscrit]", "étudiant |étudiante inscrit"},
        {"l'[étudiant\u00b7e]", "étudiant |étudiante"},
        {"[acteur\u00b7ice\u00b7s]", "acteurs |actrices"},
        {"[un\u00b7e] [directeur\u00b7rice]", "un |une directeur |directrice"},
        {"[ÉTUDIANT\u00b7E\u00b7S]", "étudiants |étudiantes"},
        {"[les] [étudiant\u00b7e\u00b7s].", "les étudiants |étudiantes"},
        {"[ÉTUDIANT.E.S] [ÉTUDIANT-E-S]", "étudiants |étudiantes étudiants |étudiantes"},
        {"[tous\u00b7tes] [tous.tes] [tous/tes]", "tous |toutes tous |toutes tous |toutes"},
        {"[il\u00b7elle] [frère\u00b7sœur]", "il |elle frère |soeur"},
        {"[ceux\u00b7elles] [le\u00b7la]", "ceux |celles le |la"},
        {"[lecteurs/trices] [lecteur(rice)s]", "lecteurs |lectrices lecteurs |lectrices"},
        {"[nouveaux\u00b7elles] [copain\u00b7ine\u00b7s]", "nouveaux |nouvelles copains |copines"},
        {"[enfant(s)] [journal(aux)]", "enfant |enfants journal |journaux"},
        {"[souhait(ait)]", "souhait |souhaitait"},
        {"[dit]-[elle] [et]/[ou] [Paris]([France])", "dit ~elle et ou paris france"},
        {"[PARIS].[Es]", "paris es"},
    };
    CHECK(rows);
}

static void numbers_in_groups_are_one_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[10000]", "10000"},
        {"[10\u00a0000] [euros]", "10000 euros"},
        {"[10\u202f000] [euros]", "10000 euros"},
        {"[10.000] [euros]", "10000 euros"},
        {"[1\u00a0000\u00a0000]", "1000000"},
        {"[1.000.000]", "1000000"},
        {"[10\u00a0000]\u00a0[€]", "10000 €"},
        {"[1000]\u00a0[000]", "1000 000"},
    };
    CHECK(rows);
}

static void numbers_with_plain_spaces_are_parts_too(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[10] [000] [euros]", "10 10000+2 000 euros"},
        {"[1] [000] [000]", "1 1000000+3 000 000"},
        {"[123] [456]", "123 123456+2 456"},
        {"[plus] [de] [10] [000].", "plus de 10 10000+2 000"},
        {"[1000] [000]", "1000 000"},
        {"[10] [00]", "10 00"},
        {"[10] [0000]", "10 0000"},
        {"[10]  [000]", "10 000"},
        {"[10]\n[000]", "10 000"},
        /* a year is no group; the next cell of a table is another number */
        {"[En] [2021] [10] [000]", "en 2021 10 10000+2 000"},
        {"[10] [000] [20] [000]", "10 10000+2 000 20 20000+2 000"},
        {"[6] [12] [345]", "6 12 345"},
    };
    CHECK(rows);
}

static void decimals_are_one_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[3,5] %", "3.5"},
        {"[3.5] %", "3.5"},
        {"[de] [3,5] [à] [4].", "de 3.5 à 4"},
        {"[3], [5]", "3 5"},
    };
    CHECK(rows);
    assert_false(same_term("3,5", "35"));
}

static void ordinals_are_spelt_one_way(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[1er]", "1er"},
        {"[le] [1ᵉʳ] [mai]", "le 1er mai"},
        {"[XXe]", "20e"},
        {"[au] [XXᵉ] [siècle]", "au 20e siècle"},
        {"[XXème]", "20e"},
        {"[1re]", "1re"},
        {"[la] [1ère]", "la 1re"},
        {"[1ʳᵉ]", "1re"},
        {"[le] [2ème]", "le 2e"},
        {"[2e]", "2e"},
        {"[2ÈME]", "2e"},
        {"[XXÈME] [SIÈCLE]", "20e siècle"},
        {"[1ER] [MAI]", "1er mai"},
        /* words of Roman letters */
        {"[VIE]", "vie"},
        {"[DIXIÈME]", "dixième"},
        {"[MILLIÈME]", "millième"},
        {"[CES]", "ces"},
    };
    CHECK(rows);
}

static void dotted_acronyms_are_one_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[OTAN]", "otan"},
        {"l'[OTAN]", "otan"},
        {"l'[O.T.A.N].", "otan"},
        {"[O.T.A.N]", "otan"},
        {"l'[U.R.S.S]. [et]", "urss et"},
        {"[la] [S.N.C.F]. [roule]", "la sncf roule"},
        {"([S.N.C.F].)", "sncf"},
        {"l'[S.N.C.F].", "sncf"},
        {"[O.T.A.N].[Le]", "otan le"},
        {"[S.N.C.F].[et]", "sncf et"},
        {"[J].[C].[Decaux]", "j c decaux"},
    };
    CHECK(rows);
}

static void numero_is_one_word_however_written(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[n°] [12]", "n° 12"}, {"[nº] [12]", "n° 12"},      {"[N°] [12]", "n° 12"},
        {"[n°][12]", "n° 12"},  {"[n°]\u00a0[12]", "n° 12"},
    };
    CHECK(rows);
}

static void symbols_belong_to_their_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[covid]-[19]", "covid covid19+2 19"},
        {"[la] [COVID]\u2011[19].", "la covid covid19+2 19"},
        {"[en] [C++] [moderne]", "en c++ moderne"},
        {"[C#]", "c#"},
        {"[en] [C++], [C#] [et] [C].", "en c++ c# et c"},
        {"[la] [R&D]", "la r&d"},
        {"[Dupont] & [fils]", "dupont fils"},
        {"[a] + [b] # [c]", "a b c"},
    };
    CHECK(rows);
}

static void currencies_are_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[10] [€]", "10 €"},      {"[10][€]", "10 €"},
        {"[10]\u00a0[€]", "10 €"}, {"[10] [$]", "10 $"},
        {"[$][10]", "$ 10"},       {"[£][10]", "£ 10"},
        {"[3,5] [€]", "3.5 €"},    {"[dix] [euros]", "dix euros"},
    };
    CHECK(rows);
}

static void invisible_characters_vanish(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[gouver\u00adnement]", "gouvernement"},
        {"[gouver\u200bnement]", "gouvernement"},
        {"[gouver\u200cnement]", "gouvernement"},
        {"[gouver\u200dnement]", "gouvernement"},
        {"[gouver\u2060nement]", "gouvernement"},
        {"[gouver\ufeffnement]", "gouvernement"},
        {"[GOU\u00adVER\u00adNE\u00adMENT]", "gouvernement"},
        {"\u200b[mot] \u00ad [mot]\u00ad", "mot mot"},
        {"[mot]\u200b [fin]\u2060", "mot fin"},
        {"l\u200b'\u00ad[école]", "école"},
    };
    CHECK(rows);
}

static void halves_of_a_line_end_are_joined(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[le] [gouverne]-\n[ment] [dit]", "le gouverne gouvernement+2 ment dit"},
        {"[gouverne]\u2010\n[ment]", "gouverne gouvernement+2 ment"},
        {"[gouverne]\u00ad\n[ment]", "gouverne gouvernement+2 ment"},
        {"[gouverne]-\n  [ment]", "gouverne gouvernement+2 ment"},
        {"l'[assem]-\n[blée]", "assem assemblée+2 blée"},
        {"[pr]-\n[état]", "pr prétat+2 état"},
        {"[porte]-\n[parole]", "porte porteparole+2 parole"},
        {"[Saint]-\n[Denis]", "saint saintdenis+2 denis"},
        {"[donne]-[moi]-\n[le]", "donne ~moi le"},
        {"[gouverne]-\n\n[ment]", "gouverne ment"},
        {"[gouverne]\u2e17 \n[ment]", "gouverne gouvernement+2 ment"},
        {"[gouverne]\n[ment]", "gouverne ment"},
    };
    CHECK(rows);
}

static void glued_words_are_parted_and_kept_as_typed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[militaires][Les] [Forces]", "militaires militairesles+2 les forces"},
        {"[été][Édouard]", "été étéédouard+2 édouard"},
        {"[i][Phone]", "i iphone+2 phone"},
        {"[Mc][Donald]", "mc mcdonald+2 donald"},
        {"[La][Te][X]", "la latex+3 te x"},
    };
    CHECK(rows);
}

static void full_stops_part_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[communiqué].[Cinq] [pays]", "communiqué cinq pays"},
        {"[lemonde].[fr]", "lemonde fr"},
        {"[deux] [semaines].[353] [policiers]", "deux semaines 353 policiers"},
        {"[fin]. [Début]", "fin début"},
        {"l'[article] [L].[122]-[4]", "article l 122 4"},
    };
    CHECK(rows);
}

static void quotes_and_commas_part_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"[Kazakhstan]\",[a]-t-[il]", "kazakhstan a ~il"},
        {"«[état]»", "état"},
        {"«\u00a0[état]\u00a0»", "état"},
        {"“[état]”", "état"},
        {"‹[état]›", "état"},
        {"[oui],[non];[si]:[mais]", "oui non si mais"},
        {"([oui])…[non]", "oui non"},
    };
    CHECK(rows);
}

static void stop_words_take_positions(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"l'[état] [de] [droit]", "état de droit"},
        {"[être], [ou] [ne] [pas] [être]", "être ou ne pas être"},
    };
    CHECK(rows);
}

static void inflections_share_a_term(void **state)
{
    (void)state;
    assert_true(same_term("cheval", "chevaux"));
    assert_true(same_term("national", "nationale"));
    assert_true(same_term("national", "nationaux"));
    assert_true(same_term("travail", "travaux"));
    assert_true(same_term("œuvre", "ŒUVRES"));
    assert_true(same_term("prud'homme", "prud\u2019hommes"));
    assert_false(same_term("chat", "châtiment"));
}

static void spellings_with_and_without_signs_are_one_term(void **state)
{
    (void)state;
    assert_true(same_term("prudhommes", "prud'hommes"));
    assert_true(same_term("aujourdhui", "aujourd\u2019hui"));
    assert_true(same_term("entr'acte", "entracte"));
    assert_true(same_term("1re", "1ʳᵉ"));
    assert_true(same_term("1re", "1ère"));
    assert_true(same_term("10.000", "10\u202f000"));
    assert_true(same_term("O.T.A.N.", "otan"));
    assert_true(same_term("e\u0301te\u0301", "ÉTÉ"));
}

static void words_in_capitals_are_no_numerals(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[FAITS] [DIVERS]", "faits divers"},
        {"[VERS] [LYON]", "vers lyon"},
        {"[Vers] [VIe] [VIE]", "vers 6e vie"},
        {"[Louis] [XIV]", "louis xiv"},
        {"[XXXIVe] [IVe] [IER] [IRE]", "34e 4e 1er ire"},
        {"[IIIIe] [VE] [IES]", "iiiie ve ies"},
        {"[xviiième]", "xviiième"},
    };
    CHECK(rows);
    assert_true(same_term("xviiième", "XVIIIe"));
    assert_true(same_term("XVIIIe", "18e"));
    assert_false(same_term("vie", "VIe"));
}

static void words_glued_to_numbers_are_apart(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[2022][Le] [ministre]", "2022 le ministre"},
        {"[25][ans]", "25 ans"},
        {"[3,5][km]", "3.5 km"},
        {"[1\u00a0500][euros]", "1500 euros"},
        {"[20][h][30]", "20 h 30"},
        {"[24][h]/[24]", "24 h 24"},
        {"[2][mn][30][s]", "2 mn 30 s"},
        {"[20][m²] [20][m2]", "20 m2 20 m2"},
        {"[5G] [2CV] [4x4] [4×4]", "5g 2cv 4x4 4x4"},
        {"[150][g]", "150 g"},
        {"[Top][14] [En][2021] [A320] [mp3]", "top 14 en 2021 a320 mp3"},
        {"[49]-[3]", "49 49.3+2 3"},
        {"[10]-[12] [3]-[1]", "10 12 3 1"},
    };
    CHECK(rows);
}

static void references_are_the_letter_and_the_numbers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[L]. [1234]-[9]", "l 1234 9"},
        {"[L].[1234]-[9]", "l 1234 9"},
        {"[L][1234]-[9]", "l 1234 9"},
        {"[R]*[123]-[4]", "r 123 4"},
        {"[D][4121]-[3]-[1]", "d 4121 3 1"},
        {"[LO][141] [L1] [A4]", "lo 141 l1 a4"},
        {"[art]. [L]. [2]", "article l 2"},
        {"l'[art]. [5] [art] [nouveau]", "article 5 art nouveau"},
        {"[no] [12] [nᵒ] [12] [n°s] [12]", "n° 12 n° 12 n° 12"},
    };
    CHECK(rows);
}

static void initials_are_one_word_too(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[P.-D.G]. [P.-DG] [J.-C].", "pdg pdg jc"},
        {"[J].-[Pierre]", "j pierre"},
        {"[J]. [K]. [Rowling]", "j jk+2 k rowling"},
        {"[H] & [M]", "h h&m+2 m"},
        {"[S]. [N]. [C]. [F].", "s sncf+4 n c f"},
        {"[P] [A] [R] [I] [S]", "p paris+5 a r i s"},
        {"[O.N.G.s] [ONGs] [PMEs]", "ong ong pme"},
        {"[Levi's]", "levi |levis"},
        {"[plan] [B]. [A] [suivre]", "plan b a suivre"},
    };
    CHECK(rows);
}

static void note_marks_are_left_out(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[Strasbourg]¹ [et] [Metz]²³", "strasbourg et metz"},
        {"[2019]¹ [10]³", "2019 10"},
        {"[m²] [km³] [x²] [CO²] [CO₂]", "m2 km3 x2 co2 co2"},
    };
    CHECK(rows);
}

static void what_leans_on_the_next_word_gives_way(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"l' [école] qu' [il]", "école il"},
        {"[jusqu]' [ici]", "jusque ici"},
        {"[aujourd' hui]", "aujourdhui"},
        {"[quelqu' un]", "quelquun"},
        {"[a] t [il] [a] t'[il]", "a il a il"},
        {"[Guns] [N]' [Roses]", "guns n roses"},
        {"[rock]'[n]'[roll]", "rock rocknroll+3 n roll"},
        {"[rock] '[n]' [roll]", "rock n roll"},
    };
    CHECK(rows);
}

static void highlights_are_exact_in_running_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"« L\u2019[Œuvre] », [a]-t-[il] [dit], d'[après] l\u2019[A.F.P]. : [10\u202f000] [€] "
         "[à] [Saint]-[Étienne].",
         "oeuvre a ~il dit après afp 10000 € à saint saintétienne+2 étienne"},
        {"[Aujourd\u2019hui], [les] [e\u0301tudiant\u00b7e\u00b7s] [du] [XXIᵉ] [siècle] "
         "[jusqu]'[ici]…",
         "aujourdhui les étudiants |étudiantes du 21e siècle jusque ici"},
    };
    CHECK(rows);
}

/* grand'mère and grand-mère, week-end and weekend find each other by their joined readings. */
static void a_joined_reading_is_the_word_in_one(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"grand'mère", "grand-mère"}, {"week-end", "weekend"}, {"COVID\u201119", "covid-19"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct analysis one = analyse(analyzer, pairs[i][0], strlen(pairs[i][0]));
        struct analysis other = analyse(analyzer, pairs[i][1], strlen(pairs[i][1]));
        bool meet = false;
        for (size_t a = 0; a < one.count; a++)
            for (size_t b = 0; b < other.count; b++)
                meet |= one.items[a].kind == OCCURRENCE_JOINED && one.items[a].position == 0 &&
                        other.items[b].position == 0 && one.items[a].term == other.items[b].term;
        assert_true(meet);
        analysis_release(&one);
        analysis_release(&other);
    }
}

SUITE(french)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elided_articles_and_pronouns_drop_off),
        cmocka_unit_test(every_apostrophe_elides),
        cmocka_unit_test(elided_conjunctions_are_words),
        cmocka_unit_test(fixed_compounds_are_one_word),
        cmocka_unit_test(names_with_an_apostrophe_are_one_word),
        cmocka_unit_test(accents_are_kept_in_words),
        cmocka_unit_test(normal_forms_are_one_word_of_their_own_size),
        cmocka_unit_test(ligatures_are_opened),
        cmocka_unit_test(capitals_are_lower_case),
        cmocka_unit_test(hyphens_part_and_join),
        cmocka_unit_test(clitics_do_not_stick),
        cmocka_unit_test(inclusive_writing_is_two_words_in_one_place),
        cmocka_unit_test(numbers_in_groups_are_one_word),
        cmocka_unit_test(numbers_with_plain_spaces_are_parts_too),
        cmocka_unit_test(decimals_are_one_word),
        cmocka_unit_test(ordinals_are_spelt_one_way),
        cmocka_unit_test(dotted_acronyms_are_one_word),
        cmocka_unit_test(numero_is_one_word_however_written),
        cmocka_unit_test(symbols_belong_to_their_words),
        cmocka_unit_test(currencies_are_words),
        cmocka_unit_test(invisible_characters_vanish),
        cmocka_unit_test(halves_of_a_line_end_are_joined),
        cmocka_unit_test(glued_words_are_parted_and_kept_as_typed),
        cmocka_unit_test(full_stops_part_words),
        cmocka_unit_test(quotes_and_commas_part_words),
        cmocka_unit_test(stop_words_take_positions),
        cmocka_unit_test(inflections_share_a_term),
        cmocka_unit_test(spellings_with_and_without_signs_are_one_term),
        cmocka_unit_test(words_in_capitals_are_no_numerals),
        cmocka_unit_test(words_glued_to_numbers_are_apart),
        cmocka_unit_test(references_are_the_letter_and_the_numbers),
        cmocka_unit_test(initials_are_one_word_too),
        cmocka_unit_test(note_marks_are_left_out),
        cmocka_unit_test(what_leans_on_the_next_word_gives_way),
        cmocka_unit_test(highlights_are_exact_in_running_text),
        cmocka_unit_test(a_joined_reading_is_the_word_in_one),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
