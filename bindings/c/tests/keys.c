/* Rings of keys. The second argument is where to make them. */
#include "office.h"

static const char passphrase[] = "đúng con ngựa, cục pin, ghim giấy";

int main(int argc, char **argv) {
    char folder[4096], none[4096], hex[65];
    bmnn_ring *ring, *other;
    bmnn_signer *signer, *again;
    bmnn_error *error;
    bmnn_buf *buf;
    if (argc != 3) {
        printf("the folder of the ledgers, and where to make rings, please\n");
        return 2;
    }
    snprintf(folder, sizeof folder, "%s chùm khoá", argv[2]);
    snprintf(none, sizeof none, "%s không có", argv[2]);
    row = "made";
    RETURNS(BMNN_OK, bmnn_ring_create(folder, BMNN_ZSTR, passphrase, BMNN_ZSTR, &ring, NULL));
    RETURNS(BMNN_OK, bmnn_ring_list(ring, &buf, NULL));
    CHECK(IS(TEXT(buf), "[]"));
    bmnn_buf_free(buf);
    RETURNS(BMNN_OK, bmnn_ring_generate(ring, "root-1", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_OK, bmnn_ring_signer(ring, "root-1", BMNN_ZSTR, &signer, NULL));
    public_key(signer, hex);
    CHECK(HAS(TEXT(buf), "\"name\":\"root-1\"") && HAS(TEXT(buf), hex));
    bmnn_buf_free(buf);
    RETURNS(BMNN_OK, bmnn_ring_list(ring, &buf, NULL));
    CHECK(HAS(TEXT(buf), "\"name\":\"root-1\"") && HAS(TEXT(buf), "\"kid\":\""));
    bmnn_buf_free(buf);

    row = "nothing is replaced";
    RETURNS(BMNN_E_EXISTS, bmnn_ring_generate(ring, "root-1", BMNN_ZSTR, &buf, NULL));
    CHECK(buf == NULL);
    RETURNS(BMNN_E_EXISTS,
            bmnn_ring_create(folder, BMNN_ZSTR, passphrase, BMNN_ZSTR, &other, NULL));
    row = "no such key, and no name of one";
    RETURNS(BMNN_E_KEY, bmnn_ring_signer(ring, "root-2", BMNN_ZSTR, &again, NULL));
    CHECK(again == NULL);
    RETURNS(BMNN_E_KEY, bmnn_ring_generate(ring, "giám đốc", BMNN_ZSTR, &buf, &error));
    CHECK(HAS(bmnn_error_detail_json(error), "\"argument\":\"name\""));
    bmnn_error_free(error);

    row = "by another passphrase";
    RETURNS(BMNN_OK, bmnn_ring_open(folder, BMNN_ZSTR, "khác", BMNN_ZSTR, &other, NULL));
    RETURNS(BMNN_E_KEY, bmnn_ring_signer(other, "root-1", BMNN_ZSTR, &again, &error));
    CHECK(!HAS(bmnn_error_message_vi(error), "khác"));
    bmnn_error_free(error);
    /* A mistyped passphrase cannot split the ring. */
    RETURNS(BMNN_E_KEY, bmnn_ring_generate(other, "ledger", BMNN_ZSTR, &buf, NULL));
    bmnn_ring_free(other);
    RETURNS(BMNN_E_KEY, bmnn_ring_open(folder, BMNN_ZSTR, "", 0, &other, NULL));
    row = "none there";
    RETURNS(BMNN_E_NOT_FOUND,
            bmnn_ring_open(none, BMNN_ZSTR, passphrase, BMNN_ZSTR, &other, NULL));
    CHECK(other == NULL);
    RETURNS(BMNN_E_NOT_FOUND, bmnn_signer_from_ring(none, BMNN_ZSTR, "root-1", BMNN_ZSTR,
                                                    passphrase, BMNN_ZSTR, &again, NULL));

    row = "a signer outlives its ring, and signs";
    bmnn_ring_free(ring);
    RETURNS(BMNN_OK, bmnn_signer_from_ring(folder, BMNN_ZSTR, "root-1", BMNN_ZSTR, passphrase,
                                           BMNN_ZSTR, &again, NULL));
    {
        bmnn_host *host = host_for_tests(7);
        bmnn_signer *ledger = key(2), *clerk = key(3);
        bmnn_registry *registry;
        snprintf(none, sizeof none, "%s sổ", argv[2]);
        RETURNS(BMNN_OK, create(none, signer, ledger, clerk, host, &registry, NULL));
        bmnn_registry_free(registry);
        bmnn_signer_free(ledger);
        bmnn_signer_free(clerk);
        bmnn_host_free(host);
    }
    bmnn_signer_free(signer);
    bmnn_signer_free(again);
    return failures;
}
