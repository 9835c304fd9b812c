/* Files of the tests. Paths are UTF-8, as they are to the library; to C on Windows
 * they are of some code page, which may not have the letters. */
#ifndef FILES_H
#define FILES_H

#include <stdio.h>

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
/* The tests mean something else by it. */
#undef TEXT

static inline FILE *file_opened(const char *path, const char *mode) {
    wchar_t wide[4200], how[8];
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, 4200) == 0 ||
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, mode, -1, how, 8) == 0)
        return NULL;
    return _wfopen(wide, how);
}

static inline int file_removed(const char *path) {
    wchar_t wide[4200];
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, 4200) != 0 &&
           DeleteFileW(wide);
}
#else
static inline FILE *file_opened(const char *path, const char *mode) { return fopen(path, mode); }
static inline int file_removed(const char *path) { return remove(path) == 0; }
#endif

#endif
