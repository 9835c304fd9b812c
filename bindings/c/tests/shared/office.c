/* One registry that several programs have open, on one system or on two: the
 * folder has Vietnamese letters in its name, and lies where the program runs.
 *
 *     office make               the folder, its rules, people and books
 *     office add COUNT WHO      so many determinations, their numbers after WHO,
 *                               beside whoever else is adding
 *     office verify             how many entries there are, if everything holds
 *
 * WHO is one small letter. Keys and clock are for tests. */

#include "bmnn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "Sổ đăng ký bí mật nhà nước"
#define DAY "2026-03-02"
#define MORNING INT64_C(1772413200000) /* that day, 08:00 in Vietnam */
/* Another is writing: ask again so often before giving up. */
#define TRIES 2000000

static void failed(const char *what, bmnn_error *err)
{
    fprintf(stderr, "%s: %s\n", what, bmnn_error_message_en(err));
    bmnn_error_free(err);
    exit(EXIT_FAILURE);
}

static bmnn_signer *key(unsigned char seed)
{
    unsigned char bytes[32];
    bmnn_signer *signer;
    bmnn_error *err;
    memset(bytes, seed, sizeof bytes);
    if (bmnn_signer_from_seed(bytes, &signer, &err) != BMNN_OK)
        failed("key", err);
    return signer;
}

static void record(bmnn_registry *registry, const bmnn_signer *clerk, const char *act)
{
    bmnn_buf *done;
    bmnn_error *err;
    int tries = 0;
    for (;;) {
        bmnn_status status = bmnn_registry_perform(registry, act, BMNN_ZSTR, clerk, NULL, 0, &done, &err);
        if (status == BMNN_OK)
            break;
        if (status != BMNN_E_LOCKED || ++tries == TRIES)
            failed(act, err);
        bmnn_error_free(err);
    }
    bmnn_buf_free(done);
}

static bmnn_registry *made(const bmnn_signer *clerk, const bmnn_signer *ledger,
                           const bmnn_host *host)
{
    bmnn_signer *root = key(1);
    const bmnn_signer *roots[1];
    unsigned char public_key[32];
    char opening[256];
    int written, i;
    bmnn_registry *registry;
    bmnn_error *err;

    roots[0] = root;
    if (bmnn_signer_public_key(clerk, public_key, &err) != BMNN_OK)
        failed("public key", err);
    written = sprintf(opening, "{\"agency\": \"CƠ QUAN THỬ NGHIỆM\", "
                               "\"clerk\": {\"person\": \"lan\", \"key\": \"");
    for (i = 0; i < 32; i++)
        written += sprintf(opening + written, "%02x", public_key[i]);
    sprintf(opening + written, "\"}}");
    if (bmnn_registry_create(FOLDER, BMNN_ZSTR, opening, BMNN_ZSTR, roots, 1, ledger, host,
                             &registry, &err) != BMNN_OK)
        failed("create", err);
    bmnn_signer_free(root);
    return registry;
}

static void begin(bmnn_registry *registry, const bmnn_signer *clerk)
{
    static const char *const acts[] = {
        "{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"lan\","
        " \"name\": \"Trần Thị Lan\", \"party\": \"self\"}",
        "{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"an\","
        " \"name\": \"Lê Văn An\", \"party\": \"self\"}",
        "{\"act\": \"party.enrol\", \"on\": \"" DAY "\", \"party\": \"bo-a\","
        " \"kind\": \"agency\", \"name\": \"Bộ A\"}",
        "{\"act\": \"position.assign\", \"on\": \"" DAY "\", \"position\": \"chu-tich\","
        " \"person\": \"an\", \"post\": \"province-committee-chair\", \"party\": \"self\","
        " \"starts\": \"" DAY "\", \"paper\": {\"kind\": \"assignment\", \"symbol\": \"1/QĐ-TN\"}}",
        "{\"act\": \"list.adopt\", \"on\": \"" DAY "\", \"list\": \"danh-muc\","
        " \"symbol\": \"531/QĐ-TTg\", \"date\": \"2020-01-02\", \"starts\": \"2020-01-02\"}",
    };
    char adopt[512];
    bmnn_buf *digest;
    bmnn_error *err;
    size_t i;
    if (bmnn_pack_digest("vn-2025", BMNN_ZSTR, &digest, &err) != BMNN_OK)
        failed("digest", err);
    sprintf(adopt,
            "{\"act\": \"pack.adopt\", \"on\": \"" DAY "\", \"adopted\": \"vn-2025\","
            " \"digest\": \"%s\", \"decision\": {\"person\": \"an\","
            " \"position\": \"chu-tich\", \"date\": \"" DAY "\","
            " \"paper\": {\"kind\": \"decision\", \"symbol\": \"2/QĐ-TN\"}}}",
            (const char *)bmnn_buf_data(digest));
    bmnn_buf_free(digest);
    record(registry, clerk, adopt);
    for (i = 0; i < sizeof acts / sizeof *acts; i++)
        record(registry, clerk, acts[i]);
}

