/* What a panic inside the library leaves behind: a number, a handle that answers
 * nothing any more, a process that lives, and a ledger that reopens clean. It is
 * linked with a library that has one function more than the shipped one. The
 * second argument is where to make registries. */
#include "../office.h"

/* The next call that comes to this place panics there, once. */
extern void bmnn_inject_panic(int32_t place);
enum { CALL = 1, CLOCK = 2, RANDOMNESS = 3, RECORDED = 4 };

static int32_t now(void *user, int64_t *unix_millis) {
    (void)user;
    *unix_millis = MORNING;
    return 0;
}

static int32_t fill(void *user, uint8_t *bytes, size_t len, size_t *filled) {
    unsigned char *next = (unsigned char *)user;
    size_t i;
    for (i = 0; i < len; i++) bytes[i] = (unsigned char)(*next * 31 + i);
    ++*next;
    *filled = len;
    return 0;
}

static bmnn_host *host_with_services(unsigned char *next) {
    bmnn_clock_functions clock = BMNN_CLOCK_FUNCTIONS_INIT;
    bmnn_randomness_functions randomness = BMNN_RANDOMNESS_FUNCTIONS_INIT;
    bmnn_host *base = host_for_tests(1), *host;
    clock.now = now;
    randomness.user = next;
    randomness.fill = fill;
    RETURNS(BMNN_OK, bmnn_host_with_services(base, &clock, &randomness, NULL, &host, NULL));
    bmnn_host_free(base);
    return host;
}

static void panics(struct office *office, int32_t place, int person, int recorded) {
    uint64_t before = size_of(office->registry), size = 9;
    bmnn_report *report;
    bmnn_error *error;
    bmnn_buf *buf = (bmnn_buf *)&buf;
    bmnn_inject_panic(place);
    RETURNS(BMNN_E_PANIC, enrol(office->registry, person, office->clerk, &error));
    CHECK(bmnn_error_status(error) == BMNN_E_PANIC);
    CHECK(HAS(bmnn_error_message_vi(error), "bmnn") && HAS(bmnn_error_message_en(error), "bmnn"));
    CHECK(!HAS(bmnn_error_detail_json(error), "host"));
    bmnn_error_free(error);

    /* Whatever is asked of it. */
    RETURNS(BMNN_E_POISONED, enrol(office->registry, person, office->clerk, NULL));
    RETURNS(BMNN_E_POISONED, bmnn_registry_size(office->registry, &size, NULL));
    CHECK(size == 0);
    RETURNS(BMNN_E_POISONED, bmnn_registry_entry(office->registry, 0, &buf, NULL));
    CHECK(buf == NULL);
    RETURNS(BMNN_E_POISONED, bmnn_registry_confirm_clock(office->registry, NULL));
    RETURNS(BMNN_E_POISONED, bmnn_registry_close(office->registry, NULL));

    /* What is in the folder is as it was, or has the act whole. */
    RETURNS(BMNN_OK, bmnn_verify_folder(office->folder, BMNN_ZSTR, NULL, NULL, NULL, &report, NULL));
    CHECK(bmnn_report_holds(report) == 1);
    CHECK(bmnn_report_size(report) == before + (uint64_t)recorded);
    bmnn_report_free(report);
    RETURNS(BMNN_OK, bmnn_registry_open(office->folder, BMNN_ZSTR, office->ledger, office->host,
                                        &office->registry, NULL));
    CHECK(size_of(office->registry) == before + (uint64_t)recorded);
    /* Nothing holds the lock, and nothing has to be mended. */
    RETURNS(recorded ? BMNN_E_REFUSED : BMNN_OK,
            enrol(office->registry, person, office->clerk, NULL));
}

int main(int argc, char **argv) {
    struct office office;
    unsigned char next = 1;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "panic", host_with_services(&next));
    enrol_clerk(&office);
    row = "at the beginning of a call";
    panics(&office, CALL, 1, 0);
    row = "in the clock";
    panics(&office, CLOCK, 2, 0);
    row = "in the source of randomness";
    panics(&office, RANDOMNESS, 3, 0);
    row = "behind the record";
    panics(&office, RECORDED, 4, 1);
    office_close(&office);
    return failures;
}
