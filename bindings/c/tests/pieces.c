/* What a ledger is made of, piece by piece: what holds, and each of its bits bent,
 * another key, another place. What each is, the conformance vectors tell; here are
 * the numbers that calls return, and what they leave behind. */
#include "check.h"

#include <stdlib.h>

struct bytes {
    uint8_t at[512];
    size_t len;
};

static struct bytes from_hex(const char *hex) {
    struct bytes bytes = {{0}, 0};
    for (; hex[0] != 0 && hex[1] != 0; hex += 2) {
        char digits[3] = {0};
        memcpy(digits, hex, 2);
        bytes.at[bytes.len++] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return bytes;
}

#define LEDGER_ID "2109751fbbe8c2ba0e7abad60fa66f3f91dcecc01e056d1f1c8b0ed486774b49"
#define STATEMENT                                                                                        \
    "d2844da201270448c5b940ed3f65c391a05873a662627965636c65726b62696450000000000000000300000000000000"   \
    "00626f6e6a323032362d30332d3032636163746a6d61726b2e6170706c79647365656e820258208b75de87ad1a61f8eb"   \
    "5b46d5b47e6120f57c0e1431584f1cdc7a4d19e9c5525368646f63756d656e7465746c2d303158409fc62c6e1937a925"   \
    "e46ccd8dc2d02474d2afe64f09b8cdaaba3e4e38e3e670dae7082c85e87156ba6d053b162d9e59b3aed15e89b80e13cc"   \
    "71af733c25b3e80c"
#define ENTRY                                                                                            \
    "86010358208b75de87ad1a61f8eb5b46d5b47e6120f57c0e1431584f1cdc7a4d19e9c552531b0000019cac46150058c8"   \
    STATEMENT "80"
#define COSIGNATURE                                                                                      \
    "945b08b171095e51b05977234172a02cdcdf1003f137c300c107d4084820ba999ec86c76d4e956811ecc0117850451e6"   \
    "4d82700c901348f67c15082749c5a702"
#define RECEIPT                                                                                          \
    "d28451a301270448b62e867fa2f33afe19018b01a119018ca12181588c8303078458208b75de87ad1a61f8eb5b46d5b4"   \
    "7e6120f57c0e1431584f1cdc7a4d19e9c5525358202b664c6283f002b2fec6e7406cc9bb2f8d513bf8aede0129b01321"   \
    "9dca386ada58203d7a4664bb34d70c4440e05fa92a086c9ac94f2772a8102a595208399640c2f6582071ea67bec95328"   \
    "c2b8c926fdf5bfa9b4b0db3ed1eb9148b56f1c02c75f5c9461f658405817403da07e003710d9f67cae3a95b3af51e333"   \
    "d970cea6ee3d30c7cbf93350e63af4382b95a72072112173b7efe383c74dae88e00ac750007781cbd21ab70c"
#define CHECKPOINT(size, root, signature)                                                                \
    "bmnn/" LEDGER_ID "\n" size "\n" root "\n\n\xe2\x80\x94 bmnn/" LEDGER_ID " " signature "\n"

static const char note[] =
    CHECKPOINT("5", "cN8Sq0WT2FGMn+RQIIt2Xl4DBNSKavf9Lk+cBkz++e4=",
               "8PaQKu+ETqjUoa7/thFw3xbg3wVAIxSmJqVyC7czE3VBQc0mcWUn7EsFVzf/"
               "kA+BelqJS54S5DZxp3twM97wbSJCrwc=");
static const char witnessed[] =
    CHECKPOINT("7", "s+7yiow8ayki9pBJY/C2jcHgdzr4OilXDT+ffRwsUNk=",
               "8PaQKsoz253atuYZ2d/TgiIj50nsUkV84T1wUpA4vmjH6e2uALAVuLgFTHRlAtdqMxbKoRchjOx8Wu/"
               "JvHeeM1JC6QU=")
    "\xe2\x80\x94 example.com/witness "
    "waUEQwAAAABppO+EvVuGVh6IPfeD0OX2zfBZiwoiOdYYOBZgxSYfhIBFcUxil9BwDmaV/"
    "8Y8mlzA3S+l8ljrjMsi6zB60xM9b1F0Ag==\n";
static const char witness[] = "example.com/witness+c1a50443+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY";

static struct bytes ledger, clerk_key, ledger_key, root_key, no_key;
static bmnn_buf *buf;
static bmnn_error *error;

/* It failed with that status, of that kind, and gave nothing. */
#define FAILS(status, kind, call)                                                                        \
    do {                                                                                                 \
        buf = NULL;                                                                                      \
        error = NULL;                                                                                    \
        RETURNS(status, call);                                                                           \
        CHECK(buf == NULL);                                                                              \
        CHECK(HAS(bmnn_error_detail_json(error), "\"kind\":\"" kind "\""));                              \
        bmnn_error_free(error);                                                                          \
    } while (0)

/* It succeeds, and its answer has all of this in it. */
#define GIVES(wanted, call)                                                                              \
    do {                                                                                                 \
        RETURNS(BMNN_OK, call);                                                                          \
        CHECK(HAS(TEXT(buf), wanted));                                                                   \
        bmnn_buf_free(buf);                                                                              \
    } while (0)

static int is_blank(const uint8_t *bytes, size_t length) {
    while (length > 0 && bytes[length - 1] == 0) length--;
    return length == 0;
}

static void days(void) {
    bmnn_date earliest, latest;
    int32_t hour, minute, own;
    row = "a month";
    RETURNS(BMNN_OK, bmnn_part_date_parse("2014-02", 7, &earliest, &latest, NULL));
    CHECK(earliest == 20140201 && latest == 20140228);
    RETURNS(BMNN_OK, bmnn_part_date_parse("2014", 4, NULL, NULL, NULL));
    RETURNS(BMNN_E_DATE, bmnn_part_date_parse("2014-2", 6, &earliest, &latest, NULL));
    CHECK(earliest == 0 && latest == 0);
    row = "one place is emptied though the other cannot be written";
    latest = 9;
    RETURNS(BMNN_E_HANDLE,
            bmnn_part_date_parse("2014", 4, (bmnn_date *)(void *)((char *)&earliest + 1), &latest, NULL));
    CHECK(latest == 0);
    row = "a time of day";
    RETURNS(BMNN_OK, bmnn_time_parse("00:00", 5, &hour, &minute, NULL));
    CHECK(hour == 0 && minute == 0);
    RETURNS(BMNN_E_DATE, bmnn_time_parse("24:00", 5, &hour, &minute, NULL));
    CHECK(hour == -1 && minute == -1);
    RETURNS(BMNN_OK, bmnn_time_parse("23:59", BMNN_ZSTR, NULL, NULL, NULL));
    row = "an id";
    RETURNS(BMNN_OK, bmnn_id_check("self", BMNN_ZSTR, &own, NULL));
    CHECK(own == 1);
    RETURNS(BMNN_OK, bmnn_id_check("bo-a", BMNN_ZSTR, &own, NULL));
    CHECK(own == 0);
    own = 9;
    RETURNS(BMNN_E_RANGE, bmnn_id_check("", 0, &own, NULL));
    CHECK(own == 0);
}

static void encoding(void) {
    static const uint8_t pair[] = {0xA1, 0x61, 'a', 0x41, 0xFF}, twice[] = {0xA2, 0x61, 'a', 0, 0x61, 'a', 0};
    row = "the encoding";
    GIVES("{\"map\":[[\"a\",{\"bytes\":\"ff\"}]]}", bmnn_cbor_json(pair, sizeof pair, &buf, NULL));
    RETURNS(BMNN_OK, bmnn_cbor_from_json("{\"map\":[[\"a\",{\"bytes\":\"ff\"}]]}", BMNN_ZSTR, &buf, NULL));
    CHECK(bmnn_buf_len(buf) == sizeof pair && memcmp(bmnn_buf_data(buf), pair, sizeof pair) == 0);
    bmnn_buf_free(buf);
    RETURNS(BMNN_E_ENCODING, bmnn_cbor_json(twice, sizeof twice, &buf, &error));
    CHECK(bmnn_error_offset(error) == 4 && HAS(bmnn_error_detail_json(error), "\"KeyTwice\""));
    bmnn_error_free(error);
    FAILS(BMNN_E_ENCODING, "Truncated", bmnn_cbor_json(NULL, 0, &buf, &error));
    FAILS(BMNN_E_ENCODING, "IntRange", bmnn_cbor_from_json("9007199254740992", BMNN_ZSTR, &buf, &error));
    RETURNS(BMNN_E_JSON, bmnn_cbor_from_json("null", 4, &buf, NULL));
    RETURNS(BMNN_E_JSON, bmnn_cbor_from_json("1.5", 3, &buf, NULL));
    RETURNS(BMNN_E_JSON, bmnn_cbor_from_json("{\"bytes\":\"f\"}", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_JSON, bmnn_cbor_from_json("", 0, &buf, NULL));
}

static void sealed(void) {
    static const char value[] = "\"Kế hoạch thử nghiệm của CƠ QUAN THỬ NGHIỆM\"";
    static const char act[] = "{\"act\":\"document.cancel\",\"on\":\"2026-03-02\",\"document\":\"d1\","
                              "\"reason\":\"–\"}";
    uint8_t salt[32], id[16], made[32];
    struct bytes known = from_hex("8b33339c556e9eac175c8c047da600bdc9c64b550f61c65f4a0a7c5a86fc63cb");
    memset(salt, 0x5A, sizeof salt);
    memset(id, 0x11, sizeof id);
    row = "a commitment";
    RETURNS(BMNN_OK, bmnn_sealed_commitment(salt, id, value, BMNN_ZSTR, made, NULL));
    CHECK(memcmp(made, known.at, sizeof made) == 0);
    RETURNS(BMNN_OK, bmnn_sealed_check(known.at, salt, id, value, BMNN_ZSTR, NULL));
    FAILS(BMNN_E_PROOF, "SealMismatch", bmnn_sealed_check(known.at, salt, id, "\"Kế hoạch\"", BMNN_ZSTR, &error));
    id[15] ^= 1;
    FAILS(BMNN_E_PROOF, "SealMismatch", bmnn_sealed_check(known.at, salt, id, value, BMNN_ZSTR, &error));
    /* What does not hold is told without what it was about. */
    RETURNS(BMNN_E_JSON, bmnn_sealed_check(known.at, salt, id, "Kế hoạch", BMNN_ZSTR, &error));
    CHECK(!HAS(bmnn_error_message_vi(error), "hoạch") && !HAS(bmnn_error_message_en(error), "hoạch") &&
          !HAS(bmnn_error_detail_json(error), "hoạch"));
    bmnn_error_free(error);
    FAILS(BMNN_E_ENCODING, "ControlCharacter",
          bmnn_sealed_commitment(salt, id, "\"\\t\"", BMNN_ZSTR, made, &error));
    CHECK(is_blank(made, sizeof made));
    row = "sealed places";
    GIVES("[\"reason\"]", bmnn_sealed_places(act, BMNN_ZSTR, NULL, 0, &buf, NULL));
    RETURNS(BMNN_E_ACT, bmnn_sealed_places("{}", 2, NULL, 0, &buf, NULL));
    RETURNS(BMNN_E_JSON, bmnn_sealed_places("{", 1, NULL, 0, &buf, NULL));
}

static void keys(void) {
    static const uint8_t message[] = "x";
    uint8_t kid[8], signature[64] = {0};
    struct bytes wanted = from_hex("c5b940ed3f65c391");
    row = "a key";
    RETURNS(BMNN_OK, bmnn_key_id(clerk_key.at, kid, NULL));
    CHECK(memcmp(kid, wanted.at, sizeof kid) == 0);
    FAILS(BMNN_E_KEY, "SmallOrder", bmnn_key_id(no_key.at, kid, &error));
    CHECK(is_blank(kid, sizeof kid));
    FAILS(BMNN_E_KEY, "BadSignature", bmnn_key_check(clerk_key.at, message, 1, signature, &error));
    FAILS(BMNN_E_KEY, "BadSignature", bmnn_key_check(clerk_key.at, NULL, 0, signature, &error));
    FAILS(BMNN_E_KEY, "SmallOrder", bmnn_key_check(no_key.at, message, 1, signature, &error));
}

static void statements(void) {
    struct bytes statement = from_hex(STATEMENT), bent, kid = from_hex("34750f98bd59fcfc"),
                 signature = from_hex(COSIGNATURE);
    size_t i;
    row = "a statement";
    GIVES("\"name\":\"mark.apply\"", bmnn_statement_check(statement.at, statement.len, ledger.at,
                                                        clerk_key.at, &buf, NULL));
    FAILS(BMNN_E_KEY, "BadSignature",
          bmnn_statement_check(statement.at, statement.len, NULL, clerk_key.at, &buf, &error));
    FAILS(BMNN_E_KEY, "UnknownKey",
          bmnn_statement_check(statement.at, statement.len, ledger.at, root_key.at, &buf, &error));
    FAILS(BMNN_E_KEY, "SmallOrder",
          bmnn_statement_check(statement.at, statement.len, ledger.at, no_key.at, &buf, &error));
    row = "a statement with a bit that is flipped, or cut";
    for (i = 0; i < statement.len; i++) {
        bent = statement;
        bent.at[i] ^= 1;
        CHECK(bmnn_statement_check(bent.at, bent.len, ledger.at, clerk_key.at, &buf, NULL) != BMNN_OK);
        CHECK(buf == NULL);
        RETURNS(BMNN_E_ENCODING,
                bmnn_statement_check(statement.at, i, ledger.at, clerk_key.at, &buf, NULL));
    }
    row = "a cosignature";
    RETURNS(BMNN_OK, bmnn_cosignature_check(statement.at, statement.len, ledger.at, kid.at, signature.at,
                                            root_key.at, NULL));
    FAILS(BMNN_E_KEY, "BadSignature",
          bmnn_cosignature_check(statement.at, statement.len, NULL, kid.at, signature.at, root_key.at,
                                 &error));
    FAILS(BMNN_E_KEY, "UnknownKey",
          bmnn_cosignature_check(statement.at, statement.len, ledger.at, kid.at, signature.at,
                                 clerk_key.at, &error));
    signature.at[0] ^= 1;
    FAILS(BMNN_E_KEY, "BadSignature",
          bmnn_cosignature_check(statement.at, statement.len, ledger.at, kid.at, signature.at, root_key.at,
                                 &error));
    FAILS(BMNN_E_ENCODING, "BadEncoding",
          bmnn_cosignature_check(NULL, 0, ledger.at, kid.at, signature.at, root_key.at, &error));
}

static void entries(void) {
    struct bytes entry = from_hex(ENTRY), version;
    uint8_t leaf[32], root[32];
    size_t i;
    row = "an entry";
    GIVES("\"statement\":\"" STATEMENT "\"", bmnn_entry_json(entry.at, entry.len, &buf, NULL));
    GIVES("\"seq\":3,\"signer\":\"c5b940ed3f65c391\"", bmnn_entry_json(entry.at, entry.len, &buf, NULL));
    GIVES("\"act\":\"mark.apply\"", bmnn_entry_json(entry.at, entry.len, &buf, NULL));
    for (i = 0; i < entry.len; i++)
        FAILS(BMNN_E_ENCODING, "BadEncoding", bmnn_entry_json(entry.at, i, &buf, &error));
    version = entry;
    version.at[1] = 2;
    FAILS(BMNN_E_ENCODING, "Version", bmnn_entry_json(version.at, version.len, &buf, &error));
    row = "a leaf is a tree of one";
    RETURNS(BMNN_OK, bmnn_tree_leaf(entry.at, entry.len, leaf, NULL));
    RETURNS(BMNN_OK, bmnn_tree_root(leaf, 1, root, NULL));
    CHECK(memcmp(leaf, root, sizeof leaf) == 0);
    RETURNS(BMNN_OK, bmnn_tree_check_inclusion(leaf, 0, 1, NULL, 0, root, NULL));
    FAILS(BMNN_E_PROOF, "NotProven", bmnn_tree_check_inclusion(leaf, 1, 1, NULL, 0, root, &error));
    FAILS(BMNN_E_PROOF, "NotProven", bmnn_tree_check_inclusion(leaf, 0, 0, NULL, 0, root, &error));
    FAILS(BMNN_E_PROOF, "NotProven", bmnn_tree_check_inclusion(leaf, 0, 1, leaf, 1, root, &error));
    FAILS(BMNN_E_PROOF, "NotProven",
          bmnn_tree_check_inclusion(leaf, UINT64_MAX - 1, UINT64_MAX, leaf, 1, root, &error));
    RETURNS(BMNN_OK, bmnn_tree_check_consistency(1, root, 1, root, NULL, 0, NULL));
    FAILS(BMNN_E_PROOF, "NotProven", bmnn_tree_check_consistency(0, root, 1, root, NULL, 0, &error));
    FAILS(BMNN_E_PROOF, "NotProven", bmnn_tree_check_consistency(2, root, 1, root, NULL, 0, &error));
    row = "more hashes than there can be";
    RETURNS(BMNN_E_LENGTH, bmnn_tree_root(leaf, SIZE_MAX, root, NULL));
    RETURNS(BMNN_E_LENGTH, bmnn_tree_root(leaf, SIZE_MAX / 32 + 1, root, NULL));
    CHECK(is_blank(root, sizeof root));
    RETURNS(BMNN_E_LENGTH, bmnn_tree_check_inclusion(leaf, 0, 1, leaf, SIZE_MAX / 32 + 1, root, NULL));
}

static void notes(void) {
    struct bytes root = from_hex("70df12ab4593d8518c9fe450208b765e5e0304d48a6af7fd2e4f9c064cfef9ee");
    char bent[sizeof note];
    uint64_t size, time;
    size_t i;
    row = "a checkpoint";
    GIVES("\"ledger\":\"" LEDGER_ID "\"", bmnn_checkpoint_json(note, BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_OK, bmnn_checkpoint_check(note, BMNN_ZSTR, ledger.at, 5, root.at, ledger_key.at, NULL));
    FAILS(BMNN_E_PROOF, "Mismatch",
          bmnn_checkpoint_check(note, BMNN_ZSTR, ledger.at, 4, root.at, ledger_key.at, &error));
    FAILS(BMNN_E_KEY, "OtherKey",
          bmnn_checkpoint_check(note, BMNN_ZSTR, ledger.at, 5, root.at, clerk_key.at, &error));
    for (i = 0; i < sizeof note - 1; i++) {
        memcpy(bent, note, sizeof note);
        bent[i] ^= 1;
        CHECK(bmnn_checkpoint_check(bent, sizeof note - 1, ledger.at, 5, root.at, ledger_key.at, NULL) !=
              BMNN_OK);
    }
    FAILS(BMNN_E_ENCODING, "Malformed", bmnn_checkpoint_json("", 0, &buf, &error));
    row = "a verifier key";
    GIVES("\"ledger\":null", bmnn_verifier_key_json(witness, BMNN_ZSTR, &buf, NULL));
    FAILS(BMNN_E_ENCODING, "Hash",
          bmnn_verifier_key_json("x+c1a50443+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY", BMNN_ZSTR, &buf,
                                 &error));
    row = "a witness";
    RETURNS(BMNN_OK, bmnn_note_check_witness(witnessed, BMNN_ZSTR, witness, BMNN_ZSTR, &size, &time, NULL));
    CHECK(size == 7 && time == 1772416900);
    RETURNS(BMNN_OK, bmnn_note_check_witness(witnessed, BMNN_ZSTR, witness, BMNN_ZSTR, NULL, NULL, NULL));
    FAILS(BMNN_E_NOT_FOUND, "NotWitnessed",
          bmnn_note_check_witness(note, BMNN_ZSTR, witness, BMNN_ZSTR, &size, &time, &error));
    CHECK(size == 0 && time == 0);
    FAILS(BMNN_E_ENCODING, "Malformed",
          bmnn_note_check_witness("", 0, witness, BMNN_ZSTR, &size, &time, &error));
    FAILS(BMNN_E_ENCODING, "Malformed",
          bmnn_note_check_witness(witnessed, BMNN_ZSTR, "", 0, &size, &time, &error));
}

/* Where in the receipt the later size is: behind `83 03`. */
#define UNSIGNED_SIZE 31

static void receipts(void) {
    struct bytes receipt = from_hex(RECEIPT), entry = from_hex(ENTRY), bent,
                 old_root = from_hex("6fc7ba31ac8495c2a144b2e17003f923fbd1c168b3558e7278df0941986ba9c5");
    uint8_t root[32];
    size_t i;
    row = "a COSE receipt";
    RETURNS(BMNN_OK, bmnn_receipt_check_consistency(receipt.at, receipt.len, old_root.at, ledger_key.at,
                                                    root, NULL));
    CHECK(root[0] == 0xB3 && root[31] == 0xD9);
    FAILS(BMNN_E_PROOF, "OtherKind",
          bmnn_receipt_check_inclusion(receipt.at, receipt.len, entry.at, entry.len, ledger_key.at, root,
                                       &error));
    CHECK(is_blank(root, sizeof root));
    FAILS(BMNN_E_KEY, "OtherKey",
          bmnn_receipt_check_consistency(receipt.at, receipt.len, old_root.at, clerk_key.at, root, &error));
    for (i = 0; i < receipt.len; i++) {
        /* The later size is not signed, and the same hashes may lead from another. */
        if (i == UNSIGNED_SIZE) continue;
        bent = receipt;
        bent.at[i] ^= 1;
        CHECK(bmnn_receipt_check_consistency(bent.at, bent.len, old_root.at, ledger_key.at, root, NULL) !=
              BMNN_OK);
        CHECK(is_blank(root, sizeof root));
    }
    FAILS(BMNN_E_ENCODING, "Malformed",
          bmnn_receipt_check_inclusion(NULL, 0, entry.at, entry.len, ledger_key.at, root, &error));
}

int main(void) {
    ledger = from_hex(LEDGER_ID);
    clerk_key = from_hex("ca93ac1705187071d67b83c7ff0efe8108e8ec4530575d7726879333dbdabe7c");
    ledger_key = from_hex("ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1");
    root_key = from_hex("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c");
    days();
    encoding();
    sealed();
    keys();
    statements();
    entries();
    notes();
    receipts();
    return failures;
}
