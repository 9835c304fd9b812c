/* A clerk's morning: a registry is made, a document is determined and issued in
 * five copies, one of them is handed over, one act is refused with its article,
 * and in the end everything is verified.
 *
 *     clerk FOLDER        FOLDER is made, and must not be there
 *
 * Keys and clock are for tests. A real host takes keys from the key ring
 * (bmnn_signer_from_ring) or from a card (bmnn_signer_of_host), and the system's
 * clock (bmnn_host_with_passphrase). */

#include "bmnn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY "2026-03-02"
#define MORNING INT64_C(1772413200000) /* that day, 08:00 in Vietnam */

/* Ends the program with what went wrong. */
static void failed(const char *what, bmnn_error *err)
{
    fprintf(stderr, "%s: %s\n", what, bmnn_error_message_vi(err));
    bmnn_error_free(err);
    exit(EXIT_FAILURE);
}

/* A signer made of 32 equal bytes. */
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

/* Puts an act on record, and shows what the registry answers. */
static void record(bmnn_registry *registry, const bmnn_signer *clerk, const char *act)
{
    bmnn_buf *done;
    bmnn_error *err;
    if (bmnn_registry_perform(registry, act, BMNN_ZSTR, clerk, NULL, 0, &done, &err) != BMNN_OK)
        failed(act, err);
    printf("%s\n", (const char *)bmnn_buf_data(done));
    bmnn_buf_free(done);
}

static bmnn_registry *opened(const char *folder, const bmnn_signer *clerk,
                             const bmnn_signer *ledger, const bmnn_host *host)
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
    if (bmnn_registry_create(folder, BMNN_ZSTR, opening, BMNN_ZSTR, roots, 1, ledger, host,
                             &registry, &err) != BMNN_OK)
        failed("create", err);
    bmnn_signer_free(root);
    return registry;
}

