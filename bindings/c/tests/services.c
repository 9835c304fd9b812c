/* Clock, randomness and log of the host's own: that fail, that come back, that
 * answer wrong, and that are destroyed once. The second argument is where to
 * make registries. */
#include "office.h"

#include <pthread.h>

/* What the services have in common. */
struct service {
    int32_t answer;
    int calls, destroyed;
    bmnn_registry *comes_back_to;
    bmnn_status came_back;
};

struct clock {
    struct service service;
    int says_nothing;
    int64_t now;
};

struct chance {
    struct service service;
    size_t too_few;
    unsigned char next;
};

struct log {
    struct service service;
    int32_t level;
    char line[512];
};

struct services {
    struct clock clock;
    struct chance chance;
    struct log log;
};

static pthread_t here;

static void called(struct service *service) {
    service->calls++;
    CHECK(!service->destroyed);
    CHECK(pthread_equal(here, pthread_self()));
    if (service->comes_back_to != NULL) {
        uint64_t size;
        service->came_back = bmnn_registry_size(service->comes_back_to, &size, NULL);
        /* It is in use, and stays. */
        bmnn_registry_free(service->comes_back_to);
    }
}

static void destroy(void *user) {
    ((struct service *)user)->destroyed++;
}

static int32_t now(void *user, int64_t *unix_millis) {
    struct clock *clock = (struct clock *)user;
    called(&clock->service);
    if (!clock->says_nothing) *unix_millis = clock->now;
    return clock->service.answer;
}

static int32_t fill(void *user, uint8_t *bytes, size_t len, size_t *filled) {
    struct chance *chance = (struct chance *)user;
    size_t i;
    called(&chance->service);
    CHECK(len > 0 && *filled == 0);
    *filled = len < chance->too_few ? 0 : len - chance->too_few;
    for (i = 0; i < *filled; i++) bytes[i] = (unsigned char)(chance->next++ * 37 + i);
    return chance->service.answer;
}

static void line(void *user, int32_t level, const char *text, size_t text_len) {
    struct log *log = (struct log *)user;
    called(&log->service);
    CHECK(strlen(text) == text_len);
    log->level = level;
    snprintf(log->line, sizeof log->line, "%s", text);
}

/* A host for tests with all three. */
static bmnn_host *host_with(struct services *services, unsigned char first) {
    bmnn_clock_functions clock = BMNN_CLOCK_FUNCTIONS_INIT;
    bmnn_randomness_functions randomness = BMNN_RANDOMNESS_FUNCTIONS_INIT;
    bmnn_log_functions log = BMNN_LOG_FUNCTIONS_INIT;
    bmnn_host *base = host_for_tests(first), *host;
    memset(services, 0, sizeof *services);
    services->clock.now = MORNING;
    services->chance.next = first;
    clock.user = &services->clock;
    clock.destroy = destroy;
    clock.now = now;
    randomness.user = &services->chance;
    randomness.destroy = destroy;
    randomness.fill = fill;
    log.user = &services->log;
    log.destroy = destroy;
    log.line = line;
    RETURNS(BMNN_OK, bmnn_host_with_services(base, &clock, &randomness, &log, &host, NULL));
    bmnn_host_free(base);
    return host;
}

/* The act fails with `wanted`, nothing is written, and the log is told. */
static void fails(struct office *office, struct services *services, bmnn_status wanted,
                  const char *callback, const char *host) {
    bmnn_error *error;
    uint64_t before = size_of(office->registry);
    services->log.line[0] = 0;
    RETURNS(wanted, enrol(office->registry, 1, office->clerk, &error));
    if (callback != NULL) {
        CHECK(HAS(bmnn_error_detail_json(error), callback));
        CHECK(HAS(bmnn_error_detail_json(error), host));
    } else {
        CHECK(!HAS(bmnn_error_detail_json(error), "host"));
    }
    bmnn_error_free(error);
    CHECK(size_of(office->registry) == before);
}

static void clocks(struct office *office, struct services *services) {
    struct clock *clock = &services->clock;
    row = "a clock that fails";
    clock->service.answer = 4711;
    fails(office, services, BMNN_E_CALLBACK, "\"callback\":\"clock\"", "\"host\":4711");
    clock->service.answer = BMNN_E_CANCELLED;
    fails(office, services, BMNN_E_CANCELLED, NULL, NULL);
    clock->service.answer = 0;
    row = "a clock that says nothing";
    clock->says_nothing = 1;
    fails(office, services, BMNN_E_CLOCK, NULL, NULL);
    CHECK(services->log.level == BMNN_LOG_WARNING && HAS(services->log.line, "BMNN_E_CLOCK"));
    clock->says_nothing = 0;
    row = "no day of the calendar";
    clock->now = INT64_MAX;
    fails(office, services, BMNN_E_CLOCK, NULL, NULL);
    row = "far ahead";
    clock->now = MORNING + INT64_C(40) * 86400000;
    fails(office, services, BMNN_E_CLOCK, NULL, NULL);
    clock->now = MORNING;
    row = "a clock is moved by its host alone";
    RETURNS(BMNN_E_STATE, bmnn_host_advance(office->host, 1, NULL));
}

