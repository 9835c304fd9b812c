/* Whatever comes from outside, to every function that reads it: the first byte says
 * which (see `readers` below), the rest is what it reads. The laws, whatever it is:
 *
 * - the call returns 0 or a number that has a name, and never BMNN_E_PANIC;
 * - what failed gives an error of that number with both languages, and nothing else;
 *   what succeeded gives no error, and its text is UTF-8 with a NUL behind it;
 * - what is read and written again is the same.
 *
 * libFuzzer calls LLVMFuzzerTestOneInput. With -DREPLAY it is a program:
 *
 *     readers TIMES FILE...    each file as it is, and so often bent
 */
#include "bmnn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAW(holds) ((holds) ? (void)0 : broken(__LINE__, #holds))

static void broken(int line, const char *law) {
    fprintf(stderr, "readers.c:%d: %s\n", line, law);
    abort();
}

static bmnn_packs *packs;
/* How often a call succeeded, by the reader that made it. */
static long went_well[256];
static unsigned char reading;

/* Well-formed, as RFC 3629 has it: no surrogates, nothing too long or too large. */
static int is_utf8(const unsigned char *text, size_t n) {
    size_t i = 0, more;
    while (i < n) {
        uint32_t point = text[i], least;
        if (point < 0x80) {
            i++;
            continue;
        }
        if (point >= 0xc2 && point < 0xe0) point &= 0x1f, more = 1, least = 0x80;
        else if ((point & 0xf0) == 0xe0) point &= 0x0f, more = 2, least = 0x800;
        else if (point >= 0xf0 && point < 0xf5) point &= 0x07, more = 3, least = 0x10000;
        else return 0;
        for (i++; more > 0; more--, i++) {
            if (i >= n || (text[i] & 0xc0) != 0x80) return 0;
            point = point << 6 | (text[i] & 0x3f);
        }
        if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return 0;
    }
    return 1;
}

static int says(const char *text) {
    return text != NULL && *text != '\0' && is_utf8((const unsigned char *)text, strlen(text));
}

/* What every call owes; the error is freed. */
static void owes(bmnn_status status, bmnn_error *error) {
    LAW(status != BMNN_E_PANIC && status <= 0);
    LAW(strcmp(bmnn_status_name(status), "BMNN_E_UNKNOWN") != 0);
    LAW((error != NULL) == (status != BMNN_OK));
    went_well[reading] += status == BMNN_OK;
    if (error != NULL) {
        LAW(bmnn_error_status(error) == status);
        LAW(says(bmnn_error_message_vi(error)) && says(bmnn_error_message_en(error)));
        LAW(says(bmnn_error_detail_json(error)) && *bmnn_error_detail_json(error) == '{');
    }
    bmnn_error_free(error);
}

/* Which of a call's arguments is evaluated first is open: the call comes before. */
#define OWES(call)                                                                                \
    do {                                                                                          \
        bmnn_status said = (call);                                                                \
        owes(said, error);                                                                        \
    } while (0)

/* The same of a call that gives a text, which is freed too. */
static void gives(bmnn_status status, bmnn_buf *out, bmnn_error *error) {
    owes(status, error);
    LAW((out != NULL) == (status == BMNN_OK));
    if (out != NULL) {
        LAW(is_utf8(bmnn_buf_data(out), bmnn_buf_len(out)));
        LAW(bmnn_buf_data(out)[bmnn_buf_len(out)] == 0);
    }
    bmnn_buf_free(out);
}

static int same(const bmnn_buf *one, const void *other, size_t n) {
    return bmnn_buf_len(one) == n && memcmp(bmnn_buf_data(one), other, n) == 0;
}

static void level(const char *text, size_t n) {
    bmnn_level read, again;
    bmnn_error *error;
    uint32_t liberties;
    const char *mark;
    bmnn_status status = bmnn_level_parse(text, n, &read, &liberties, &error);
    owes(status, error);
    if (status != BMNN_OK) return;
    LAW(bmnn_level_text(read, BMNN_LEVEL_AS_MARK, &mark, NULL) == BMNN_OK);
    LAW(bmnn_level_parse(mark, BMNN_ZSTR, &again, &liberties, NULL) == BMNN_OK);
    LAW(again == read && liberties == 0);
}

