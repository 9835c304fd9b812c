/* A signer of the host's own: that fails, that comes back, that answers wrong,
 * and that is destroyed once. The second argument is where to make registries. */
#include "office.h"

/* A card, as the library sees it. */
struct card {
    bmnn_signer *key; /* signs for it, through a registry of its own */
    int32_t answer;
    size_t length; /* what it says of its signature */
    bmnn_registry *comes_back_to;
    bmnn_status came_back;
    int calls, destroyed;
};

static int32_t sign(void *user, const uint8_t *message, size_t message_len, uint8_t *signature,
                    size_t capacity, size_t *signature_len) {
    struct card *card = (struct card *)user;
    card->calls++;
    CHECK(!card->destroyed);
    CHECK(message != NULL && message_len > 0 && capacity == 64 && *signature_len == 0);
    if (card->comes_back_to != NULL) {
        uint64_t size;
        card->came_back = bmnn_registry_size(card->comes_back_to, &size, NULL);
    }
    memset(signature, 0x5A, capacity);
    *signature_len = card->length;
    return card->answer;
}

static void destroy(void *user) {
    ((struct card *)user)->destroyed++;
}

/* A signer with the clerk's public key, that cannot sign. */
static bmnn_signer *of_card(struct card *card, const bmnn_signer *clerk) {
    bmnn_signer_functions functions = BMNN_SIGNER_FUNCTIONS_INIT;
    bmnn_signer *signer;
    unsigned char bytes[32];
    memset(card, 0, sizeof *card);
    card->length = 64;
    functions.user = card;
    functions.sign = sign;
    functions.destroy = destroy;
    RETURNS(BMNN_OK, bmnn_signer_public_key(clerk, functions.public_key, NULL));
    RETURNS(BMNN_OK, bmnn_signer_of_host(&functions, &signer, NULL));
    RETURNS(BMNN_OK, bmnn_signer_public_key(signer, bytes, NULL));
    CHECK(memcmp(bytes, functions.public_key, 32) == 0);
    return signer;
}

static void fails(struct office *office) {
    static const struct {
        const char *row;
        int32_t answer;
        size_t length;
        bmnn_status wanted;
        const char *host; /* in the detail */
    } table[] = {
        {"no card", 4711, 64, BMNN_E_CALLBACK, "\"host\":4711"},
        {"a negative number", -7, 64, BMNN_E_CALLBACK, "\"host\":-7"},
        {"a status of ours is its own too", BMNN_E_KEY, 64, BMNN_E_CALLBACK, "\"host\":-501"},
        {"broken off", BMNN_E_CANCELLED, 64, BMNN_E_CANCELLED, NULL},
        {"a signature that is none", 0, 64, BMNN_E_KEY, NULL},
        {"a short one", 0, 63, BMNN_E_KEY, NULL},
        {"one that is longer than its place", 0, 65, BMNN_E_KEY, NULL},
        {"none at all", 0, 0, BMNN_E_KEY, NULL},
    };
    struct card card;
    bmnn_signer *signer = of_card(&card, office->clerk);
    uint64_t before = size_of(office->registry);
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_error *error;
        row = table[i].row;
        card.answer = table[i].answer;
        card.length = table[i].length;
        RETURNS(table[i].wanted, enrol(office->registry, 1, signer, &error));
        CHECK(bmnn_error_status(error) == table[i].wanted);
        if (table[i].host != NULL) {
            CHECK(HAS(bmnn_error_detail_json(error), table[i].host));
            CHECK(HAS(bmnn_error_detail_json(error), "\"callback\":\"signer\""));
        } else {
            CHECK(!HAS(bmnn_error_detail_json(error), "host"));
        }
        bmnn_error_free(error);
        CHECK(card.calls == (int)i + 1);
        CHECK(size_of(office->registry) == before);
    }
    row = "which act";
    card.answer = 4711;
    {
        static const char acts[] =
            "[{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"a\", \"name\": \"A\","
            " \"party\": \"self\"}]";
        bmnn_buf *done;
        bmnn_error *error;
        RETURNS(BMNN_E_CALLBACK, bmnn_registry_perform_all(office->registry, acts, BMNN_ZSTR,
                                                           signer, &done, &error));
        CHECK(done == NULL && HAS(bmnn_error_detail_json(error), "\"index\":0"));
        CHECK(HAS(bmnn_error_detail_json(error), "\"host\":4711"));
        bmnn_error_free(error);
    }
    /* The number of one call is not that of the next. */
    row = "forgotten";
    {
        bmnn_buf *done;
        bmnn_error *error;
        RETURNS(BMNN_E_JSON, bmnn_registry_perform(office->registry, "{", 1, signer, NULL, 0, &done,
                                                   &error));
        CHECK(!HAS(bmnn_error_detail_json(error), "host"));
        bmnn_error_free(error);
    }
    bmnn_signer_free(signer);
    CHECK(card.destroyed == 1);
}

