/* Levels, days, copies, ids. */
#include "ask.h"

/* ---- levels */

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
    if (name.at == NULL) return failed_as(answer, "Malformed");
    bmnn_copy_parse(name.at, name.len, &buf, &error);
    put_part(answer, took(buf, error));
    return 1;
}

static int until_roll_up(part input, text *answer) {
    part untils = field(input, "untils");
    bmnn_buf *buf;
    bmnn_error *error;
    part latest;
    bmnn_until_latest(untils.at, untils.len, &buf, &error);
    latest = took(buf, error);
    if (latest.at == NULL) return failed(answer, "Question");
    put(answer, "{\"until\":");
    put_part(answer, latest);
    put(answer, "}");
    return 1;
}

static int part_date_read(part input, text *answer) {
    const text *asked = word(input, "text");
    bmnn_date earliest, latest;
    if (bmnn_part_date_parse(asked->at, asked->len, &earliest, &latest, NULL) != BMNN_OK)
        return failed(answer, "PartDate");
    put(answer, "{\"earliest\":");
    put_day(answer, earliest);
    put(answer, ",\"latest\":");
    put_day(answer, latest);
    put(answer, "}");
    return 1;
}

static int time_read(part input, text *answer) {
    const text *asked = word(input, "text");
    int32_t hour, minute;
    if (bmnn_time_parse(asked->at, asked->len, &hour, &minute, NULL) != BMNN_OK)
        return failed(answer, "Time");
    put(answer, "{\"hour\":");
    put_number(answer, hour);
    put(answer, ",\"minute\":");
    put_number(answer, minute);
    put(answer, "}");
    return 1;
}

static int id_read(part input, text *answer) {
    const text *asked = word(input, "text");
    int32_t own;
    if (bmnn_id_check(asked->at, asked->len, &own, NULL) != BMNN_OK) return failed(answer, "Id");
    put(answer, "{\"id\":");
    put_quoted(answer, asked->at, asked->len);
    put(answer, own ? ",\"own-agency\":true}" : ",\"own-agency\":false}");
    return 1;
}

const struct task small_tasks[] = {
    {"\"level.read\"", level_read},
    {"\"level.print\"", level_print},
    {"\"level.roll-up\"", level_roll_up},
    {"\"date.read\"", date_read},
    {"\"part-date.read\"", part_date_read},
    {"\"time.read\"", time_read},
    {"\"date.plus\"", date_plus},
    {"\"until.roll-up\"", until_roll_up},
    {"\"copy.read\"", copy_read},
    {"\"copy.duplicate\"", copy_duplicate},
    {"\"id.read\"", id_read},
    {NULL, NULL},
};
