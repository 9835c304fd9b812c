/* The C library as a subject of the conformance vectors: reads questions, a line
 * each, and answers each with a line. `null` says that the library has no
 * function for it. Each answer is made of what the library says, put into the
 * form of the vectors; nothing is decided here. The form of questions and answers
 * is in crates/bmnn-conformance/README.md. It is given a folder, in which it writes
 * the ledgers of questions. */
#include "bmnn.h"
#include "json.h"

static bmnn_packs *packs;
static const char *folder;

/* What the last call gave, for as long as one question is answered. */
static text given, said, wrong;

/* Takes what a call gave: its JSON, and what went wrong. */
static part took(bmnn_buf *buf, bmnn_error *error) {
    part json = nothing;
    given.len = wrong.len = 0;
    if (buf != NULL) {
        put_bytes(&given, (const char *)bmnn_buf_data(buf), bmnn_buf_len(buf));
        json.at = given.at;
        json.len = given.len;
    }
    if (error != NULL) put(&wrong, bmnn_error_detail_json(error));
    bmnn_buf_free(buf);
    return json;
}

static part detail(const char *key) {
    part all;
    all.at = wrong.at;
    all.len = wrong.len;
    return wrong.len > 0 ? field(all, key) : nothing;
}

/* What a string of the question says; good until the next one is asked for. */
static const text *word(part input, const char *key) {
    said.len = 0;
    put_bytes(&said, "", 0);
    put_said(&said, field(input, key));
    return &said;
}

static int failed(text *answer, const char *kind) {
    answer->len = 0;
    put(answer, "{\"failure\":\"");
    put(answer, kind);
    put(answer, "\"}");
    return 1;
}

/* The kind of failure that the error names, else this one. */
static int failed_as(text *answer, const char *otherwise) {
    part kind = detail("kind");
    if (kind.at == NULL) return failed(answer, otherwise);
    answer->len = 0;
    put(answer, "{\"failure\":");
    put_part(answer, kind);
    put(answer, "}");
    return 1;
}

/* An act that is none, or in another encoding than the ledger's. */
static int no_act(text *answer, int64_t offset) {
    char digits[24];
    answer->len = 0;
    if (detail("kind").at == NULL) {
        put(answer, "{\"failure\":\"Field\",\"path\":");
        put_part(answer, detail("path"));
        put(answer, "}");
        return 1;
    }
    failed_as(answer, "");
    answer->len--;
    sprintf(digits, ",\"offset\":%ld}", (long)offset);
    put(answer, digits);
    return 1;
}

/* ---- levels */

static bmnn_level level_named(part name) {
    const char *spelling;
    bmnn_level level = BMNN_LEVEL_NONE;
    said.len = 0;
    put_bytes(&said, "", 0);
    put_said(&said, name);
    bmnn_level_parse(said.at, said.len, &level, NULL, NULL);
    /* A name, and no other spelling. */
    if (bmnn_level_text(level, BMNN_LEVEL_AS_NAME, &spelling, NULL) != BMNN_OK) return BMNN_LEVEL_NONE;
    return strcmp(spelling, said.at) == 0 ? level : BMNN_LEVEL_NONE;
}

static void put_level(text *answer, bmnn_level level, int32_t form) {
    const char *spelling = "";
    bmnn_level_text(level, form, &spelling, NULL);
    put_quoted(answer, spelling, strlen(spelling));
}

static int level_read(part input, text *answer) {
    static const char *const words[] = {"space", "decomposed", "case", "diacritics", "letter"};
    bmnn_level level;
    uint32_t liberties;
    const char *between = "";
    int i;
    const text *asked = word(input, "text");
    if (bmnn_level_parse(asked->at, asked->len, &level, &liberties, NULL) != BMNN_OK)
        return failed(answer, "Level");
    put(answer, "{\"level\":");
    put_level(answer, level, BMNN_LEVEL_AS_NAME);
    put(answer, ",\"liberties\":[");
    for (i = 0; i < 5; i++) {
        if (!(liberties & 1u << i)) continue;
        put(answer, between);
        put_quoted(answer, words[i], strlen(words[i]));
        between = ",";
    }
    put(answer, "]}");
    return 1;
}

