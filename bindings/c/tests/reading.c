/* What is known of a registry: documents, copies, books, everything of a kind. */
#include "check.h"

#include <stdlib.h>

/* The kinds that bmnn.h names. */
static const char *const kinds[] = {
    "party",    "person", "position", "delegation", "pack",   "list",  "book",    "row",
    "document", "copy",   "duty",     "incident",   "notice", "noted", "erasure",
};

static bmnn_registry *opened(const char *ledgers) {
    char folder[512];
    bmnn_registry *registry;
    snprintf(folder, sizeof folder, "%s/đúng", ledgers);
    RETURNS(BMNN_OK, bmnn_registry_open_to_read(folder, BMNN_ZSTR, &registry, NULL));
    return registry;
}

/* What the last call gave, which is freed; empty if it gave nothing. */
static const char *text(bmnn_buf *buf) {
    static char last[1 << 16];
    last[0] = 0;
    if (buf != NULL) snprintf(last, sizeof last, "%s", TEXT(buf));
    bmnn_buf_free(buf);
    return last;
}

static void known(const bmnn_registry *registry) {
    bmnn_buf *buf;
    const char *json;
    size_t i;
    for (i = 0; i < COUNT(kinds); i++) {
        row = kinds[i];
        RETURNS(BMNN_OK, bmnn_registry_all(registry, kinds[i], BMNN_ZSTR, &buf, NULL));
        json = text(buf);
        CHECK(json[0] == '[' && json[strlen(json) - 1] == ']');
        CHECK(!HAS(json, "_")); /* every key in kebab-case, and no ids with it here */
    }
    row = "what is there";
    RETURNS(BMNN_OK, bmnn_registry_all(registry, "person", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"party\":\"self\""));
    RETURNS(BMNN_OK, bmnn_registry_all(registry, "pack", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"id\":\"vn-2025\""));
    RETURNS(BMNN_OK, bmnn_registry_books(registry, &buf, NULL));
    CHECK(text(buf)[0] == '[');
    row = "no kind";
    {
        static const char *const none[] = {"", "act", "symbol", "Party", "party ", "documents"};
        for (i = 0; i < COUNT(none); i++) {
            bmnn_error *error;
            RETURNS(BMNN_E_RANGE, bmnn_registry_all(registry, none[i], BMNN_ZSTR, &buf, &error));
            CHECK(buf == NULL && HAS(bmnn_error_message_en(error), "`incident`"));
            bmnn_error_free(error);
        }
    }
}

/* One document with its copies, by the ids that the ledger itself tells. */
static void one(const bmnn_registry *registry) {
    bmnn_buf *buf;
    char id[80] = "";
    const char *json, *at;
    row = "a document";
    RETURNS(BMNN_OK, bmnn_registry_all(registry, "document", BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    at = strstr(json, "\"id\":\"");
    CHECK(at != NULL);
    if (at == NULL) return;
    sscanf(at + 6, "%79[^\"]", id);
    RETURNS(BMNN_OK, bmnn_registry_document(registry, id, BMNN_ZSTR, &buf, NULL));
    json = text(buf);
    CHECK(HAS(json, "\"document\":{") && HAS(json, "\"copies\":[") && HAS(json, "\"duties\":["));
    /* Nobody opened the vault. */
    CHECK(HAS(json, "\"subject\":null"));
    RETURNS(BMNN_E_VAULT, bmnn_registry_search(registry, "phương án", BMNN_ZSTR, &buf, NULL));

    row = "nothing of that name";
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_document(registry, "doc-of-nobody", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_copy(registry, "doc-of-nobody#1", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_NOT_FOUND, bmnn_registry_rows(registry, "book-of-nobody", BMNN_ZSTR, &buf, NULL));
    row = "no name";
    RETURNS(BMNN_E_RANGE, bmnn_registry_document(registry, "tài liệu", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_RANGE, bmnn_registry_copy(registry, "doc-1", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_RANGE, bmnn_registry_copy(registry, "doc-1#0", BMNN_ZSTR, &buf, NULL));
    RETURNS(BMNN_E_RANGE, bmnn_registry_rows(registry, "", 0, &buf, NULL));
}

int main(int argc, char **argv) {
    bmnn_registry *registry = opened(argc > 1 ? argv[1] : ".");
    known(registry);
    one(registry);
    row = "refresh";
    RETURNS(BMNN_OK, bmnn_registry_refresh(registry, NULL));
    bmnn_registry_free(registry);
    return failures;
}
