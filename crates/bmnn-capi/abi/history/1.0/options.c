/* The options of a verification, as an older, a newer and a wrong header would
 * give them. The first argument is the folder of the ledgers. */
#include "check.h"

#include <stddef.h>

/* As an older header had it: what is behind `checking` came later. */
struct older {
    uint32_t struct_size;
    uint32_t reserved;
    uint32_t checking;
};

/* As a later header may have it. */
struct later {
    bmnn_verify_options known;
    uint64_t unknown[4];
};

union any {
    struct older older;
    struct later later;
    unsigned char bytes[sizeof(struct later)];
};

static char path[4096];

static bmnn_status verified(const void *options) {
    bmnn_report *report = NULL;
    bmnn_status status = bmnn_verify_folder(path, BMNN_ZSTR, (const bmnn_verify_options *)options,
                                            NULL, NULL, &report, NULL);
    CHECK((status == BMNN_OK) == (report != NULL));
    bmnn_report_free(report);
    return status;
}

/* The layout, which no version of this ABI changes. */
static void layout(void) {
    row = "layout";
    HOLDS(offsetof(bmnn_verify_options, struct_size) == 0);
    HOLDS(offsetof(bmnn_verify_options, reserved) == 4);
    HOLDS(offsetof(bmnn_verify_options, checking) == 8);
    HOLDS(offsetof(bmnn_verify_options, threads) == 12);
    HOLDS(offsetof(bmnn_verify_options, is_export) == 16);
    HOLDS(offsetof(bmnn_verify_options, keeps_bookmark) == 20);
    HOLDS(offsetof(bmnn_verify_options, has_ledger_id) == 24);
    HOLDS(offsetof(bmnn_verify_options, ledger_id) == 28);
    HOLDS(sizeof(bmnn_verify_options) == 60);
    HOLDS(offsetof(bmnn_signer_functions, struct_size) == 0);
    HOLDS(offsetof(bmnn_signer_functions, reserved) == 4);
    HOLDS(offsetof(bmnn_signer_functions, user) == 8);
    HOLDS(offsetof(bmnn_signer_functions, destroy) == 8 + sizeof(void *));
    HOLDS(offsetof(bmnn_signer_functions, sign) == 8 + 2 * sizeof(void *));
    HOLDS(offsetof(bmnn_signer_functions, public_key) == 8 + 3 * sizeof(void *));
    HOLDS(sizeof(bmnn_signer_functions) == 40 + 3 * sizeof(void *));
}

/* Options that say nothing, in each way to get them. */
static void beginnings(void) {
    static const unsigned char zero[sizeof(struct later)];
    const bmnn_verify_options by_macro = BMNN_VERIFY_OPTIONS_INIT;
    union any any;
    const size_t wrong[] = {0, 1, 3, 4097, SIZE_MAX};
    size_t i;
    row = "beginnings";
    memset(&any, 0x5A, sizeof any);
    RETURNS(BMNN_OK,
            bmnn_verify_options_init(&any.later.known, sizeof any.later.known, NULL));
    CHECK(memcmp(&any, &by_macro, sizeof by_macro) == 0);
    CHECK(by_macro.struct_size == sizeof by_macro);
    CHECK(any.bytes[sizeof by_macro] == 0x5A); /* not beyond its size */
    RETURNS(BMNN_OK, verified(&by_macro));

    memset(&any, 0x5A, sizeof any);
    RETURNS(BMNN_OK, bmnn_verify_options_init(&any.later.known, sizeof any, NULL));
    CHECK(any.later.known.struct_size == sizeof any);
    CHECK(memcmp(any.bytes + 4, zero, sizeof any - 4) == 0);
    RETURNS(BMNN_OK, verified(&any));

    for (i = 0; i < COUNT(wrong); i++) {
        any.later.known.checking = 7;
        RETURNS(BMNN_E_RANGE, bmnn_verify_options_init(&any.later.known, wrong[i], NULL));
        CHECK(any.later.known.checking == 7);
    }
    RETURNS(BMNN_E_NULL, bmnn_verify_options_init(NULL, sizeof any, NULL));
    RETURNS(BMNN_E_HANDLE, bmnn_verify_options_init(
                               (bmnn_verify_options *)(void *)(any.bytes + 1), 60, NULL));
}

