/* A registry for tests: its keys, and the first acts of an office. */
#ifndef OFFICE_H
#define OFFICE_H

#include "check.h"

#include <stdlib.h>

#define DAY "2026-03-02"
#define MORNING INT64_C(1772413200000) /* that day, 08:00 in Vietnam */

struct office {
    char folder[4096];
    bmnn_host *host;
    bmnn_signer *root, *ledger, *clerk;
    bmnn_registry *registry;
};

/* A signer made of 32 equal bytes. */
static inline bmnn_signer *key(unsigned char seed) {
    unsigned char bytes[32];
    bmnn_signer *signer;
    memset(bytes, seed, sizeof bytes);
    RETURNS(BMNN_OK, bmnn_signer_from_seed(bytes, &signer, NULL));
    return signer;
}

/* With another seed each time that a registry is opened anew. */
static inline bmnn_host *host_for_tests(unsigned char first) {
    unsigned char seed[32] = {0};
    bmnn_host *host;
    seed[0] = first;
    RETURNS(BMNN_OK, bmnn_host_for_tests(MORNING, seed, &host, NULL));
    return host;
}

static inline void put_hex(const unsigned char bytes[32], char hex[65]) {
    int i;
    for (i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

static inline void public_key(const bmnn_signer *signer, char hex[65]) {
    unsigned char bytes[32];
    RETURNS(BMNN_OK, bmnn_signer_public_key(signer, bytes, NULL));
    put_hex(bytes, hex);
}

static inline void ledger_id(const bmnn_registry *registry, char hex[65]) {
    unsigned char bytes[32];
    RETURNS(BMNN_OK, bmnn_registry_ledger_id(registry, bytes, NULL));
    put_hex(bytes, hex);
}

/* How `signer`, `ledger` and `host` come to a registry in `folder`. */
static inline bmnn_status create(const char *folder, const bmnn_signer *root,
                                 const bmnn_signer *ledger, const bmnn_signer *clerk,
                                 const bmnn_host *host, bmnn_registry **out, bmnn_error **err) {
    char opening[256], hex[65];
    public_key(clerk, hex);
    snprintf(opening, sizeof opening,
             "{\"agency\": \"" BMNN_AGENCY_FOR_TESTS "\", "
             "\"clerk\": {\"person\": \"lan\", \"key\": \"%s\"}}",
             hex);
    return bmnn_registry_create(folder, BMNN_ZSTR, opening, BMNN_ZSTR, &root, 1, ledger, host, out,
                                err);
}

/* Makes a registry in `made`/`name`; the host is the office's from now on. */
static inline void office_open(struct office *office, const char *made, const char *name,
                               bmnn_host *host) {
    CHECK(snprintf(office->folder, sizeof office->folder, "%s %s", made, name) <
          (int)sizeof office->folder);
    office->host = host;
    office->root = key(1);
    office->ledger = key(2);
    office->clerk = key(3);
    RETURNS(BMNN_OK, create(office->folder, office->root, office->ledger, office->clerk, host,
                            &office->registry, NULL));
}

static inline void office_close(struct office *office) {
    bmnn_registry_free(office->registry);
    bmnn_signer_free(office->root);
    bmnn_signer_free(office->ledger);
    bmnn_signer_free(office->clerk);
    bmnn_host_free(office->host);
}

/* Enrols the person, `"nguoi-%d"`, as `signer`. */
static inline bmnn_status enrol(bmnn_registry *registry, int person, const bmnn_signer *signer,
                                bmnn_error **err) {
    char act[256];
    bmnn_buf *done = (bmnn_buf *)&done;
    bmnn_status status;
    snprintf(act, sizeof act,
             "{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"nguoi-%d\","
             " \"name\": \"Trần Thị Lan\", \"party\": \"self\"}",
             person);
    status = bmnn_registry_perform(registry, act, BMNN_ZSTR, signer, NULL, 0, &done, err);
    CHECK((done != NULL) == (status == BMNN_OK));
    bmnn_buf_free(done);
    return status;
}

/* The clerk's own enrolment, without which no act stands. */
static inline void enrol_clerk(struct office *office) {
    static const char act[] = "{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"lan\","
                              " \"name\": \"Trần Thị Lan\", \"party\": \"self\"}";
    bmnn_buf *done;
    RETURNS(BMNN_OK, bmnn_registry_perform(office->registry, act, BMNN_ZSTR, office->clerk, NULL, 0,
                                           &done, NULL));
    bmnn_buf_free(done);
}

static inline uint64_t size_of(const bmnn_registry *registry) {
    uint64_t size;
    RETURNS(BMNN_OK, bmnn_registry_size(registry, &size, NULL));
    return size;
}

#endif