static int level_print(part input, text *answer) {
    static const struct {
        const char *key;
        int32_t form;
    } forms[] = {{"{\"kebab\":", BMNN_LEVEL_AS_ID},       {",\"letter\":", BMNN_LEVEL_AS_LETTER},
                 {",\"mark\":", BMNN_LEVEL_AS_MARK},      {",\"name\":", BMNN_LEVEL_AS_NAME},
                 {",\"vietnamese\":", BMNN_LEVEL_AS_VI}};
    bmnn_level level = level_named(field(input, "level"));
    size_t i;
    if (level == BMNN_LEVEL_NONE) return failed(answer, "Level");
    for (i = 0; i < sizeof forms / sizeof *forms; i++) {
        put(answer, forms[i].key);
        put_level(answer, level, forms[i].form);
    }
    put(answer, "}");
    return 1;
}

static int level_roll_up(part input, text *answer) {
    bmnn_level levels[64], highest;
    size_t count = 0;
    const char *from = NULL;
    part one;
    while (count < 64 && (one = next(field(input, "levels"), &from)).at != NULL)
        levels[count++] = level_named(one);
    if (bmnn_level_highest(levels, count, &highest, NULL) != BMNN_OK) return failed(answer, "Level");
    put(answer, "{\"level\":");
    put_level(answer, highest, BMNN_LEVEL_AS_NAME);
    put(answer, "}");
    return 1;
}

/* ---- days */

static bmnn_date day(part input, const char *key) {
    const text *asked = word(input, key);
    bmnn_date date;
    bmnn_date_parse(asked->at, asked->len, &date, NULL);
    return date;
}

static void put_day(text *answer, bmnn_date date) {
    char digits[40];
    sprintf(digits, "\"%04d-%02d-%02d\"", (int)date / 10000, (int)date / 100 % 100, (int)date % 100);
    put(answer, digits);
}

static int date_read(part input, text *answer) {
    bmnn_date date = day(input, "text");
    bmnn_buf *vi;
    if (date == 0 || bmnn_date_vi(date, &vi, NULL) != BMNN_OK) return failed(answer, "Date");
    put(answer, "{\"date\":");
    put_day(answer, date);
    put(answer, ",\"vietnamese\":");
    put_quoted(answer, (const char *)bmnn_buf_data(vi), bmnn_buf_len(vi));
    put(answer, "}");
    bmnn_buf_free(vi);
    return 1;
}

static uint32_t few(int64_t count) { return count > UINT32_MAX ? UINT32_MAX : (uint32_t)count; }

static int date_plus(part input, text *answer) {
    bmnn_date date = day(input, "date"), end = 0;
    uint32_t count = few(number(field(input, "count")));
    part unit = field(input, "unit");
    if (is(unit, "\"days\""))
        bmnn_date_plus_days(date, count, &end, NULL);
    else if (is(unit, "\"months\""))
        bmnn_date_plus_months(date, count, &end, NULL);
    else
        bmnn_date_plus_months(date, few((int64_t)count * 12), &end, NULL);
    if (end == 0) return failed(answer, "Question");
    put(answer, "{\"date\":");
    put_day(answer, end);
    put(answer, "}");
    return 1;
}

/* ---- copies and terms */

static int copy_read(part input, text *answer) {
    const text *asked = word(input, "text");
    bmnn_buf *buf;
    bmnn_error *error;
    part name;
    bmnn_copy_parse(asked->at, asked->len, &buf, &error);
    name = took(buf, error);
    bmnn_error_free(error);
    if (name.at == NULL) return failed_as(answer, "Malformed");
    put_part(answer, name);
    return 1;
}

