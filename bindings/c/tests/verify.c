/* Ledgers that hold and that do not, watched, broken off, and failed by the
 * one who watches. The first argument is the folder of the ledgers. */
#include "check.h"

static char path[4096];

/* The path of one of the ledgers' folders, or of a file in it. */
static const char *at(const char *ledgers, const char *name) {
    CHECK(snprintf(path, sizeof path, "%s/%s", ledgers, name) < (int)sizeof path);
    return path;
}

struct watcher {
    int answer;
    int calls;
    int after_break;
    uint64_t done, total, entries;
};

static int32_t watch(void *user, uint64_t done, uint64_t total, uint64_t entries) {
    struct watcher *watcher = (struct watcher *)user;
    if (watcher->calls++ > 0 && watcher->answer != 0) watcher->after_break = 1;
    CHECK(done <= total);
    CHECK(done >= watcher->done);
    CHECK(entries <= total);
    watcher->done = done;
    watcher->total = total;
    watcher->entries = entries;
    return watcher->answer;
}

static void found(const char *ledgers) {
    static const struct {
        const char *folder;
        int holds;
        uint64_t size;
        const char *kind; /* the worst finding */
        int32_t severity;
        int32_t about;
        uint64_t position;
    } table[] = {
        {"đúng", 1, 15, "Truncated", BMNN_SEVERITY_NOTICE, BMNN_POSITION_LEDGER, 0},
        {"trái luật", 0, 14, "Unlawful", BMNN_SEVERITY_ERROR, BMNN_POSITION_ENTRY, 13},
        {"sai chữ ký", 0, 4, "BadSignature", BMNN_SEVERITY_ERROR, BMNN_POSITION_ENTRY, 3},
    };
    size_t i, f;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_report *report;
        bmnn_buf *buf;
        int seen = 0;
        row = table[i].folder;
        at(ledgers, row);
        RETURNS(BMNN_OK, bmnn_verify_folder(path, strlen(path), NULL, NULL, NULL, &report, NULL));
        if (report == NULL) continue;
        CHECK(bmnn_report_holds(report) == table[i].holds);
        CHECK(bmnn_report_size(report) == table[i].size);
        CHECK(bmnn_report_root(report) != NULL);
        for (f = 0; f < bmnn_report_findings(report); f++) {
            const char *kind, *detail;
            int32_t severity, about;
            uint64_t position;
            RETURNS(BMNN_OK, bmnn_report_finding(report, f, &kind, &severity, &about, &position,
                                                 &detail, NULL));
            CHECK(detail != NULL && detail[0] != 0);
            if (IS(kind, table[i].kind) && severity == table[i].severity &&
                about == table[i].about && position == table[i].position)
                seen = 1;
            CHECK(!table[i].holds || severity != BMNN_SEVERITY_ERROR);
        }
        CHECK(seen);
        {
            const char *kind = row, *detail = row;
            int32_t severity = 9, about = 9;
            uint64_t position = 9;
            RETURNS(BMNN_E_NOT_FOUND, bmnn_report_finding(report, f, &kind, &severity, &about,
                                                          &position, &detail, NULL));
            CHECK(kind == NULL && detail == NULL && !severity && !about && !position);
            /* All that can be emptied is, though one place cannot be written. */
            kind = detail = row;
            severity = about = 9;
            position = 9;
            RETURNS(BMNN_E_HANDLE,
                    bmnn_report_finding(report, 0, (const char **)((char *)&kind + 1), &severity,
                                        &about, &position, &detail, NULL));
            CHECK(kind == row && detail == NULL && !severity && !about && !position);
            RETURNS(BMNN_E_NOT_FOUND, bmnn_report_finding(report, SIZE_MAX, NULL, NULL, NULL, NULL,
                                                          NULL, NULL));
            if (f > 0)
                RETURNS(BMNN_OK,
                        bmnn_report_finding(report, 0, NULL, NULL, NULL, NULL, NULL, NULL));
        }
        RETURNS(BMNN_OK, bmnn_report_json(report, &buf, NULL));
        CHECK(HAS(TEXT(buf), table[i].holds ? "\"holds\":true" : "\"holds\":false"));
        CHECK(HAS(TEXT(buf), table[i].kind));
        CHECK(HAS(TEXT(buf), "\"not-proven\":["));
        bmnn_report_free(report);
        /* A buffer outlives the report that it is of. */
        CHECK(strlen(TEXT(buf)) == bmnn_buf_len(buf));
        bmnn_buf_free(buf);
    }
}

