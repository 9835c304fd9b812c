/* Keys, signatures, statements, entries, checkpoints, witnesses. */
#include "ask.h"

static int key_read(part input, text *answer) {
    uint8_t key[32], kid[8];
    bmnn_error *error;
    bytes_into(key, sizeof key, input, "key");
    if (!went_well(bmnn_key_id(key, kid, &error), &error)) return failed_as(answer, "BadKey");
    put(answer, "{\"kid\":");
    put_hex(answer, kid, sizeof kid);
    put(answer, "}");
    return 1;
}

static int signature_check(part input, text *answer) {
    uint8_t key[32], signature[64];
    text message = bytes_of(input, "message");
    bmnn_error *error;
    bmnn_status status;
    bytes_into(key, sizeof key, input, "key");
    bytes_into(signature, sizeof signature, input, "signature");
    status = bmnn_key_check(key, (const uint8_t *)message.at, message.len, signature, &error);
    free(message.at);
    if (!went_well(status, &error)) return failed_as(answer, "BadSignature");
    put(answer, "{\"verifies\":true}");
    return 1;
}

/* The ledger that a signature is for; NULL before it is opened. */
static const uint8_t *scope(uint8_t ledger[32], part input) {
    if (!is_there(field(input, "ledger"))) return NULL;
    bytes_into(ledger, 32, input, "ledger");
    return ledger;
}

static int statement_check(part input, text *answer) {
    uint8_t key[32], ledger[32];
    text statement = bytes_of(input, "statement");
    bmnn_buf *buf;
    bmnn_error *error;
    part all;
    bytes_into(key, sizeof key, input, "key");
    bmnn_statement_check((const uint8_t *)statement.at, statement.len, scope(ledger, input), key, &buf,
                         &error);
    free(statement.at);
    all = took(buf, error);
    if (all.at == NULL) return failed_as(answer, "BadSignature");
    put(answer, "{\"act\":");
    put_part(answer, field(all, "name"));
    put(answer, ",\"kid\":");
    put_part(answer, field(all, "kid"));
    put(answer, "}");
    return 1;
}

static int cosignature_check(part input, text *answer) {
    uint8_t key[32], ledger[32], kid[8], signature[64];
    text statement = bytes_of(input, "statement");
    bmnn_error *error;
    bmnn_status status;
    bytes_into(key, sizeof key, input, "key");
    bytes_into(kid, sizeof kid, input, "kid");
    bytes_into(signature, sizeof signature, input, "signature");
    status = bmnn_cosignature_check((const uint8_t *)statement.at, statement.len, scope(ledger, input), kid,
                                    signature, key, &error);
    free(statement.at);
    if (!went_well(status, &error)) return failed_as(answer, "BadSignature");
    put(answer, "{\"kid\":");
    put_part(answer, field(input, "kid"));
    put(answer, "}");
    return 1;
}

static int entry_read(part input, text *answer) {
    static const char *const keys[][2] = {{"{\"cosigned\":", "cosigners"}, {",\"kid\":", "signer"},
                                          {",\"leaf\":", "leaf"},          {",\"prev\":", "prev"},
                                          {",\"received\":", "received"},  {",\"seq\":", "seq"}};
    text entry = bytes_of(input, "entry");
    bmnn_buf *buf;
    bmnn_error *error;
    part all;
    size_t i;
    bmnn_entry_json((const uint8_t *)entry.at, entry.len, &buf, &error);
    free(entry.at);
    all = took(buf, error);
    if (all.at == NULL) return failed_as(answer, "BadEncoding");
    for (i = 0; i < sizeof keys / sizeof *keys; i++) {
        put(answer, keys[i][0]);
        put_part(answer, field(all, keys[i][1]));
    }
    put(answer, "}");
    return 1;
}

static int checkpoint_read(part input, text *answer) {
    const text *note = word(input, "note");
    bmnn_buf *buf;
    bmnn_error *error;
    part all;
    bmnn_checkpoint_json(note->at, note->len, &buf, &error);
    all = took(buf, error);
    if (all.at == NULL) return failed_as(answer, "Malformed");
    put_part(answer, all);
    return 1;
}

static int checkpoint_check(part input, text *answer) {
    uint8_t ledger[32], root[32], key[32];
    uint64_t size = (uint64_t)number(field(input, "size"));
    const text *note;
    bmnn_error *error;
    bytes_into(ledger, sizeof ledger, input, "ledger");
    bytes_into(root, sizeof root, input, "root");
    bytes_into(key, sizeof key, input, "key");
    note = word(input, "note");
    if (!went_well(bmnn_checkpoint_check(note->at, note->len, ledger, size, root, key, &error), &error))
        return failed_as(answer, "Malformed");
    put(answer, "{\"signed\":true}");
    return 1;
}

static int verifier_key_read(part input, text *answer) {
    const text *asked = word(input, "text");
    bmnn_buf *buf;
    bmnn_error *error;
    part all;
    bmnn_verifier_key_json(asked->at, asked->len, &buf, &error);
    all = took(buf, error);
    if (all.at == NULL) return failed_as(answer, "Malformed");
    put(answer, "{\"key\":");
    put_part(answer, field(all, "key"));
    put(answer, ",\"name\":");
    put_part(answer, field(all, "name"));
    put(answer, ",\"type\":");
    put_part(answer, field(all, "type"));
    put(answer, "}");
    return 1;
}

static int note_witnessed(part input, text *answer) {
    text note = {NULL, 0, 0};
    const text *witness;
    uint64_t size;
    bmnn_error *error;
    bmnn_status status;
    put_said(&note, field(input, "note"));
    witness = word(input, "witness");
    status = bmnn_note_check_witness(note.at, note.len, witness->at, witness->len, &size, NULL, &error);
    free(note.at);
    if (!went_well(status, &error)) return failed_as(answer, "NotWitnessed");
    put(answer, "{\"size\":");
    put_number(answer, (int64_t)size);
    put(answer, "}");
    return 1;
}

const struct task signed_tasks[] = {
    {"\"key.read\"", key_read},
    {"\"signature.check\"", signature_check},
    {"\"statement.check\"", statement_check},
    {"\"cosignature.check\"", cosignature_check},
    {"\"entry.read\"", entry_read},
    {"\"checkpoint.read\"", checkpoint_read},
    {"\"checkpoint.check\"", checkpoint_check},
    {"\"verifier-key.read\"", verifier_key_read},
    {"\"note.witnessed\"", note_witnessed},
    {NULL, NULL},
};
