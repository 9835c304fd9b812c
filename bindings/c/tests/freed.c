/* What was freed is refused, as far as its memory still shows it. Here it does:
 * this program keeps what is freed, so that the test does not depend on what
 * the system's allocator leaves there. For valgrind, all of it is a leak: it is
 * the one test that does not run under it. */
#include "check.h"

#include <stdlib.h>

void free(void *kept) {
    (void)kept;
}

int main(void) {
    bmnn_packs *packs;
    bmnn_buf *buf, *none = NULL;
    bmnn_error *error;
    RETURNS(BMNN_OK, bmnn_packs_built_in(&packs, NULL));
    RETURNS(BMNN_OK, bmnn_packs_provision(packs, 20260301, "term.mat", 8, &buf, NULL));
    RETURNS(BMNN_E_NULL, bmnn_packs_built_in(NULL, &error));
    bmnn_packs_free(packs);
    bmnn_buf_free(buf);
    bmnn_error_free(error);

    row = "freed";
    RETURNS(BMNN_E_HANDLE, bmnn_packs_provision(packs, 20260301, "term.mat", 8, &none, NULL));
    CHECK(none == NULL);
    CHECK(bmnn_buf_data(buf) == NULL && bmnn_buf_len(buf) == 0);
    CHECK(bmnn_error_status(error) == BMNN_OK && bmnn_error_message_en(error) == NULL);

    row = "freed again";
    bmnn_packs_free(packs);
    bmnn_buf_free(buf);
    bmnn_error_free(error);
    return failures;
}
