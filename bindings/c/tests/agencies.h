/* Offices that know each other, for tests. */
#ifndef AGENCIES_H
#define AGENCIES_H

#include "office.h"

/* Adopts the rules, without which no checkpoint is noted. */
static inline void adopt(struct office *office) {
    char act[512];
    bmnn_buf *digest, *done;
    RETURNS(BMNN_OK, bmnn_pack_digest("vn-2025", BMNN_ZSTR, &digest, NULL));
    snprintf(act, sizeof act,
             "{\"act\": \"pack.adopt\", \"on\": \"" DAY "\", \"adopted\": \"vn-2025\","
             " \"digest\": \"%s\", \"decision\": {\"person\": \"an\","
             " \"position\": \"chu-tich\", \"date\": \"" DAY "\"}}",
             TEXT(digest));
    RETURNS(BMNN_OK, bmnn_registry_perform(office->registry, act, BMNN_ZSTR, office->clerk, NULL, 0,
                                           &done, NULL));
    bmnn_buf_free(digest);
    bmnn_buf_free(done);
}

/* Enrols the other office as the party `ben-kia`, with its ledger. */
static inline void introduce(struct office *office, const struct office *other) {
    char act[512], hex[65];
    bmnn_buf *buf;
    ledger_id(other->registry, hex);
    snprintf(act, sizeof act,
             "{\"act\": \"party.enrol\", \"on\": \"" DAY "\", \"party\": \"ben-kia\","
             " \"kind\": \"agency\", \"name\": \"Bên kia\", \"ledger\": \"%s\"}",
             hex);
    RETURNS(BMNN_OK, bmnn_registry_perform(office->registry, act, BMNN_ZSTR, office->clerk, NULL, 0,
                                           &buf, NULL));
    bmnn_buf_free(buf);
}

#define READ(registry, slip, from, out, error)                                                    \
    bmnn_registry_slip_read((registry), bmnn_buf_data(slip), bmnn_buf_len(slip), (from),          \
                            BMNN_ZSTR, NULL, 0, (out), (error))
#define ACCEPT(registry, slip, from, out, error)                                                  \
    bmnn_registry_slip_accept((registry), bmnn_buf_data(slip), bmnn_buf_len(slip), (from),        \
                              BMNN_ZSTR, NULL, 0, 20260302, (out), (error))

/* Puts `witness.note` on record, as what follows says. */
static inline bmnn_status note(struct office *here, const bmnn_buf *follows, bmnn_error **error) {
    char acts[4096];
    const char *from = strstr(TEXT(follows), "\"note\":"), *to = strstr(TEXT(follows), ",\"wanted\"");
    bmnn_buf *done;
    bmnn_status status;
    CHECK(from != NULL && to != NULL);
    if (from == NULL || to == NULL) return BMNN_E_PANIC;
    snprintf(acts, sizeof acts, "[%.*s]", (int)(to - from - 7), from + 7);
    status = bmnn_registry_perform_all(here->registry, acts, BMNN_ZSTR, here->clerk, &done, error);
    bmnn_buf_free(done);
    return status;
}

#endif
