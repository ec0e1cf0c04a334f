#include "indexer/sources/json/json_names.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/ascii.h"

enum { NAME_MAX = 24, NAME_SIZE_MAX = 100, SLOTS = 1 << 11 };

/* Names of one rank, by field, from the one that has precedence. */
static const struct {
    enum json_field field;
    uint16_t rank;
    const char *names;
} field_names[] = {
    {JSON_ID, 0, "id"},
    {JSON_ID, 8, "idstr,articleid,idarticle,postid,docid,documentid,iddocument,storyid,newsid"},
    {JSON_ID, 16, "identifiant,identifier,uuid,guid,uid,pageid,uniqueid"},
    {JSON_TITLE, 0, "title"},
    {JSON_TITLE, 8, "titre,headline"},
    {JSON_TITLE, 16,
     "maintitle,titreprincipal,articletitle,titrearticle,posttitle,pagetitle,doctitle,newstitle"},
    {JSON_TITLE, 24, "fulltitle,titrecomplet,intitule,heading"},
    {JSON_TITLE, 32, "ogtitle,dctitle,metatitle,displaytitle,htmltitle,titlefr,titrefr"},
    {JSON_TITLE, 40, "subject,sujet,objet"},
    {JSON_TITLE, 48, "name,nom"},
    {JSON_URL, 0, "url"},
    {JSON_URL, 8, "link,lien"},
    {JSON_URL, 16, "canonical,canonicalurl,canonicallink,canonicaluri,permalink,permalien"},
    {JSON_URL, 24, "articleurl,articlelink,urlarticle,lienarticle,pageurl,urlpage,posturl,weburl"},
    {JSON_URL, 32, "storyurl,newsurl,adresse,address,href,pagelink"},
    {JSON_URL, 40, "warctargeturi,targeturi,requestedurl,originalurl,finalurl,responseurl,ogurl"},
    {JSON_URL, 48, "uri,iri,source,mainentityofpage"},
    {JSON_PUBLISHED, 0, "date"},
    {JSON_PUBLISHED, 8, "published"},
    {JSON_PUBLISHED, 16,
     "datepublished,datepublish,publisheddate,publishdate,publicationdate,publishedat,publishedon,"
     "publishedtime,publishtime,publicationtime,articlepublishedtime,pubdate,pubtime,"
     "datepublication,datedepublication,dateparution,datedeparution,parution,publiele"},
    {JSON_PUBLISHED, 24,
     "firstpublicationdate,webpublicationdate,displaydate,newsdate,articledate,datearticle,"
     "postdate,issued,decisiondate,datedecision,datetexte,dateissued,dcdate,ogpublishedtime,"
     "postdategmt,dategmt"},
    {JSON_PUBLISHED, 32,
     "created,createdat,createdon,createddate,createdtime,createdutc,datecreated,creationdate,"
     "datecreation,datedecreation,creele"},
    {JSON_PUBLISHED, 40, "datetime,dateheure,timestamp,time"},
    {JSON_PUBLISHED, 48, "warcdate,year,annee"},
    {JSON_MODIFIED, 0, "modified"},
    {JSON_MODIFIED, 8,
     "datemodified,datemodify,modifieddate,modifiedat,modifiedon,modifiedtime,modificationdate,"
     "datemodification,datedemodification,articlemodifiedtime,lastmodified,lastmodifieddate,"
     "lastmod,postmodified,modifiele,modifiedgmt,postmodifiedgmt"},
    {JSON_MODIFIED, 16,
     "updated,updatedat,updatedon,updateddate,updatedtime,updatedate,updatetime,dateupdated,"
     "lastupdate,lastupdated,misajour,miseajour,datemiseajour,datedemiseajour,maj,datemaj,majle"},
    {JSON_LEAD, 0, "chapo,chapeau,standfirst,lede,leadparagraph"},
    {JSON_LEAD, 8, "lead,accroche,intro,introduction,dek"},
    {JSON_LEAD, 16, "subtitle,soustitre,subheadline,subhead,alternativeheadline"},
    {JSON_TEXT, 0, "fulltext,fullbody,fullcontent,texteintegral,textecomplet,contenuintegral"},
    {JSON_TEXT, 8, "text"},
    {JSON_TEXT, 16, "body"},
    {JSON_TEXT, 32, "content,contentencoded"},
    {JSON_TEXT, 48, "contents"},
    {JSON_TEXT, 64,
     "texte,contenu,corps,maintext,articlebody,articletext,articlecontent,textearticle,"
     "corpsarticle,contenuarticle,corpsdutexte,contenutexte,textefr,textfr,contentfr,contenufr"},
    {JSON_TEXT, 80,
     "textcontent,bodytext,contenttext,pagecontent,pagetext,cleanedtext,cleantext,textclean,"
     "plaintext,textplain,rawtext,textraw,textebrut,contenubrut,postcontent,posttext,storytext,"
     "storybody,newstext,newscontent,newsbody,doctext,documenttext,maincontent,mainbody,"
     "extractedtext,textbody,bodyplain"},
    {JSON_TEXT, 96, "article,story,post,paragraphs,paragraphes,paragraph,paragraphe"},
    {JSON_TEXT, 112,
     "selftext,message,tweet,speech,discours,intervention,transcription,transcript,verbatim,"
     "commentaire,passage,doc,document,extract"},
    {JSON_TEXT, 128, "sections,blocks,blocs,chapters,chapitres,parties"},
    {JSON_TEXT, JSON_RANK_PAGE,
     "html,rawhtml,htmlbody,bodyhtml,contenthtml,htmlcontent,htmltext,texthtml,pagehtml,"
     "contenuhtml,articlehtml"},
    {JSON_TEXT, JSON_RANK_WEAK,
     "description,resume,abstract,summary,excerpt,extrait,synopsis,snippet,teaser,metadescription,"
     "ogdescription"},
};