static void sizes(void) {
    union any any;
    memset(&any, 0, sizeof any);

    row = "no size";
    RETURNS(BMNN_E_RANGE, verified(&any));
    row = "less than its own size";
    any.older.struct_size = 3;
    RETURNS(BMNN_E_RANGE, verified(&any));
    row = "more than any size";
    any.older.struct_size = 4097;
    RETURNS(BMNN_E_RANGE, verified(&any));
    row = "the size alone";
    any.older.struct_size = 4;
    any.older.checking = 99; /* not looked at */
    RETURNS(BMNN_OK, verified(&any));
    row = "an older header";
    any.older.struct_size = sizeof any.older;
    any.older.checking = BMNN_CHECKING_BOTH;
    any.later.known.is_export = 99; /* not looked at */
    RETURNS(BMNN_OK, verified(&any));
    any.older.checking = 3;
    RETURNS(BMNN_E_RANGE, verified(&any));

    memset(&any, 0, sizeof any);
    row = "this header";
    any.later.known.struct_size = sizeof any.later.known;
    any.later.unknown[0] = 1; /* not looked at */
    RETURNS(BMNN_OK, verified(&any));
    row = "a later header that asks for nothing new";
    any.later.unknown[0] = 0;
    any.later.known.struct_size = sizeof any.later;
    RETURNS(BMNN_OK, verified(&any));
    row = "a later header that asks for something";
    any.bytes[sizeof any.bytes - 1] = 1;
    RETURNS(BMNN_E_UNSUPPORTED, verified(&any));
    row = "what is reserved";
    any.bytes[sizeof any.bytes - 1] = 0;
    any.later.known.reserved = 1;
    RETURNS(BMNN_E_UNSUPPORTED, verified(&any));
}

static void values(void) {
    static const struct {
        const char *row;
        uint32_t checking, threads, is_export, keeps_bookmark, has_ledger_id;
        bmnn_status wanted;
    } table[] = {
        {"together", BMNN_CHECKING_TOGETHER, 0, 0, 0, 0, BMNN_OK},
        {"singly, on one thread", BMNN_CHECKING_SINGLY, 1, 0, 0, 0, BMNN_OK},
        {"both, on three", BMNN_CHECKING_BOTH, 3, 0, 0, 0, BMNN_OK},
        {"an export", 0, 0, 1, 0, 0, BMNN_OK},
        {"with a bookmark", 0, 0, 0, 1, 0, BMNN_OK},
        {"checking that is none", 3, 0, 0, 0, 0, BMNN_E_RANGE},
        {"neither export nor not", 0, 0, 2, 0, 0, BMNN_E_RANGE},
        {"neither with a bookmark nor without", 0, 0, 0, 2, 0, BMNN_E_RANGE},
        {"neither an id nor none", 0, 0, 0, 0, 2, BMNN_E_RANGE},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
        options.checking = table[i].checking;
        options.threads = table[i].threads;
        options.is_export = table[i].is_export;
        options.keeps_bookmark = table[i].keeps_bookmark;
        options.has_ledger_id = table[i].has_ledger_id;
        row = table[i].row;
        RETURNS(table[i].wanted, verified(&options));
    }
}

/* Whose ledger it is, is proven only against an id that is known. */
static void identity(void) {
    bmnn_verify_options options = BMNN_VERIFY_OPTIONS_INIT;
    bmnn_report *report;
    row = "another ledger's id";
    options.ledger_id[31] = 1;
    RETURNS(BMNN_OK, verified(&options)); /* not looked at */
    options.has_ledger_id = 1;
    RETURNS(BMNN_OK, bmnn_verify_folder(path, BMNN_ZSTR, &options, NULL, NULL, &report, NULL));
    CHECK(bmnn_report_holds(report) == 0);
    bmnn_report_free(report);
}

int main(int argc, char **argv) {
    union any any;
    if (argc < 2) {
        printf("the folder of the ledgers, please\n");
        return 2;
    }
    CHECK(snprintf(path, sizeof path, "%s/%s", argv[1], "đúng") < (int)sizeof path);
    layout();
    beginnings();
    sizes();
    values();
    identity();
    row = "misaligned";
    memset(&any, 0, sizeof any);
    RETURNS(BMNN_E_HANDLE, verified(any.bytes + 1));
    return failures;
}
