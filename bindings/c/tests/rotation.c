/* The ledger key gives way to another; a ledger is closed, and another succeeds
 * it. The second argument is where to make registries. */
#include "agencies.h"

static bmnn_status rotate(const struct office *office, const bmnn_signer *successor,
                          const bmnn_signer *const *roots, size_t count, bmnn_date on,
                          uint64_t since) {
    bmnn_buf *out = (bmnn_buf *)&out;
    bmnn_error *error;
    bmnn_status status = bmnn_registry_rotate_ledger_key(office->registry, successor, roots, count,
                                                         on, since, &out, &error);
    CHECK((out != NULL) == (status == BMNN_OK) && bmnn_error_status(error) == status);
    CHECK(status != BMNN_OK || HAS(TEXT(out), "\"act\":\"key.enrol\""));
    bmnn_buf_free(out);
    bmnn_error_free(error);
    return status;
}

/* With other chance than before, or it would make the same ids again. */
static void reopen(struct office *office, unsigned char seed, const bmnn_signer *wrong,
                   const bmnn_signer *right) {
    bmnn_registry_free(office->registry);
    bmnn_host_free(office->host);
    office->host = host_for_tests(seed);
    RETURNS(BMNN_E_KEY, bmnn_registry_open(office->folder, BMNN_ZSTR, wrong, office->host,
                                           &office->registry, NULL));
    RETURNS(BMNN_OK, bmnn_registry_open(office->folder, BMNN_ZSTR, right, office->host,
                                        &office->registry, NULL));
}

static void rotated(struct office *office) {
    const bmnn_signer *root = office->root, *clerk = office->clerk;
    bmnn_signer *second = key(22), *third = key(23);
    bmnn_buf *before, *after;
    bmnn_report *report;
    uint64_t size = size_of(office->registry);
    row = "not so";
    RETURNS(BMNN_E_KEY, rotate(office, second, NULL, 0, 0, BMNN_NOT_COMPROMISED));
    RETURNS(BMNN_E_REFUSED, rotate(office, second, &clerk, 1, 0, BMNN_NOT_COMPROMISED));
    RETURNS(BMNN_E_DATE, rotate(office, second, &root, 1, 20260230, BMNN_NOT_COMPROMISED));
    CHECK(size_of(office->registry) == size);
    RETURNS(BMNN_OK, enrol(office->registry, 70, office->clerk, NULL));
    row = "another key";
    RETURNS(BMNN_OK, bmnn_registry_verifier_key(office->registry, BMNN_NOW, &before, NULL));
    RETURNS(BMNN_OK, rotate(office, second, &root, 1, 0, BMNN_NOT_COMPROMISED));
    RETURNS(BMNN_OK, bmnn_registry_verifier_key(office->registry, BMNN_NOW, &after, NULL));
    CHECK(!IS(TEXT(before), TEXT(after)));
    bmnn_buf_free(before);
    bmnn_buf_free(after);
    RETURNS(BMNN_OK, enrol(office->registry, 71, office->clerk, NULL));
    reopen(office, 2, office->ledger, second);
    row = "after a compromise";
    RETURNS(BMNN_OK, rotate(office, third, &root, 1, 20260302, size + 2));
    reopen(office, 3, second, third);
    RETURNS(BMNN_OK, enrol(office->registry, 72, office->clerk, NULL));
    RETURNS(BMNN_OK, bmnn_verify_folder(office->folder, BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
    CHECK(bmnn_report_holds(report) == 1 && bmnn_report_size(report) == size + 5);
    bmnn_report_free(report);
    bmnn_signer_free(second);
    bmnn_signer_free(third);
}

static void succeeded(struct office *office, const char *made) {
    char opening[1024], folder[4200], hex[65], clerk[65];
    unsigned char root[32];
    const bmnn_signer *signer = office->root;
    bmnn_registry *next;
    bmnn_report *report;
    bmnn_buf *done;
    uint64_t size;
    int i;
    row = "closed";
    RETURNS(BMNN_OK,
            bmnn_registry_perform(office->registry,
                                  "{\"act\": \"ledger.close\", \"on\": \"" DAY "\","
                                  " \"reason\": \"full\", \"decision\": {\"person\": \"lan\","
                                  " \"position\": \"chu-tich\", \"date\": \"" DAY "\"}}",
                                  BMNN_ZSTR, office->root, NULL, 0, &done, NULL));
    bmnn_buf_free(done);
    RETURNS(BMNN_E_CLOSED, enrol(office->registry, 73, office->clerk, NULL));
    row = "succeeded";
    RETURNS(BMNN_OK, bmnn_verify_folder(office->folder, BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
    size = bmnn_report_size(report);
    memcpy(root, bmnn_report_root(report), sizeof root);
    bmnn_report_free(report);
    ledger_id(office->registry, hex);
    public_key(office->clerk, clerk);
    i = snprintf(opening, sizeof opening,
                 "{\"agency\": \"" BMNN_AGENCY_FOR_TESTS "\", \"clerk\": {\"person\": \"lan\","
                 " \"key\": \"%s\"}, \"after\": [\"%s\", %d, \"",
                 clerk, hex, (int)size);
    {
        char *end = opening + i;
        for (i = 0; i < 32; i++, end += 2) snprintf(end, 3, "%02x", root[i]);
        snprintf(end, 4, "\"]}");
    }
    snprintf(folder, sizeof folder, "%s sau", made);
    RETURNS(BMNN_OK, bmnn_registry_create(folder, BMNN_ZSTR, opening, BMNN_ZSTR, &signer, 1,
                                          office->ledger, office->host, &next, NULL));
    RETURNS(BMNN_OK, bmnn_registry_entry(next, 0, &done, NULL));
    CHECK(HAS(TEXT(done), "\"after\"") && HAS(TEXT(done), hex));
    bmnn_buf_free(done);
    bmnn_registry_free(next);
    row = "after what is none";
    snprintf(folder, sizeof folder, "%s không", made);
    strcpy(strstr(opening, "\"after\""), "\"after\": [\"00\", 1]}");
    RETURNS(BMNN_E_JSON, bmnn_registry_create(folder, BMNN_ZSTR, opening, BMNN_ZSTR, &signer, 1,
                                              office->ledger, office->host, &next, NULL));
    CHECK(next == NULL);
}

int main(int argc, char **argv) {
    struct office office;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "rotation", host_for_tests(1));
    enrol_clerk(&office);
    adopt(&office);
    rotated(&office);
    succeeded(&office, argv[2]);
    office_close(&office);
    return failures;
}
