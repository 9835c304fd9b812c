/* Proofs that a registry makes, checked without it; and each bent. The second
 * argument is where to make registries. */
#include "office.h"

/* A proof in its file. */
struct proof {
    unsigned char bytes[8192];
    size_t length;
};

/* What a call that gives a buffer gave. */
static void keep(struct proof *proof, bmnn_buf *buf) {
    proof->length = bmnn_buf_len(buf);
    CHECK(buf != NULL && proof->length < sizeof proof->bytes);
    if (buf != NULL && proof->length < sizeof proof->bytes)
        memcpy(proof->bytes, bmnn_buf_data(buf), proof->length);
    proof->bytes[proof->length] = 0;
    bmnn_buf_free(buf);
}

#define KEEP(proof, call)                                                                         \
    do {                                                                                          \
        bmnn_buf *out;                                                                            \
        RETURNS(BMNN_OK, call);                                                                   \
        keep(proof, out);                                                                         \
    } while (0)

#define HOLDS_TRUE "\"holds\":true"
#define HOLDS_FALSE "\"holds\":false"
#define HOLDS_NOT_KNOWN "\"holds\":null"

/* Checks a proof, and that the answer has all of these in it. */
static void check(const struct proof *proof, const char *known, const struct proof *entry,
                  const char *holds, const char *further) {
    bmnn_buf *out;
    RETURNS(BMNN_OK, bmnn_proof_check(proof->bytes, proof->length, known, BMNN_ZSTR,
                                      entry ? entry->bytes : NULL, entry ? entry->length : 0, &out,
                                      NULL));
    CHECK(HAS(TEXT(out), holds) && HAS(TEXT(out), further));
    if (!HAS(TEXT(out), holds) || !HAS(TEXT(out), further)) printf("    %s\n", TEXT(out));
    bmnn_buf_free(out);
}

/* A JSON object with the key, and what else is known. */
static const char *with_key(const char *key, const char *field, const char *text) {
    static char json[4096];
    size_t at = (size_t)snprintf(json, sizeof json, "{\"keys\":[\"%s\"]", key);
    if (field != NULL) {
        at += (size_t)snprintf(json + at, sizeof json - at, ",\"%s\":\"", field);
        for (; *text != 0 && at < sizeof json - 8; text++) {
            if (*text == '\n') json[at++] = '\\';
            json[at++] = *text == '\n' ? 'n' : *text;
        }
        json[at++] = '"';
    }
    snprintf(json + at, sizeof json - at, "}");
    return json;
}

static void included(const struct office *office, const char *key) {
    struct proof proof, entry, other, note, bent;
    size_t i;
    uint64_t last = size_of(office->registry) - 1;
    row = "an entry is in the ledger";
    KEEP(&proof, bmnn_registry_prove(office->registry, 2, BMNN_NOW, &out, NULL));
    KEEP(&entry, bmnn_registry_entry_bytes(office->registry, 2, &out, NULL));
    KEEP(&other, bmnn_registry_entry_bytes(office->registry, 3, &out, NULL));
    check(&proof, with_key(key, NULL, NULL), &entry, HOLDS_TRUE, "\"form\":\"tlog-proof\"");
    check(&proof, with_key(key, NULL, NULL), &entry, HOLDS_TRUE, "\"act\":\"person.enrol\"");
    row = "what was not given";
    check(&proof, NULL, NULL, HOLDS_NOT_KNOWN, "\"kind\":\"signer\"");
    check(&proof, with_key(key, NULL, NULL), NULL, HOLDS_NOT_KNOWN, "\"kind\":\"entry\"");
    row = "of another entry";
    check(&proof, with_key(key, NULL, NULL), &other, HOLDS_FALSE, "\"why\":{");
    row = "by another key";
    {
        char hex[65];
        public_key(office->clerk, hex);
        check(&proof, with_key(hex, NULL, NULL), &entry, HOLDS_FALSE, "\"why\":{");
        public_key(office->ledger, hex);
        check(&proof, with_key(hex, NULL, NULL), &entry, HOLDS_TRUE, "\"why\":null");
    }
    row = "of another ledger";
    check(&proof,
          with_key(key, "ledger",
                   "00000000000000000000000000000000000000000000000000000000000000aa"),
          &entry, HOLDS_FALSE, "\"why\":{");
    row = "with a bit that is flipped";
    for (i = 0; i < proof.length; i += 7) {
        bmnn_buf *out;
        bmnn_status status;
        bent = proof;
        bent.bytes[i] ^= 1;
        status = bmnn_proof_check(bent.bytes, bent.length, with_key(key, NULL, NULL), BMNN_ZSTR,
                                  entry.bytes, entry.length, &out, NULL);
        CHECK(status == BMNN_E_PROOF || (status == BMNN_OK && !HAS(TEXT(out), HOLDS_TRUE)));
        bmnn_buf_free(out);
    }
    row = "under an earlier checkpoint";
    KEEP(&proof, bmnn_registry_prove(office->registry, 2, 3, &out, NULL));
    check(&proof, with_key(key, NULL, NULL), &entry, HOLDS_TRUE, "\"size\":3");
    KEEP(&note, bmnn_registry_checkpoint_at(office->registry, 3, &out, NULL));
    CHECK(HAS((char *)proof.bytes, (char *)note.bytes));
    row = "the receipt is such a proof";
    KEEP(&proof, bmnn_registry_receipt(office->registry, last, &out, NULL));
    KEEP(&entry, bmnn_registry_entry_bytes(office->registry, last, &out, NULL));
    check(&proof, with_key(key, NULL, NULL), &entry, HOLDS_TRUE, "tlog-proof");
}

