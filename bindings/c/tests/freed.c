/* What was freed is refused as far as its memory still shows it: the pages that
 * an allocator keeps. This reads freed memory on purpose, and so is the one
 * test that does not run under valgrind. */
#include "check.h"

int main(void) {
    bmnn_packs *packs;
    bmnn_buf *buf = NULL;
    bmnn_status status;
    RETURNS(BMNN_OK, bmnn_packs_built_in(&packs, NULL));
    bmnn_packs_free(packs);
    row = "freed";
    status = bmnn_packs_provision(packs, 20260301, "term.mat", 8, &buf, NULL);
    RETURNS(BMNN_E_HANDLE, status);
    CHECK(buf == NULL);
    return failures;
}
