/* What claims to be the library of bmnn and is not the one that is wanted: of a
 * later ABI, or without a word about it. For the tests of the loader. */

#include <stdint.h>

#ifdef NEWER
uint32_t bmnn_abi_version(void)
{
    return UINT32_C(2) << 16;
}
#else
int bmnn_is_something_else = 1;
#endif