static void grown(const struct office *office, const char *key) {
    struct proof proof, note, other;
    row = "the ledger only grew";
    KEEP(&proof, bmnn_registry_consistency(office->registry, 3, BMNN_NOW, &out, NULL));
    KEEP(&note, bmnn_registry_checkpoint_at(office->registry, 3, &out, NULL));
    KEEP(&other, bmnn_registry_checkpoint_at(office->registry, 4, &out, NULL));
    check(&proof, with_key(key, "since", (char *)note.bytes), NULL, HOLDS_TRUE, "\"since\":3");
    check(&proof, with_key(key, NULL, NULL), NULL, HOLDS_NOT_KNOWN, "\"kind\":\"earlier\"");
    check(&proof, with_key(key, "since", (char *)other.bytes), NULL, HOLDS_FALSE, "\"why\":{");
    KEEP(&proof, bmnn_registry_consistency(office->registry, 3, 4, &out, NULL));
    check(&proof, with_key(key, "since", (char *)note.bytes), NULL, HOLDS_TRUE, "\"size\":4");
    row = "for those who read COSE";
    KEEP(&proof, bmnn_registry_cose_consistency(office->registry, 3, &out, NULL));
    check(&proof, with_key(key, "since", (char *)note.bytes), NULL, HOLDS_TRUE, "cose-receipt");
    proof.bytes[proof.length - 1] ^= 1;
    check(&proof, with_key(key, "since", (char *)note.bytes), NULL, HOLDS_FALSE, "cose-receipt");
    KEEP(&proof, bmnn_registry_cose_receipt(office->registry, 2, &out, NULL));
    KEEP(&other, bmnn_registry_entry_bytes(office->registry, 2, &out, NULL));
    check(&proof, with_key(key, NULL, NULL), &other, HOLDS_TRUE, "\"entry\":2");
}

static void not_there(const struct office *office) {
    bmnn_buf *out = (bmnn_buf *)&out;
    bmnn_registry *reading;
    bmnn_error *error;
    static const unsigned char nonsense[] = "tlog";
    uint64_t size = size_of(office->registry);
    row = "not there";
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_prove(office->registry, size, BMNN_NOW, &out, NULL));
    CHECK(out == NULL);
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_prove(office->registry, 3, 3, &out, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_prove(office->registry, 2, size + 1, &out, NULL));
    /* ledger.open and the clerk's key came in one commit. */
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_checkpoint_at(office->registry, 1, &out, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_consistency(office->registry, 1, 3, &out, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_entry_bytes(office->registry, size, &out, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_verifier_key(office->registry, size + 1, &out, NULL));
    row = "no key to sign with";
    RETURNS(BMNN_OK, bmnn_registry_open_to_read(office->folder, BMNN_ZSTR, &reading, NULL));
    RETURNS(BMNN_E_STATE, bmnn_registry_cose_receipt(reading, 2, &out, NULL));
    RETURNS(BMNN_OK, bmnn_registry_prove(reading, 2, BMNN_NOW, &out, NULL));
    bmnn_buf_free(out);
    bmnn_registry_free(reading);
    row = "no proof";
    RETURNS(BMNN_E_PROOF,
            bmnn_proof_check(nonsense, sizeof nonsense, NULL, 0, NULL, 0, &out, NULL));
    RETURNS(BMNN_E_PROOF, bmnn_proof_check(NULL, 0, NULL, 0, NULL, 0, &out, NULL));
    row = "what is known is not as said";
    RETURNS(BMNN_E_JSON, bmnn_proof_check(nonsense, sizeof nonsense, "{\"keys\":[\"x\"]}",
                                          BMNN_ZSTR, NULL, 0, &out, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"field\":\"keys\""));
    bmnn_error_free(error);
    RETURNS(BMNN_E_JSON, bmnn_proof_check(nonsense, sizeof nonsense, "{\"key\":[]}", BMNN_ZSTR,
                                          NULL, 0, &out, NULL));
    RETURNS(BMNN_E_JSON, bmnn_proof_check(nonsense, sizeof nonsense, "[]", 2, NULL, 0, &out, NULL));
    RETURNS(BMNN_E_JSON, bmnn_proof_check(nonsense, sizeof nonsense, "{\"since\":\"x\"}", BMNN_ZSTR,
                                          NULL, 0, &out, NULL));
}

int main(int argc, char **argv) {
    struct office office;
    struct proof key;
    int i;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "proofs", host_for_tests(7));
    enrol_clerk(&office);
    for (i = 0; i < 4; i++) RETURNS(BMNN_OK, enrol(office.registry, i, office.clerk, NULL));
    KEEP(&key, bmnn_registry_verifier_key(office.registry, BMNN_NOW, &out, NULL));
    CHECK(strncmp((char *)key.bytes, "bmnn/", 5) == 0);
    included(&office, (char *)key.bytes);
    grown(&office, (char *)key.bytes);
    not_there(&office);
    office_close(&office);
    return failures;
}
