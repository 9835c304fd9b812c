/* What became of a registry: its entries a page at a time, an end that may fail,
 * and verifications that go on from an earlier one, or know what others hold.
 * The second argument is where to make registries. */
#include "files.h"
#include "office.h"

static void pages(const struct office *office) {
    uint64_t size = size_of(office->registry), from = 0;
    uint32_t wrong[] = {0, BMNN_MOST_ENTRIES + 1, UINT32_MAX};
    char wanted[64];
    size_t i;
    int seen = 0;
    bmnn_buf *buf;
    row = "page by page";
    while (from < size) {
        const char *next;
        RETURNS(BMNN_OK, bmnn_registry_since(office->registry, from, 2, &buf, NULL));
        snprintf(wanted, sizeof wanted, "\"size\":%d", (int)size);
        CHECK(HAS(TEXT(buf), wanted));
        for (i = 0; i < 2 && from + i < size; i++, seen++) {
            snprintf(wanted, sizeof wanted, "\"seq\":%d", (int)(from + i));
            CHECK(HAS(TEXT(buf), wanted));
        }
        next = strstr(TEXT(buf), "\"next\":");
        CHECK(next != NULL);
        if (next == NULL) break;
        from = strtoul(next + 7, NULL, 10);
        bmnn_buf_free(buf);
    }
    CHECK(from == size && seen == (int)size);
    row = "nothing more yet";
    RETURNS(BMNN_OK, bmnn_registry_since(office->registry, size, 1, &buf, NULL));
    CHECK(HAS(TEXT(buf), "\"entries\":[]"));
    bmnn_buf_free(buf);
    row = "out of range";
    RETURNS(BMNN_E_RANGE, bmnn_registry_since(office->registry, size + 1, 1, &buf, NULL));
    for (i = 0; i < COUNT(wrong); i++)
        RETURNS(BMNN_E_RANGE, bmnn_registry_since(office->registry, 0, wrong[i], &buf, NULL));
}

static bmnn_report *verified(const char *folder, const bmnn_verify_options *options) {
    bmnn_report *report;
    RETURNS(BMNN_OK,
            bmnn_verify_folder(folder, BMNN_ZSTR, options, NULL, NULL, &report, NULL));
    return report;
}

static int32_t watch(void *user, uint64_t done, uint64_t total, uint64_t entries) {
    (void)entries;
    *(int *)user = done == total;
    return 0;
}

static void goes_on(struct office *office) {
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    bmnn_report *report = verified(office->folder, NULL);
    bmnn_buf *bookmark, *buf;
    unsigned char bent[8192];
    size_t length;
    int all_done = 0;
    row = "no bookmark was asked for";
    CHECK(bmnn_report_holds(report) == 1);
    RETURNS(BMNN_E_NOT_FOUND, bmnn_report_bookmark(report, &bookmark, NULL));
    bmnn_report_free(report);
    row = "a bookmark";
    options.keeps_bookmark = 1;
    report = verified(office->folder, &options);
    RETURNS(BMNN_OK, bmnn_report_bookmark(report, &bookmark, NULL));
    bmnn_report_free(report);
    RETURNS(BMNN_OK, enrol(office->registry, 50, office->clerk, NULL));
    RETURNS(BMNN_OK, bmnn_verify_since(office->folder, BMNN_ZSTR, bmnn_buf_data(bookmark),
                                       bmnn_buf_len(bookmark), &options, watch, &all_done, &report,
                                       NULL));
    CHECK(bmnn_report_holds(report) == 1 && all_done);
    CHECK(bmnn_report_size(report) == size_of(office->registry));
    RETURNS(BMNN_OK, bmnn_report_json(report, &buf, NULL));
    CHECK(HAS(TEXT(buf), "bookmark")); /* what stands before it is believed */
    bmnn_buf_free(buf);
    RETURNS(BMNN_OK, bmnn_report_bookmark(report, &buf, NULL));
    CHECK(bmnn_buf_len(buf) > 0);
    bmnn_buf_free(buf);
    bmnn_report_free(report);
    row = "a bookmark that is bent";
    length = bmnn_buf_len(bookmark);
    CHECK(length < sizeof bent);
    memcpy(bent, bmnn_buf_data(bookmark), length);
    bent[length / 2] ^= 1;
    RETURNS(BMNN_E_PROOF, bmnn_verify_since(office->folder, BMNN_ZSTR, bent, length, NULL, NULL,
                                            NULL, &report, NULL));
    CHECK(report == NULL);
    RETURNS(BMNN_E_PROOF, bmnn_verify_since(office->folder, BMNN_ZSTR, NULL, 0, NULL, NULL, NULL,
                                            &report, NULL));
    bmnn_buf_free(bookmark);
}

