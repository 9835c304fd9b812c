#include "ask.h"

#include <inttypes.h>

bmnn_packs *packs;
const char *folder;

/* What the last call gave, for as long as one question is answered. */
static text given, said, wrong;
static int64_t offset;

static void remember(bmnn_error *error) {
    wrong.len = 0;
    offset = bmnn_error_offset(error);
    if (error != NULL) put(&wrong, bmnn_error_detail_json(error));
    bmnn_error_free(error);
}

part took(bmnn_buf *buf, bmnn_error *error) {
    part json = nothing;
    given.len = 0;
    if (buf != NULL) {
        put_bytes(&given, (const char *)bmnn_buf_data(buf), bmnn_buf_len(buf));
        json.at = given.at;
        json.len = given.len;
    }
    bmnn_buf_free(buf);
    remember(error);
    return json;
}

int went_well(bmnn_status status, bmnn_error **error) {
    remember(*error);
    return status == BMNN_OK;
}

part detail(const char *key) {
    part all;
    all.at = wrong.at;
    all.len = wrong.len;
    return wrong.len > 0 ? field(all, key) : nothing;
}

static const text *spoken(part string) {
    said.len = 0;
    put_bytes(&said, "", 0);
    put_said(&said, string);
    return &said;
}

const text *word(part input, const char *key) { return spoken(field(input, key)); }

void put_from_hex(text *bytes, part string) {
    const text *hex = spoken(string);
    size_t i;
    for (i = 0; i + 1 < hex->len; i += 2) {
        char digits[3], byte;
        memcpy(digits, hex->at + i, 2);
        digits[2] = 0;
        byte = (char)strtoul(digits, NULL, 16);
        put_bytes(bytes, &byte, 1);
    }
}

text bytes_of(part input, const char *key) {
    text bytes = {NULL, 0, 0};
    put_from_hex(&bytes, field(input, key));
    return bytes;
}

void bytes_into(uint8_t *to, size_t length, part input, const char *key) {
    text bytes = bytes_of(input, key);
    if (bytes.len != length) {
        fprintf(stderr, "conform: `%s` has %lu bytes\n", key, (unsigned long)bytes.len);
        exit(2);
    }
    memcpy(to, bytes.at, length);
    free(bytes.at);
}

text hashes_of(part input, const char *key, size_t *count) {
    text bytes = {NULL, 0, 0};
    const char *from = NULL;
    part one;
    while ((one = next(field(input, key), &from)).at != NULL) put_from_hex(&bytes, one);
    *count = bytes.len / 32;
    return bytes;
}

bmnn_date day(part input, const char *key) {
    const text *asked = word(input, key);
    bmnn_date date;
    bmnn_date_parse(asked->at, asked->len, &date, NULL);
    return date;
}

bmnn_level level_named(part name) {
    const char *spelling;
    bmnn_level level = BMNN_LEVEL_NONE;
    const text *asked = spoken(name);
    bmnn_level_parse(asked->at, asked->len, &level, NULL, NULL);
    /* A name, and no other spelling. */
    if (bmnn_level_text(level, BMNN_LEVEL_AS_NAME, &spelling, NULL) != BMNN_OK) return BMNN_LEVEL_NONE;
    return strcmp(spelling, asked->at) == 0 ? level : BMNN_LEVEL_NONE;
}

void put_hex(text *to, const uint8_t *bytes, size_t length) {
    size_t i;
    put(to, "\"");
    for (i = 0; i < length; i++) {
        char digits[3];
        sprintf(digits, "%02x", bytes[i]);
        put(to, digits);
    }
    put(to, "\"");
}

void put_number(text *to, int64_t number) {
    char digits[24];
    sprintf(digits, "%" PRId64, number);
    put(to, digits);
}

void put_day(text *to, bmnn_date date) {
    char digits[40];
    sprintf(digits, "\"%04d-%02d-%02d\"", (int)date / 10000, (int)date / 100 % 100, (int)date % 100);
    put(to, digits);
}

int failed(text *answer, const char *kind) {
    answer->len = 0;
    put(answer, "{\"failure\":\"");
    put(answer, kind);
    put(answer, "\"}");
    return 1;
}

int failed_as(text *answer, const char *otherwise) {
    static const char *const facts[] = {"fault", "line"};
    part kind = detail("kind");
    size_t i;
    if (kind.at == NULL) return failed(answer, otherwise);
    answer->len = 0;
    put(answer, "{\"failure\":");
    put_part(answer, kind);
    for (i = 0; i < sizeof facts / sizeof *facts; i++) {
        part fact = detail(facts[i]);
        if (fact.at == NULL) continue;
        put(answer, ",\"");
        put(answer, facts[i]);
        put(answer, "\":");
        put_part(answer, fact);
    }
    if (offset >= 0) {
        put(answer, ",\"offset\":");
        put_number(answer, offset);
    }
    put(answer, "}");
    return 1;
}

int no_act(text *answer) {
    if (detail("kind").at != NULL) return failed_as(answer, "");
    answer->len = 0;
    put(answer, "{\"failure\":\"Field\",\"path\":");
    put_part(answer, detail("path"));
    put(answer, "}");
    return 1;
}

void put_findings(text *answer, part findings) {
    const char *from = NULL, *between = "";
    part one;
    put(answer, "[");
    while ((one = next(findings, &from)).at != NULL) {
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
    put(answer, "]");
}

void put_kinds(text *answer, part things) {
    const char *from = NULL, *between = "";
    part one;
    put(answer, "[");
    while ((one = next(things, &from)).at != NULL) {
        put(answer, between);
        put_part(answer, field(one, "kind"));
        between = ",";
    }
    put(answer, "]");
}

void forget(void) {
    free(given.at);
    free(said.at);
    free(wrong.at);
}