static const struct {
    enum json_role role;
    const char *names;
} role_names[] = {
    {JSON_CONTAINER,
     "fields,champs,record,doc,document,article,story,post,page,data,donnees,attributes,attributs,"
     "properties,proprietes,metadata,metadonnees,meta,node,noeud,element,entry,entree,item,"
     "payload,warcheaders,headers,result,object,objet,json,jsonld,response,reponse,query,"
     "extendedtweet,content,body,texte,text,news,message,props,pageprops"},
    {JSON_RECORDS,
     "articles,items,elements,results,resultats,records,enregistrements,hits,docs,documents,posts,"
     "entries,entrees,rows,lignes,pages,graph,list,liste,stories,tweets,nodes,noeuds,billets,"
     "depeches,actualites,publications,objects,feed,fiches"},
    {JSON_ELSEWHERE,
     "author,authors,auteur,auteurs,byline,publisher,editeur,editor,creator,createur,owner,user,"
     "users,utilisateur,image,images,img,picture,pictures,photo,photos,media,medias,multimedia,"
     "video,videos,audio,audios,thumbnail,thumbnails,vignette,icon,logo,comments,commentaires,"
     "replies,category,categories,categorie,rubrique,rubriques,tag,tags,motscles,keywords,topics,"
     "themes,related,relatedarticles,articleslies,similaires,links,liens,embedded,breadcrumb,"
     "breadcrumbs,filariane,website,site,source,sources,publication,outlet,location,lieu,geo,"
     "place,coordinates,parent,navigation,menu,ads,ad,tracking,entities,entites,annotations,"
     "highlight,seo,aggregations,facets,person,persons,organization,ispartof,license,licence,"
     "rights,about,mentions,scripts,dependencies"},
};

static const char wrapping_names[] =
    "rendered,value,valeur,text,texte,t,cdata,raw,plain,plaintext,content,html,body,fr,frfr,"
    "francais,default,date,iso,iso8601,datetime,oid,uuid,numberlong,numberint,timestamp,"
    "stringvalue,label,url,href,children";

struct slot {
    char name[NAME_MAX + 1];
    struct json_name means;
};

static struct slot slots[SLOTS];

static uint32_t hash_name(const char *name, size_t size)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    return hash ^ hash >> 15;
}

/* Returns where the name is, or the free place where it would be. */
static struct slot *find_slot(const char *name, size_t size)
{
    uint32_t at = hash_name(name, size) % SLOTS;
    while (slots[at].name[0] != '\0' &&
           (strncmp(slots[at].name, name, size) != 0 || slots[at].name[size] != '\0'))
        at = (at + 1) % SLOTS;
    return &slots[at];
}

/* Removes the first name from the list and returns where it is; NULL when there is none. */
static struct slot *next_slot(const char **names)
{
    size_t size = strcspn(*names, ",");
    if (size == 0 || size > NAME_MAX)
        return NULL;
    struct slot *slot = find_slot(*names, size);
    if (slot->name[0] == '\0') {
        memcpy(slot->name, *names, size);
        slot->means.field = JSON_OTHER;
    }
    *names += size + ((*names)[size] == ',');
    return slot;
}

