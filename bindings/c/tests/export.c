/* One file for an inspector: what goes with it, what is withheld, and that what
 * was changed on its way is found. The second argument is where to make
 * registries. */
#include "files.h"
#include "office.h"

/* The file beside the office's folder. */
static const char *beside(const struct office *office, const char *name) {
    static char file[4200];
    snprintf(file, sizeof file, "%s %s.zip", office->folder, name);
    return file;
}

static bmnn_status export(const struct office *office, const char *name, const char *selection,
                          bmnn_buf **out, bmnn_error **err) {
    return bmnn_registry_export(office->registry, beside(office, name), BMNN_ZSTR, selection,
                                selection == NULL ? 0 : BMNN_ZSTR, out, err);
}

static void exports(const struct office *office, const char *name, const char *selection,
                    const char *said) {
    bmnn_buf *out;
    bmnn_report *report;
    row = name;
    RETURNS(BMNN_OK, export(office, name, selection, &out, NULL));
    CHECK(HAS(TEXT(out), said));
    bmnn_buf_free(out);
    RETURNS(BMNN_OK, bmnn_verify_file(beside(office, name), BMNN_ZSTR, NULL, NULL, NULL, &report,
                                      NULL));
    CHECK(bmnn_report_holds(report) == 1);
    CHECK(bmnn_report_size(report) == size_of(office->registry));
    bmnn_report_free(report);
}

/* An entry that is withheld is a hash: its bytes are not in the file. */
static int is_in(const struct office *office, const char *name, const char *wanted) {
    static char bytes[1 << 18];
    FILE *file = file_opened(beside(office, name), "rb");
    size_t length, i, n = strlen(wanted);
    CHECK(file != NULL);
    if (file == NULL) return -1;
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    CHECK(length < sizeof bytes);
    for (i = 0; i + n <= length; i++)
        if (memcmp(bytes + i, wanted, n) == 0) return 1;
    return 0;
}

static void refused(const struct office *office) {
    static const struct {
        const char *row, *selection;
        bmnn_status wanted;
    } table[] = {
        {"no such entry is withheld", "{\"withheld\": [99]}", BMNN_E_NOT_FOUND},
        {"of no such entry are values", "{\"values\": [99]}", BMNN_E_NOT_FOUND},
        {"the opening", "{\"withheld\": [0]}", BMNN_E_STATE},
        {"another word", "{\"values\": \"some\"}", BMNN_E_JSON},
        {"a position below nothing", "{\"withheld\": [-1]}", BMNN_E_JSON},
        {"another field", "{\"without\": []}", BMNN_E_JSON},
        {"an array", "[]", BMNN_E_JSON},
        {"no JSON", "{", BMNN_E_JSON},
    };
    size_t i;
    FILE *file;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_buf *out = (bmnn_buf *)&out;
        bmnn_error *error;
        row = table[i].row;
        RETURNS(table[i].wanted, export(office, "refused", table[i].selection, &out, &error));
        CHECK(out == NULL && bmnn_error_status(error) == table[i].wanted);
        bmnn_error_free(error);
        file = file_opened(beside(office, "refused"), "rb");
        CHECK(file == NULL);
        if (file != NULL) fclose(file);
    }
    row = "a file that is there";
    RETURNS(BMNN_E_EXISTS, export(office, "whole", NULL, (bmnn_buf *[]){NULL}, NULL));
    CHECK(is_in(office, "whole", "nguoi-7") == 1);
}

/* Any byte of the ledger in it. */
static void changed(const struct office *office) {
    static char bytes[1 << 18];
    const char *name = beside(office, "whole");
    FILE *file = file_opened(name, "rb");
    size_t length, at, found = 0, i;
    CHECK(file != NULL);
    if (file == NULL) return;
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    row = "a byte that is changed";
    for (at = 0; at + 8 < length && memcmp(bytes + at, "nguoi-7", 7) != 0; at++) continue;
    CHECK(at + 8 < length);
    for (i = 0; i < 7; i++) {
        bmnn_report *report;
        bytes[at + i] ^= 1;
        name = beside(office, "changed");
        file = file_opened(name, "wb");
        CHECK(file != NULL && fwrite(bytes, 1, length, file) == length && fclose(file) == 0);
        RETURNS(BMNN_OK, bmnn_verify_file(name, BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
        found += bmnn_report_holds(report) == 0 && bmnn_report_findings(report) > 0;
        bmnn_report_free(report);
        bytes[at + i] ^= 1;
    }
    CHECK(found == 7);
    row = "a ZIP that is cut";
    file = file_opened(name, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, length / 2, file) == length / 2 && fclose(file) == 0);
    {
        bmnn_report *report = (bmnn_report *)&report;
        bmnn_error *error;
        RETURNS(BMNN_E_FORMAT,
                bmnn_verify_file(name, BMNN_ZSTR, NULL, NULL, NULL, &report, &error));
        CHECK(report == NULL && HAS(bmnn_error_message_vi(error), "bản xuất"));
        bmnn_error_free(error);
    }
}

int main(int argc, char **argv) {
    struct office office;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "export", host_for_tests(1));
    enrol_clerk(&office);
    RETURNS(BMNN_OK, enrol(office.registry, 7, office.clerk, NULL));
    exports(&office, "whole", NULL, "\"values\":0");
    CHECK(is_in(&office, "whole", "nguoi-7") == 1 && is_in(&office, "whole", "Trần Thị Lan") == 0);
    exports(&office, "with values", "{\"values\": \"all\"}", "\"withheld\":0");
    CHECK(is_in(&office, "with values", "Trần Thị Lan") == 1);
    exports(&office, "of one", "{\"values\": [3], \"withheld\": []}", "\"ledger\":");
    exports(&office, "withheld", "{\"withheld\": [3], \"values\": \"none\"}", "\"withheld\":1");
    CHECK(is_in(&office, "withheld", "nguoi-7") == 0);
    refused(&office);
    changed(&office);
    office_close(&office);
    return failures;
}
