/* Whole ledgers, written into the folder that the program was given. */
#define _POSIX_C_SOURCE 200809L

#include "ask.h"

#ifdef _WIN32
#include <direct.h>
#define mkdir(path, mode) _mkdir(path)
#else
#include <sys/stat.h>
#endif

/* The name of a file in the folder. */
static text in_folder(const char *name) {
    text path = {NULL, 0, 0};
    put(&path, folder);
    put(&path, "/");
    put(&path, name);
    return path;
}

static void write_file(const text *path, const char *bytes, size_t length) {
    FILE *file = fopen(path->at, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        fprintf(stderr, "conform: cannot write `%s`\n", path->at);
        exit(2);
    }
}

/* A file of the question, under its name in the folder; none if it has none. */
static void write_field(const char *name, part value, int is_hex) {
    text path = in_folder(name), bytes = {NULL, 0, 0};
    remove(path.at);
    if (is_there(value)) {
        if (is_hex)
            put_from_hex(&bytes, value);
        else
            put_said(&bytes, value);
        write_file(&path, bytes.at, bytes.len);
    }
    free(bytes.at);
    free(path.at);
}

/* What others hold of the ledger, as the library takes it. */
static text held(part known) {
    static const char *const keys[] = {"roots", "checkpoints"};
    text json = {NULL, 0, 0};
    const char *between = "{\"";
    size_t i;
    for (i = 0; i < sizeof keys / sizeof *keys; i++) {
        part value = field(known, keys[i]);
        if (!is_there(value)) continue;
        put(&json, between);
        put(&json, keys[i]);
        put(&json, "\":");
        put_part(&json, value);
        between = ",\"";
    }
    put(&json, json.len > 0 ? "}" : "{}");
    return json;
}

static bmnn_verify_options expected(part known) {
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    text id = bytes_of(known, "ledger-id");
    options.has_ledger_id = id.len == sizeof options.ledger_id;
    if (options.has_ledger_id) memcpy(options.ledger_id, id.at, id.len);
    options.is_export = is(field(known, "export"), "true");
    free(id.at);
    return options;
}

/* What a report says, in the vectors' order of keys; of acts too, if they were to
 * be replayed. */
static int put_report(text *answer, bmnn_report *report, int with_acts) {
    bmnn_buf *buf = NULL;
    part all;
    if (report != NULL) bmnn_report_json(report, &buf, NULL);
    bmnn_report_free(report);
    all = took(buf, NULL);
    if (all.at == NULL) return failed(answer, "NoLedger");
    put(answer, "{\"findings\":");
    put_findings(answer, field(all, "findings"));
    if (with_acts) {
        put(answer, ",\"hands\":");
        put_part(answer, field(all, "hands"));
    }
    put(answer, ",\"holds\":");
    put_part(answer, field(all, "holds"));
    put(answer, ",\"not-proven\":");
    put_kinds(answer, field(all, "not-proven"));
    if (with_acts) put(answer, is_there(field(all, "not-replayed")) ? ",\"replayed\":false" : ",\"replayed\":true");
    put(answer, ",\"root\":");
    put_part(answer, field(all, "root"));
    put(answer, ",\"size\":");
    put_part(answer, field(all, "size"));
    put(answer, "}");
    return 1;
}

static int ledger_verify(part input, text *answer) {
    part known = field(input, "known");
    text ledger = in_folder("ledger.bmnn"), by_others = held(known);
    bmnn_verify_options options = expected(known);
    int has_tip = is_there(field(input, "tip"));
    bmnn_report *report;
    write_field("ledger.bmnn", field(input, "ledger"), 1);
    write_field("tip", field(input, "tip"), 0);
    bmnn_verify_format(has_tip ? folder : ledger.at, BMNN_ZSTR, by_others.at, by_others.len, &options, NULL,
                       NULL, &report, NULL);
    free(ledger.at);
    free(by_others.at);
    return put_report(answer, report, 0);
}

/* The texts of packs, each under its name, or none there any more. */
static void write_packs(part packs, int there) {
    const char *from = NULL;
    part name;
    text path = in_folder("packs");
    if (there && is_there(packs)) mkdir(path.at, 0700);
    while ((name = next(packs, &from)).at != NULL) {
        part toml = next(packs, &from);
        text file = {NULL, 0, 0};
        put(&file, "packs/");
        put_said(&file, name);
        write_field(file.at, there ? toml : nothing, 0);
        free(file.at);
    }
    free(path.at);
}

static int registry_verify(part input, text *answer) {
    bmnn_verify_options options = expected(field(input, "known"));
    part texts = field(input, "packs"), vault = field(input, "vault");
    uint8_t key[32];
    bmnn_report *report;
    write_field("ledger.bmnn", field(input, "ledger"), 1);
    write_field("tip", field(input, "tip"), 0);
    write_field("vault.db", vault, 1);
    write_packs(texts, 1);
    if (is_there(vault)) {
        bytes_into(key, sizeof key, input, "vault-key");
        bmnn_verify_unlocked(folder, BMNN_ZSTR, key, &options, NULL, NULL, &report, NULL);
    } else {
        bmnn_verify_folder(folder, BMNN_ZSTR, &options, NULL, NULL, &report, NULL);
    }
    /* It keeps nothing from one question to the next. */
    write_packs(texts, 0);
    write_field("vault.db", nothing, 1);
    write_field("vault.db-wal", nothing, 1);
    write_field("vault.db-shm", nothing, 1);
    return put_report(answer, report, 1);
}

const struct task ledger_tasks[] = {
    {"\"ledger.verify\"", ledger_verify},
    {"\"registry.verify\"", registry_verify},
    {NULL, NULL},
};
