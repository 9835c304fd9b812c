/* As much of JSON as a line of questions needs: a value is found by its place in
 * the text, and handed on as it stands. The text is well formed: a JSON library
 * wrote it. */
#ifndef CONFORM_JSON_H
#define CONFORM_JSON_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A value in a text; `at` is NULL if there is none. */
typedef struct {
    const char *at;
    size_t len;
} part;

/* A text that grows. */
typedef struct {
    char *at;
    size_t len, room;
} text;

extern const part nothing;

/* The next member of an array, or the next key and then the next value of an
 * object; `from` is where to go on, NULL at first. */
part next(part whole, const char **from);
/* The value at a key of an object. */
part field(part object, const char *key);
/* Whether a value is just this JSON. */
int is(part value, const char *json);
/* Whether there is a value, and not null. */
int is_there(part value);
int64_t number(part value);

void put_bytes(text *to, const char *bytes, size_t length);
void put(text *to, const char *words);
/* A value as it stands; null for none. */
void put_part(text *to, part value);
/* A text as a JSON string. */
void put_quoted(text *to, const char *bytes, size_t length);
/* What a JSON string says, in UTF-8. */
void put_said(text *to, part string);

#endif
