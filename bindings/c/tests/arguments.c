/* Arguments that are wrong in one way each: which number answers, and which
 * argument its error names. */
#include "check.h"

static bmnn_packs *packs;
static bmnn_buf *buf;

static bmnn_level level;
static uint32_t liberties;
static bmnn_date date;
static bmnn_buf *made;
static bmnn_packs *more;
static bmnn_report *report;
static bmnn_error *error;

static union {
    unsigned char bytes[64];
    uint64_t aligned;
} memory;

/* Neither NULL nor aligned. */
#define SKEWED(type) ((type *)(void *)(memory.bytes + 1))
/* Live, but of another type. */
#define ANOTHER(type) ((type *)(void *)buf)

/* The call fails with `status`, and its error names `argument`. */
#define REFUSED(status, argument, call)                                                           \
    do {                                                                                          \
        row = argument;                                                                           \
        error = NULL;                                                                             \
        RETURNS(status, call);                                                                    \
        CHECK(bmnn_error_status(error) == (status));                                              \
        CHECK(HAS(bmnn_error_detail_json(error), "\"argument\":\"" argument "\""));               \
        CHECK(HAS(bmnn_error_message_vi(error), argument));                                       \
        bmnn_error_free(error);                                                                   \
    } while (0)

/* Of 8, 16, 32 or 64 bytes, as a function wants them. */
static uint8_t fixed[64];
static uint8_t made_bytes[32];
static int32_t number;
static uint64_t size;