static int copy_duplicate(part input, text *answer) {
    const text *asked = word(input, "copy");
    bmnn_buf *buf;
    bmnn_error *error;
    part name;
    bmnn_copy_duplicate(asked->at, asked->len, few(number(field(input, "occasion"))),
                        few(number(field(input, "number"))), &buf, &error);
    name = took(buf, error);
    bmnn_error_free(error);
    if (name.at == NULL) return failed_as(answer, "Malformed");
    bmnn_copy_parse(name.at, name.len, &buf, &error);
    put_part(answer, took(buf, error));
    bmnn_error_free(error);
    return 1;
}

static int until_roll_up(part input, text *answer) {
    part untils = field(input, "untils");
    bmnn_buf *buf;
    bmnn_error *error;
    part latest;
    bmnn_until_latest(untils.at, untils.len, &buf, &error);
    latest = took(buf, error);
    bmnn_error_free(error);
    if (latest.at == NULL) return failed(answer, "Question");
    put(answer, "{\"until\":");
    put_part(answer, latest);
    put(answer, "}");
    return 1;
}

/* ---- packs */

static int pack_on(part input, text *answer) {
    bmnn_buf *buf;
    bmnn_error *error;
    part head;
    bmnn_packs_on(packs, day(input, "date"), &buf, &error);
    head = took(buf, error);
    bmnn_error_free(error);
    if (head.at == NULL) return failed(answer, "NoPack");
    put(answer, "{\"pack\":");
    put_part(answer, field(head, "id"));
    put(answer, "}");
    return 1;
}

/* The pack that the question names. */
static part pack(part input) {
    const text *asked = word(input, "pack");
    bmnn_buf *buf;
    bmnn_error *error;
    part whole;
    bmnn_packs_pack(packs, asked->at, asked->len, &buf, &error);
    whole = took(buf, error);
    bmnn_error_free(error);
    return whole;
}

/* The member of an array whose id is what the question says at a key. */
static part with_id(part array, part input, const char *key) {
    const char *from = NULL;
    part one, wanted = field(input, key);
    while ((one = next(array, &from)).at != NULL) {
        part id = field(one, "id");
        if (id.at != NULL && id.len == wanted.len && memcmp(id.at, wanted.at, id.len) == 0) return one;
    }
    return nothing;
}

static int pack_provision(part input, text *answer) {
    part whole = pack(input), provision, value;
    if (whole.at == NULL) return failed(answer, "NoPack");
    provision = with_id(field(whole, "provisions"), input, "provision");
    if (provision.at == NULL) return failed(answer, "NoProvision");
    value = field(provision, "value");
    put(answer, "{\"article\":");
    put_part(answer, field(field(provision, "article"), "vi"));
    put(answer, ",\"confidence\":");
    put_part(answer, field(provision, "confidence"));
    put(answer, ",\"refuses\":");
    put_part(answer, field(provision, "refuses"));
    put(answer, ",\"value\":");
    if (field(value, "at-once").at != NULL)
        put(answer, "\"at-once\"");
    else if (field(value, "unknown").at != NULL)
        put(answer, "\"Unknown\"");
    else if (field(value, "year-day").at != NULL)
        put(answer, "\"YearDay\"");
    else
        put_part(answer, value);
    put(answer, "}");
    return 1;
}

static int mark_print(part input, text *answer) {
    part whole = pack(input), mark, row;
    const char *from = NULL, *between = "";
    if (whole.at == NULL) return failed(answer, "NoPack");
    mark = with_id(field(whole, "marks"), input, "mark");
    if (mark.at == NULL) return failed(answer, "NoMark");
    put(answer, "{\"article\":");
    put_part(answer, field(field(mark, "article"), "vi"));
    put(answer, ",\"can-be-drawn\":");
    put_part(answer, field(mark, "can-be-drawn"));
    put(answer, ",\"level\":");
    put_part(answer, field(mark, "level"));
    put(answer, ",\"rows\":[");
    while ((row = next(field(mark, "rows"), &from)).at != NULL) {
        put(answer, between);
        put(answer, "{\"fill\":");
        put_part(answer, field(row, "fill"));
        put(answer, ",\"text\":");
        put_part(answer, field(row, "text"));
        put(answer, "}");
        between = ",";
    }
    put(answer, "]}");
    return 1;
}