static void the_file_alone(const char *ledgers) {
    bmnn_report *report;
    row = "a file";
    RETURNS(BMNN_OK, bmnn_verify_file(at(ledgers, "đúng/ledger.bmnn"), BMNN_ZSTR, NULL, NULL, NULL,
                                      &report, NULL));
    CHECK(bmnn_report_holds(report) == 1);
    bmnn_report_free(report);
    RETURNS(BMNN_OK, bmnn_verify_file(at(ledgers, "sai chữ ký/ledger.bmnn"), BMNN_ZSTR, NULL, NULL,
                                      NULL, &report, NULL));
    CHECK(bmnn_report_holds(report) == 0);
    bmnn_report_free(report);
}

static void none_there(const char *ledgers) {
    bmnn_report *report = (bmnn_report *)&report;
    bmnn_error *error;
    row = "none there";
    RETURNS(BMNN_E_NO_LEDGER, bmnn_verify_folder(at(ledgers, "không có"), BMNN_ZSTR, NULL, NULL,
                                                 NULL, &report, &error));
    CHECK(report == NULL);
    CHECK(bmnn_error_status(error) == BMNN_E_NO_LEDGER);
    bmnn_error_free(error);
    RETURNS(BMNN_E_NO_LEDGER, bmnn_verify_file(at(ledgers, "không có"), BMNN_ZSTR, NULL, NULL,
                                               NULL, &report, NULL));
    row = "another file";
    RETURNS(BMNN_E_FORMAT,
            bmnn_verify_file(at(ledgers, "no-ledger"), BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
}

static void watched(const char *ledgers) {
    static const struct {
        const char *row;
        int32_t answer;
        bmnn_status wanted;
        const char *host; /* in the detail */
    } table[] = {
        {"goes on", 0, BMNN_OK, NULL},
        {"breaks off", BMNN_E_CANCELLED, BMNN_E_CANCELLED, NULL},
        {"a number of its own", 4711, BMNN_E_CALLBACK, "\"host\":4711"},
        {"a negative one", -1, BMNN_E_CALLBACK, "\"host\":-1"},
        {"the least", INT32_MIN, BMNN_E_CALLBACK, "\"host\":-2147483648"},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        struct watcher watcher = {0, 0, 0, 0, 0, 0};
        bmnn_report *report = (bmnn_report *)&report;
        bmnn_error *error;
        row = table[i].row;
        watcher.answer = table[i].answer;
        RETURNS(table[i].wanted, bmnn_verify_folder(at(ledgers, "đúng"), BMNN_ZSTR, NULL, watch,
                                                    &watcher, &report, &error));
        CHECK(watcher.calls > 0);
        CHECK(!watcher.after_break);
        CHECK((report != NULL) == (table[i].wanted == BMNN_OK));
        CHECK(watcher.done > 0 && watcher.total > 0);
        if (table[i].wanted == BMNN_OK)
            CHECK(watcher.done == watcher.total && watcher.entries == bmnn_report_size(report));
        if (table[i].host != NULL) CHECK(HAS(bmnn_error_detail_json(error), table[i].host));
        else CHECK(!HAS(bmnn_error_detail_json(error), "host"));
        bmnn_error_free(error);
        bmnn_report_free(report);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) {
        printf("the folder of the ledgers, please\n");
        return 2;
    }
    found(argv[1]);
    the_file_alone(argv[1]);
    none_there(argv[1]);
    watched(argv[1]);
    return failures;
}