static void chances(struct office *office, struct services *services) {
    struct chance *chance = &services->chance;
    row = "randomness that fails";
    chance->service.answer = -5;
    fails(office, services, BMNN_E_CALLBACK, "\"callback\":\"randomness\"", "\"host\":-5");
    chance->service.answer = 0;
    row = "a byte too few";
    chance->too_few = 1;
    fails(office, services, BMNN_E_RANDOM, NULL, NULL);
    row = "none at all";
    chance->too_few = SIZE_MAX;
    fails(office, services, BMNN_E_RANDOM, NULL, NULL);
    chance->too_few = 0;
}

static void back(struct office *office, struct services *services) {
    struct service *all[3];
    size_t i;
    all[0] = &services->clock.service;
    all[1] = &services->chance.service;
    all[2] = &services->log.service;
    for (i = 0; i < COUNT(all); i++) {
        row = "comes back";
        all[i]->comes_back_to = office->registry;
        RETURNS(BMNN_OK, enrol(office->registry, 10 + (int)i, office->clerk, NULL));
        CHECK(all[i]->came_back == BMNN_E_REENTRANT);
        all[i]->comes_back_to = NULL;
    }
}

static void logged(struct office *office, struct services *services) {
    struct log *log = &services->log;
    char wanted[64];
    bmnn_buf *buf;
    row = "what was done";
    snprintf(wanted, sizeof wanted, "entry %d: person.enrol", (int)size_of(office->registry));
    RETURNS(BMNN_OK, enrol(office->registry, 20, office->clerk, NULL));
    CHECK(log->level == BMNN_LOG_INFO && IS(log->line, wanted));
    row = "what is refused";
    RETURNS(BMNN_E_REFUSED, enrol(office->registry, 20, office->clerk, NULL));
    CHECK(log->level == BMNN_LOG_WARNING && HAS(log->line, "BMNN_E_REFUSED"));
    CHECK(!HAS(log->line, "Lan")); /* no secret text */
    row = "what is not there";
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_entry(office->registry, 999, &buf, NULL));
    CHECK(log->level == BMNN_LOG_WARNING && HAS(log->line, "BMNN_E_NOT_FOUND"));
}

/* The services outlive their host's object, and not the registry. */
static void outlives(const char *made) {
    struct services services;
    struct office office;
    office_open(&office, made, "services", host_with(&services, 7));
    row = "opened";
    CHECK(services.log.level == BMNN_LOG_INFO && HAS(services.log.line, "opened with 2 entries"));
    CHECK(services.clock.service.calls > 0 && services.chance.service.calls > 0);
    enrol_clerk(&office);
    clocks(&office, &services);
    chances(&office, &services);
    back(&office, &services);
    logged(&office, &services);
    row = "freed with the last that uses it";
    bmnn_host_free(office.host);
    office.host = NULL;
    CHECK(!services.clock.service.destroyed && !services.chance.service.destroyed &&
          !services.log.service.destroyed);
    RETURNS(BMNN_OK, enrol(office.registry, 30, office.clerk, NULL));
    bmnn_registry_free(office.registry);
    office.registry = NULL;
    CHECK(services.clock.service.destroyed == 1 && services.chance.service.destroyed == 1 &&
          services.log.service.destroyed == 1);

    row = "fails while a registry is made";
    {
        bmnn_host *host = host_with(&services, 8);
        bmnn_registry *registry;
        bmnn_error *error;
        char folder[4096];
        snprintf(folder, sizeof folder, "%s never made", made);
        services.chance.too_few = 1;
        RETURNS(BMNN_E_RANDOM, create(folder, office.root, office.ledger, office.clerk, host,
                                      &registry, NULL));
        services.chance.too_few = 0;
        services.clock.service.answer = 3;
        RETURNS(BMNN_E_CALLBACK, create(folder, office.root, office.ledger, office.clerk, host,
                                        &registry, &error));
        CHECK(registry == NULL && HAS(bmnn_error_detail_json(error), "\"host\":3"));
        bmnn_error_free(error);
        bmnn_host_free(host);
        CHECK(services.clock.service.destroyed == 1);
    }
    office_close(&office);
}

