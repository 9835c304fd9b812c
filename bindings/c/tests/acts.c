/* Acts put together key by key: what is refused when it is set, and what comes
 * out at the end. */
#include "check.h"

#include <stdlib.h>

static bmnn_act *begun(const char *name) {
    bmnn_act *act;
    RETURNS(BMNN_OK, bmnn_act_new(name, BMNN_ZSTR, &act, NULL));
    return act;
}

#define SET(act, path, text)                                                                   \
    RETURNS(BMNN_OK, bmnn_act_set_text((act), (path), BMNN_ZSTR, (text), BMNN_ZSTR, NULL))

static void json_is(const bmnn_act *act, const char *wanted) {
    bmnn_buf *json;
    RETURNS(BMNN_OK, bmnn_act_json(act, &json, NULL));
    CHECK(IS(TEXT(json), wanted));
    if (json != NULL && strcmp(TEXT(json), wanted) != 0) printf("    %s\n", TEXT(json));
    bmnn_buf_free(json);
}

static void built(void) {
    static const unsigned char digest[32] = {0xab, 1};
    bmnn_act *act = begun("document.issue");
    row = "document.issue";
    SET(act, "on", "2026-03-02");
    SET(act, "document", "doc-1");
    SET(act, "symbol", "01/TM-TN");
    SET(act, "date", "2026-03-01");
    SET(act, "signer", "an");
    SET(act, "kept-by", "phong-1");
    SET(act, "original", "apart");
    SET(act, "row/book", "di-2026");
    RETURNS(BMNN_OK, bmnn_act_set_int(act, "copies/0/number", BMNN_ZSTR, 1, NULL));
    SET(act, "copies/0/to", "bo-b");
    SET(act, "copies/0/to", "bo-a"); /* the last one counts */
    RETURNS(BMNN_OK, bmnn_act_set_int(act, "copies/1/number", BMNN_ZSTR, 2, NULL));
    SET(act, "copies/1/to", "phong-1");
    RETURNS(BMNN_OK, bmnn_act_set_bytes(act, "digest", 6, digest, sizeof digest, NULL));
    RETURNS(BMNN_OK, bmnn_act_set_bool(act, "digitised", BMNN_ZSTR, 1, NULL));
    json_is(act, "{\"act\":\"document.issue\",\"copies\":[{\"number\":1,\"to\":\"bo-a\"},"
                 "{\"number\":2,\"to\":\"phong-1\"}],\"date\":\"2026-03-01\",\"digest\":"
                 "\"ab01000000000000000000000000000000000000000000000000000000000000\","
                 "\"digitised\":true,\"document\":\"doc-1\",\"kept-by\":\"phong-1\","
                 "\"on\":\"2026-03-02\",\"original\":\"apart\",\"row\":{\"book\":\"di-2026\"},"
                 "\"signer\":\"an\",\"symbol\":\"01/TM-TN\"}");
    bmnn_act_free(act);
}

enum form { AS_TEXT, AS_INT, AS_BOOL, AS_BYTES, AS_EMPTY };

