/* A ledger checked by its format alone, and against what others hold of it. */
#include "check.h"

static const char *ledgers;
static const bmnn_verify_options *options; /* those of the next */

/* Verifies one of the ledgers, its folder or its file; what was found, in JSON. */
static const char *found(const char *place, const char *known, bmnn_status wanted) {
    static char json[1 << 16];
    char path[512];
    bmnn_report *report;
    bmnn_buf *buf;
    row = known == NULL ? place : known;
    snprintf(path, sizeof path, "%s/%s", ledgers, place);
    RETURNS(wanted, bmnn_verify_format(path, BMNN_ZSTR, known, BMNN_ZSTR, options, NULL, NULL, &report, NULL));
    json[0] = 0;
    if (report == NULL) return json;
    RETURNS(BMNN_OK, bmnn_report_json(report, &buf, NULL));
    CHECK(bmnn_buf_len(buf) < sizeof json);
    snprintf(json, sizeof json, "%s", TEXT(buf));
    bmnn_buf_free(buf);
    bmnn_report_free(report);
    return json;
}

static int32_t stop(void *user, uint64_t done, uint64_t total, uint64_t entries) {
    (void)done, (void)total, (void)entries;
    ++*(int *)user;
    return BMNN_E_CANCELLED;
}

int main(int argc, char **argv) {
    bmnn_verify_options expected = BMNN_VERIFY_OPTIONS_INIT;
    static const char no_roots[] = "{\"roots\":[\"0000000000000000000000000000000000000000000000000000000000000000\"]}";
    const char *json;
    char path[512];
    bmnn_report *report;
    int told = 0;
    ledgers = argc > 1 ? argv[1] : ".";

    json = found("đúng", NULL, BMNN_OK);
    CHECK(HAS(json, "\"holds\":true") && HAS(json, "\"kind\":\"identity\""));
    CHECK(HAS(json, "\"kind\":\"law\"") && !HAS(json, "\"not-replayed\":null"));

    /* Another ledger was expected. */
    expected.has_ledger_id = 1;
    options = &expected;
    json = found("đúng", NULL, BMNN_OK);
    CHECK(HAS(json, "\"holds\":false") && !HAS(json, "\"kind\":\"identity\""));
    options = NULL;
    json = found("đúng/ledger.bmnn", no_roots, BMNN_OK);
    CHECK(HAS(json, "\"holds\":false"));
    json = found("đúng", "{\"checkpoints\":[\"no checkpoint\"]}", BMNN_OK);
    CHECK(HAS(json, "\"holds\":false"));
    json = found("đúng", "{\"receipts\":[\"no receipt\"]}", BMNN_OK);
    CHECK(HAS(json, "\"holds\":false"));

    /* An unlawful act is against the law, not against the format. */
    json = found("trái luật", "{}", BMNN_OK);
    CHECK(!HAS(json, "\"kind\":\"Unlawful\"") && HAS(json, "\"holds\":true"));
    json = found("sai chữ ký/ledger.bmnn", NULL, BMNN_OK);
    CHECK(HAS(json, "\"kind\":\"BadSignature\"") && HAS(json, "\"holds\":false"));

    found("no-ledger", NULL, BMNN_E_FORMAT);
    found("nothing", NULL, BMNN_E_NO_LEDGER);
    found("đúng", "{\"roots\":1}", BMNN_E_JSON);
    found("đúng", "{\"root\":[]}", BMNN_E_JSON);
    found("đúng", "[]", BMNN_E_JSON);
    found("đúng", "", BMNN_E_JSON);

    row = "broken off";
    snprintf(path, sizeof path, "%s/đúng", ledgers);
    RETURNS(BMNN_E_CANCELLED, bmnn_verify_format(path, BMNN_ZSTR, NULL, 0, NULL, stop, &told,
                                                 &report, NULL));
    CHECK(told > 0 && report == NULL);
    return failures;
}