/* ---- what the law says */

/* Where something stands, as the vectors have it; null if no law is at issue. */
static void put_cited(text *answer, part article) {
    if (!is_there(article)) {
        put(answer, "null");
        return;
    }
    put(answer, "{\"article\":");
    put_part(answer, field(article, "vi"));
    put(answer, ",\"pack\":");
    put_part(answer, field(article, "pack"));
    put(answer, ",\"provision\":");
    put_part(answer, field(article, "provision"));
    put(answer, "}");
}

static void put_because(text *answer, part because) {
    const char *from = NULL, *between = "";
    part one;
    put(answer, "[");
    while ((one = next(because, &from)).at != NULL) {
        put(answer, between);
        put_cited(answer, field(one, "article"));
        between = ",";
    }
    put(answer, "]");
}

static int term_of(part input, text *answer) {
    bmnn_buf *buf;
    bmnn_error *error;
    part term;
    bmnn_packs_term(packs, input.at, input.len, &buf, &error);
    term = took(buf, error);
    bmnn_error_free(error);
    if (term.at == NULL) return failed(answer, "Level");
    put(answer, "{\"because\":");
    put_because(answer, field(term, "because"));
    put(answer, ",\"end\":");
    put_part(answer, field(term, "end"));
    put(answer, ",\"undecided\":");
    put_part(answer, field(term, "undecided"));
    put(answer, ",\"unknown\":");
    put_part(answer, field(term, "unknown"));
    put(answer, "}");
    return 1;
}

static int term_resolve(part input, text *answer) {
    part until = field(input, "until"), resolved, one;
    bmnn_date start = day(input, "start");
    bmnn_level level = level_named(field(input, "level"));
    const text *asked = word(input, "pack");
    const char *from = NULL, *between = "";
    bmnn_buf *buf;
    bmnn_error *error;
    bmnn_packs_resolve(packs, asked->at, asked->len, until.at, until.len, start, level, &buf, &error);
    resolved = took(buf, error);
    bmnn_error_free(error);
    if (resolved.at == NULL) return failed(answer, level == BMNN_LEVEL_NONE ? "Level" : "NoPack");
    put(answer, "{\"at-event\":");
    put_part(answer, field(resolved, "at-event"));
    put(answer, ",\"because\":[");
    while ((one = next(field(resolved, "because"), &from)).at != NULL) {
        put(answer, between);
        put_part(answer, field(one, "id"));
        between = ",";
    }
    put(answer, "],\"cut\":");
    put_part(answer, field(resolved, "cut"));
    put(answer, ",\"end\":");
    put_part(answer, field(resolved, "end"));
    put(answer, "}");
    return 1;
}

static int status_on(part input, text *answer) {
    part acts = field(input, "acts"), status;
    bmnn_buf *buf;
    bmnn_error *error;
    bmnn_packs_status(packs, acts.at, acts.len, day(input, "on"), &buf, &error);
    status = took(buf, error);
    bmnn_error_free(error);
    if (status.at == NULL) return no_act(answer, -1);
    put(answer, "{\"because\":");
    put_because(answer, field(status, "because"));
    put(answer, ",\"ends\":");
    put_part(answer, field(status, "ends"));
    put(answer, ",\"level\":");
    put_part(answer, field(status, "level"));
    put(answer, ",\"pack\":");
    put_part(answer, field(status, "pack"));
    put(answer, ",\"standing\":");
    put_part(answer, field(status, "standing"));
    put(answer, "}");
    return 1;
}

static int by_text(const void *a, const void *b) {
    return strcmp(((const text *)a)->at, ((const text *)b)->at);
}

