/* What the law says: packs, terms, status, decisions, marks. */
#include "ask.h"

/* ---- packs */

static int pack_on(part input, text *answer) {
    bmnn_buf *buf;
    bmnn_error *error;
    part head;
    bmnn_packs_on(packs, day(input, "date"), &buf, &error);
    head = took(buf, error);
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
    if (status.at == NULL) return no_act(answer);
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
    if (status == BMNN_E_REFUSED) {
        put(answer, "{\"act\":");
        put_part(answer, detail("index"));
        put(answer, ",\"failure\":\"Setting\"}");
        return 1;
    }
    if (decision.at == NULL) return no_act(answer);
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

const struct task law_tasks[] = {
    {"\"pack.on\"", pack_on},
    {"\"pack.provision\"", pack_provision},
    {"\"mark.print\"", mark_print},
    {"\"term.of\"", term_of},
    {"\"term.resolve\"", term_resolve},
    {"\"status.on\"", status_on},
    {"\"act.decide\"", act_decide},
    {NULL, NULL},
};