/* The functions that read what a ledger is made of. */
static void null_pieces(void) {
    bmnn_status N = BMNN_E_NULL;
    const uint8_t *some = fixed;
    REFUSED(N, "text", bmnn_part_date_parse(NULL, 4, &date, &date, &error));
    REFUSED(N, "text", bmnn_time_parse(NULL, 5, &number, &number, &error));
    REFUSED(N, "id", bmnn_id_check(NULL, 1, &number, &error));
    REFUSED(N, "is_own_agency", bmnn_id_check("x", 1, NULL, &error));
    REFUSED(N, "cbor", bmnn_cbor_json(NULL, 1, &made, &error));
    REFUSED(N, "out", bmnn_cbor_json(some, 1, NULL, &error));
    REFUSED(N, "item", bmnn_cbor_from_json(NULL, 1, &made, &error));
    REFUSED(N, "out", bmnn_cbor_from_json("0", 1, NULL, &error));
    REFUSED(N, "salt", bmnn_sealed_commitment(NULL, some, "0", 1, made_bytes, &error));
    REFUSED(N, "act_id", bmnn_sealed_commitment(some, NULL, "0", 1, made_bytes, &error));
    REFUSED(N, "value", bmnn_sealed_commitment(some, some, NULL, 1, made_bytes, &error));
    REFUSED(N, "out", bmnn_sealed_commitment(some, some, "0", 1, NULL, &error));
    REFUSED(N, "commitment", bmnn_sealed_check(NULL, some, some, "0", 1, &error));
    REFUSED(N, "salt", bmnn_sealed_check(some, NULL, some, "0", 1, &error));
    REFUSED(N, "act_id", bmnn_sealed_check(some, some, NULL, "0", 1, &error));
    REFUSED(N, "value", bmnn_sealed_check(some, some, some, NULL, 1, &error));
    REFUSED(N, "act", bmnn_sealed_places(NULL, 1, NULL, 0, &made, &error));
    REFUSED(N, "out", bmnn_sealed_places("{}", 2, NULL, 0, NULL, &error));
    REFUSED(N, "entry", bmnn_tree_leaf(NULL, 1, made_bytes, &error));
    REFUSED(N, "out", bmnn_tree_leaf(some, 1, NULL, &error));
    REFUSED(N, "leaves", bmnn_tree_root(NULL, 1, made_bytes, &error));
    REFUSED(N, "out", bmnn_tree_root(some, 1, NULL, &error));
    REFUSED(N, "leaf", bmnn_tree_check_inclusion(NULL, 0, 1, some, 1, some, &error));
    REFUSED(N, "path", bmnn_tree_check_inclusion(some, 0, 1, NULL, 1, some, &error));
    REFUSED(N, "root", bmnn_tree_check_inclusion(some, 0, 1, some, 1, NULL, &error));
    REFUSED(N, "old_root", bmnn_tree_check_consistency(1, NULL, 1, some, some, 1, &error));
    REFUSED(N, "new_root", bmnn_tree_check_consistency(1, some, 1, NULL, some, 1, &error));
    REFUSED(N, "path", bmnn_tree_check_consistency(1, some, 1, some, NULL, 1, &error));
    REFUSED(N, "key", bmnn_key_id(NULL, made_bytes, &error));
    REFUSED(N, "out", bmnn_key_id(some, NULL, &error));
    REFUSED(N, "key", bmnn_key_check(NULL, some, 1, some, &error));
    REFUSED(N, "message", bmnn_key_check(some, NULL, 1, some, &error));
    REFUSED(N, "signature", bmnn_key_check(some, some, 1, NULL, &error));
    REFUSED(N, "statement", bmnn_statement_check(NULL, 1, some, some, &made, &error));
    REFUSED(N, "out", bmnn_statement_check(some, 1, some, some, NULL, &error));
    REFUSED(N, "statement", bmnn_cosignature_check(NULL, 1, some, some, some, some, &error));
    REFUSED(N, "entry", bmnn_entry_json(NULL, 1, &made, &error));
    REFUSED(N, "out", bmnn_entry_json(some, 1, NULL, &error));
    REFUSED(N, "note", bmnn_checkpoint_json(NULL, 1, &made, &error));
    REFUSED(N, "out", bmnn_checkpoint_json("x", 1, NULL, &error));
    REFUSED(N, "note", bmnn_checkpoint_check(NULL, 1, some, 1, some, some, &error));
    REFUSED(N, "ledger", bmnn_checkpoint_check("x", 1, NULL, 1, some, some, &error));
    REFUSED(N, "root", bmnn_checkpoint_check("x", 1, some, 1, NULL, some, &error));
    REFUSED(N, "key", bmnn_checkpoint_check("x", 1, some, 1, some, NULL, &error));
    REFUSED(N, "text", bmnn_verifier_key_json(NULL, 1, &made, &error));
    REFUSED(N, "out", bmnn_verifier_key_json("x", 1, NULL, &error));
    REFUSED(N, "note", bmnn_note_check_witness(NULL, 1, "x", 1, &size, &size, &error));
    REFUSED(N, "receipt", bmnn_receipt_check_inclusion(NULL, 1, some, 1, some, made_bytes, &error));
    REFUSED(N, "out", bmnn_receipt_check_inclusion(some, 1, some, 1, some, NULL, &error));
    REFUSED(N, "receipt", bmnn_receipt_check_consistency(NULL, 1, some, some, made_bytes, &error));
    REFUSED(N, "out", bmnn_receipt_check_consistency(some, 1, some, some, NULL, &error));
    REFUSED(N, "folder", bmnn_verify_unlocked(NULL, 1, some, NULL, NULL, NULL, &report, &error));
    REFUSED(N, "key", bmnn_verify_unlocked("x", 1, NULL, NULL, NULL, NULL, &report, &error));
    REFUSED(N, "out", bmnn_verify_unlocked("x", 1, some, NULL, NULL, NULL, NULL, &error));
}