/* Remarks or duties by what they are sorted by, which `put_one` puts before a
 * line's end: the order of the library means nothing to the vectors. */
static void put_sorted(text *answer, part list, void (*put_one)(text *, part)) {
    text all[256] = {{NULL, 0, 0}};
    size_t count = 0, i;
    const char *from = NULL;
    part one;
    while (count < 256 && (one = next(list, &from)).at != NULL) put_one(&all[count++], one);
    qsort(all, count, sizeof *all, by_text);
    put(answer, "[");
    for (i = 0; i < count; i++) {
        put(answer, i > 0 ? "," : "");
        put(answer, strchr(all[i].at, '\n') + 1);
        free(all[i].at);
    }
    put(answer, "]");
}

static void put_remark(text *to, part remark) {
    put_part(to, field(remark, "code"));
    put(to, "\n{\"cited\":");
    put_cited(to, field(remark, "article"));
    put(to, ",\"code\":");
    put_part(to, field(remark, "code"));
    put(to, "}");
}

static void put_duty(text *to, part duty) {
    put(to, "\n{\"about\":");
    put_part(to, field(duty, "about"));
    put(to, ",\"due\":");
    put_part(to, field(duty, "due"));
    put(to, ",\"kind\":");
    put_part(to, field(duty, "kind"));
    put(to, "}");
}

/* The acts before: lists, or single acts, in order, as one array. */
static void put_before(text *to, part after) {
    const char *from = NULL, *between = "";
    part group;
    put(to, "[");
    while ((group = next(after, &from)).at != NULL) {
        const char *within = NULL;
        part act;
        if (*group.at != '[') {
            put(to, between);
            put_part(to, group);
            between = ",";
            continue;
        }
        while ((act = next(group, &within)).at != NULL) {
            put(to, between);
            put_part(to, act);
            between = ",";
        }
    }
    put(to, "]");
}

static int act_decide(part input, text *answer) {
    part act = field(input, "act"), decision, row;
    bmnn_date recorded = is_there(field(input, "recorded")) ? day(input, "recorded") : 0;
    text before = {NULL, 0, 0};
    bmnn_buf *buf;
    bmnn_error *error;
    bmnn_status status;
    put_before(&before, field(input, "after"));
    status = bmnn_packs_decide(packs, before.at, before.len, act.at, act.len, recorded, &buf, &error);
    free(before.at);
    decision = took(buf, error);
    bmnn_error_free(error);
    if (status == BMNN_E_REFUSED) {
        put(answer, "{\"act\":");
        put_part(answer, detail("index"));
        put(answer, ",\"failure\":\"Setting\"}");
        return 1;
    }
    if (decision.at == NULL) return no_act(answer, -1);
    if (is(field(decision, "allowed"), "false")) {
        put(answer, "{\"allowed\":false,\"reasons\":");
        put_sorted(answer, field(decision, "reasons"), put_remark);
    } else {
        row = field(decision, "row");
        put(answer, "{\"allowed\":true,\"closes\":");
        put_sorted(answer, field(decision, "closes"), put_duty);
        put(answer, ",\"irregular\":");
        put_sorted(answer, field(decision, "irregular"), put_remark);
        put(answer, ",\"opens\":");
        put_sorted(answer, field(decision, "opens"), put_duty);
        put(answer, ",\"row\":");
        if (is_there(row)) {
            put(answer, "{\"book\":");
            put_part(answer, field(row, "book"));
            put(answer, ",\"number\":");
            put_part(answer, field(row, "number"));
            put(answer, "}");
        } else {
            put(answer, "null");
        }
    }
    put(answer, ",\"warnings\":");
    put_sorted(answer, field(decision, "warnings"), put_remark);
    put(answer, "}");
    return 1;
}

/* ---- acts as bytes */

