/* What claims to be the library of bmnn, of a later ABI: for the tests of the
 * loader. */

#include <stdint.h>

uint32_t bmnn_abi_version(void)
{
    return UINT32_C(2) << 16;
}