static void days(const char *text, size_t n) {
    bmnn_date date, later;
    int32_t hour, minute;
    bmnn_error *error;
    bmnn_buf *out;
    bmnn_status status = bmnn_date_parse(text, n, &date, &error);
    owes(status, error);
    LAW((date != 0) == (status == BMNN_OK));
    status = bmnn_date_vi(date, &out, &error);
    gives(status, out, error);
    OWES(bmnn_part_date_parse(text, n, &date, &later, &error));
    LAW(date <= later);
    status = bmnn_time_parse(text, n, &hour, &minute, &error);
    owes(status, error);
    LAW(status == BMNN_OK ? hour >= 0 && hour < 24 && minute >= 0 && minute < 60
                          : hour == -1 && minute == -1);
}

static void names(const char *text, size_t n) {
    bmnn_error *error;
    bmnn_buf *out;
    int32_t own;
    bmnn_status status = bmnn_copy_parse(text, n, &out, &error);
    gives(status, out, error);
    OWES(bmnn_id_check(text, n, &own, &error));
    LAW(own == 0 || own == 1);
    status = bmnn_verifier_key_json(text, n, &out, &error);
    gives(status, out, error);
}

static void cbor(const uint8_t *bytes, size_t n) {
    bmnn_error *error;
    bmnn_buf *out, *back;
    bmnn_status status = bmnn_cbor_json(bytes, n, &out, &error);
    if (status == BMNN_OK) {
        const char *json = (const char *)bmnn_buf_data(out);
        LAW(bmnn_cbor_from_json(json, bmnn_buf_len(out), &back, NULL) == BMNN_OK);
        LAW(same(back, bytes, n));
        bmnn_buf_free(back);
    }
    gives(status, out, error);
    status = bmnn_act_json_from_cbor(bytes, n, &out, &error);
    gives(status, out, error);
    status = bmnn_entry_json(bytes, n, &out, &error);
    gives(status, out, error);
}

static void signed_by(const uint8_t *bytes, size_t n) {
    static const uint8_t key[32] = {1}, ledger[32] = {2};
    uint8_t root[32];
    bmnn_error *error;
    bmnn_buf *out;
    bmnn_status status = bmnn_statement_check(bytes, n, ledger, key, &out, &error);
    gives(status, out, error);
    OWES(bmnn_receipt_check_inclusion(bytes, n, bytes, n, key, root, &error));
}

static void item(const char *json, size_t n) {
    bmnn_error *error;
    bmnn_buf *out, *back;
    bmnn_status status = bmnn_cbor_from_json(json, n, &out, &error);
    owes(status, error);
    LAW((out != NULL) == (status == BMNN_OK));
    if (out == NULL) return;
    LAW(bmnn_cbor_json(bmnn_buf_data(out), bmnn_buf_len(out), &back, NULL) == BMNN_OK);
    bmnn_buf_free(out);
    bmnn_buf_free(back);
}

static void act(const char *json, size_t n) {
    bmnn_error *error;
    bmnn_buf *out, *text, *again;
    bmnn_act *made;
    bmnn_status status = bmnn_act_from_json(json, n, NULL, 0, &made, &error);
    owes(status, error);
    LAW((made != NULL) == (status == BMNN_OK));
    if (made != NULL) {
        bmnn_act *second;
        LAW(bmnn_act_cbor(made, &out, NULL) == BMNN_OK);
        LAW(bmnn_act_json(made, &text, NULL) == BMNN_OK);
        LAW(bmnn_act_from_json((const char *)bmnn_buf_data(text), bmnn_buf_len(text), NULL, 0,
                               &second, NULL) == BMNN_OK);
        LAW(bmnn_act_cbor(second, &again, NULL) == BMNN_OK);
        LAW(same(again, bmnn_buf_data(out), bmnn_buf_len(out)));
        bmnn_act_free(second);
        bmnn_buf_free(out);
        bmnn_buf_free(again);
        bmnn_buf_free(text);
    }
    bmnn_act_free(made);
    status = bmnn_sealed_places(json, n, NULL, 0, &out, &error);
    gives(status, out, error);
}

