/* Packs: what they provide, with article and confidence; an agency's own. */
#include "check.h"

static const char OWN[] = "[pack]\n"
                          "id = \"strict\"\n"
                          "vi = \"Quy chế thử nghiệm\"\n"
                          "en = \"Test rules\"\n"
                          "starts = \"2026-04-01\"\n"
                          "extends = \"vn-2025\"\n";

static void provided(const bmnn_packs *packs) {
    static const struct {
        bmnn_date on;
        const char *id;
        const char *pack; /* NULL if there is none */
    } table[] = {
        {20260301, "term.mat", "\"pack\":\"vn-2025\""},
        {20260228, "term.mat", "\"pack\":\"vn-2018\""},
        {20200101, "term.mat", "\"pack\":\"vn-2000\""},
        {20050101, "term.mat", NULL}, /* the ordinance set no term before 2019 */
        {20260301, "term.matt", NULL},
        {20260301, "", NULL},
        {19000101, "term.mat", NULL},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_buf *buf;
        bmnn_error *error;
        int there = table[i].pack != NULL;
        row = table[i].id;
        RETURNS(there ? BMNN_OK : BMNN_E_NOT_FOUND,
                bmnn_packs_provision(packs, table[i].on, row, strlen(row), &buf, &error));
        CHECK((buf != NULL) == there);
        if (buf != NULL) {
            CHECK(HAS(TEXT(buf), table[i].pack));
            CHECK(HAS(TEXT(buf), "\"id\":\"term.mat\""));
            CHECK(HAS(TEXT(buf), "\"article\":{"));
            CHECK(HAS(TEXT(buf), "\"confidence\":\""));
            CHECK(HAS(TEXT(buf), "\"refuses\":"));
            CHECK(strlen(TEXT(buf)) == bmnn_buf_len(buf));
        }
        bmnn_buf_free(buf);
        bmnn_error_free(error);
    }
    row = "no day";
    RETURNS(BMNN_E_DATE, bmnn_packs_provision(packs, 20260231, "term.mat", BMNN_ZSTR,
                                              &(bmnn_buf *){NULL}, NULL));
}

static void own(const bmnn_packs *packs) {
    bmnn_packs *laid_over;
    bmnn_buf *buf;
    row = "an agency's own";
    RETURNS(BMNN_OK, bmnn_packs_with(packs, "strict.toml", BMNN_ZSTR, OWN, sizeof OWN - 1,
                                     &laid_over, NULL));
    RETURNS(BMNN_OK, bmnn_packs_provision(laid_over, 20260401, "term.mat", 8, &buf, NULL));
    CHECK(HAS(TEXT(buf), "\"pack\":\"strict\""));
    bmnn_buf_free(buf);
    /* The packs that it was laid over are as they were, and it begins on its day. */
    RETURNS(BMNN_OK, bmnn_packs_provision(packs, 20260401, "term.mat", 8, &buf, NULL));
    CHECK(HAS(TEXT(buf), "\"pack\":\"vn-2025\""));
    bmnn_buf_free(buf);
    RETURNS(BMNN_OK, bmnn_packs_provision(laid_over, 20260331, "term.mat", 8, &buf, NULL));
    CHECK(HAS(TEXT(buf), "\"pack\":\"vn-2025\""));
    bmnn_buf_free(buf);
    bmnn_packs_free(laid_over);
}

static void bad(const bmnn_packs *packs) {
    static const struct {
        const char *row;
        const char *toml;
        const char *says;
        const char *line;
    } table[] = {
        {"no TOML", "[pack]\nid = \"x\"\nvi = ?\n", "3", "\"line\":3"},
        {"a field that is none", "[pack]\nid = \"x\"\nvi = \"x\"\nen = \"x\"\nstars = 1\n", "5",
         "\"line\":5"},
        {"nothing", "", "pack", "\"line\":1"},
        {"extends what is not there",
         "[pack]\nid = \"x\"\nvi = \"x\"\nen = \"x\"\nstarts = \"2026-04-01\"\nextends = \"vn-1900\"\n",
         "vn-1900", "\"line\":"},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_packs *out = (bmnn_packs *)&out;
        bmnn_error *error;
        row = table[i].row;
        RETURNS(BMNN_E_PACK, bmnn_packs_with(packs, "riêng.toml", BMNN_ZSTR, table[i].toml,
                                             BMNN_ZSTR, &out, &error));
        CHECK(out == NULL);
        CHECK(HAS(bmnn_error_message_en(error), "riêng.toml"));
        CHECK(HAS(bmnn_error_message_en(error), table[i].says));
        CHECK(HAS(bmnn_error_message_vi(error), table[i].says));
        CHECK(HAS(bmnn_error_detail_json(error), table[i].line));
        bmnn_error_free(error);
    }
}

int main(void) {
    bmnn_packs *packs;
    bmnn_error *error;
    RETURNS(BMNN_OK, bmnn_packs_built_in(&packs, &error));
    CHECK(packs != NULL && error == NULL);
    provided(packs);
    own(packs);
    bad(packs);
    bmnn_packs_free(packs);
    return failures;
}