static void refused(void) {
    static const struct {
        const char *path;
        enum form form;
        const char *value;    /* of a text; else what stands in the call below */
        const char *expected; /* in the English message */
        const char *vi;       /* in the Vietnamese one */
    } table[] = {
        {"nothing", AS_TEXT, "x", "`document`", "đường dẫn lạ"},
        {"kept_by", AS_TEXT, "x", "the key `kept-by`", "khóa `kept-by`"},
        {"act", AS_TEXT, "copy.transfer", "unknown path", "đường dẫn lạ"},
        {"", AS_TEXT, "x", "unknown path", "đường dẫn lạ"},
        {"copies", AS_TEXT, "x", "an array of at least 1", "mảng"},
        {"copies/x/to", AS_TEXT, "x", "the index of an array", "chỉ số"},
        {"copies/00/to", AS_TEXT, "x", "the index of an array", "chỉ số"},
        {"copies/18446744073709551616/to", AS_TEXT, "x", "the index of an array", "chỉ số"},
        {"copies/4294967296/to", AS_TEXT, "x", "not beyond", "không quá"},
        {"copies/1/to", AS_TEXT, "x", "not beyond", "không quá"},
        {"copies/0/to", AS_TEXT, "sở tài chính", "an id", "mã gồm"},
        {"copies/0/to", AS_INT, "", "an id", "mã gồm"},
        {"copies/0/number", AS_TEXT, "1", "a whole number", "số nguyên"},
        {"copies/0/medium", AS_TEXT, "stone", "one of `paper`", "một trong"},
        {"date", AS_TEXT, "2026-02-30", "a date such as", "ngày như"},
        {"date", AS_TEXT, "01/03/2026", "found `01/03/2026`", "`01/03/2026`"},
        {"date", AS_INT, "", "a date such as", "ngày như"},
        {"pages", AS_BOOL, "", "a whole number", "số nguyên"},
        {"digitised", AS_INT, "", "`true`", "`true`"},
        {"digitised", AS_TEXT, "true", "`true`", "`true`"},
        {"digest", AS_BYTES, "", "32 bytes", "32 byte"},
        {"symbol", AS_BYTES, "", "one line of text", "một dòng"},
        {"symbol", AS_EMPTY, "", "one line of text", "một dòng"},
        {"symbol", AS_TEXT, "", "one line of text", "văn bản rỗng"},
        {"changes/symbol", AS_TEXT, "x", "unknown path", "đường dẫn lạ"},
    };
    static const unsigned char three[3] = {1, 2, 3};
    bmnn_act *act = begun("document.issue");
    bmnn_error *error;
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        const char *path = table[i].path;
        row = path;
        switch (table[i].form) {
        case AS_TEXT:
            RETURNS(BMNN_E_ACT, bmnn_act_set_text(act, path, BMNN_ZSTR, table[i].value, BMNN_ZSTR, &error));
            break;
        case AS_INT:
            RETURNS(BMNN_E_ACT, bmnn_act_set_int(act, path, BMNN_ZSTR, 1, &error));
            break;
        case AS_BOOL:
            RETURNS(BMNN_E_ACT, bmnn_act_set_bool(act, path, BMNN_ZSTR, 1, &error));
            break;
        case AS_BYTES:
            RETURNS(BMNN_E_ACT, bmnn_act_set_bytes(act, path, BMNN_ZSTR, three, sizeof three, &error));
            break;
        case AS_EMPTY:
            RETURNS(BMNN_E_ACT, bmnn_act_set_empty(act, path, BMNN_ZSTR, &error));
            break;
        }
        CHECK(HAS(bmnn_error_message_en(error), table[i].expected));
        CHECK(HAS(bmnn_error_message_vi(error), table[i].vi));
        CHECK(HAS(bmnn_error_message_en(error), path));
        CHECK(HAS(bmnn_error_detail_json(error), "\"expected\":{"));
        bmnn_error_free(error);
    }
    /* Nothing of all that stands: the first field that must be there is missing. */
    row = "nothing set";
    RETURNS(BMNN_E_ACT, bmnn_act_json(act, &(bmnn_buf *){NULL}, &error));
    CHECK(HAS(bmnn_error_message_en(error), "found nothing"));
    CHECK(HAS(bmnn_error_detail_json(error), "\"path\":\"document\""));
    bmnn_error_free(error);

    row = "numbers and texts that C alone can give";
    RETURNS(BMNN_E_RANGE, bmnn_act_set_bool(act, "digitised", BMNN_ZSTR, 2, NULL));
    RETURNS(BMNN_E_UTF8, bmnn_act_set_text(act, "symbol", BMNN_ZSTR, "\xc3", BMNN_ZSTR, NULL));
    RETURNS(BMNN_E_UTF8, bmnn_act_set_text(act, "symbol", BMNN_ZSTR, "a\0b", 3, NULL));
    RETURNS(BMNN_E_UTF8, bmnn_act_set_text(act, "\xff", BMNN_ZSTR, "a", 1, NULL));
    RETURNS(BMNN_E_ACT, bmnn_act_set_int(act, "pages", BMNN_ZSTR, INT64_MIN, NULL));
    RETURNS(BMNN_E_ACT, bmnn_act_set_int(act, "pages", BMNN_ZSTR, INT64_MAX, NULL));

    row = "a secret in the path";
    RETURNS(BMNN_E_ACT, bmnn_act_set_text(act, "Phương án bảo vệ", BMNN_ZSTR, "x", 1, &error));
    CHECK(!HAS(bmnn_error_message_en(error), "Ph") && !HAS(bmnn_error_message_vi(error), "Phương án"));
    CHECK(!HAS(bmnn_error_detail_json(error), "Phương án"));
    bmnn_error_free(error);
    bmnn_act_free(act);

    row = "no such act";
    RETURNS(BMNN_E_ACT, bmnn_act_new("document.isue", BMNN_ZSTR, &act, NULL));
    CHECK(act == NULL);
    RETURNS(BMNN_E_ACT, bmnn_act_correction("document.isue", BMNN_ZSTR, &act, NULL));
    CHECK(act == NULL);
}