/* `name NUL path NUL text`, on a new act of that name. */
static void path(const char *text, size_t n) {
    const char *first = (const char *)memchr(text, 0, n), *second;
    bmnn_act *made;
    bmnn_error *error;
    bmnn_status status;
    size_t left;
    if (first == NULL) return;
    left = n - (size_t)(first + 1 - text);
    second = (const char *)memchr(first + 1, 0, left);
    if (second == NULL) return;
    status = bmnn_act_new(text, (size_t)(first - text), &made, &error);
    owes(status, error);
    if (made == NULL) return;
    left -= (size_t)(second - first);
    OWES(bmnn_act_set_text(made, first + 1, (size_t)(second - first - 1), second + 1, left, &error));
    bmnn_act_free(made);
}

static void asked(const char *json, size_t n) {
    bmnn_error *error;
    bmnn_buf *out;
    bmnn_status status = bmnn_packs_term(packs, json, n, &out, &error);
    gives(status, out, error);
    status = bmnn_until_latest(json, n, &out, &error);
    gives(status, out, error);
    status = bmnn_packs_status(packs, json, n, 20260601, &out, &error);
    gives(status, out, error);
    status = bmnn_packs_decide(packs, "[]", 2, json, n, 0, &out, &error);
    gives(status, out, error);
    status = bmnn_packs_decide(packs, json, n, "{}", 2, 0, &out, &error);
    gives(status, out, error);
}

static void pack(const char *toml, size_t n) {
    bmnn_packs *more;
    bmnn_error *error;
    bmnn_status status = bmnn_packs_with(packs, "x", 1, toml, n, &more, &error);
    owes(status, error);
    LAW((more != NULL) == (status == BMNN_OK));
    bmnn_packs_free(more);
}

static void proof(const uint8_t *bytes, size_t n) {
    static const char known[] = "{\"keys\": [\"ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1\"]}";
    bmnn_error *error;
    bmnn_buf *out;
    bmnn_status status = bmnn_proof_check(bytes, n, known, BMNN_ZSTR, NULL, 0, &out, &error);
    gives(status, out, error);
    status = bmnn_proof_check(bytes, n, NULL, 0, bytes, n, &out, &error);
    gives(status, out, error);
}

static void note(const char *text, size_t n) {
    static const char witness[] = "example.com/witness+c1a50443+BMqTrBcFGHBxjXnoPdgehnEvXdcbkqtGJaUwNRFnQX4c";
    bmnn_error *error;
    bmnn_buf *out;
    uint64_t size, when;
    bmnn_status status = bmnn_checkpoint_json(text, n, &out, &error);
    gives(status, out, error);
    OWES(bmnn_note_check_witness(text, n, witness, BMNN_ZSTR, &size, &when, &error));
}

/* Options of any size, with anything in them; there is no such folder. */
static void options(const uint8_t *bytes, size_t n) {
    union {
        bmnn_verify_options options;
        uint8_t bytes[4096];
        uint64_t aligned;
    } given;
    bmnn_report *report;
    bmnn_error *error;
    bmnn_status status;
    memset(&given, 0, sizeof given);
    memcpy(given.bytes, bytes, n < sizeof given ? n : sizeof given);
    if (given.options.struct_size > sizeof given) given.options.struct_size %= sizeof given;
    status = bmnn_verify_format("/there/is/no/such/folder", BMNN_ZSTR, NULL, 0, &given.options, NULL,
                                NULL, &report, &error);
    owes(status, error);
    LAW(status != BMNN_OK && report == NULL);
}

static void held(const char *json, size_t n) {
    bmnn_report *report;
    bmnn_error *error;
    OWES(bmnn_verify_format("/there/is/no/such/folder", BMNN_ZSTR, json, n, NULL, NULL, NULL, &report, &error));
    LAW(report == NULL);
}

