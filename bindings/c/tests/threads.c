/* Eight threads on one registry: six put acts on record, one reads, one verifies
 * the folder meanwhile. Every act that was acknowledged is on record once, where
 * the answer said; what one thread did stands in the order in which it did it.
 * The second argument is where to make registries. */
#include "office.h"

#include <pthread.h>

/* The others look so often at most: valgrind lets one thread run at a time. */
enum { WRITERS = 6, EACH = 8, ALL = WRITERS * EACH, READS = 50, VERIFIES = 3 };

/* `failures` is the main thread's: each thread notes its own, and is asked
 * afterwards. */
struct worker {
    pthread_t thread;
    struct office *office;
    int number, wrong;
    uint64_t seqs[EACH];
    unsigned char ids[EACH][16];
};

/* How many writers are at work; only under `turn`. */
static int writing = WRITERS;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static int still_writing(void) {
    int still;
    pthread_mutex_lock(&turn);
    still = writing > 0;
    pthread_mutex_unlock(&turn);
    return still;
}

static uint64_t number_behind(const char *text, const char *key) {
    const char *found = text == NULL ? NULL : strstr(text, key);
    return found == NULL ? UINT64_MAX : strtoull(found + strlen(key), NULL, 10);
}

static void *writes(void *given) {
    struct worker *me = (struct worker *)given;
    char act[256];
    int i, j;
    for (i = 0; i < EACH; i++) {
        char hex[33];
        bmnn_buf *done = NULL;
        for (j = 0; j < 16; j++) {
            me->ids[i][j] = (unsigned char)(j == 0 ? me->number : j == 1 ? i : 0xa5);
            snprintf(hex + 2 * j, 3, "%02x", me->ids[i][j]);
        }
        snprintf(act, sizeof act,
                 "{\"act\": \"person.enrol\", \"id\": \"%s\", \"on\": \"" DAY "\","
                 " \"person\": \"nguoi-%d-%d\", \"name\": \"Trần Thị Lan\", \"party\": \"self\"}",
                 hex, me->number, i);
        me->wrong += bmnn_registry_perform(me->office->registry, act, BMNN_ZSTR,
                                           me->office->clerk, NULL, 0, &done, NULL) != BMNN_OK;
        me->seqs[i] = done == NULL ? 0 : number_behind(TEXT(done), "\"seq\":");
        bmnn_buf_free(done);
    }
    pthread_mutex_lock(&turn);
    writing--;
    pthread_mutex_unlock(&turn);
    return NULL;
}

/* The size never shrinks, and what was once within it can be read. */
static void *reads(void *given) {
    struct worker *me = (struct worker *)given;
    uint64_t before = 0, size = 0;
    int i;
    for (i = 0; i < READS && still_writing(); i++) {
        bmnn_buf *buf = NULL;
        me->wrong += bmnn_registry_size(me->office->registry, &size, NULL) != BMNN_OK;
        me->wrong += size < before;
        before = size;
        me->wrong += bmnn_registry_entry(me->office->registry, size - 1, &buf, NULL) != BMNN_OK;
        me->wrong += buf == NULL || number_behind(TEXT(buf), "\"seq\":") != size - 1;
        bmnn_buf_free(buf);
    }
    return NULL;
}

/* Who looks at the folder from beside sees whole commits, and no fault. */
static void *verifies(void *given) {
    struct worker *me = (struct worker *)given;
    uint64_t before = 0;
    int i;
    for (i = 0; i < VERIFIES; i++) {
        bmnn_report *report = NULL;
        me->wrong += bmnn_verify_folder(me->office->folder, BMNN_ZSTR, NULL, NULL, NULL, &report,
                                        NULL) != BMNN_OK;
        me->wrong += bmnn_report_holds(report) != 1;
        me->wrong += bmnn_report_size(report) < before;
        before = bmnn_report_size(report);
        bmnn_report_free(report);
    }
    return NULL;
}

/* Each act is where its answer said, and under its id. */
static void on_record(const struct office *office, const struct worker *writers, uint64_t before) {
    int seen[ALL] = {0}, one, i;
    for (one = 0; one < WRITERS; one++) {
        for (i = 0; i < EACH; i++) {
            uint64_t seq = writers[one].seqs[i];
            bmnn_buf *buf;
            CHECK(seq >= before && seq < before + ALL && !seen[seq - before]);
            if (seq >= before && seq < before + ALL) seen[seq - before] = 1;
            CHECK(i == 0 || seq > writers[one].seqs[i - 1]);
            RETURNS(BMNN_OK,
                    bmnn_registry_by_id(office->registry, writers[one].ids[i], &buf, NULL));
            CHECK(number_behind(TEXT(buf), "\"seq\":") == seq);
            bmnn_buf_free(buf);
        }
    }
}

int main(int argc, char **argv) {
    struct office office;
    struct worker workers[WRITERS + 2];
    void *(*const others[])(void *) = {reads, verifies};
    uint64_t before;
    bmnn_report *report;
    int i;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "threads", host_for_tests(1));
    enrol_clerk(&office);
    before = size_of(office.registry);
    memset(workers, 0, sizeof workers);
    for (i = 0; i < WRITERS + 2; i++) {
        workers[i].office = &office;
        workers[i].number = i;
        CHECK(pthread_create(&workers[i].thread, NULL,
                             i < WRITERS ? writes : others[i - WRITERS], &workers[i]) == 0);
    }
    for (i = 0; i < WRITERS + 2; i++) {
        CHECK(pthread_join(workers[i].thread, NULL) == 0);
        row = i < WRITERS ? "a writer" : i == WRITERS ? "the reader" : "the verifier";
        CHECK(workers[i].wrong == 0);
    }
    row = "afterwards";
    CHECK(size_of(office.registry) == before + ALL);
    on_record(&office, workers, before);
    RETURNS(BMNN_OK,
            bmnn_verify_folder(office.folder, BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
    CHECK(bmnn_report_holds(report) == 1 && bmnn_report_size(report) == before + ALL);
    bmnn_report_free(report);
    office_close(&office);
    return failures;
}
