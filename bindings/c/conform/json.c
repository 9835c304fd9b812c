#include "json.h"

const part nothing = {NULL, 0};

static const char *past_space(const char *at, const char *end) {
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) at++;
    return at;
}

/* The end of the value that begins here. */
static const char *past(const char *at, const char *end) {
    int depth = 0, quoted = 0;
    for (; at < end; at++) {
        if (quoted) {
            if (*at == '\\')
                at++;
            else if (*at == '"')
                quoted = 0;
            if (!quoted && depth == 0) return at + 1;
        } else if (*at == '"') {
            quoted = 1;
        } else if (*at == '{' || *at == '[') {
            depth++;
        } else if (*at == '}' || *at == ']') {
            if (depth == 0) return at;
            if (--depth == 0) return at + 1;
        } else if (depth == 0 && (*at == ',' || *at == ':')) {
            return at;
        }
    }
    return end;
}

part next(part whole, const char **from) {
    const char *end, *at = *from;
    part found;
    if (whole.at == NULL) return nothing;
    end = whole.at + whole.len;
    if (at == NULL) at = past_space(whole.at, end) + 1;
    at = past_space(at, end);
    if (at < end && (*at == ',' || *at == ':')) at = past_space(at + 1, end);
    if (at >= end || *at == ']' || *at == '}') return nothing;
    found.at = at;
    *from = past(at, end);
    found.len = (size_t)(*from - at);
    return found;
}

part field(part object, const char *key) {
    const char *from = NULL;
    size_t length = strlen(key);
    part name;
    if (object.at == NULL || *past_space(object.at, object.at + object.len) != '{') return nothing;
    while ((name = next(object, &from)).at != NULL) {
        part value = next(object, &from);
        if (name.len == length + 2 && memcmp(name.at + 1, key, length) == 0) return value;
    }
    return nothing;
}

int is(part value, const char *json) {
    return value.at != NULL && value.len == strlen(json) && memcmp(value.at, json, value.len) == 0;
}

int is_there(part value) { return value.at != NULL && !is(value, "null"); }

int64_t number(part value) {
    char digits[24];
    if (value.at == NULL || value.len >= sizeof digits) return value.at == NULL ? 0 : INT64_MAX;
    memcpy(digits, value.at, value.len);
    digits[value.len] = 0;
    return strtoll(digits, NULL, 10);
}

void put_bytes(text *to, const char *bytes, size_t length) {
    if (to->len + length + 1 > to->room) {
        to->room = (to->len + length + 1) * 2;
        to->at = realloc(to->at, to->room);
        if (to->at == NULL) {
            fputs("conform: no memory\n", stderr);
            exit(2);
        }
    }
    if (length > 0) memcpy(to->at + to->len, bytes, length);
    to->len += length;
    to->at[to->len] = 0;
}

void put(text *to, const char *words) { put_bytes(to, words, strlen(words)); }

void put_part(text *to, part value) {
    if (value.at == NULL)
        put(to, "null");
    else
        put_bytes(to, value.at, value.len);
}

void put_quoted(text *to, const char *bytes, size_t length) {
    static const char short_forms[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
    size_t i;
    put(to, "\"");
    for (i = 0; i < length; i++) {
        const char *known = bytes[i] ? strchr(short_forms, bytes[i]) : NULL;
        char escape[8];
        if (known != NULL) {
            sprintf(escape, "\\%c", letters[known - short_forms]);
            put(to, escape);
        } else if ((unsigned char)bytes[i] < 0x20) {
            sprintf(escape, "\\u%04x", (unsigned char)bytes[i]);
            put(to, escape);
        } else {
            put_bytes(to, bytes + i, 1);
        }
    }
    put(to, "\"");
}

static unsigned long hex4(const char *digits) {
    char four[5];
    memcpy(four, digits, 4);
    four[4] = 0;
    return strtoul(four, NULL, 16);
}

static void put_letter(text *to, unsigned long letter) {
    char bytes[4];
    if (letter < 0x80) {
        bytes[0] = (char)letter;
        put_bytes(to, bytes, 1);
    } else if (letter < 0x800) {
        bytes[0] = (char)(0xC0 | letter >> 6);
        bytes[1] = (char)(0x80 | (letter & 0x3F));
        put_bytes(to, bytes, 2);
    } else if (letter < 0x10000) {
        bytes[0] = (char)(0xE0 | letter >> 12);
        bytes[1] = (char)(0x80 | (letter >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (letter & 0x3F));
        put_bytes(to, bytes, 3);
    } else {
        bytes[0] = (char)(0xF0 | letter >> 18);
        bytes[1] = (char)(0x80 | (letter >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (letter >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (letter & 0x3F));
        put_bytes(to, bytes, 4);
    }
}

void put_said(text *to, part string) {
    const char *at, *end;
    if (string.at == NULL || string.len < 2 || *string.at != '"') return;
    at = string.at + 1;
    end = string.at + string.len - 1;
    while (at < end) {
        const char *plain = at;
        while (at < end && *at != '\\') at++;
        put_bytes(to, plain, (size_t)(at - plain));
        if (at + 1 >= end) return;
        at++;
        switch (*at++) {
        case 'b': put(to, "\b"); break;
        case 'f': put(to, "\f"); break;
        case 'n': put(to, "\n"); break;
        case 'r': put(to, "\r"); break;
        case 't': put(to, "\t"); break;
        case 'u': {
            unsigned long letter;
            if (end - at < 4) return;
            letter = hex4(at);
            at += 4;
            if (letter >= 0xD800 && letter < 0xDC00 && end - at >= 6) {
                letter = 0x10000 + ((letter - 0xD800) << 10) + (hex4(at + 2) - 0xDC00);
                at += 6;
            }
            put_letter(to, letter);
            break;
        }
        default: put_bytes(to, at - 1, 1);
        }
    }
}