/* `held` with a text in it. */
static const char *held(const char *field, const char *text) {
    static char json[8192];
    size_t at = (size_t)snprintf(json, sizeof json, "{\"%s\":[\"", field);
    for (; *text != 0 && at < sizeof json - 8; text++) {
        if (*text == '\n') json[at++] = '\\';
        json[at++] = *text == '\n' ? 'n' : *text;
    }
    snprintf(json + at, sizeof json - at, "\"]}");
    return json;
}

static void against(const struct office *office, const struct office *other) {
    const struct office *of[2];
    size_t i;
    bmnn_report *report;
    bmnn_error *error;
    char hex[65];
    of[0] = office;
    of[1] = other;
    for (i = 0; i < COUNT(of); i++) {
        bmnn_buf *note, *receipt;
        row = i == 0 ? "its own" : "another's";
        RETURNS(BMNN_OK, bmnn_registry_checkpoint_at(of[i]->registry, 3, &note, NULL));
        RETURNS(BMNN_OK, bmnn_verify_against(office->folder, BMNN_ZSTR,
                                             held("checkpoints", TEXT(note)), BMNN_ZSTR, NULL, NULL,
                                             NULL, &report, NULL));
        CHECK(bmnn_report_holds(report) == (i == 0));
        bmnn_report_free(report);
        bmnn_buf_free(note);
        RETURNS(BMNN_OK, bmnn_registry_receipt(of[i]->registry, 2, &receipt, NULL));
        RETURNS(BMNN_OK, bmnn_verify_against(office->folder, BMNN_ZSTR,
                                             held("receipts", TEXT(receipt)), BMNN_ZSTR, NULL, NULL,
                                             NULL, &report, NULL));
        CHECK(bmnn_report_holds(report) == (i == 0));
        bmnn_report_free(report);
        bmnn_buf_free(receipt);
        public_key(i == 0 ? of[i]->root : of[i]->clerk, hex);
        RETURNS(BMNN_OK, bmnn_verify_against(office->folder, BMNN_ZSTR, held("roots", hex),
                                             BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
        CHECK(bmnn_report_holds(report) == (i == 0));
        bmnn_report_free(report);
    }
    row = "not as said";
    RETURNS(BMNN_E_JSON, bmnn_verify_against(office->folder, BMNN_ZSTR, "{\"receipts\":[1]}",
                                             BMNN_ZSTR, NULL, NULL, NULL, &report, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"field\":\"receipts\""));
    bmnn_error_free(error);
}

/* Whether something stands in the index's log that its file has not. */
static int has_log(const char *folder) {
    char path[4200];
    FILE *file;
    long length;
    snprintf(path, sizeof path, "%s/index.db-wal", folder);
    file = file_opened(path, "rb");
    if (file == NULL) return 0;
    fseek(file, 0, SEEK_END);
    length = ftell(file);
    fclose(file);
    return length > 0;
}

static void closed(struct office *office) {
    bmnn_registry *again;
    bmnn_report *report;
    row = "closed";
    CHECK(has_log(office->folder));
    RETURNS(BMNN_OK, bmnn_registry_close(office->registry, NULL));
    office->registry = NULL;
    CHECK(!has_log(office->folder));
    RETURNS(BMNN_E_NULL, bmnn_registry_close(NULL, NULL));
    report = verified(office->folder, NULL);
    CHECK(bmnn_report_holds(report) == 1);
    bmnn_report_free(report);
    RETURNS(BMNN_OK, bmnn_registry_open_to_read(office->folder, BMNN_ZSTR, &again, NULL));
    RETURNS(BMNN_OK, bmnn_registry_close(again, NULL));
    CHECK(!has_log(office->folder));
}

int main(int argc, char **argv) {
    struct office office, other;
    int i;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "feed", host_for_tests(7));
    office_open(&other, argv[2], "other", host_for_tests(8));
    enrol_clerk(&office);
    enrol_clerk(&other);
    for (i = 0; i < 4; i++) RETURNS(BMNN_OK, enrol(office.registry, i, office.clerk, NULL));
    pages(&office);
    goes_on(&office);
    against(&office, &other);
    closed(&office);
    office_close(&office);
    office_close(&other);
    return failures;
}