/* What a first byte means; `text` and `bytes` differ in the type alone. */
static const struct reader {
    char letter;
    void (*text)(const char *, size_t);
    void (*bytes)(const uint8_t *, size_t);
} readers[] = {
    {'a', act, NULL},   {'b', NULL, cbor},      {'d', days, NULL},    {'h', held, NULL},
    {'i', item, NULL},  {'l', level, NULL},     {'n', names, NULL},   {'o', NULL, options},
    {'p', NULL, proof}, {'q', asked, NULL},     {'r', pack, NULL},    {'s', NULL, signed_by},
    {'w', note, NULL},  {'z', path, NULL},
};
#ifdef REPLAY
/* Those whose calls cannot succeed: there is no such folder, and no such key. */
static const char never[] = "hos";
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t i;
    if (packs == NULL) LAW(bmnn_packs_built_in(&packs, NULL) == BMNN_OK);
    if (size == 0) return 0;
    for (i = 0; i < sizeof readers / sizeof *readers; i++) {
        /* Of a length that ends where it was allocated: a byte too far is seen. */
        uint8_t *copy;
        if (readers[i].letter != (char)data[0]) continue;
        reading = data[0];
        copy = (uint8_t *)malloc(size);
        LAW(copy != NULL);
        memcpy(copy, data + 1, size - 1);
        if (readers[i].text != NULL) readers[i].text((const char *)copy, size - 1);
        else readers[i].bytes(copy, size - 1);
        free(copy);
    }
    return 0;
}

#ifdef REPLAY

/* Numbers that are the same in every run (xorshift). */
static uint64_t drawn = 88172645463325252u;

static size_t below(size_t n) {
    drawn ^= drawn << 13;
    drawn ^= drawn >> 7;
    drawn ^= drawn << 17;
    return n == 0 ? 0 : (size_t)(drawn % n);
}

/* Bends what stands behind the first byte: a byte, a bit, a cut, a part twice. */
static size_t bent(uint8_t *data, size_t size, size_t room) {
    size_t times = 1 + below(4);
    while (times-- > 0 && size > 1) {
        size_t at = 1 + below(size - 1), n = 1 + below(8);
        switch (below(5)) {
            case 0: data[at] = (uint8_t)below(256); break;
            case 1: data[at] ^= (uint8_t)(1u << below(8)); break;
            case 2: size = at; break;
            case 3:
                if (at + n <= size) memmove(data + at, data + at + n, size - at - n), size -= n;
                break;
            default:
                if (size + n <= room && at + n <= size)
                    memmove(data + at + n, data + at, size - at), size += n;
        }
    }
    return size;
}

int main(int argc, char **argv) {
    static uint8_t file[1 << 17], data[1 << 17];
    int i;
    long times, turn, all = 0;
    if (argc < 3) {
        printf("readers TIMES FILE...\n");
        return 2;
    }
    times = atol(argv[1]);
    for (i = 2; i < argc; i++) {
        FILE *from = fopen(argv[i], "rb");
        size_t size = from == NULL ? 0 : fread(file, 1, sizeof file, from);
        if (from != NULL) fclose(from);
        if (size == 0) {
            printf("cannot read `%s`\n", argv[i]);
            return 2;
        }
        for (turn = 0; turn <= times; turn++, all++) {
            memcpy(data, file, size);
            LLVMFuzzerTestOneInput(data, turn == 0 ? size : bent(data, size, sizeof data));
        }
    }
    printf("%ld inputs\n", all);
    bmnn_packs_free(packs);
    for (i = 0; i < (int)(sizeof readers / sizeof *readers); i++) {
        char letter = readers[i].letter;
        if ((went_well[(unsigned char)letter] > 0) == (strchr(never, letter) != NULL)) {
            printf("reader `%c`: %ld calls succeeded\n", letter, went_well[(unsigned char)letter]);
            return 1;
        }
    }
    return 0;
}

#endif