static void correction(void) {
    static const char wanted[] = "{\"act\":\"entry.correct\",\"changes\":{\"pages\":3},\"corrected\":"
                                 "\"00112233445566778899aabbccddeeff\",\"on\":\"2026-03-02\","
                                 "\"reason\":\"đếm nhầm\"}";
    bmnn_act *act;
    bmnn_error *error;
    row = "entry.correct";
    RETURNS(BMNN_OK, bmnn_act_correction("document.issue", BMNN_ZSTR, &act, NULL));
    SET(act, "on", "2026-03-02");
    SET(act, "reason", "đếm nhầm");
    SET(act, "corrected", "00112233-4455-6677-8899-aabbccddeeff");
    RETURNS(BMNN_OK, bmnn_act_set_int(act, "changes/pages", BMNN_ZSTR, 3, NULL));
    RETURNS(BMNN_E_ACT, bmnn_act_set_text(act, "changes/on", BMNN_ZSTR, "2026-03-01", BMNN_ZSTR, NULL));
    RETURNS(BMNN_E_ACT, bmnn_act_set_text(act, "changes/to", BMNN_ZSTR, "bo-a", BMNN_ZSTR, NULL));
    json_is(act, wanted);
    bmnn_act_free(act);

    RETURNS(BMNN_OK, bmnn_act_from_json(wanted, BMNN_ZSTR, "document.issue", BMNN_ZSTR, &act, NULL));
    json_is(act, wanted);
    bmnn_act_free(act);
    RETURNS(BMNN_E_ACT, bmnn_act_from_json(wanted, BMNN_ZSTR, "copy.transfer", BMNN_ZSTR, &act, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"path\":\"changes/pages\""));
    bmnn_error_free(error);
    RETURNS(BMNN_E_ACT, bmnn_act_from_json(wanted, BMNN_ZSTR, NULL, 0, &act, NULL));
    RETURNS(BMNN_E_JSON, bmnn_act_from_json("{", BMNN_ZSTR, NULL, 0, &act, NULL));
}

/* What the ledger writes, and what is read back. */
static void bytes(void) {
    bmnn_act *act = begun("copy.transfer");
    bmnn_buf *cbor, *json;
    bmnn_error *error;
    unsigned char broken[512];
    row = "copy.transfer";
    SET(act, "on", "2026-03-02");
    SET(act, "copies/0", "doc-1#1");
    SET(act, "copies/1", "doc-1#2/1.1");
    SET(act, "to", "bo-a");
    RETURNS(BMNN_E_ACT, bmnn_act_set_text(act, "copies/3", BMNN_ZSTR, "doc-1#3", BMNN_ZSTR, NULL));
    RETURNS(BMNN_OK, bmnn_act_cbor(act, &cbor, NULL));
    RETURNS(BMNN_OK, bmnn_act_json_from_cbor(bmnn_buf_data(cbor), bmnn_buf_len(cbor), &json, NULL));
    json_is(act, TEXT(json));
    bmnn_buf_free(json);

    /* A byte more, a byte less. */
    CHECK(bmnn_buf_len(cbor) < sizeof broken);
    memcpy(broken, bmnn_buf_data(cbor), bmnn_buf_len(cbor) + 1);
    RETURNS(BMNN_E_ACT, bmnn_act_json_from_cbor(broken, bmnn_buf_len(cbor) + 1, &json, &error));
    CHECK(bmnn_error_offset(error) == (int64_t)bmnn_buf_len(cbor));
    CHECK(HAS(bmnn_error_detail_json(error), "\"kind\":\""));
    bmnn_error_free(error);
    RETURNS(BMNN_E_ACT, bmnn_act_json_from_cbor(broken, bmnn_buf_len(cbor) - 1, &json, NULL));
    CHECK(json == NULL);
    /* A map that is no act: {}. */
    RETURNS(BMNN_E_ACT, bmnn_act_json_from_cbor((const uint8_t *)"\xa0", 1, &json, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"path\":\"act\""));
    bmnn_error_free(error);
    bmnn_buf_free(cbor);
    bmnn_act_free(act);
}

static void schema(void) {
    bmnn_buf *json;
    row = "schema";
    RETURNS(BMNN_OK, bmnn_act_schema(&json, NULL));
    CHECK(HAS(TEXT(json), "\"copy.transfer\""));
    CHECK(HAS(TEXT(json), "Chuyển"));
    bmnn_buf_free(json);
}

int main(void) {
    built();
    refused();
    correction();
    bytes();
    schema();
    bmnn_act_free(NULL);
    return failures;
}