static void comes_back(struct office *office) {
    struct card card;
    bmnn_signer *signer = of_card(&card, office->clerk);
    row = "comes back";
    card.comes_back_to = office->registry;
    card.answer = 1;
    RETURNS(BMNN_E_CALLBACK, enrol(office->registry, 1, signer, NULL));
    CHECK(card.came_back == BMNN_E_REENTRANT);
    /* The registry goes on. */
    RETURNS(BMNN_OK, enrol(office->registry, 1, office->clerk, NULL));
    bmnn_signer_free(signer);
}

/* A registry keeps its ledger key until it is freed. */
static void outlives(const char *made, const struct office *office) {
    struct card card;
    bmnn_host *host = host_for_tests(8);
    bmnn_signer *ledger = of_card(&card, office->ledger);
    bmnn_registry *registry;
    char folder[4096];
    row = "a ledger key that fails";
    snprintf(folder, sizeof folder, "%s no ledger key", made);
    card.answer = 5;
    RETURNS(BMNN_E_CALLBACK,
            create(folder, office->root, ledger, office->clerk, office->host, &registry, NULL));
    CHECK(registry == NULL && card.calls == 1 && !card.destroyed);
    row = "a ledger key that outlives its object";
    RETURNS(BMNN_OK,
            bmnn_registry_open(office->folder, BMNN_ZSTR, ledger, host, &registry, NULL));
    bmnn_signer_free(ledger);
    bmnn_host_free(host);
    CHECK(!card.destroyed);
    RETURNS(BMNN_E_CALLBACK, enrol(registry, 9, office->clerk, NULL));
    bmnn_registry_free(registry);
    CHECK(card.destroyed == 1);
}

static void never_made(void) {
    struct card card;
    bmnn_signer_functions functions = BMNN_SIGNER_FUNCTIONS_INIT;
    struct {
        bmnn_signer_functions known;
        uint64_t unknown;
    } later;
    bmnn_signer *signer = (bmnn_signer *)&signer;
    union {
        bmnn_error *aligned;
        unsigned char bytes[2 * sizeof(void *)];
    } error;
    memset(&card, 0, sizeof card);
    memset(&error, 0, sizeof error);
    functions.user = &card;
    functions.destroy = destroy;

    row = "no function";
    RETURNS(BMNN_E_NULL, bmnn_signer_of_host(&functions, &signer, NULL));
    CHECK(signer == NULL && card.destroyed == 1);
    functions.sign = sign;
    row = "no place";
    RETURNS(BMNN_E_NULL, bmnn_signer_of_host(&functions, NULL, NULL));
    CHECK(card.destroyed == 2);
    row = "a misaligned error";
    RETURNS(BMNN_E_HANDLE, bmnn_signer_of_host(&functions, &signer,
                                               (bmnn_error **)(void *)(error.bytes + 1)));
    CHECK(card.destroyed == 3);
    row = "what is reserved";
    functions.reserved = 1;
    RETURNS(BMNN_E_UNSUPPORTED, bmnn_signer_of_host(&functions, &signer, NULL));
    CHECK(card.destroyed == 4);
    functions.reserved = 0;
    row = "a later header that asks for something";
    memset(&later, 0, sizeof later);
    later.known = functions;
    later.known.struct_size = sizeof later;
    later.unknown = 1;
    RETURNS(BMNN_E_UNSUPPORTED, bmnn_signer_of_host(&later.known, &signer, NULL));
    CHECK(card.destroyed == 5);
    row = "a later header that asks for nothing new";
    later.unknown = 0;
    RETURNS(BMNN_OK, bmnn_signer_of_host(&later.known, &signer, NULL));
    CHECK(card.destroyed == 5);
    bmnn_signer_free(signer);
    CHECK(card.destroyed == 6);
    row = "a size that is none: nothing in it is believed";
    functions.struct_size = 8;
    RETURNS(BMNN_E_RANGE, bmnn_signer_of_host(&functions, &signer, NULL));
    RETURNS(BMNN_E_NULL, bmnn_signer_of_host(NULL, &signer, NULL));
    CHECK(card.destroyed == 6);
    row = "nothing to destroy";
    functions.struct_size = sizeof functions;
    functions.destroy = NULL;
    RETURNS(BMNN_OK, bmnn_signer_of_host(&functions, &signer, NULL));
    bmnn_signer_free(signer);
    CHECK(card.calls == 0 && card.destroyed == 6);
}

int main(int argc, char **argv) {
    struct office office;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make registries, please\n");
        return 2;
    }
    office_open(&office, argv[2], "signer", host_for_tests(7));
    enrol_clerk(&office);
    fails(&office);
    comes_back(&office);
    outlives(argv[2], &office);
    never_made();
    office_close(&office);
    return failures;
}
