/* Three versions, by their parts, and whether header and library fit. */
#include "check.h"

int main(void) {
    static const struct {
        const char *row;
        uint32_t header;
        bmnn_status wanted;
    } table[] = {
        {"this header", BMNN_ABI_VERSION, BMNN_OK},
        {"the first header", 0x10000, BMNN_OK},
        {"a later minor version", BMNN_ABI_VERSION + 1, BMNN_E_UNSUPPORTED},
        {"the next major version", 0x20000, BMNN_E_UNSUPPORTED},
        {"no major version", 0, BMNN_E_UNSUPPORTED},
        {"the greatest number", UINT32_MAX, BMNN_E_UNSUPPORTED},
    };
    size_t i;
    bmnn_error *error;

    /* The parts, not only the packed number. */
    CHECK(BMNN_ABI_VERSION >> 16 == BMNN_ABI_MAJOR);
    CHECK((BMNN_ABI_VERSION & 0xFFFF) == BMNN_ABI_MINOR);
    CHECK(BMNN_ABI_MAJOR == 1);
    CHECK(bmnn_abi_version() == BMNN_ABI_VERSION);
    CHECK(bmnn_format_version() == 1);
    CHECK(HAS(bmnn_version(), "."));

    for (i = 0; i < COUNT(table); i++) {
        row = table[i].row;
        RETURNS(table[i].wanted, bmnn_abi_check(table[i].header, &error));
        CHECK(bmnn_error_status(error) == table[i].wanted);
        bmnn_error_free(error);
        RETURNS(table[i].wanted, bmnn_abi_check(table[i].header, NULL));
    }

    row = "features";
    CHECK(bmnn_has_feature("verify", BMNN_ZSTR) == 1);
    CHECK(bmnn_has_feature("verify and more", 6) == 1);
    CHECK(bmnn_has_feature("verif", BMNN_ZSTR) == 0);
    CHECK(bmnn_has_feature("", 0) == 0);
    CHECK(bmnn_has_feature(NULL, 0) == 0);

    row = "names";
    CHECK(IS(bmnn_status_name(BMNN_OK), "BMNN_OK"));
    CHECK(IS(bmnn_status_name(BMNN_E_PANIC), "BMNN_E_PANIC"));
    CHECK(IS(bmnn_status_name(1), "BMNN_E_UNKNOWN"));
    CHECK(IS(bmnn_status_name(INT32_MIN), "BMNN_E_UNKNOWN"));
    return failures;
}