static void fill_slots(void)
{
    struct slot *slot;
    for (size_t i = 0; i < sizeof field_names / sizeof *field_names; i++)
        for (const char *names = field_names[i].names; (slot = next_slot(&names)) != NULL;) {
            slot->means.field = field_names[i].field;
            slot->means.rank = field_names[i].rank;
        }
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        for (const char *names = role_names[i].names; (slot = next_slot(&names)) != NULL;)
            slot->means.role = role_names[i].role;
    for (const char *names = wrapping_names; (slot = next_slot(&names)) != NULL;)
        slot->means.wraps = true;
}

/* Returns the letter without its accent at `at`, if it is one of French; 0 otherwise. */
static char plain_letter(const char *at, const char *end)
{
    static const char letters[] = "aaaaaa\0ceeeeiiii\0\0ooooo\0\0uuuu\0\0\0"; /* U+00E0 to U+00FF */
    if (end - at < 2 || (unsigned char)at[0] != 0xc3 || ((unsigned char)at[1] & 0xc0) != 0x80)
        return '\0';
    return letters[(unsigned char)at[1] & 0x1f];
}

size_t json_name_reduce(struct slice name, char *to, size_t room)
{
    size_t size = 0;
    const char *end = name.data + name.size;
    for (const char *at = name.data; at < end; at++) {
        char letter = plain_letter(at, end);
        if (letter != '\0')
            at++;
        else if (ascii_is_letter(*at) || ascii_is_digit(*at))
            letter = ascii_lower(*at);
        else if ((unsigned char)*at >= 0x80)
            return 0;
        else
            continue;
        if (size == room)
            return 0;
        to[size++] = letter;
    }
    return size;
}

/* Whether a word begins at `at`, which is not the first byte of the name. */
static bool begins_word(const char *at)
{
    bool upper = *at >= 'A' && *at <= 'Z', lower_before = at[-1] >= 'a' && at[-1] <= 'z';
    return upper && lower_before;
}

static bool is_between_words(char byte)
{
    return (unsigned char)byte < 0x80 && !ascii_is_letter(byte) && !ascii_is_digit(byte);
}

/* Finds what a name of several words means by one of them: a text, unless another word tells of
 * something else, as in author_description. */
static struct json_name find_by_word(struct slice name)
{
    struct json_name means = {.field = JSON_OTHER};
    const char *end = slice_end(name);
    for (const char *word = name.data, *at = word; at <= end; at++) {
        char reduced[NAME_MAX];
        if (at < end && !is_between_words(*at) && !(at > name.data && begins_word(at)))
            continue;
        if (at == word && at < end && !is_between_words(*at))
            continue;
        size_t size = json_name_reduce(slice_between(word, at), reduced, NAME_MAX);
        const struct slot *slot = size == 0 ? NULL : find_slot(reduced, size);
        word = at;
        if (slot == NULL || slot->name[0] == '\0')
            continue;
        if (slot->means.role == JSON_ELSEWHERE)
            return (struct json_name){.field = JSON_OTHER, .role = JSON_ELSEWHERE};
        if (slot->means.field != JSON_TEXT)
            continue;
        means.field = JSON_TEXT;
        means.rank = slot->means.rank < JSON_RANK_PAGE ? JSON_RANK_WORD : JSON_RANK_WEAK;
    }
    return means;
}

/* Looks up the names that nearly all records have. */
static const struct json_name *find_usual(struct slice name)
{
    static const struct {
        const char *name;
        struct json_name means;
    } usual[] = {
        {"id", {.field = JSON_ID}},
        {"title", {.field = JSON_TITLE}},
        {"text", {.field = JSON_TEXT, .role = JSON_CONTAINER, .wraps = true, .rank = 8}},
        {"url", {.field = JSON_URL, .wraps = true}},
        {"date", {.field = JSON_PUBLISHED, .wraps = true}},
    };
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (slice_is(name, usual[i].name))
            return &usual[i].means;
    return NULL;
}

struct json_name json_name_find(struct slice name)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const struct json_name unknown = {.field = JSON_OTHER};
    char reduced[NAME_MAX];
    const struct json_name *usual = find_usual(name);
    if (usual != NULL)
        return *usual;
    pthread_once(&once, fill_slots);
    if (slice_is(name, "_source")) /* a search engine's; source alone is a newspaper */
        return (struct json_name){.field = JSON_OTHER, .role = JSON_CONTAINER};
    size_t size = json_name_reduce(name, reduced, NAME_MAX);
    if (size == 0 || name.size > NAME_SIZE_MAX)
        return unknown;
    const struct slot *slot = find_slot(reduced, size);
    return slot->name[0] == '\0' ? find_by_word(name) : slot->means;
}