static void null(void) {
    const bmnn_level levels[] = {BMNN_LEVEL_MAT};
    bmnn_status N = BMNN_E_NULL;
    REFUSED(N, "text", bmnn_level_parse(NULL, 3, &level, &liberties, &error));
    REFUSED(N, "text", bmnn_level_parse(NULL, BMNN_ZSTR, &level, &liberties, &error));
    REFUSED(N, "out", bmnn_level_parse("Mat", 3, NULL, &liberties, &error));
    REFUSED(N, "out", bmnn_level_text(BMNN_LEVEL_MAT, BMNN_LEVEL_AS_VI, NULL, &error));
    REFUSED(N, "levels", bmnn_level_highest(NULL, 1, &level, &error));
    REFUSED(N, "out", bmnn_level_highest(levels, 1, NULL, &error));
    REFUSED(N, "text", bmnn_date_parse(NULL, 10, &date, &error));
    REFUSED(N, "out", bmnn_date_parse("2026-03-01", 10, NULL, &error));
    REFUSED(N, "out", bmnn_date_plus_days(20260301, 1, NULL, &error));
    REFUSED(N, "out", bmnn_date_plus_months(20260301, 1, NULL, &error));
    REFUSED(N, "out", bmnn_date_days_until(20260301, 20260301, NULL, &error));
    REFUSED(N, "out", bmnn_packs_built_in(NULL, &error));
    REFUSED(N, "packs", bmnn_packs_with(NULL, "x", 1, "x", 1, &more, &error));
    REFUSED(N, "name", bmnn_packs_with(packs, NULL, 1, "x", 1, &more, &error));
    REFUSED(N, "toml", bmnn_packs_with(packs, "x", 1, NULL, 1, &more, &error));
    REFUSED(N, "out", bmnn_packs_with(packs, "x", 1, "x", 1, NULL, &error));
    REFUSED(N, "packs", bmnn_packs_provision(NULL, 20260301, "x", 1, &made, &error));
    REFUSED(N, "id", bmnn_packs_provision(packs, 20260301, NULL, 1, &made, &error));
    REFUSED(N, "out", bmnn_packs_provision(packs, 20260301, "x", 1, NULL, &error));
    REFUSED(N, "folder", bmnn_verify_folder(NULL, 1, NULL, NULL, NULL, &report, &error));
    REFUSED(N, "out", bmnn_verify_folder("x", 1, NULL, NULL, NULL, NULL, &error));
    REFUSED(N, "file", bmnn_verify_file(NULL, 1, NULL, NULL, NULL, &report, &error));
    REFUSED(N, "out", bmnn_verify_file("x", 1, NULL, NULL, NULL, NULL, &error));
    REFUSED(N, "report",
            bmnn_report_finding(NULL, 0, NULL, NULL, NULL, NULL, NULL, &error));
    REFUSED(N, "report", bmnn_report_json(NULL, &made, &error));

    row = "NULL where it may be";
    RETURNS(BMNN_OK, bmnn_level_parse("Mat", 3, &level, NULL, NULL));
    RETURNS(BMNN_E_LEVEL, bmnn_level_parse(NULL, 0, &level, NULL, NULL));
    RETURNS(BMNN_E_NULL, bmnn_level_parse(NULL, 1, NULL, NULL, NULL));
    CHECK(bmnn_error_status(NULL) == BMNN_OK && bmnn_error_offset(NULL) == -1);
    CHECK(bmnn_error_message_vi(NULL) == NULL && bmnn_error_message_en(NULL) == NULL);
    CHECK(bmnn_error_detail_json(NULL) == NULL);
    CHECK(bmnn_buf_data(NULL) == NULL && bmnn_buf_len(NULL) == 0);
    CHECK(bmnn_report_holds(NULL) == 0 && bmnn_report_size(NULL) == 0);
    CHECK(bmnn_report_root(NULL) == NULL && bmnn_report_findings(NULL) == 0);
    bmnn_error_free(NULL);
    bmnn_buf_free(NULL);
    bmnn_packs_free(NULL);
    bmnn_report_free(NULL);
}

