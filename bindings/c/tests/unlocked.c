/* A registry verified with its vault open: what that proves beyond a locked one, with
 * another key, with a value that was bent, and with no vault at all. The second
 * argument is where to make registries. */
#include "files.h"
#include "office.h"

static unsigned char secret[32] = "32 bytes of the system's store.";

/* What a verification found, in JSON; with no key, that of a locked vault. */
static const char *found(const char *folder, const unsigned char *with) {
    static char json[1 << 14];
    bmnn_report *report;
    bmnn_buf *buf;
    if (with != NULL)
        RETURNS(BMNN_OK, bmnn_verify_unlocked(folder, BMNN_ZSTR, with, NULL, NULL, NULL, &report, NULL));
    else
        RETURNS(BMNN_OK, bmnn_verify_folder(folder, BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
    RETURNS(BMNN_OK, bmnn_report_json(report, &buf, NULL));
    CHECK(bmnn_buf_len(buf) < sizeof json);
    snprintf(json, sizeof json, "%s", TEXT(buf));
    bmnn_buf_free(buf);
    bmnn_report_free(report);
    return json;
}

/* Bends the last byte of the vault's file that is not zero: the end of the box that
 * was written last, in one of its pages. */
static void bend(const char *path, unsigned char by) {
    static unsigned char bytes[1 << 17];
    FILE *file = file_opened(path, "rb");
    size_t length = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file), at = 0, page;
    if (file != NULL) fclose(file);
    CHECK(length > 0 && length < sizeof bytes);
    /* The values are where a page ends that says `name`: the path of each. */
    for (page = 0; page + 4096 <= length; page += 4096) {
        size_t i;
        for (i = page; i + 4 < page + 4096; i++)
            if (memcmp(bytes + i, "name", 4) == 0) at = page + 4095;
    }
    CHECK(at > 0);
    bytes[at] ^= by;
    file = file_opened(path, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, length, file) == length);
    if (file != NULL) fclose(file);
}

static int32_t stop(void *user, uint64_t done, uint64_t total, uint64_t entries) {
    (void)user, (void)done, (void)total, (void)entries;
    return BMNN_E_CANCELLED;
}

/* A vault that a passphrase opens, however its letters are composed. */
static void by_passphrase(const char *made) {
    static const struct {
        const char *row, *typed;
        bmnn_status wanted;
    } table[] = {
        {"as it was typed", "bốn từ khó đoán", BMNN_OK},
        {"in another form", "bo\xcc\x82\xcc\x81n t\xc6\xb0\xcc\x80 kho\xcc\x81 \xc4\x91oa\xcc\x81n", BMNN_OK},
        {"another one", "bốn từ khác hẳn", BMNN_E_KEY},
        {"none", "", BMNN_E_KEY},
    };
    struct office office;
    bmnn_host *host;
    size_t i;
    RETURNS(BMNN_OK, bmnn_host_with_passphrase("bốn từ khó đoán", BMNN_ZSTR, &host, NULL));
    office_open(&office, made, "mật khẩu", host);
    enrol_clerk(&office);
    for (i = 0; i < COUNT(table); i++) {
        bmnn_report *report = (bmnn_report *)&report;
        row = table[i].row;
        RETURNS(table[i].wanted,
                bmnn_verify_unlocked_by_passphrase(office.folder, BMNN_ZSTR, table[i].typed,
                                                   BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
        CHECK((report != NULL) == (table[i].wanted == BMNN_OK));
        CHECK(bmnn_report_holds(report) == (table[i].wanted == BMNN_OK));
        bmnn_report_free(report);
    }
    office_close(&office);
}

int main(int argc, char **argv) {
    struct office office;
    char vault[4200];
    const char *json;
    bmnn_host *host;
    bmnn_report *report;
    unsigned char other[32] = {1};
    RETURNS(BMNN_OK, bmnn_host_with_key(secret, &host, NULL));
    office_open(&office, argc > 2 ? argv[2] : "made", "két mở", host);
    enrol_clerk(&office);
    RETURNS(BMNN_OK, enrol(office.registry, 1, office.clerk, NULL));

    row = "while it is written";
    json = found(office.folder, secret);
    CHECK(HAS(json, "\"holds\":true") && !HAS(json, "\"kind\":\"seals\""));
    RETURNS(BMNN_OK, bmnn_registry_close(office.registry, NULL));

    row = "locked, the values are not compared";
    json = found(office.folder, NULL);
    CHECK(HAS(json, "\"holds\":true") && HAS(json, "\"kind\":\"seals\""));
    row = "open, they are";
    json = found(office.folder, secret);
    CHECK(HAS(json, "\"holds\":true") && !HAS(json, "\"kind\":\"seals\""));

    row = "another key";
    RETURNS(BMNN_E_KEY,
            bmnn_verify_unlocked(office.folder, BMNN_ZSTR, other, NULL, NULL, NULL, &report, NULL));
    CHECK(report == NULL);
    row = "broken off";
    RETURNS(BMNN_E_CANCELLED,
            bmnn_verify_unlocked(office.folder, BMNN_ZSTR, secret, NULL, stop, NULL, &report, NULL));
    CHECK(report == NULL);
    row = "no folder";
    RETURNS(BMNN_E_NO_LEDGER,
            bmnn_verify_unlocked("no such folder", BMNN_ZSTR, secret, NULL, NULL, NULL, &report, NULL));

    row = "a bent value is seen with the key alone";
    snprintf(vault, sizeof vault, "%s/vault.db", office.folder);
    bend(vault, 1);
    CHECK(HAS(found(office.folder, NULL), "\"holds\":true"));
    json = found(office.folder, secret);
    CHECK(HAS(json, "\"holds\":false") && HAS(json, "\"kind\":\"Seal"));
    bend(vault, 1);
    CHECK(HAS(found(office.folder, secret), "\"holds\":true"));

    row = "no vault";
    CHECK(file_removed(vault));
    json = found(office.folder, secret);
    CHECK(HAS(json, "\"kind\":\"seals\""));

    office.registry = NULL;
    office_close(&office);
    by_passphrase(argc > 2 ? argv[2] : "made");
    return failures;
}