/* A determination, its subject sealed in the vault. */
static void determine(bmnn_registry *registry, const bmnn_signer *clerk, const char *who, int number)
{
    char act[1024];
    sprintf(act,
            "{\"act\": \"document.determine\", \"on\": \"" DAY "\", \"document\": \"d-%s%d\","
            " \"carrier\": \"document\", \"level\": \"ToiMat\", \"copying\": \"allowed\","
            " \"medium\": \"paper\", \"drafter\": \"an\", \"copies-planned\": 5,"
            " \"decision\": {\"person\": \"an\", \"position\": \"chu-tich\", \"date\": \"" DAY "\","
            " \"paper\": {\"kind\": \"decision\", \"symbol\": \"%d/QĐ-TN\"}},"
            " \"list-refs\": [{\"list\": \"danh-muc\", \"article\": 2, \"clause\": 1, \"point\": \"a\"}],"
            " \"recipients\": [\"bo-a\"], \"subject\": \"Phương án bảo vệ kỳ họp số %d\"}",
            who, number, number, number);
    record(registry, clerk, act);
}

static int verify(void)
{
    bmnn_report *report;
    bmnn_error *err;
    int holds;
    if (bmnn_verify_folder(FOLDER, BMNN_ZSTR, NULL, NULL, NULL, &report, &err) != BMNN_OK)
        failed("verify", err);
    holds = bmnn_report_holds(report);
    if (holds)
        printf("%lu\n", (unsigned long)bmnn_report_size(report));
    else
        fprintf(stderr, "%s\n", "the registry does not hold");
    bmnn_report_free(report);
    return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    unsigned char seed[32] = {7};
    bmnn_signer *clerk, *ledger;
    bmnn_host *host;
    bmnn_registry *registry;
    bmnn_error *err;
    int adds = argc == 4 && !strcmp(argv[1], "add") && strlen(argv[3]) == 1;
    int i;

    if (argc == 2 && !strcmp(argv[1], "verify"))
        return verify();
    if (!adds && !(argc == 2 && !strcmp(argv[1], "make"))) {
        fputs("office make | add COUNT WHO | verify\n", stderr);
        return EXIT_FAILURE;
    }
    /* Each opening begins the bytes anew: another seed for each. */
    if (adds)
        seed[1] = (unsigned char)argv[3][0];
    if (bmnn_host_for_tests(MORNING, seed, &host, &err) != BMNN_OK)
        failed("host", err);
    clerk = key(3);
    ledger = key(2);
    if (!adds) {
        registry = made(clerk, ledger, host);
        begin(registry, clerk);
    } else if (bmnn_registry_open(FOLDER, BMNN_ZSTR, ledger, host, &registry, &err) == BMNN_OK) {
        for (i = 0; i < atoi(argv[2]); i++)
            determine(registry, clerk, argv[3], i);
    } else {
        failed("open", err);
    }
    bmnn_registry_free(registry);
    bmnn_signer_free(clerk);
    bmnn_signer_free(ledger);
    bmnn_host_free(host);
    return EXIT_SUCCESS;
}