/* The rules, people, parties and books with which an office begins. */
static void begin(bmnn_registry *registry, const bmnn_signer *clerk)
{
    static const char *const acts[] = {
        "{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"lan\","
        " \"name\": \"Trần Thị Lan\", \"party\": \"self\"}",
        "{\"act\": \"person.enrol\", \"on\": \"" DAY "\", \"person\": \"an\","
        " \"name\": \"Lê Văn An\", \"party\": \"self\"}",
        "{\"act\": \"party.enrol\", \"on\": \"" DAY "\", \"party\": \"bo-a\","
        " \"kind\": \"agency\", \"name\": \"Bộ A\"}",
        "{\"act\": \"party.enrol\", \"on\": \"" DAY "\", \"party\": \"phong-1\","
        " \"kind\": \"unit\", \"name\": \"Phòng 1\"}",
        "{\"act\": \"position.assign\", \"on\": \"" DAY "\", \"position\": \"chu-tich\","
        " \"person\": \"an\", \"post\": \"province-committee-chair\", \"party\": \"self\","
        " \"starts\": \"" DAY "\", \"paper\": {\"kind\": \"assignment\", \"symbol\": \"1/QĐ-TN\"}}",
        "{\"act\": \"list.adopt\", \"on\": \"" DAY "\", \"list\": \"danh-muc\","
        " \"symbol\": \"531/QĐ-TTg\", \"date\": \"2020-01-02\", \"starts\": \"2020-01-02\"}",
        "{\"act\": \"book.open\", \"on\": \"" DAY "\", \"book\": \"di-2026\","
        " \"kind\": \"outgoing\", \"year\": 2026, \"volume\": 1, \"party\": \"self\"}",
        "{\"act\": \"book.open\", \"on\": \"" DAY "\", \"book\": \"giao-2026\","
        " \"kind\": \"handover\", \"year\": 2026, \"volume\": 1, \"party\": \"self\"}",
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

int main(int argc, char **argv)
{
    static const char determine[] =
        "{\"act\": \"document.determine\", \"on\": \"" DAY "\", \"document\": \"doc-1\","
        " \"carrier\": \"document\", \"level\": \"ToiMat\", \"copying\": \"allowed\","
        " \"medium\": \"paper\", \"drafter\": \"an\", \"copies-planned\": 5,"
        " \"decision\": {\"person\": \"an\", \"position\": \"chu-tich\", \"date\": \"" DAY "\","
        " \"paper\": {\"kind\": \"decision\", \"symbol\": \"3/QĐ-TN\"}},"
        " \"list-refs\": [{\"list\": \"danh-muc\", \"article\": 2, \"clause\": 1, \"point\": \"a\"}],"
        " \"recipients\": [\"bo-a\", \"phong-1\"], \"subject\": \"Phương án bảo vệ kỳ họp\"}";
    static const char unlisted[] =
        "{\"act\": \"document.determine\", \"on\": \"" DAY "\", \"document\": \"doc-2\","
        " \"carrier\": \"document\", \"level\": \"Mat\", \"copying\": \"allowed\","
        " \"medium\": \"paper\", \"drafter\": \"an\", \"copies-planned\": 1,"
        " \"decision\": {\"person\": \"an\", \"position\": \"chu-tich\", \"date\": \"" DAY "\","
        " \"paper\": {\"kind\": \"decision\", \"symbol\": \"4/QĐ-TN\"}},"
        " \"recipients\": [\"bo-a\"], \"subject\": \"Thông báo nghỉ lễ\"}";
    static const char issue[] =
        "{\"act\": \"document.issue\", \"on\": \"" DAY "\", \"document\": \"doc-1\","
        " \"symbol\": \"01/TM-TN\", \"date\": \"" DAY "\", \"signer\": \"an\","
        " \"kept-by\": \"phong-1\", \"original\": \"apart\", \"row\": {\"book\": \"di-2026\"},"
        " \"copies\": [{\"number\": 1, \"to\": \"bo-a\"}, {\"number\": 2, \"to\": \"phong-1\"},"
        " {\"number\": 3, \"to\": \"phong-1\"}, {\"number\": 4, \"to\": \"phong-1\"},"
        " {\"number\": 5, \"to\": \"phong-1\"}]}";
    static const char transfer[] =
        "{\"act\": \"copy.transfer\", \"on\": \"" DAY "\", \"copies\": [\"doc-1#1\"],"
        " \"to\": \"bo-a\", \"means\": \"hand\", \"row\": {\"book\": \"giao-2026\"}}";
    unsigned char seed[32] = {7};
    bmnn_signer *clerk, *ledger;
    bmnn_host *host;
    bmnn_registry *registry;
    bmnn_report *report;
    bmnn_buf *done;
    bmnn_error *err;
    int holds;

    if (argc != 2) {
        fprintf(stderr, "clerk FOLDER\n");
        return EXIT_FAILURE;
    }
    if (bmnn_abi_check(BMNN_ABI_VERSION, &err) != BMNN_OK)
        failed("library", err);
    if (bmnn_host_for_tests(MORNING, seed, &host, &err) != BMNN_OK)
        failed("host", err);
    clerk = key(3);
    ledger = key(2);
    registry = opened(argv[1], clerk, ledger, host);
    begin(registry, clerk);

    /* The document, five copies of it, and one of them on its way. */
    record(registry, clerk, determine);
    record(registry, clerk, issue);
    record(registry, clerk, transfer);

    /* No list of state secrets has this one: the law says so, and where. */
    if (bmnn_registry_perform(registry, unlisted, BMNN_ZSTR, clerk, NULL, 0, &done, &err)
        != BMNN_E_REFUSED) {
        fprintf(stderr, "what no list has was not refused\n");
        return EXIT_FAILURE;
    }
    printf("%s\n  %s\n", bmnn_error_message_vi(err), bmnn_error_article_vi(err));
    bmnn_error_free(err);

    bmnn_registry_free(registry);
    bmnn_signer_free(clerk);
    bmnn_signer_free(ledger);
    bmnn_host_free(host);

    /* What stands in the folder is checked by itself, as a stranger would. */
    if (bmnn_verify_folder(argv[1], BMNN_ZSTR, NULL, NULL, NULL, &report, &err) != BMNN_OK)
        failed("verify", err);
    holds = bmnn_report_holds(report);
    printf("%lu entries: %s\n", (unsigned long)bmnn_report_size(report),
           holds ? "the registry holds" : "THE REGISTRY DOES NOT HOLD");
    bmnn_report_free(report);
    return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
