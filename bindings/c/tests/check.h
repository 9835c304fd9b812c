/* What the tests of the C library share. Each program returns 0 if all that it
 * checks holds, and prints what does not. */
#ifndef CHECK_H
#define CHECK_H

#include "bmnn.h"

#include <stdio.h>
#include <string.h>

#define COUNT(all) (sizeof(all) / sizeof *(all))

static int failures;

/* Says in which row of a table it went wrong. */
static const char *row = "";

static void failed(const char *file, int line, const char *what) {
    failures++;
    printf("%s:%d: %s: %s\n", file, line, row, what);
}

#define CHECK(holds) ((holds) ? (void)0 : failed(__FILE__, __LINE__, #holds))

static void returned(const char *file, int line, bmnn_status wanted, bmnn_status got,
                     const char *call) {
    if (wanted == got) return;
    failed(file, line, call);
    printf("    wanted %s, got %s\n", bmnn_status_name(wanted), bmnn_status_name(got));
}

#define RETURNS(wanted, call) returned(__FILE__, __LINE__, (wanted), (call), #call)

/* What the compiler knows already: an array of -1 items is none. (C99 has no
 * _Static_assert.) */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define HOLDS(fact) _Static_assert(fact, #fact)
#else
#define HOLDS(fact) ((void)sizeof(char[(fact) ? 1 : -1]))
#endif

/* Whether a text that ends in NUL is this one. */
#define IS(text, wanted) ((text) != NULL && strcmp((text), (wanted)) == 0)
/* Whether a text that ends in NUL has this in it. */
#define HAS(text, wanted) ((text) != NULL && strstr((text), (wanted)) != NULL)

/* The text of a buffer. */
#define TEXT(buf) ((const char *)bmnn_buf_data(buf))

#endif
