/* What one agency keeps of another's ledger: checkpoints that it cosigns as a
 * witness, and the evidence if that ledger has two histories. The second argument
 * is where to make registries. */
#include "agencies.h"

#define NAME "so-y-te.example"
#define FIRST UINT64_C(1772413200)

static bmnn_status cosign(const char *folder, const bmnn_signer *signer, const char *key,
                          const char *shown, uint64_t when, bmnn_buf **out) {
    bmnn_error *error;
    bmnn_status status =
        bmnn_witness_cosign(folder, BMNN_ZSTR, NAME, BMNN_ZSTR, signer, key, BMNN_ZSTR, shown,
                            BMNN_ZSTR, when, out, &error);
    CHECK((*out != NULL) == (status == BMNN_OK) && bmnn_error_status(error) == status);
    CHECK(status == BMNN_OK || *bmnn_error_message_vi(error) != '\0');
    bmnn_error_free(error);
    return status;
}

/* The same office, with the same keys and the same chance: the same ledger, until
 * it does something else. */
static void twin(struct office *office, const char *made, const char *name) {
    office_open(office, made, name, host_for_tests(7));
    enrol_clerk(office);
    adopt(office);
}

static bmnn_buf *checkpoint(const struct office *office) {
    bmnn_buf *note;
    RETURNS(BMNN_OK, bmnn_registry_checkpoint(office->registry, &note, NULL));
    return note;
}

static void cosigned(struct office *there, struct office *other, const char *folder,
                     const bmnn_signer *witness) {
    bmnn_buf *first = checkpoint(there), *key, *out, *way, *later, *forked;
    uint64_t size = size_of(there->registry);
    char line[64];
    RETURNS(BMNN_OK, bmnn_registry_verifier_key(there->registry, BMNN_NOW, &key, NULL));
    row = "the first that is shown";
    RETURNS(BMNN_OK, cosign(folder, witness, TEXT(key), TEXT(first), FIRST, &out));
    snprintf(line, sizeof line, "\"size\":%d", (int)size);
    CHECK(HAS(TEXT(out), line) && HAS(TEXT(out), "\"time\":1772413200"));
    CHECK(HAS(TEXT(out), "\xe2\x80\x94 " NAME " "));
    bmnn_buf_free(out);
    row = "the same again";
    RETURNS(BMNN_OK, cosign(folder, witness, TEXT(key), TEXT(first), FIRST + 1, &out));
    bmnn_buf_free(out);

    row = "grown, without a way there";
    RETURNS(BMNN_OK, enrol(there->registry, 61, there->clerk, NULL));
    later = checkpoint(there);
    RETURNS(BMNN_E_REFUSED, cosign(folder, witness, TEXT(key), TEXT(later), FIRST + 2, &out));
    row = "another history of that size";
    RETURNS(BMNN_OK, enrol(other->registry, 62, other->clerk, NULL));
    forked = checkpoint(other);
    CHECK(size_of(other->registry) == size_of(there->registry));
    RETURNS(BMNN_E_REFUSED, cosign(folder, witness, TEXT(key), TEXT(forked), FIRST + 3, &out));
    row = "grown, with the way";
    RETURNS(BMNN_OK, bmnn_registry_consistency(there->registry, size, BMNN_NOW, &way, NULL));
    RETURNS(BMNN_OK, cosign(folder, witness, TEXT(key), TEXT(way), FIRST + 4, &out));
    bmnn_buf_free(out);
    bmnn_buf_free(way);
    row = "back";
    RETURNS(BMNN_E_REFUSED, cosign(folder, witness, TEXT(key), TEXT(first), FIRST + 5, &out));
    row = "the other history, now that one is cosigned";
    RETURNS(BMNN_OK, bmnn_registry_consistency(other->registry, size, BMNN_NOW, &way, NULL));
    RETURNS(BMNN_E_REFUSED, cosign(folder, witness, TEXT(key), TEXT(way), FIRST + 6, &out));
    bmnn_buf_free(way);
    row = "what is none, or another's";
    RETURNS(BMNN_E_PROOF, cosign(folder, witness, TEXT(key), "origin\n0\n", FIRST, &out));
    RETURNS(BMNN_E_KEY, cosign(folder, witness, "x", TEXT(later), FIRST, &out));
    RETURNS(BMNN_E_RANGE,
            bmnn_witness_cosign(folder, BMNN_ZSTR, "sở y tế", BMNN_ZSTR, witness, TEXT(key),
                                BMNN_ZSTR, TEXT(later), BMNN_ZSTR, FIRST, &out, NULL));
    CHECK(out == NULL);
    bmnn_buf_free(key);
    bmnn_buf_free(first);
    bmnn_buf_free(later);
    bmnn_buf_free(forked);
}

