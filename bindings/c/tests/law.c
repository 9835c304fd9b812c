/* What the law says without a registry: packs, marks, terms, status, decisions;
 * and the names of copies. The vectors try the answers; here it is what C adds:
 * numbers, days, and what is refused. */
#include "check.h"

/* What the last call gave, which is freed; empty if it gave nothing. */
static const char *text(bmnn_buf *buf) {
    static char last[1 << 18];
    last[0] = 0;
    if (buf != NULL && bmnn_buf_len(buf) < sizeof last) strcpy(last, TEXT(buf));
    bmnn_buf_free(buf);
    return last;
}

static void found(const bmnn_packs *packs) {
    bmnn_buf *buf;
    const char *json;
    row = "packs";
    RETURNS(BMNN_OK, bmnn_packs_list(packs, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"id\":\"vn-2000\"") && HAS(json, "\"id\":\"vn-2025\""));
    RETURNS(BMNN_OK, bmnn_packs_on(packs, 20260301, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"id\":\"vn-2025\""));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_packs_on(packs, 19990101, &buf, NULL));
    RETURNS(BMNN_E_DATE, bmnn_packs_on(packs, 20260230, &buf, NULL));
    RETURNS(BMNN_OK, bmnn_packs_pack(packs, "vn-2018", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"provisions\":[") && HAS(json, "\"marks\":[") && HAS(json, "\"posts\":["));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_packs_pack(packs, "vn-1999", BMNN_ZSTR, &buf, NULL));

    row = "marks";
    RETURNS(BMNN_OK, bmnn_packs_mark(packs, 20210504, "toi-mat", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"text\":\"TỐI MẬT\"") && HAS(json, "\"pack\":\"vn-2018\""));
    CHECK(HAS(json, "\"frame\":{") && HAS(json, "\"height\":"));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_packs_mark(packs, 20210504, "thuong", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_packs_mark(packs, 19990101, "mat", BMNN_ZSTR, &buf, NULL));
}

