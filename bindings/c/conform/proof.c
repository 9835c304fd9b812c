/* What travels between agencies: proofs, receipts, evidence of a fork, slips. */
#include "ask.h"

/* One more of what is known by another way, in a JSON object that has no end yet. */
static void put_known(text *known, const char *to, part value) {
    if (!is_there(value)) return;
    put(known, known->len > 0 ? ",\"" : "{\"");
    put(known, to);
    put(known, "\":");
    put_part(known, value);
}

static void put_key(text *known, part key) {
    put(known, known->len > 0 ? ",\"keys\":[" : "{\"keys\":[");
    put_part(known, key);
    put(known, "]");
}

/* What the library says of a proof: `known` is ended and freed. */
static part checked(const text *proof, text *known, const text *entry) {
    bmnn_buf *buf;
    bmnn_error *error;
    if (known->len > 0) put(known, "}");
    bmnn_proof_check((const uint8_t *)proof->at, proof->len, known->at, known->len,
                     entry ? (const uint8_t *)entry->at : NULL, entry ? entry->len : 0, &buf, &error);
    free(known->at);
    return took(buf, error);
}

/* Why a proof does not hold: none of the forms, or by its kind. One that nobody's
 * key was given for is not signed by one that is known. */
static int does_not_hold(part all, text *answer) {
    part why = field(all, "why");
    if (all.at == NULL) return failed_as(answer, "Malformed");
    if (!is_there(why)) return failed(answer, "OtherKey");
    put(answer, "{\"failure\":");
    put_part(answer, field(why, "kind"));
    if (is_there(field(why, "line"))) {
        put(answer, ",\"line\":");
        put_part(answer, field(why, "line"));
    }
    put(answer, "}");
    return 1;
}

static int proof_check(part input, text *answer) {
    text known = {NULL, 0, 0}, entry = bytes_of(input, "entry");
    part all;
    put_key(&known, field(input, "key"));
    all = checked(word(input, "proof"), &known, &entry);
    free(entry.at);
    if (!is(field(all, "holds"), "true")) return does_not_hold(all, answer);
    put(answer, "{\"index\":");
    put_part(answer, field(all, "entry"));
    put(answer, ",\"ledger\":");
    put_part(answer, field(all, "ledger"));
    put(answer, ",\"size\":");
    put_part(answer, field(all, "size"));
    put(answer, "}");
    return 1;
}

static int consistency_check(part input, text *answer) {
    text known = {NULL, 0, 0};
    part all;
    put_key(&known, field(input, "key"));
    put_known(&known, "since", field(input, "earlier"));
    all = checked(word(input, "proof"), &known, NULL);
    if (!is(field(all, "holds"), "true")) return does_not_hold(all, answer);
    put(answer, "{\"new\":");
    put_part(answer, field(all, "size"));
    put(answer, ",\"old\":");
    put_part(answer, field(all, "since"));
    put(answer, "}");
    return 1;
}

static int fork_check(part input, text *answer) {
    text known = {NULL, 0, 0};
    part all;
    put_known(&known, "keys", field(input, "keys"));
    all = checked(word(input, "evidence"), &known, NULL);
    if (!is(field(all, "holds"), "true")) return does_not_hold(all, answer);
    put(answer, "{\"forked\":true,\"ledger\":");
    put_part(answer, field(all, "ledger"));
    put(answer, "}");
    return 1;
}

static int slip_verify(part input, text *answer) {
    text known = {NULL, 0, 0}, slip = bytes_of(input, "slip");
    part all, report;
    put_known(&known, "ledger", field(input, "ledger"));
    put_known(&known, "since", field(input, "noted"));
    all = checked(&slip, &known, NULL);
    free(slip.at);
    report = field(all, "report");
    if (report.at == NULL) return does_not_hold(all, answer);
    put(answer, "{\"about\":");
    put_part(answer, field(report, "about"));
    put(answer, ",\"findings\":");
    put_findings(answer, field(report, "findings"));
    put(answer, ",\"holds\":");
    put_part(answer, field(report, "holds"));
    put(answer, ",\"not-proven\":");
    put_kinds(answer, field(report, "not-proven"));
    put(answer, ",\"size\":");
    put_part(answer, field(report, "size"));
    put(answer, ",\"standing\":");
    put_part(answer, field(report, "standing"));
    put(answer, "}");
    return 1;
}

static int receipt(bmnn_status status, bmnn_error *error, const uint8_t root[32], text *answer) {
    if (!went_well(status, &error)) return failed_as(answer, "Malformed");
    put(answer, "{\"root\":");
    put_hex(answer, root, 32);
    put(answer, "}");
    return 1;
}

static int receipt_inclusion(part input, text *answer) {
    text given = bytes_of(input, "receipt"), entry = bytes_of(input, "entry");
    uint8_t key[32], root[32];
    bmnn_error *error;
    bmnn_status status;
    bytes_into(key, sizeof key, input, "key");
    status = bmnn_receipt_check_inclusion((const uint8_t *)given.at, given.len, (const uint8_t *)entry.at,
                                          entry.len, key, root, &error);
    free(given.at);
    free(entry.at);
    return receipt(status, error, root, answer);
}

static int receipt_consistency(part input, text *answer) {
    text given = bytes_of(input, "receipt");
    uint8_t key[32], old_root[32], root[32];
    bmnn_error *error;
    bmnn_status status;
    bytes_into(key, sizeof key, input, "key");
    bytes_into(old_root, sizeof old_root, input, "old-root");
    status = bmnn_receipt_check_consistency((const uint8_t *)given.at, given.len, old_root, key, root, &error);
    free(given.at);
    return receipt(status, error, root, answer);
}

const struct task proof_tasks[] = {
    {"\"proof.check\"", proof_check},
    {"\"consistency.check\"", consistency_check},
    {"\"receipt.inclusion\"", receipt_inclusion},
    {"\"receipt.consistency\"", receipt_consistency},
    {"\"fork.check\"", fork_check},
    {"\"slip.verify\"", slip_verify},
    {NULL, NULL},
};