static void never_made(void) {
    struct services services;
    bmnn_clock_functions clock = BMNN_CLOCK_FUNCTIONS_INIT;
    bmnn_randomness_functions randomness = BMNN_RANDOMNESS_FUNCTIONS_INIT;
    bmnn_log_functions log = BMNN_LOG_FUNCTIONS_INIT;
    bmnn_host *base = host_for_tests(1), *host, *further;
    memset(&services, 0, sizeof services);
    clock.user = &services.clock;
    clock.destroy = randomness.destroy = log.destroy = destroy;
    randomness.user = &services.chance;
    log.user = &services.log;
    clock.now = now;
    randomness.fill = fill;

    row = "one has no function: all are destroyed";
    RETURNS(BMNN_E_NULL, bmnn_host_with_services(base, &clock, &randomness, &log, &host, NULL));
    CHECK(host == NULL);
    CHECK(services.clock.service.destroyed == 1 && services.chance.service.destroyed == 1 &&
          services.log.service.destroyed == 1);
    log.line = line;
    row = "no host";
    RETURNS(BMNN_E_NULL, bmnn_host_with_services(NULL, &clock, &randomness, &log, &host, NULL));
    CHECK(services.log.service.destroyed == 2);
    row = "a size that is none: nothing in it is believed";
    log.struct_size = 4;
    RETURNS(BMNN_E_RANGE, bmnn_host_with_services(base, &clock, NULL, &log, &host, NULL));
    CHECK(services.clock.service.destroyed == 3 && services.log.service.destroyed == 2);
    log.struct_size = sizeof log;
    row = "what is reserved";
    randomness.reserved = 1;
    RETURNS(BMNN_E_UNSUPPORTED, bmnn_host_with_services(base, NULL, &randomness, NULL, &host, NULL));
    CHECK(services.chance.service.destroyed == 3);
    row = "a host of a host";
    RETURNS(BMNN_OK, bmnn_host_with_services(base, &clock, NULL, NULL, &host, NULL));
    RETURNS(BMNN_OK, bmnn_host_with_services(host, NULL, NULL, &log, &further, NULL));
    bmnn_host_free(host);
    CHECK(services.clock.service.destroyed == 3);
    bmnn_host_free(further);
    CHECK(services.clock.service.destroyed == 4 && services.log.service.destroyed == 3);
    row = "none at all";
    RETURNS(BMNN_OK, bmnn_host_with_services(base, NULL, NULL, NULL, &host, NULL));
    RETURNS(BMNN_OK, bmnn_host_advance(host, 1, NULL)); /* still the base's clock */
    bmnn_host_free(host);
    bmnn_host_free(base);
}

/* What tests make is told from an agency's records, and touches none. */
static void for_tests(const char *made) {
    struct office office;
    bmnn_signer *root = key(1), *ledger = key(2), *clerk = key(3);
    bmnn_host *tests = host_for_tests(7), *real;
    bmnn_registry *registry;
    bmnn_error *error;
    unsigned char secret[32] = {9};
    char opening[256], hex[65], folder[4096];

    row = "another agency";
    public_key(clerk, hex);
    snprintf(opening, sizeof opening,
             "{\"agency\": \"UBND tỉnh\", \"clerk\": {\"person\": \"lan\", \"key\": \"%s\"}}", hex);
    snprintf(folder, sizeof folder, "%s another agency", made);
    RETURNS(BMNN_E_STATE,
            bmnn_registry_create(folder, BMNN_ZSTR, opening, BMNN_ZSTR,
                                 (const bmnn_signer *const *)&root, 1, ledger, tests, &registry,
                                 &error));
    CHECK(HAS(bmnn_error_message_vi(error), BMNN_AGENCY_FOR_TESTS));
    CHECK(HAS(bmnn_error_message_en(error), BMNN_AGENCY_FOR_TESTS));
    bmnn_error_free(error);

    row = "a registry that is not for tests";
    RETURNS(BMNN_OK, bmnn_host_with_key(secret, &real, NULL));
    office_open(&office, made, "real", real);
    bmnn_registry_free(office.registry);
    RETURNS(BMNN_E_STATE,
            bmnn_registry_open(office.folder, BMNN_ZSTR, ledger, tests, &office.registry, &error));
    CHECK(office.registry == NULL && HAS(bmnn_error_message_vi(error), BMNN_AGENCY_FOR_TESTS));
    bmnn_error_free(error);
    RETURNS(BMNN_OK,
            bmnn_registry_open(office.folder, BMNN_ZSTR, ledger, real, &office.registry, NULL));
    office_close(&office);
    bmnn_host_free(tests);
    bmnn_signer_free(root);
    bmnn_signer_free(ledger);
    bmnn_signer_free(clerk);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    here = pthread_self();
    outlives(argv[2]);
    never_made();
    for_tests(argv[2]);
    return failures;
}