static void terms(const bmnn_packs *packs) {
    static const struct {
        bmnn_level level;
        bmnn_date determined, end;
        bmnn_status status;
    } table[] = {
        /* Law 29/2018/QH14 Art. 19(1): 30, 20 and 10 years. */
        {BMNN_LEVEL_TUYET_MAT, 20210504, 20510504, BMNN_OK},
        {BMNN_LEVEL_TOI_MAT, 20210504, 20410504, BMNN_OK},
        {BMNN_LEVEL_MAT, 20210504, 20310504, BMNN_OK},
        {BMNN_LEVEL_MAT, 20240229, 20340228, BMNN_OK},
        {BMNN_LEVEL_NONE, 20210504, 0, BMNN_E_RANGE},
        {4, 20210504, 0, BMNN_E_RANGE},
        {BMNN_LEVEL_MAT, 0, 0, BMNN_E_DATE},
        {BMNN_LEVEL_MAT, 20210431, 0, BMNN_E_DATE},
    };
    bmnn_buf *buf;
    bmnn_error *error;
    const char *json;
    size_t i;
    row = "term_end";
    for (i = 0; i < COUNT(table); i++) {
        bmnn_date end = 1;
        RETURNS(table[i].status,
                bmnn_packs_term_end(packs, table[i].level, table[i].determined, &end, NULL));
        CHECK(end == table[i].end);
    }
    row = "term";
    RETURNS(BMNN_OK, bmnn_packs_term(packs, "{\"carrier\":\"document\",\"level\":\"Mat\",\"determined\":\"2021\","
                                            "\"protect\":{\"years\":2},\"listed\":null}",
                                     BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"end\":\"2023-12-31\""));
    {
        static const char *const wrong[][2] = {
            {"{}", "carrier"},
            {"{\"carrier\":\"paper\"}", "carrier"},
            {"{\"carrier\":\"document\",\"level\":\"Tối mật\"}", "level"},
            {"{\"carrier\":\"document\",\"until\":1}", "until"},
            {"{\"carrier\":\"document\",\"protect\":{\"years\":-1}}", "protect"},
        };
        for (i = 0; i < COUNT(wrong); i++) {
            row = wrong[i][0];
            RETURNS(BMNN_E_JSON, bmnn_packs_term(packs, row, BMNN_ZSTR, &buf, &error));
            CHECK(HAS(bmnn_error_detail_json(error), wrong[i][1]));
            bmnn_error_free(error);
        }
    }
    RETURNS(BMNN_E_JSON, bmnn_packs_term(packs, "[]", BMNN_ZSTR, &buf, NULL));
    row = "resolve";
    RETURNS(BMNN_OK, bmnn_packs_resolve(packs, "vn-2018", 7, "{\"months\":6}", BMNN_ZSTR, 20210831,
                                        BMNN_LEVEL_MAT, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"end\":\"2022-02-28\"") && HAS(json, "\"cut\":false"));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_packs_resolve(packs, "x", 1, "\"unstated\"", BMNN_ZSTR, 20210831, 1, &buf, NULL));
    RETURNS(BMNN_E_JSON, bmnn_packs_resolve(packs, "vn-2018", 7, "unstated", BMNN_ZSTR, 20210831, 1, &buf, NULL));
    RETURNS(BMNN_OK, bmnn_until_latest("[{\"years\":1},\"unstated\",{\"months\":13}]", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(IS(json, "\"unstated\""));
    RETURNS(BMNN_E_JSON, bmnn_until_latest("[]", BMNN_ZSTR, &buf, NULL));
}

static void decided(const bmnn_packs *packs) {
    static const char enrol[] = "{\"act\":\"party.enrol\",\"on\":\"2026-03-02\",\"party\":\"bo-a\",\"kind\":"
                                "\"agency\",\"name\":\"Bộ A\",\"id\":\"00000000000000000000000000000001\"}";
    char before[512];
    bmnn_buf *buf;
    bmnn_error *error;
    const char *json;
    row = "decide";
    RETURNS(BMNN_OK, bmnn_packs_decide(packs, "[]", 2, enrol, BMNN_ZSTR, 0, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"allowed\":true") && HAS(json, "\"row\":null"));
    snprintf(before, sizeof before, "[%s]", enrol);
    /* Once more: it is there. */
    RETURNS(BMNN_OK, bmnn_packs_decide(packs, before, BMNN_ZSTR, enrol, BMNN_ZSTR, 0, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"allowed\":false") && HAS(json, "\"reasons\":[{"));
    /* The same before it: then there is nothing to ask. */
    snprintf(before, sizeof before, "[%s,%s]", enrol, enrol);
    RETURNS(BMNN_E_REFUSED, bmnn_packs_decide(packs, before, BMNN_ZSTR, enrol, BMNN_ZSTR, 0, &buf, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"index\":1"));
    bmnn_error_free(error);
    RETURNS(BMNN_E_ACT, bmnn_packs_decide(packs, "[{}]", BMNN_ZSTR, enrol, BMNN_ZSTR, 0, &buf, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"index\":0"));
    bmnn_error_free(error);
    RETURNS(BMNN_E_JSON, bmnn_packs_decide(packs, "{}", BMNN_ZSTR, enrol, BMNN_ZSTR, 0, &buf, NULL));
    RETURNS(BMNN_E_DATE, bmnn_packs_decide(packs, "[]", BMNN_ZSTR, enrol, BMNN_ZSTR, -1, &buf, NULL));

    row = "status";
    RETURNS(BMNN_OK, bmnn_packs_status(packs, "[]", 2, 20260302, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"standing\":\"not-yet\"") && HAS(json, "\"on\":\"2026-03-02\""));
    RETURNS(BMNN_E_ACT, bmnn_packs_status(packs, "[1]", 3, 20260302, &buf, NULL));
}

static void copies(void) {
    bmnn_buf *buf;
    bmnn_error *error;
    const char *json;
    row = "copies";
    RETURNS(BMNN_OK, bmnn_copy_parse("doc-17#3/2.1", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"parent\":\"doc-17#3\"") && HAS(json, "\"number\":3"));
    RETURNS(BMNN_OK, bmnn_copy_duplicate("doc-17#u1", BMNN_ZSTR, 2, 4294967295u, &buf, NULL));
    json = text(buf);
    CHECK(IS(json, "doc-17#u1/2.4294967295"));
    RETURNS(BMNN_E_RANGE, bmnn_copy_duplicate("doc-17#u1", BMNN_ZSTR, 0, 1, &buf, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"kind\":\"Zero\""));
    bmnn_error_free(error);
    RETURNS(BMNN_E_RANGE, bmnn_copy_parse("doc-17", BMNN_ZSTR, &buf, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"kind\":\"Malformed\""));
    bmnn_error_free(error);
    row = "a day in Vietnamese";
    RETURNS(BMNN_OK, bmnn_date_vi(20260301, &buf, NULL));
    json = text(buf);
    CHECK(IS(json, "01/03/2026"));
    RETURNS(BMNN_E_DATE, bmnn_date_vi(20260332, &buf, NULL));
}

int main(void) {
    bmnn_packs *packs;
    RETURNS(BMNN_OK, bmnn_packs_built_in(&packs, NULL));
    found(packs);
    terms(packs);
    decided(packs);
    copies();
    bmnn_packs_free(packs);
    return failures;
}
