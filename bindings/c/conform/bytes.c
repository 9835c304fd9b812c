/* The encoding, acts in both forms, sealed values, the tree. */
#include "ask.h"

static int in_hex(text *answer, const char *key, bmnn_buf *bytes) {
    put(answer, "{\"");
    put(answer, key);
    put(answer, "\":");
    put_hex(answer, bmnn_buf_data(bytes), bmnn_buf_len(bytes));
    put(answer, "}");
    bmnn_buf_free(bytes);
    return 1;
}

static int cbor_decode(part input, text *answer) {
    text bytes = bytes_of(input, "cbor");
    bmnn_buf *buf;
    bmnn_error *error;
    part item;
    bmnn_cbor_json((const uint8_t *)bytes.at, bytes.len, &buf, &error);
    free(bytes.at);
    item = took(buf, error);
    if (item.at == NULL) return failed_as(answer, "BadEncoding");
    put(answer, "{\"item\":");
    put_part(answer, item);
    put(answer, "}");
    return 1;
}

static int cbor_encode(part input, text *answer) {
    part item = field(input, "item");
    bmnn_buf *cbor;
    bmnn_error *error;
    if (!went_well(bmnn_cbor_from_json(item.at, item.len, &cbor, &error), &error))
        return failed_as(answer, "Question");
    return in_hex(answer, "cbor", cbor);
}

static int act_to_cbor(part input, text *answer) {
    part json = field(input, "act");
    const text *corrected = word(input, "corrected");
    int names = is_there(field(input, "corrected"));
    bmnn_act *act;
    bmnn_buf *cbor;
    bmnn_error *error;
    if (bmnn_act_from_json(json.at, json.len, names ? corrected->at : NULL, names ? corrected->len : 0,
                           &act, &error) != BMNN_OK ||
        bmnn_act_cbor(act, &cbor, &error) != BMNN_OK) {
        took(NULL, error);
        bmnn_act_free(act);
        return no_act(answer);
    }
    bmnn_act_free(act);
    return in_hex(answer, "cbor", cbor);
}

static int act_to_json(part input, text *answer) {
    text bytes = bytes_of(input, "cbor");
    bmnn_buf *buf;
    bmnn_error *error;
    part act;
    bmnn_act_json_from_cbor((const uint8_t *)bytes.at, bytes.len, &buf, &error);
    free(bytes.at);
    act = took(buf, error);
    if (act.at == NULL) return no_act(answer);
    put(answer, "{\"act\":");
    put_part(answer, act);
    put(answer, "}");
    return 1;
}

static int sealed_commit(part input, text *answer) {
    part item = field(input, "item");
    uint8_t salt[32], act[16], made[32], known[32];
    bmnn_error *error;
    bytes_into(salt, sizeof salt, input, "salt");
    bytes_into(act, sizeof act, input, "act-id");
    if (!went_well(bmnn_sealed_commitment(salt, act, item.at, item.len, made, &error), &error))
        return failed_as(answer, "Question");
    if (is_there(field(input, "commitment"))) {
        bytes_into(known, sizeof known, input, "commitment");
        if (!went_well(bmnn_sealed_check(known, salt, act, item.at, item.len, &error), &error))
            return failed_as(answer, "SealMismatch");
    }
    put(answer, "{\"commitment\":");
    put_hex(answer, made, sizeof made);
    put(answer, "}");
    return 1;
}

static int sealed_places(part input, text *answer) {
    part act = field(input, "act"), places;
    const text *corrected = word(input, "corrected");
    int names = is_there(field(input, "corrected"));
    bmnn_buf *buf;
    bmnn_error *error;
    bmnn_sealed_places(act.at, act.len, names ? corrected->at : NULL, names ? corrected->len : 0, &buf,
                       &error);
    places = took(buf, error);
    if (places.at == NULL) return no_act(answer);
    put(answer, "{\"places\":");
    put_part(answer, places);
    put(answer, "}");
    return 1;
}

static int tree_root(part input, text *answer) {
    uint8_t root[32];
    size_t count;
    text leaves = hashes_of(input, "leaves", &count);
    bmnn_status status = bmnn_tree_root((const uint8_t *)leaves.at, count, root, NULL);
    free(leaves.at);
    if (status != BMNN_OK) return failed(answer, "Question");
    put(answer, "{\"root\":");
    put_hex(answer, root, sizeof root);
    put(answer, "}");
    return 1;
}

static int proven(bmnn_status status, bmnn_error *error, text *answer) {
    if (!went_well(status, &error)) return failed_as(answer, "NotProven");
    put(answer, "{\"proven\":true}");
    return 1;
}

static int tree_inclusion(part input, text *answer) {
    uint8_t leaf[32], root[32];
    size_t count;
    text path = hashes_of(input, "path", &count);
    uint64_t index = (uint64_t)number(field(input, "index")), size = (uint64_t)number(field(input, "size"));
    bmnn_error *error;
    bmnn_status status;
    bytes_into(leaf, sizeof leaf, input, "leaf");
    bytes_into(root, sizeof root, input, "root");
    status = bmnn_tree_check_inclusion(leaf, index, size, (const uint8_t *)path.at, count, root, &error);
    free(path.at);
    return proven(status, error, answer);
}

static int tree_consistency(part input, text *answer) {
    uint8_t old_root[32], new_root[32];
    size_t count;
    text path = hashes_of(input, "path", &count);
    uint64_t old_size = (uint64_t)number(field(input, "old")), new_size = (uint64_t)number(field(input, "new"));
    bmnn_error *error;
    bmnn_status status;
    bytes_into(old_root, sizeof old_root, input, "old-root");
    bytes_into(new_root, sizeof new_root, input, "new-root");
    status = bmnn_tree_check_consistency(old_size, old_root, new_size, new_root, (const uint8_t *)path.at,
                                         count, &error);
    free(path.at);
    return proven(status, error, answer);
}

const struct task bytes_tasks[] = {
    {"\"cbor.decode\"", cbor_decode},
    {"\"cbor.encode\"", cbor_encode},
    {"\"act.to-cbor\"", act_to_cbor},
    {"\"act.to-json\"", act_to_json},
    {"\"sealed.commit\"", sealed_commit},
    {"\"sealed.places\"", sealed_places},
    {"\"tree.root\"", tree_root},
    {"\"tree.inclusion\"", tree_inclusion},
    {"\"tree.consistency\"", tree_consistency},
    {NULL, NULL},
};