/* `here` notes `there` as it is; then its other history comes up. */
static void forked(struct office *here, struct office *there, struct office *other) {
    bmnn_buf *slip, *follows, *evidence, *key, *found, *way;
    bmnn_error *error;
    char known[512];
    uint64_t size = size_of(there->registry);
    introduce(here, there);
    row = "nothing was noted yet";
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_fork_evidence(here->registry, other->folder, BMNN_ZSTR,
                                                          &evidence, NULL));
    RETURNS(BMNN_OK, bmnn_registry_slip(there->registry, 2, 0, &slip, NULL));
    RETURNS(BMNN_OK, bmnn_registry_slip_accept(here->registry, bmnn_buf_data(slip),
                                               bmnn_buf_len(slip), NULL, 0, NULL, 0, 20260302,
                                               &follows, NULL));
    RETURNS(BMNN_OK, note(here, follows, NULL));
    bmnn_buf_free(slip);
    bmnn_buf_free(follows);
    row = "the ledger that was noted";
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_fork_evidence(here->registry, there->folder, BMNN_ZSTR,
                                                          &evidence, &error));
    CHECK(evidence == NULL && HAS(bmnn_error_message_en(error), "contradicts"));
    bmnn_error_free(error);
    row = "its other history";
    RETURNS(BMNN_OK, enrol(other->registry, 63, other->clerk, NULL));
    RETURNS(BMNN_OK, bmnn_registry_fork_evidence(here->registry, other->folder, BMNN_ZSTR,
                                                 &evidence, NULL));
    RETURNS(BMNN_OK, bmnn_registry_verifier_key(there->registry, BMNN_NOW, &key, NULL));
    snprintf(known, sizeof known, "{\"keys\": [\"%s\"]}", TEXT(key));
    RETURNS(BMNN_OK, bmnn_proof_check(bmnn_buf_data(evidence), bmnn_buf_len(evidence), known,
                                      BMNN_ZSTR, NULL, 0, &found, NULL));
    CHECK(HAS(TEXT(found), "\"holds\":true"));
    bmnn_buf_free(found);
    row = "by a way alone";
    RETURNS(BMNN_OK, bmnn_registry_consistency(other->registry, size, BMNN_NOW, &way, NULL));
    RETURNS(BMNN_OK, bmnn_registry_fork_evidence_by(here->registry, TEXT(way), BMNN_ZSTR, &found,
                                                    NULL));
    CHECK(IS(TEXT(found), TEXT(evidence)));
    bmnn_buf_free(found);
    bmnn_buf_free(way);
    RETURNS(BMNN_E_PROOF, bmnn_registry_fork_evidence_by(here->registry, TEXT(evidence), BMNN_ZSTR,
                                                         &found, NULL));
    row = "there is no ledger";
    RETURNS(BMNN_E_NO_LEDGER, bmnn_registry_fork_evidence(here->registry, "/nowhere", BMNN_ZSTR,
                                                          &found, NULL));
    CHECK(found == NULL);
    bmnn_buf_free(evidence);
    bmnn_buf_free(key);
}

int main(int argc, char **argv) {
    struct office here, there, other;
    bmnn_signer *witness = key(40);
    char folder[4200];
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&here, argv[2], "here", host_for_tests(8));
    enrol_clerk(&here);
    adopt(&here);
    twin(&there, argv[2], "there");
    twin(&other, argv[2], "other");
    snprintf(folder, sizeof folder, "%s chứng", argv[2]);
    cosigned(&there, &other, folder, witness);
    forked(&here, &there, &other);
    office_close(&here);
    office_close(&there);
    office_close(&other);
    bmnn_signer_free(witness);
    return failures;
}
