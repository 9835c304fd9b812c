/* Randomness for Rust's standard library under a wine that has no such library
 * of its own (8.0 has none). For tests, and never shipped. */

#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID place, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE place, SIZE_T length);

BOOL WINAPI ProcessPrng(PBYTE place, SIZE_T length)
{
    while (length > 0) {
        ULONG some = length > 65536 ? 65536 : (ULONG)length;
        if (!SystemFunction036(place, some))
            return FALSE;
        place += some;
        length -= some;
    }
    return TRUE;
}
