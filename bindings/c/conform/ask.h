/* What the tasks share: reading a question, and what the library said to it. */
#ifndef CONFORM_ASK_H
#define CONFORM_ASK_H

#include "bmnn.h"
#include "json.h"

/* A task by its name as JSON, and what answers it: 0 if it was not answered. The
 * last of a list has no name. */
struct task {
    const char *name;
    int (*answer)(part input, text *answer);
};
extern const struct task small_tasks[], law_tasks[], bytes_tasks[], signed_tasks[], proof_tasks[],
    ledger_tasks[];

/* The packs that come with the library, and where ledgers are written. */
extern bmnn_packs *packs;
extern const char *folder;

/* Takes what a call gave: its JSON, good until the next one, and what went wrong.
 * Both objects are freed. */
part took(bmnn_buf *buf, bmnn_error *error);
/* Takes what went wrong in a call, and says whether nothing did. `error` is where
 * the call that is the other argument puts it: which is evaluated first is open. */
int went_well(bmnn_status status, bmnn_error **error);
/* A value of the last error's detail. */
part detail(const char *key);

/* What a string of the question says; good until the next one is asked for. */
const text *word(part input, const char *key);
/* The bytes that a string has in hexadecimal. */
void put_from_hex(text *bytes, part string);
/* Those that the question has; to be freed. */
text bytes_of(part input, const char *key);
/* As many as the library wants, into memory of that size. */
void bytes_into(uint8_t *to, size_t length, part input, const char *key);
/* Hashes of a list, one behind the other; to be freed. */
text hashes_of(part input, const char *key, size_t *count);
bmnn_date day(part input, const char *key);
bmnn_level level_named(part name);

void put_hex(text *to, const uint8_t *bytes, size_t length);
void put_number(text *to, int64_t number);
void put_day(text *to, bmnn_date date);

/* Answers that tell a failure: of this kind; of the kind that the last error
 * names, and where, else of this one; of an act that is none. */
int failed(text *answer, const char *kind);
int failed_as(text *answer, const char *otherwise);
int no_act(text *answer);

/* What was found, and what was not proven, as the vectors have it. */
void put_findings(text *answer, part findings);
void put_kinds(text *answer, part things);

/* Frees what the functions above keep. */
void forget(void);

#endif
