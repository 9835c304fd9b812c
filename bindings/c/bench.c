/* What a call from C costs: the C side of the benches.
 *
 *     bench REGISTRY LEDGER       (folders; the registry is the benches' own)
 *
 * Reads lines from standard input, `WORK MILLISECONDS`, does the work over and
 * over for so long, and answers with a line `DONE NANOSECONDS`: how often, and
 * in what time. WORK is `call`, `perform` or `verify`. The benches start it, and
 * measure the same work in Rust in between. */

#define _POSIX_C_SOURCE 200809L
#include "bmnn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MORNING INT64_C(1777860000000) /* 2026-05-04, 09:00 in Vietnam */

static void failed(const char *what, bmnn_error *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, bmnn_error_message_en(err));
    bmnn_error_free(err);
    exit(EXIT_FAILURE);
}

static uint64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
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

static bmnn_registry *registry;
static bmnn_signer *clerk;
static const char *ledger;

/* A thousand calls that parse a level: what is measured is mostly the way there
 * and back. */
static uint64_t call(void)
{
    bmnn_level level;
    bmnn_error *err;
    int i;
    for (i = 0; i < 1000; i++)
        if (bmnn_level_parse("Mat", 3, &level, NULL, &err) != BMNN_OK)
            failed("call", err);
    return 1000;
}

/* One act: the copy goes to the other unit, signed for on the spot. */
static uint64_t perform(void)
{
    static unsigned turn;
    char act[256];
    bmnn_buf *done;
    bmnn_error *err;
    turn++;
    sprintf(act,
            "{\"act\":\"copy.transfer\",\"on\":\"2026-05-04\",\"copies\":[\"d-0#1\"],\"to\":\"%s\","
            "\"row\":{\"book\":\"hand\"},"
            "\"received\":{\"person\":\"clerk\",\"date\":\"2026-05-04\"}}",
            turn % 2 ? "unit-2" : "unit-1");
    if (bmnn_registry_perform(registry, act, BMNN_ZSTR, clerk, NULL, 0, &done, &err) != BMNN_OK)
        failed("perform", err);
    bmnn_buf_free(done);
    return 1;
}

/* The folder of the ledger, verified whole on one thread. */
static uint64_t verify(void)
{
    bmnn_verify_options options;
    bmnn_report *report;
    bmnn_error *err;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.threads = 1;
    if (bmnn_verify_folder(ledger, BMNN_ZSTR, &options, NULL, NULL, &report, &err) != BMNN_OK)
        failed("verify", err);
    if (!bmnn_report_holds(report))
        failed("verify: the ledger does not hold", NULL);
    bmnn_report_free(report);
    return 1;
}

int main(int argc, char **argv)
{
    static const unsigned char seed[32] = {11};
    char work[16];
    unsigned milliseconds;
    bmnn_signer *ledger_key = key(2);
    bmnn_host *host;
    bmnn_error *err;
    if (argc != 3) {
        fputs("bench REGISTRY LEDGER\n", stderr);
        return EXIT_FAILURE;
    }
    clerk = key(3);
    ledger = argv[2];
    if (bmnn_host_for_tests(MORNING, seed, &host, &err) != BMNN_OK)
        failed("host", err);
    if (bmnn_registry_open(argv[1], BMNN_ZSTR, ledger_key, host, &registry, &err) != BMNN_OK)
        failed(argv[1], err);
    while (scanf("%15s %u", work, &milliseconds) == 2) {
        uint64_t (*one)(void) = !strcmp(work, "call")      ? call
                                : !strcmp(work, "perform") ? perform
                                                           : verify;
        uint64_t done = 0, took, began = nanoseconds();
        do {
            done += one();
            took = nanoseconds() - began;
        } while (took < milliseconds * UINT64_C(1000000));
        printf("%llu %llu\n", (unsigned long long)done, (unsigned long long)took);
        fflush(stdout);
    }
    bmnn_registry_free(registry);
    bmnn_host_free(host);
    bmnn_signer_free(ledger_key);
    bmnn_signer_free(clerk);
    return EXIT_SUCCESS;
}
