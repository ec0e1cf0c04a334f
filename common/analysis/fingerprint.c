#include "common/analysis/fingerprint.h"

#include <pthread.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/forms.h"
#include "common/analysis/stem.h"
#include "common/base/error.h"
#include "common/lexicon/lexicon.h"

/* Strings on which two analyses are likely to differ: each rule, each stemmer suffix, each
 * character class. A changed line here is a changed analysis. */
static const char probe_text[] =
    "L'école d’été jusqu'à aujourd'hui lorsqu'elle quelqu'un presqu'île prud'hommes entr'acte "
    "grand'mère n'djamena O’Brien don't rock'n'roll l'ONU d'Ormesson qu'il c'est-à-dire va-t'en\n"
    "porte-parole week-end covid-19 COVID\u201119 rendez-vous regarde-t-il donnez-les-moi vas-y "
    "arc-en-ciel 2021-2022 gouverne-\nment gouver\u00ADnement gouver\u200Bnement peut-être\n"
    "étudiant·e·s étudiant.e.s étudiant-e-s étudiant(e)s acteur·ice·s directeur·rice heureux·se "
    "tou·te·s chef·fe professionnel·le·s sénateur·trice infirmier·ère actif·ve maître·sse un·e\n"
    "10 000 10\u00A0000 10\u202F000 10.000 1.234.567 3,5 3.5 06.01.2022 192.168.0.1 1er 1ère 1re "
    "2e 2ème XXe XXème XIXᵉ 1ᵉʳ Ier Ve 20°C n° nº N° 10€ 5 $ £3 12km H1N1 5G m² CO₂\n"
    "O.T.A.N. U.R.S.S S.N.C.F. M. L.122-4 R.4127-3 lemonde.fr semaines.353 communiqué.Cinq c++ C# "
    "R&D AT&T militairesLes iPhone McDonald LaTeX PDFs «état» “état” ‹état› a/b mot_clé x@y.fr\n"
    "œuvre Œuvre OEUVRE æquo Cæsar ﬁn ﬂeur oﬃce ĳ ß Ｆｕｌｌ e\u0301te\u0301 É È Ç ñ ü Łódź "
    "İstanbul "
    "Москва Ελλάδα 東京 ひらがな العربية עברית\n"
    "chat châtiment rivière riviere événement évènement evenement élève élevé eleve connaître "
    "connaitre sûr sur mûr mur dû du jeûne jeune cheval chevaux travail travaux bail baux vitraux "
    "yeux œil national nationale nationaux internationalement continuation continuellement "
    "majestueusement heureusement gouvernements gouvernementale parlent parlerons parlassent "
    "finissions finîmes rendu mangeâmes mangeons avançait naïf naïve ambiguïté abaissement "
    "activité créativité possibilité logiquement usuellement évidemment constamment prudence "
    "fréquence ministère première particulièrement jouet quatre bouquet fille gentille pareil "
    "soleil travailleur travailleuse rédacteur rédactrice sentiment sensation hôtel noël maïs "
    "aiguë quoique tramway kiwi yaourt w x y z être ou ne pas être de la le les des un une\n"
    "O.T.A.N.Le S.N.C.F.et J.C.Decaux l'O.N.U. l'S.N.C.F. 2ÈME XXÈME 1ER VIE DIXIÈME MILLIÈME "
    "ÉTUDIANT.E.S ÉTUDIANT-E-S PARIS.Es en 2021 10 000 et 10 000 20 000 ou 12 10 000 mot\u200b "
    "donne-moi-\nle Saint-\nDenis FAITS DIVERS VIe IVE XIXE IER Vers xviiième 2022Le 25ans 5km "
    "20m2 20h30 24h/24 3,5km 4×4 Top14 En2021 49-3 10-12 L. 1234-9 L.1234-9 L1234-9-1 R*123-4 "
    "LO111 art. 5 l'art. L. 2 no 12 nᵒ 12 n°s 3 P.-D.G. P.-DG J.-C. J. K. Rowling H & M R & D "
    "O.N.G.s ONGs Levi's S. N. C. F. P A R I S Strasbourg¹ m² 10³ Mˡˡᵉ maiſon Łódź Tromsø ı "
    "Hawaiʻi tous·tes il·elle frère·sœur lecteurs/trices tous(tes) nouveaux·elles enfant(s) "
    "a t il y a t'il rock'n'roll rock 'n' roll franco-allemand l' école aujourd' hui jusqu' ici "
    "gouverne¬\nment gouverne-\n\n12\n\nment gouverne-\fment";

static uint64_t fingerprint;

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t size)
{
    return (hash ^ forms_hash(bytes, size)) * UINT64_C(0x9e3779b97f4a7c15) + size;
}

static uint64_t hash_form(uint64_t hash, const struct form *form)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    hash = hash_bytes(hash, form->surface, form->surface_size);
    hash = hash_bytes(hash, form->term, form->term_size);
    return hash_bytes(hash, folded, analyzer_fold(form->surface, form->surface_size, folded));
}

static void compute_fingerprint(void)
{
    struct analyzer *analyzer = analyzer_create();
    static struct occurrence out[ANALYSIS_BATCH_MIN * 2];
    if (analyzer == NULL)
        return;
    uint64_t hash = lexicon_checksum;
    size_t count;
    analyzer_begin(analyzer, probe_text, sizeof probe_text - 1, 0);
    while ((count = analyzer_next(analyzer, out, sizeof out / sizeof *out)) > 0)
        for (size_t i = 0; i < count; i++) {
            const uint32_t numbers[] = {out[i].position, out[i].start, out[i].end, out[i].span,
                                        out[i].kind};
            hash = hash_bytes(hash, (const char *)numbers, sizeof numbers);
            hash = hash_form(hash, analyzer_form(analyzer, out[i].form));
        }
    /* If memory ran out, analyzer_status counts that, which keeps an index from being published. */
    if (analyzer_status(analyzer) == 0)
        fingerprint = hash;
    analyzer_destroy(analyzer);
}

uint64_t analysis_fingerprint(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, compute_fingerprint);
    return fingerprint;
}

/* What prevented the fingerprint may have been another thread's failure, so it is tried again. */
int analysis_status(void)
{
    struct sb_stemmer *stemmer;
    if (analysis_fingerprint() != 0)
        return 0;
    int status = stem_create(&stemmer);
    if (status != 0)
        return status;
    stem_destroy(stemmer);
    return error_memory();
}