static void handles(void) {
    bmnn_status H = BMNN_E_HANDLE;
    memset(&memory, 0x5A, sizeof memory);
    REFUSED(H, "packs",
            bmnn_packs_provision(ANOTHER(bmnn_packs), 20260301, "x", 1, &made, &error));
    REFUSED(H, "packs",
            bmnn_packs_provision(SKEWED(bmnn_packs), 20260301, "x", 1, &made, &error));
    REFUSED(H, "packs", bmnn_packs_with(ANOTHER(bmnn_packs), "x", 1, "x", 1, &more, &error));
    REFUSED(H, "report", bmnn_report_json(ANOTHER(bmnn_report), &made, &error));
    REFUSED(H, "report", bmnn_report_json((bmnn_report *)&memory, &made, &error));
    REFUSED(H, "out", bmnn_level_parse("Mat", 3, SKEWED(bmnn_level), NULL, &error));
    REFUSED(H, "liberties", bmnn_level_parse("Mat", 3, &level, SKEWED(uint32_t), &error));
    REFUSED(H, "out", bmnn_packs_built_in(SKEWED(bmnn_packs *), &error));
    REFUSED(H, "levels", bmnn_level_highest(SKEWED(bmnn_level), 1, &level, &error));

    row = "another type, where nothing can fail";
    CHECK(bmnn_error_status(ANOTHER(bmnn_error)) == BMNN_OK);
    CHECK(bmnn_error_message_en(ANOTHER(bmnn_error)) == NULL);
    CHECK(bmnn_report_holds(ANOTHER(bmnn_report)) == 0);
    CHECK(bmnn_buf_len((bmnn_buf *)packs) == 0);
    bmnn_packs_free(ANOTHER(bmnn_packs));
    bmnn_error_free(ANOTHER(bmnn_error));
    bmnn_report_free(SKEWED(bmnn_report));
    /* It was left alone. */
    CHECK(bmnn_buf_len(buf) > 0 && HAS(TEXT(buf), "term.mat"));

    row = "an error that cannot be written";
    level = BMNN_LEVEL_TOI_MAT;
    liberties = 9;
    RETURNS(H, bmnn_level_parse("Mat", 3, &level, &liberties, SKEWED(bmnn_error *)));
    CHECK(level == BMNN_LEVEL_TOI_MAT && liberties == 9);
    RETURNS(H, bmnn_packs_built_in(NULL, SKEWED(bmnn_error *)));
    CHECK(memory.bytes[1] == 0x5A && memory.bytes[8] == 0x5A);

    row = "one place is emptied though another cannot be written";
    level = BMNN_LEVEL_TOI_MAT;
    liberties = 9;
    RETURNS(BMNN_E_NULL, bmnn_level_parse("Mat", 3, NULL, &liberties, NULL));
    CHECK(liberties == 0);
    RETURNS(H, bmnn_level_parse("Mat", 3, &level, SKEWED(uint32_t), NULL));
    CHECK(level == BMNN_LEVEL_NONE);
}