static int act_to_cbor(part input, text *answer) {
    part json = field(input, "act");
    const text *corrected = word(input, "corrected");
    int names = is_there(field(input, "corrected"));
    bmnn_act *act;
    bmnn_buf *cbor;
    bmnn_error *error;
    size_t i;
    if (bmnn_act_from_json(json.at, json.len, names ? corrected->at : NULL, names ? corrected->len : 0,
                           &act, &error) != BMNN_OK ||
        bmnn_act_cbor(act, &cbor, &error) != BMNN_OK) {
        took(NULL, error);
        bmnn_error_free(error);
        bmnn_act_free(act);
        return no_act(answer, -1);
    }
    put(answer, "{\"cbor\":\"");
    for (i = 0; i < bmnn_buf_len(cbor); i++) {
        char digits[3];
        sprintf(digits, "%02x", bmnn_buf_data(cbor)[i]);
        put(answer, digits);
    }
    put(answer, "\"}");
    bmnn_buf_free(cbor);
    bmnn_act_free(act);
    return 1;
}

/* The bytes that the question has in hex; to be freed. */
static text bytes_of(part input, const char *key) {
    const text *hex = word(input, key);
    text bytes = {NULL, 0, 0};
    size_t i;
    for (i = 0; i + 1 < hex->len; i += 2) {
        char digits[3], byte;
        memcpy(digits, hex->at + i, 2);
        digits[2] = 0;
        byte = (char)strtoul(digits, NULL, 16);
        put_bytes(&bytes, &byte, 1);
    }
    return bytes;
}

static int act_to_json(part input, text *answer) {
    text bytes = bytes_of(input, "cbor");
    bmnn_buf *buf;
    bmnn_error *error;
    int64_t offset;
    part act;
    bmnn_act_json_from_cbor((const uint8_t *)bytes.at, bytes.len, &buf, &error);
    free(bytes.at);
    act = took(buf, error);
    offset = bmnn_error_offset(error);
    bmnn_error_free(error);
    if (act.at == NULL) return no_act(answer, offset);
    put(answer, "{\"act\":");
    put_part(answer, act);
    put(answer, "}");
    return 1;
}

/* ---- ledgers */

/* The name of a file in the folder. */
static text in_folder(const char *name) {
    text path = {NULL, 0, 0};
    put(&path, folder);
    put(&path, "/");
    put(&path, name);
    return path;
}

static void write_file(const text *path, const char *bytes, size_t length) {
    FILE *file = fopen(path->at, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        fprintf(stderr, "conform: cannot write `%s`\n", path->at);
        exit(2);
    }
}

/* What others hold of the ledger, as the library takes it. */
static text held(part known) {
    static const char *const keys[] = {"roots", "checkpoints"};
    text json = {NULL, 0, 0};
    const char *between = "{\"";
    size_t i;
    for (i = 0; i < sizeof keys / sizeof *keys; i++) {
        part value = field(known, keys[i]);
        if (!is_there(value)) continue;
        put(&json, between);
        put(&json, keys[i]);
        put(&json, "\":");
        put_part(&json, value);
        between = ",\"";
    }
    put(&json, json.len > 0 ? "}" : "{}");
    return json;
}

static bmnn_verify_options expected(part known) {
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    text id = bytes_of(known, "ledger-id");
    options.has_ledger_id = id.len == sizeof options.ledger_id;
    if (options.has_ledger_id) memcpy(options.ledger_id, id.at, id.len);
    options.is_export = is(field(known, "export"), "true");
    free(id.at);
    return options;
}

