/* Slips between two registries that know each other: made, read, bent, and what
 * follows from them put on record. The second argument is where to make them. */
#include "agencies.h"

static void reads(const struct office *here, const bmnn_buf *slip, const char *wanted) {
    bmnn_buf *read;
    RETURNS(BMNN_OK, READ(here->registry, slip, NULL, &read, NULL));
    CHECK(HAS(TEXT(read), "\"holds\":true") && HAS(TEXT(read), wanted));
    if (!HAS(TEXT(read), wanted)) printf("    %s\n", TEXT(read));
    CHECK(HAS(TEXT(read), "\"party\":\"ben-kia\""));
    bmnn_buf_free(read);
}

static void exchanged(struct office *there, struct office *here) {
    bmnn_buf *first, *second, *follows, *third;
    uint64_t size = size_of(there->registry);
    row = "made and read";
    RETURNS(BMNN_OK, bmnn_registry_slip(there->registry, 3, 0, &first, NULL));
    reads(here, first, "\"standing\":\"first\"");
    row = "what was not accepted here is not noted";
    RETURNS(BMNN_OK, ACCEPT(here->registry, first, NULL, &follows, NULL));
    CHECK(HAS(TEXT(follows), "\"act\":null") && HAS(TEXT(follows), "witness.note"));
    {
        bmnn_error *error;
        RETURNS(BMNN_E_REFUSED, note(there, follows, &error));
        CHECK(HAS(bmnn_error_message_en(error), "read the slip"));
        bmnn_error_free(error);
    }
    row = "noted";
    RETURNS(BMNN_OK, note(here, follows, NULL));
    bmnn_buf_free(follows);
    reads(here, first, "\"standing\":\"same\"");
    RETURNS(BMNN_OK, ACCEPT(here->registry, first, NULL, &follows, NULL));
    CHECK(HAS(TEXT(follows), "\"note\":null"));
    bmnn_buf_free(follows);

    row = "grown since, and shown to be";
    RETURNS(BMNN_OK, enrol(there->registry, 60, there->clerk, NULL));
    RETURNS(BMNN_OK, bmnn_registry_slip(there->registry, 3, 0, &second, NULL));
    reads(here, second, "\"standing\":\"not-shown\"");
    RETURNS(BMNN_E_REFUSED, ACCEPT(here->registry, second, NULL, &follows, NULL));
    CHECK(follows == NULL);
    RETURNS(BMNN_OK, bmnn_registry_slip(there->registry, 3, size, &third, NULL));
    reads(here, third, "\"standing\":\"grown\"");
    RETURNS(BMNN_OK, ACCEPT(here->registry, third, "ben-kia", &follows, NULL));
    RETURNS(BMNN_OK, note(here, follows, NULL));
    bmnn_buf_free(follows);
    bmnn_buf_free(second);
    bmnn_buf_free(third);

    row = "by anybody, without a registry";
    {
        char known[4096];
        bmnn_buf *key, *found;
        RETURNS(BMNN_OK, bmnn_registry_verifier_key(there->registry, BMNN_NOW, &key, NULL));
        snprintf(known, sizeof known, "{\"keys\":[\"%s\"]}", TEXT(key));
        RETURNS(BMNN_OK, bmnn_proof_check(bmnn_buf_data(first), bmnn_buf_len(first), known,
                                          BMNN_ZSTR, NULL, 0, &found, NULL));
        CHECK(HAS(TEXT(found), "\"form\":\"slip\"") && HAS(TEXT(found), "\"holds\":true"));
        bmnn_buf_free(found);
        bmnn_buf_free(key);
    }
    bmnn_buf_free(first);
}

static void refused(struct office *there, struct office *here, const struct office *stranger) {
    bmnn_buf *slip, *out = (bmnn_buf *)&out;
    static unsigned char bent[65536];
    size_t i, length, believed = 0;
    bmnn_error *error;
    RETURNS(BMNN_OK, bmnn_registry_slip(there->registry, 3, 0, &slip, NULL));
    length = bmnn_buf_len(slip);
    CHECK(length < sizeof bent);
    row = "with a bit that is flipped";
    for (i = 0; i < length; i += 11) {
        bmnn_status status;
        memcpy(bent, bmnn_buf_data(slip), length);
        bent[i] ^= 1;
        status = bmnn_registry_slip_read(here->registry, bent, length, NULL, 0, NULL, 0, &out,
                                         NULL);
        CHECK(status == BMNN_E_PROOF || status == BMNN_OK);
        if (status == BMNN_OK && HAS(TEXT(out), "\"holds\":true") &&
            HAS(TEXT(out), "\"party\":\"ben-kia\""))
            believed++;
        bmnn_buf_free(out);
    }
    CHECK(believed == 0);
    row = "its own";
    RETURNS(BMNN_E_STATE, READ(there->registry, slip, NULL, &out, NULL));
    CHECK(out == NULL);
    row = "of a stranger";
    RETURNS(BMNN_E_STATE, ACCEPT(stranger->registry, slip, NULL, &out, &error));
    CHECK(HAS(bmnn_error_message_vi(error), "ledger"));
    bmnn_error_free(error);
    row = "from nobody";
    RETURNS(BMNN_E_NOT_FOUND, READ(here->registry, slip, "khong-co", &out, NULL));
    RETURNS(BMNN_E_RANGE, READ(here->registry, slip, "Không", &out, NULL));
    row = "no slip";
    RETURNS(BMNN_E_PROOF,
            bmnn_registry_slip_read(here->registry, bent, 3, NULL, 0, NULL, 0, &out, NULL));
    RETURNS(BMNN_E_JSON, bmnn_registry_slip_read(here->registry, bmnn_buf_data(slip), length, NULL,
                                                 0, "[\"x\"]", BMNN_ZSTR, &out, NULL));
    RETURNS(BMNN_E_DATE, bmnn_registry_slip_accept(here->registry, bmnn_buf_data(slip), length, NULL,
                                                   0, NULL, 0, 20260230, &out, NULL));
    row = "nothing to make one of";
    RETURNS(BMNN_E_NOT_FOUND,
            bmnn_registry_slip(there->registry, size_of(there->registry), 0, &out, NULL));
    RETURNS(BMNN_E_NOT_FOUND,
            bmnn_registry_slip(there->registry, 3, size_of(there->registry) + 1, &out, NULL));
    bmnn_buf_free(slip);
}

int main(int argc, char **argv) {
    struct office there, here, stranger;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&there, argv[2], "there", host_for_tests(7));
    office_open(&here, argv[2], "here", host_for_tests(8));
    office_open(&stranger, argv[2], "stranger", host_for_tests(9));
    enrol_clerk(&there);
    enrol_clerk(&here);
    adopt(&there);
    adopt(&here);
    introduce(&there, &here);
    introduce(&here, &there);
    exchanged(&there, &here);
    refused(&there, &here, &stranger);
    office_close(&there);
    office_close(&here);
    office_close(&stranger);
    return failures;
}