static void texts(void) {
    static const struct {
        const char *row;
        const char *bytes;
        size_t length;
        bmnn_status wanted;
        int64_t offset;
    } table[] = {
        {"nothing", "Mat", 0, BMNN_E_LEVEL, -1},
        {"a length that is no object's", "Mat", SIZE_MAX / 2 + 1, BMNN_E_LENGTH, -1},
        {"the greatest length but one", "Mat", SIZE_MAX - 1, BMNN_E_LENGTH, -1},
        {"up to its NUL", "Mat\0x", BMNN_ZSTR, BMNN_OK, -1},
        {"a NUL in it", "Mat\0x", 5, BMNN_E_UTF8, 3},
        {"its own NUL counted", "Mat", 4, BMNN_E_UTF8, 3},
        {"a byte of no text", "M\xFFt", 3, BMNN_E_UTF8, 1},
        {"cut within a character", "M\xE1\xBA", 3, BMNN_E_UTF8, 1},
        {"a surrogate", "Ma\xED\xA0\x80", 5, BMNN_E_UTF8, 2},
        {"an overlong slash", "\xC0\xAF", 2, BMNN_E_UTF8, 0},
        {"beyond Unicode", "\xF4\x90\x80\x80", 4, BMNN_E_UTF8, 0},
        {"Latin-1", "M\xE2t", 3, BMNN_E_UTF8, 1},
        {"beyond the basic plane", "\xF0\x9F\x94\x92", 4, BMNN_E_LEVEL, -1},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        row = table[i].row;
        level = 9;
        RETURNS(table[i].wanted,
                bmnn_level_parse(table[i].bytes, table[i].length, &level, NULL, &error));
        CHECK(table[i].wanted == BMNN_OK ? level == BMNN_LEVEL_MAT : level == BMNN_LEVEL_NONE);
        CHECK(bmnn_error_offset(error) == table[i].offset);
        bmnn_error_free(error);
        if (table[i].wanted == BMNN_E_LENGTH || table[i].wanted == BMNN_E_UTF8) {
            const char *bytes = table[i].bytes;
            size_t length = table[i].length;
            bmnn_status W = table[i].wanted;
            RETURNS(W, bmnn_date_parse(bytes, length, &date, NULL));
            RETURNS(W, bmnn_packs_with(packs, bytes, length, "", 0, &more, NULL));
            RETURNS(W, bmnn_packs_with(packs, "x", 1, bytes, length, &more, NULL));
            RETURNS(W, bmnn_packs_provision(packs, 20260301, bytes, length, &made, NULL));
            RETURNS(W, bmnn_verify_folder(bytes, length, NULL, NULL, NULL, &report, NULL));
            RETURNS(W, bmnn_verify_file(bytes, length, NULL, NULL, NULL, &report, NULL));
            RETURNS(W, bmnn_verify_unlocked(bytes, length, fixed, NULL, NULL, NULL, &report, NULL));
            RETURNS(W, bmnn_part_date_parse(bytes, length, NULL, NULL, NULL));
            RETURNS(W, bmnn_time_parse(bytes, length, NULL, NULL, NULL));
            RETURNS(W, bmnn_id_check(bytes, length, &number, NULL));
            RETURNS(W, bmnn_cbor_from_json(bytes, length, &made, NULL));
            RETURNS(W, bmnn_sealed_commitment(fixed, fixed, bytes, length, made_bytes, NULL));
            RETURNS(W, bmnn_sealed_check(fixed, fixed, fixed, bytes, length, NULL));
            RETURNS(W, bmnn_sealed_places(bytes, length, NULL, 0, &made, NULL));
            RETURNS(W, bmnn_checkpoint_json(bytes, length, &made, NULL));
            RETURNS(W, bmnn_checkpoint_check(bytes, length, fixed, 1, fixed, fixed, NULL));
            RETURNS(W, bmnn_verifier_key_json(bytes, length, &made, NULL));
            RETURNS(W, bmnn_note_check_witness(bytes, length, "x", 1, NULL, NULL, NULL));
            CHECK(bmnn_has_feature(bytes, length) == 0);
        }
    }
    row = "a number of levels that is too great";
    RETURNS(BMNN_E_LENGTH, bmnn_level_highest(&level, SIZE_MAX / 2, &level, NULL));
    RETURNS(BMNN_E_LENGTH, bmnn_level_highest(&level, SIZE_MAX / 8 + 1, &level, NULL));
    RETURNS(BMNN_E_LENGTH, bmnn_level_highest(&level, SIZE_MAX, &level, NULL));
    row = "no levels at NULL";
    RETURNS(BMNN_E_RANGE, bmnn_level_highest(NULL, 0, &level, NULL));
}

int main(void) {
    RETURNS(BMNN_OK, bmnn_packs_built_in(&packs, NULL));
    RETURNS(BMNN_OK, bmnn_packs_provision(packs, 20260301, "term.mat", 8, &buf, NULL));
    null();
    null_pieces();
    handles();
    texts();
    bmnn_packs_free(packs);
    bmnn_buf_free(buf);
    return failures;
}