static int ledger_verify(part input, text *answer) {
    part known = field(input, "known");
    text ledger = in_folder("ledger.bmnn"), tip = in_folder("tip"), by_others = held(known);
    bmnn_verify_options options = expected(known);
    text bytes = bytes_of(input, "ledger");
    int has_tip = is_there(field(input, "tip"));
    const char *from = NULL, *between = "";
    bmnn_report *report;
    bmnn_buf *buf = NULL;
    part all, one;
    write_file(&ledger, bytes.at, bytes.len);
    remove(tip.at);
    if (has_tip) {
        const text *note = word(input, "tip");
        write_file(&tip, note->at, note->len);
    }
    if (bmnn_verify_format(has_tip ? folder : ledger.at, BMNN_ZSTR, by_others.at, by_others.len,
                           &options, NULL, NULL, &report, NULL) == BMNN_OK)
        bmnn_report_json(report, &buf, NULL);
    bmnn_report_free(report);
    free(ledger.at);
    free(tip.at);
    free(bytes.at);
    free(by_others.at);
    all = took(buf, NULL);
    if (all.at == NULL) return failed(answer, "NoLedger");
    put(answer, "{\"findings\":[");
    while ((one = next(field(all, "findings"), &from)).at != NULL) {
        put(answer, between);
        put(answer, "{\"kind\":");
        put_part(answer, field(one, "kind"));
        put(answer, ",\"place\":");
        put_part(answer, field(one, "position"));
        put(answer, ",\"severity\":");
        put_part(answer, field(one, "severity"));
        put(answer, "}");
        between = ",";
    }
    put(answer, "],\"holds\":");
    put_part(answer, field(all, "holds"));
    put(answer, ",\"not-proven\":[");
    between = "";
    from = NULL;
    while ((one = next(field(all, "not-proven"), &from)).at != NULL) {
        put(answer, between);
        put_part(answer, field(one, "kind"));
        between = ",";
    }
    put(answer, "],\"root\":");
    put_part(answer, field(all, "root"));
    put(answer, ",\"size\":");
    put_part(answer, field(all, "size"));
    put(answer, "}");
    return 1;
}

static const struct {
    const char *task;
    int (*answer)(part input, text *answer);
} tasks[] = {
    {"\"level.read\"", level_read},         {"\"level.print\"", level_print},
    {"\"level.roll-up\"", level_roll_up},   {"\"date.read\"", date_read},
    {"\"date.plus\"", date_plus},           {"\"copy.read\"", copy_read},
    {"\"copy.duplicate\"", copy_duplicate}, {"\"until.roll-up\"", until_roll_up},
    {"\"pack.on\"", pack_on},               {"\"pack.provision\"", pack_provision},
    {"\"mark.print\"", mark_print},         {"\"term.of\"", term_of},
    {"\"term.resolve\"", term_resolve},     {"\"status.on\"", status_on},
    {"\"act.decide\"", act_decide},         {"\"act.to-cbor\"", act_to_cbor},
    {"\"act.to-json\"", act_to_json},      {"\"ledger.verify\"", ledger_verify},
};

/* A line without its end; 0 at the end of the file. */
static int read_line(text *line) {
    int letter;
    line->len = 0;
    while ((letter = getchar()) != EOF && letter != '\n') {
        char byte = (char)letter;
        put_bytes(line, &byte, 1);
    }
    return letter != EOF || line->len > 0;
}

int main(int argc, char **argv) {
    text line = {NULL, 0, 0}, answer = {NULL, 0, 0};
    if (argc != 2) {
        fputs("conform FOLDER\n", stderr);
        return 2;
    }
    folder = argv[1];
    if (bmnn_abi_check(BMNN_ABI_VERSION, NULL) != BMNN_OK) return 2;
    if (bmnn_packs_built_in(&packs, NULL) != BMNN_OK) return 2;
    while (read_line(&line)) {
        part question, task;
        size_t i;
        question.at = line.at;
        question.len = line.len;
        task = field(question, "do");
        answer.len = 0;
        put_bytes(&answer, "", 0);
        for (i = 0; i < sizeof tasks / sizeof *tasks; i++)
            if (is(task, tasks[i].task) && tasks[i].answer(field(question, "input"), &answer)) break;
        puts(answer.len > 0 ? answer.at : "null");
        fflush(stdout);
    }
    free(line.at);
    free(answer.at);
    free(given.at);
    free(said.at);
    free(wrong.at);
    bmnn_packs_free(packs);
    return 0;
}
