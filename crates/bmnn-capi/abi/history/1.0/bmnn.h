/* bmnn: a registry of state secrets, behind a stable C ABI.
 *
 * Written by `cargo xtask header` from crates/bmnn-capi; do not edit.
 *
 * Every call that can fail returns a bmnn_status, 0 or negative, and gives an
 * error object to `err` where that is not NULL. On entry `*err` and every other
 * place that a call writes to are emptied; they are filled on success alone, and
 * must not lie in what the call reads. An `err` that is not aligned is refused
 * before anything else: BMNN_E_HANDLE, and nothing is done or written.
 *
 * Texts go in as UTF-8 with their length in bytes, or with BMNN_ZSTR up to
 * their NUL. NULL is an empty text where the length is 0, and BMNN_E_NULL with
 * any other; so it is with arrays and their counts. What an empty text comes to,
 * its function says: mostly it is no level, no id, no act.
 *
 * Nothing is passed by value but numbers. Structs begin with their own size, and
 * are only added to at their end. A dynamic library that was once used is not
 * unloaded.
 *
 * Objects are told apart by a tag. An object of another type, and one that was
 * freed, is refused with BMNN_E_HANDLE on a best-effort basis: as long as its
 * memory was not given to something else. To free an object twice, or to use it
 * afterwards, remains the program's fault. A `_free` takes NULL, and does
 * nothing then.
 *
 * Each function says who owns what (Ownership), which pointers may be NULL, on
 * which threads it may be called, which numbers it can return (Errors), and the
 * ABI version that brought it (Since). Beside them any can return BMNN_E_PANIC,
 * and BMNN_E_HANDLE for a pointer that is not aligned for its type.
 *
 * A library that was built for those who only verify has nothing that signs, and
 * so none of the functions bmnn_act_, bmnn_host_, bmnn_registry_, bmnn_ring_,
 * bmnn_signer_ and bmnn_witness_; bmnn_has_feature("registry") is 0 there.
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0 */

#ifndef BMNN_H
#define BMNN_H

#include <stddef.h>
#include <stdint.h>

/* How a function is seen: define BMNN_STATIC to link the static library. */
#if defined(BMNN_STATIC)
#define BMNN_API
#elif defined(_WIN32)
#define BMNN_API __declspec(dllimport)
#elif defined(__GNUC__)
#define BMNN_API __attribute__((visibility("default")))
#else
#define BMNN_API
#endif

/**
 * Given as a text's length, says that the text ends at its NUL byte.
 */
#define BMNN_ZSTR SIZE_MAX

/**
 * What a bmnn_verify_options begins with: the library is left to choose.
 */
#define BMNN_VERIFY_OPTIONS_INIT {sizeof(bmnn_verify_options), 0, 0, 0, 0, 0, 0, {0}}

/**
 * What a bmnn_signer_functions begins with: no functions yet.
 */
#define BMNN_SIGNER_FUNCTIONS_INIT {sizeof(bmnn_signer_functions), 0, 0, 0, 0, {0}}

/**
 * What a bmnn_clock_functions begins with.
 */
#define BMNN_CLOCK_FUNCTIONS_INIT {sizeof(bmnn_clock_functions), 0, 0, 0, 0}

/**
 * What a bmnn_randomness_functions begins with.
 */
#define BMNN_RANDOMNESS_FUNCTIONS_INIT {sizeof(bmnn_randomness_functions), 0, 0, 0, 0}

/**
 * What a bmnn_log_functions begins with.
 */
#define BMNN_LOG_FUNCTIONS_INIT {sizeof(bmnn_log_functions), 0, 0, 0, 0}

/**
 * The agency of every registry that a host for tests makes.
 */
#define BMNN_AGENCY_FOR_TESTS "CƠ QUAN THỬ NGHIỆM"

/**
 * The ABI's major version: functions, numbers and structs of one major version
 * are only ever added to.
 */
#define BMNN_ABI_MAJOR 1

/**
 * The ABI's minor version: what `Since` in this header names.
 */
#define BMNN_ABI_MINOR 0

/**
 * Both: the major version in the upper sixteen bits.
 */
#define BMNN_ABI_VERSION 65536

/**
 * Signatures are checked many together; where these do not hold, singly.
 */
#define BMNN_CHECKING_TOGETHER 0

/**
 * Each signature is checked singly.
 */
#define BMNN_CHECKING_SINGLY 1

/**
 * Both ways, and where they disagree is a finding.
 */
#define BMNN_CHECKING_BOTH 2

/**
 * Space around the words, or more than one between them.
 */
#define BMNN_LIBERTY_SPACE 1

/**
 * Diacritics as separate characters (NFD).
 */
#define BMNN_LIBERTY_DECOMPOSED 2

/**
 * Capitals where the printed spelling has none, or the reverse.
 */
#define BMNN_LIBERTY_CASE 4

/**
 * Some diacritics are missing.
 */
#define BMNN_LIBERTY_DIACRITICS 8

/**
 * The letter of the envelope stands for the level.
 */
#define BMNN_LIBERTY_LETTER 16

/**
 * As acts write it: `ToiMat`.
 */
#define BMNN_LEVEL_AS_NAME 0

/**
 * In Vietnamese: `Tối mật`.
 */
#define BMNN_LEVEL_AS_VI 1

/**
 * A label in English, which is never read back: `Secret`.
 */
#define BMNN_LEVEL_AS_EN 2

/**
 * The words of its mark: `TỐI MẬT`.
 */
#define BMNN_LEVEL_AS_MARK 3

/**
 * The letter on an envelope (Decree 26/2020/NĐ-CP Art. 4(1)(b)): `B`.
 */
#define BMNN_LEVEL_AS_LETTER 4

/**
 * As the ids of provisions and marks have it: `toi-mat`.
 */
#define BMNN_LEVEL_AS_ID 5

/**
 * Everything that is known now, where a function asks behind which entry.
 */
#define BMNN_NOW UINT64_MAX

/**
 * How many entries bmnn_registry_since gives at most in one answer.
 */
#define BMNN_MOST_ENTRIES 10000

/**
 * The ledger holds; worth knowing.
 */
#define BMNN_SEVERITY_NOTICE 1

/**
 * The ledger holds, and someone should look.
 */
#define BMNN_SEVERITY_WARNING 2

/**
 * The ledger does not hold.
 */
#define BMNN_SEVERITY_ERROR 3

/**
 * A finding about the ledger as a whole.
 */
#define BMNN_POSITION_LEDGER 0

/**
 * About the entry at a position, from 0.
 */
#define BMNN_POSITION_ENTRY 1

/**
 * About the checkpoint behind so many entries.
 */
#define BMNN_POSITION_CHECKPOINT 2

/**
 * About the byte at an offset of the file.
 */
#define BMNN_POSITION_BYTE 3

/**
 * There is no compromise that a key's successor tells of.
 */
#define BMNN_NOT_COMPROMISED UINT64_MAX

/**
 * What a registry's log says at this level wants somebody's attention.
 */
#define BMNN_LOG_ERROR 1

/**
 * Something was refused, or not found.
 */
#define BMNN_LOG_WARNING 2

/**
 * What was done.
 */
#define BMNN_LOG_INFO 3

/**
 * An act in the making. Each value is checked when it is set, by the act's
 * schema; the whole when it is taken out. A path is keys and indexes joined by
 * `/`: `decision/person`, `copies/0/to`. Maps on the way come into being; an
 * array grows by one when the index behind its last is set. What is set again
 * is replaced, and what is refused changes nothing.
 *
 * New acts and fields are new names and paths, never new functions.
 */
typedef struct bmnn_act bmnn_act;

/**
 * Bytes that the library made for the caller: a text in UTF-8, or what its
 * function says. They are wiped when freed.
 */
typedef struct bmnn_buf bmnn_buf;

/**
 * What went wrong in one call: a number, a sentence in each language, and
 * where it applies an article, a place and details for programs.
 *
 * It never changes, holds no secret text, and may be read on any thread. Free
 * it with bmnn_error_free.
 */
typedef struct bmnn_error bmnn_error;

/**
 * A clock, randomness, and what opens a registry's vault. It may be used for
 * several registries, and freed while they are open.
 */
typedef struct bmnn_host bmnn_host;

/**
 * Rule packs in the order of their adoption: where several cover a day, the
 * last one decides. It never changes, and may be read on any thread.
 */
typedef struct bmnn_packs bmnn_packs;

/**
 * An agency's registry: ledger, index, vault and packs in one folder. Calls
 * from several threads come one after the other; several processes may have
 * the same folder open.
 */
typedef struct bmnn_registry bmnn_registry;

/**
 * What bmnn_verify_folder and bmnn_verify_file found. It never changes, and
 * may be read on any thread.
 */
typedef struct bmnn_report bmnn_report;

/**
 * A folder of keys, each in a file of its own (PKCS #8, encrypted), which one
 * passphrase opens. By custom it is `keys` beside the ledger.
 */
typedef struct bmnn_ring bmnn_ring;

/**
 * Whoever signs with one key (Ed25519, RFC 8032). It may sign for several
 * registries, and be freed while they are open. What it signs is checked
 * before anything is written.
 */
typedef struct bmnn_signer bmnn_signer;

/**
 * What a call came to: `BMNN_OK`, or a negative number. Numbers are never used
 * again for something else, and later versions add to them: treat one that you
 * do not know as a failure.
 */
typedef int32_t bmnn_status;

/**
 * A day: year × 10 000 + month × 100 + day, `20260301` for 1 March 2026; 1900
 * to 9999. 0 is no day. Later days are greater numbers.
 */
typedef int32_t bmnn_date;

/**
 * How a verification is done. Begin with BMNN_VERIFY_OPTIONS_INIT, or with
 * bmnn_verify_options_init: what is zero is left to the library. The layout is
 * the same on every machine.
 */
typedef struct bmnn_verify_options {
    /**
     * sizeof(bmnn_verify_options), as the program was compiled.
     */
    uint32_t struct_size;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * BMNN_CHECKING_….
     */
    uint32_t checking;
    /**
     * How many threads at most; 0 for as many as the machine has. What is
     * reported does not depend on it.
     */
    uint32_t threads;
    /**
     * 1 if the file is an export, in which entries may be withheld; else 0.
     */
    uint32_t is_export;
    /**
     * 1 if a bookmark is to be made, with which bmnn_verify_since goes on; else
     * 0.
     */
    uint32_t keeps_bookmark;
    /**
     * 1 if `ledger_id` is what the ledger must be; 0 if that is not known, and
     * then the report says that it was not proven.
     */
    uint32_t has_ledger_id;
    /**
     * The id of the ledger that is expected.
     */
    uint8_t ledger_id[32];
} bmnn_verify_options;

/**
 * A clock of the host's. Begin with BMNN_CLOCK_FUNCTIONS_INIT.
 */
typedef struct bmnn_clock_functions {
    /**
     * sizeof(bmnn_clock_functions), as the program was compiled.
     */
    uint32_t struct_size;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * The host's own; every function is given it.
     */
    void *user;
    /**
     * Called once with `user`, when nothing uses the functions any more; may be
     * NULL.
     */
    void (*destroy)(void *user);
    /**
     * Writes the time, in milliseconds since 1970 (UTC). Answers 0, or a number
     * of the host's own: there is no time then, and no act is put on record.
     */
    int32_t (*now)(void *user, int64_t *unix_millis);
} bmnn_clock_functions;

/**
 * A source of randomness of the host's. Begin with
 * BMNN_RANDOMNESS_FUNCTIONS_INIT.
 */
typedef struct bmnn_randomness_functions {
    /**
     * sizeof(bmnn_randomness_functions), as the program was compiled.
     */
    uint32_t struct_size;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * The host's own; every function is given it.
     */
    void *user;
    /**
     * Called once with `user`, when nothing uses the functions any more; may be
     * NULL.
     */
    void (*destroy)(void *user);
    /**
     * Writes `len` bytes that nobody can guess, and into `filled` how many it
     * wrote. Answers 0, or a number of the host's own. Fewer bytes than were
     * asked for are a failure: nothing else is taken in their place.
     */
    int32_t (*fill)(void *user, uint8_t *bytes, size_t len, size_t *filled);
} bmnn_randomness_functions;

/**
 * Where a registry's log goes. Begin with BMNN_LOG_FUNCTIONS_INIT.
 */
typedef struct bmnn_log_functions {
    /**
     * sizeof(bmnn_log_functions), as the program was compiled.
     */
    uint32_t struct_size;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * The host's own; every function is given it.
     */
    void *user;
    /**
     * Called once with `user`, when nothing uses the functions any more; may be
     * NULL.
     */
    void (*destroy)(void *user);
    /**
     * Is told something: its level (BMNN_LOG_…), and a line in English of
     * `text_len` bytes of UTF-8, which ends in NUL too and is good until the
     * function returns. It names acts by position and kind, and holds neither
     * secret text nor keys.
     */
    void (*line)(void *user, int32_t level, const char *text, size_t text_len);
} bmnn_log_functions;

/**
 * A level: one of BMNN_LEVEL_…, whose order is that of the levels.
 */
typedef int32_t bmnn_level;

/**
 * What the host signs with: a card, a module, a service of its own. Begin with
 * BMNN_SIGNER_FUNCTIONS_INIT.
 */
typedef struct bmnn_signer_functions {
    /**
     * sizeof(bmnn_signer_functions), as the program was compiled.
     */
    uint32_t struct_size;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * The host's own; every function is given it.
     */
    void *user;
    /**
     * Called once with `user`, when nothing uses the functions any more; may be
     * NULL.
     */
    void (*destroy)(void *user);
    /**
     * Signs `message_len` bytes (Ed25519, RFC 8032): writes the signature, and
     * how long it is, 64. Answers 0, BMNN_E_CANCELLED if the user broke it off,
     * or another number of the host's own.
     */
    int32_t (*sign)(void *user,
                    const uint8_t *message,
                    size_t message_len,
                    uint8_t *signature,
                    size_t capacity,
                    size_t *signature_len);
    /**
     * The public key.
     */
    uint8_t public_key[32];
} bmnn_signer_functions;

/**
 * The call did what it says.
 */
#define BMNN_OK 0

/**
 * A pointer is NULL that must not be.
 */
#define BMNN_E_NULL (-101)

/**
 * A pointer is no live object of the type wanted: another type, misaligned, or freed.
 */
#define BMNN_E_HANDLE (-102)

/**
 * A text is not UTF-8, or holds a NUL byte.
 */
#define BMNN_E_UTF8 (-103)

/**
 * A length is greater than any object can be.
 */
#define BMNN_E_LENGTH (-104)

/**
 * A number is outside the range that its function states.
 */
#define BMNN_E_RANGE (-105)

/**
 * The library does not know what is asked of it: it is older than its header.
 */
#define BMNN_E_UNSUPPORTED (-106)

/**
 * There is nothing of that name.
 */
#define BMNN_E_NOT_FOUND (-201)

/**
 * The object cannot do this: it was made otherwise, or opened for reading.
 */
#define BMNN_E_STATE (-202)

/**
 * An earlier write failed, or a call panicked: free the object and open it anew.
 */
#define BMNN_E_POISONED (-203)

/**
 * A callback used the object that was calling it.
 */
#define BMNN_E_REENTRANT (-204)

/**
 * Another process, or another object, is writing; try again.
 */
#define BMNN_E_LOCKED (-205)

/**
 * Something is there already, and nothing is replaced.
 */
#define BMNN_E_EXISTS (-206)

/**
 * The ledger was closed, and takes nothing more.
 */
#define BMNN_E_CLOSED (-207)

/**
 * A text names no level.
 */
#define BMNN_E_LEVEL (-301)

/**
 * A text or number is no date, or no time of day.
 */
#define BMNN_E_DATE (-302)

/**
 * A text is no rule pack.
 */
#define BMNN_E_PACK (-303)

/**
 * A text is no act: the error says what stands where, and what was expected.
 */
#define BMNN_E_ACT (-304)

/**
 * A text is not the JSON that its function wants.
 */
#define BMNN_E_JSON (-305)

/**
 * Bytes are no proof, slip or bookmark that the library knows, or do not prove
 * what they are to.
 */
#define BMNN_E_PROOF (-306)

/**
 * Bytes or a text are not in the one form that the ledger's format has for them:
 * the error says which fault it is, and where.
 */
#define BMNN_E_ENCODING (-307)

/**
 * The law, or the facts, do not allow the act; nothing was written. The error
 * has the article, and every reason in its detail.
 */
#define BMNN_E_REFUSED (-401)

/**
 * The id is on record with another content.
 */
#define BMNN_E_OTHER_CONTENT (-402)

/**
 * The clock is far ahead of the last entry: ask the user, confirm, try again.
 */
#define BMNN_E_CLOCK (-403)

/**
 * A key or passphrase is not the one wanted, is unfit, or did not sign.
 */
#define BMNN_E_KEY (-501)

/**
 * The vault of sealed values does not open, or has not what it should.
 */
#define BMNN_E_VAULT (-502)

/**
 * The system gives no random bytes.
 */
#define BMNN_E_RANDOM (-503)

/**
 * The system does not let a file be read or written.
 */
#define BMNN_E_IO (-601)

/**
 * There is no ledger.
 */
#define BMNN_E_NO_LEDGER (-602)

/**
 * The file is no ledger of this format version.
 */
#define BMNN_E_FORMAT (-603)

/**
 * The ledger, or what follows from it, is damaged: verify it.
 */
#define BMNN_E_DAMAGED (-604)

/**
 * A callback failed; its own number is in the error's detail.
 */
#define BMNN_E_CALLBACK (-701)

/**
 * A callback broke the work off.
 */
#define BMNN_E_CANCELLED (-702)

/**
 * The library failed inside: a fault of bmnn, not of its caller.
 */
#define BMNN_E_PANIC (-901)

/**
 * No level; what functions write before they know one.
 */
#define BMNN_LEVEL_NONE 0

/**
 * Mật.
 */
#define BMNN_LEVEL_MAT 1

/**
 * Tối mật.
 */
#define BMNN_LEVEL_TOI_MAT 2

/**
 * Tuyệt mật.
 */
#define BMNN_LEVEL_TUYET_MAT 3

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The name of a number, `"BMNN_E_NULL"`; `"BMNN_E_UNKNOWN"` for one that this
 * library does not know.
 *
 * Ownership: the text is static, NUL-terminated ASCII; do not free it.
 * NULL: never returned.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_status_name(bmnn_status status);

/**
 * The library's own BMNN_ABI_VERSION.
 *
 * Ownership: nothing is given.
 * NULL: takes no pointer.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API uint32_t bmnn_abi_version(void);

/**
 * Whether a program that was compiled with this header can use this library:
 * call it first, with BMNN_ABI_VERSION.
 *
 * Ownership: the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_UNSUPPORTED if the major versions differ, or the library is older than the header.
 * Since: 1.0
 */
BMNN_API bmnn_status bmnn_abi_check(uint32_t header, struct bmnn_error **err);

/**
 * The library's version, `"0.1.0"`. It says nothing of the ABI.
 *
 * Ownership: the text is static, NUL-terminated ASCII; do not free it.
 * NULL: never returned.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_version(void);

/**
 * The version of the ledger's format that the library reads and writes: what
 * the first item of every entry says.
 *
 * Ownership: nothing is given.
 * NULL: takes no pointer.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API uint32_t bmnn_format_version(void);

/**
 * 1 if this build can do what `name` says, `"verify"`, and 0 if not, or not
 * yet.
 *
 * Ownership: `name` is lent, `name_len` bytes of UTF-8 or BMNN_ZSTR.
 * NULL: `name` may be NULL; the answer is then 0.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API int32_t bmnn_has_feature(const char *name, size_t name_len);

/**
 * The number that the call returned too; BMNN_OK if `error` is NULL.
 *
 * Ownership: `error` is lent.
 * NULL: allowed.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API bmnn_status bmnn_error_status(const struct bmnn_error *error);

/**
 * What went wrong, in Vietnamese: UTF-8 that ends in NUL.
 *
 * Ownership: `error` is lent; the text is the error's, and good until it is freed.
 * NULL: allowed; the answer is then NULL.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_error_message_vi(const struct bmnn_error *error);

/**
 * What went wrong, in English: UTF-8 that ends in NUL.
 *
 * Ownership: `error` is lent; the text is the error's, and good until it is freed.
 * NULL: allowed; the answer is then NULL.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_error_message_en(const struct bmnn_error *error);

/**
 * Where the law says so, in Vietnamese: article and instrument, UTF-8 that ends
 * in NUL. Of several reasons, that of the first; the detail has all.
 *
 * Ownership: `error` is lent; the text is the error's, and good until it is freed.
 * NULL: allowed; the answer is then NULL, as it is where no law is at issue.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_error_article_vi(const struct bmnn_error *error);

/**
 * Where the law says so, in English: as bmnn_error_article_vi.
 *
 * Ownership: `error` is lent; the text is the error's, and good until it is freed.
 * NULL: allowed; the answer is then NULL, as it is where no law is at issue.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_error_article_en(const struct bmnn_error *error);

/**
 * The byte of the text that was given at which it is wrong, from 0; −1 if no
 * text is wrong, or not at one place.
 *
 * Ownership: `error` is lent.
 * NULL: allowed; the answer is then −1.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API int64_t bmnn_error_offset(const struct bmnn_error *error);

/**
 * Details for programs: a JSON object in UTF-8 that ends in NUL. Keys are
 * added by later versions, and keep their meaning: `argument`, the name of the
 * argument at fault; `callback`, which of the host's functions failed, and `host`,
 * what it returned; `decision`, every reason of a refusal with its article;
 * `index`, which of several acts; `path`, `expected` and `found`, the place in an
 * act that is wrong, the last two in both languages; `kind`, which of the faults
 * that the conformance vectors name, and `fault`, which of those of the encoding it
 * is more closely; `line` and `column`, from 1, where a text of several lines is
 * wrong.
 *
 * Ownership: `error` is lent; the text is the error's, and good until it is freed.
 * NULL: allowed; the answer is then NULL.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const char *bmnn_error_detail_json(const struct bmnn_error *error);

/**
 * Frees an error.
 *
 * Ownership: `error` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody reads it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_error_free(struct bmnn_error *error);

/**
 * The bytes, with a NUL behind them that bmnn_buf_len does not count.
 *
 * Ownership: `buf` is lent; the bytes are the buffer's, and good until it is freed.
 * NULL: allowed; the answer is then NULL.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const uint8_t *bmnn_buf_data(const struct bmnn_buf *buf);

/**
 * How many bytes there are.
 *
 * Ownership: `buf` is lent.
 * NULL: allowed; the answer is then 0.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API size_t bmnn_buf_len(const struct bmnn_buf *buf);

/**
 * Wipes and frees the bytes.
 *
 * Ownership: `buf` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody reads it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_buf_free(struct bmnn_buf *buf);

/**
 * Begins an act: `name` is its dotted name, `copy.transfer`.
 *
 * Ownership: `name` is lent; the caller owns `*out`, freed with bmnn_act_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ACT if there is no such act, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_new(const char *name,
                         size_t name_len,
                         struct bmnn_act **out,
                         struct bmnn_error **err);

/**
 * Begins an `entry.correct` of an act named `corrected`; the new values are set
 * below `changes/`, by the schema of that act.
 *
 * Ownership: `corrected` is lent; the caller owns `*out`, freed with bmnn_act_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ACT if there is no such act, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_correction(const char *corrected,
                                size_t corrected_len,
                                struct bmnn_act **out,
                                struct bmnn_error **err);

/**
 * Takes an act that is whole in its JSON form, checked by its schema: to go on
 * with it, or to see whether it is one. `corrected` is the name of the act that
 * an `entry.correct` corrects; no other act looks at it.
 *
 * Ownership: the texts are lent; the caller owns `*out`, freed with bmnn_act_free, and `*err`.
 * NULL: `corrected` and `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ACT with the place and what was expected there, BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_from_json(const char *json,
                               size_t json_len,
                               const char *corrected,
                               size_t corrected_len,
                               struct bmnn_act **out,
                               struct bmnn_error **err);

/**
 * Sets a text, or any value that JSON writes as text: ids, dates
 * (`2026-03-01`), levels (`ToiMat`), words of a list, byte strings in hex.
 *
 * Ownership: everything given is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_set_text(struct bmnn_act *act,
                              const char *path,
                              size_t path_len,
                              const char *text,
                              size_t text_len,
                              struct bmnn_error **err);

/**
 * Sets a whole number.
 *
 * Ownership: everything given is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_set_int(struct bmnn_act *act,
                             const char *path,
                             size_t path_len,
                             int64_t number,
                             struct bmnn_error **err);

/**
 * Sets a truth value: `truth` is 1 or 0.
 *
 * Ownership: everything given is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_RANGE if `truth` is another number. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_set_bool(struct bmnn_act *act,
                              const char *path,
                              size_t path_len,
                              int32_t truth,
                              struct bmnn_error **err);

/**
 * Sets a byte string: a digest, a public key, an act's id.
 *
 * Ownership: everything given is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_set_bytes(struct bmnn_act *act,
                               const char *path,
                               size_t path_len,
                               const uint8_t *bytes,
                               size_t bytes_len,
                               struct bmnn_error **err);

/**
 * Sets an array or a map without anything in it, which setting its parts cannot
 * say: no copies, or a copy of which nothing is known.
 *
 * Ownership: everything given is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT if the act has no such path, or the value there is another; `path`, `expected` and `found` in the detail, each of the two with `vi` and `en`. BMNN_E_POISONED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. The act is then as it was.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_set_empty(struct bmnn_act *act,
                               const char *path,
                               size_t path_len,
                               struct bmnn_error **err);

/**
 * The whole act in its JSON form, as bmnn_registry_perform takes it.
 *
 * Ownership: `act` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT with the first place that is missing or does not fit; BMNN_E_POISONED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_json(const struct bmnn_act *act,
                          struct bmnn_buf **out,
                          struct bmnn_error **err);

/**
 * The whole act as the ledger writes it, before anything is sealed: CBOR in the
 * profile of the ledger format.
 *
 * Ownership: `act` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, one at a time for each act.
 * Errors: BMNN_E_ACT with the first place that is missing or does not fit; BMNN_E_POISONED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_cbor(const struct bmnn_act *act,
                          struct bmnn_buf **out,
                          struct bmnn_error **err);

/**
 * What the bytes of an act say, in the JSON form: one that is signed, or that
 * bmnn_act_cbor wrote. Bytes in another encoding than the ledger's one are
 * refused.
 *
 * Ownership: `cbor` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ACT: with the offset and, in the detail, `kind`, the kind of fault, if it is no such encoding; with `path` if it is no act. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_act_json_from_cbor(const uint8_t *cbor,
                                    size_t cbor_len,
                                    struct bmnn_buf **out,
                                    struct bmnn_error **err);

/**
 * The schema of all acts that this library knows: JSON Schema (2020-12), one
 * definition for each act, with titles in English and Vietnamese, and the
 * articles behind it.
 *
 * Ownership: the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API bmnn_status bmnn_act_schema(struct bmnn_buf **out, struct bmnn_error **err);

/**
 * Puts an act on record, as bmnn_registry_perform does; the act can be set and
 * put on record again.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `cosigners` may be NULL if there are none; `err` may be NULL.
 * Thread: any; calls on one registry come one after the other, and so do those on one act.
 * Errors: BMNN_E_REFUSED with article and reasons; BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. Nothing was written then, and `*out` is NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_perform_act(struct bmnn_registry *registry,
                                      const struct bmnn_act *act,
                                      const struct bmnn_signer *signer,
                                      const struct bmnn_signer *const *cosigners,
                                      size_t cosigner_count,
                                      struct bmnn_buf **out,
                                      struct bmnn_error **err);

/**
 * Frees an act.
 *
 * Ownership: `act` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody uses it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_act_free(struct bmnn_act *act);

/**
 * What bytes in the ledger's encoding say: deterministic CBOR with nothing but
 * integers, texts, byte strings, arrays, maps with text keys and truth values.
 * `*out` becomes JSON: integers, texts and truth values as themselves, a byte
 * string `{"bytes": hex}`, a map `{"map": [[key, value], …]}`.
 *
 * Ownership: `cbor` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ENCODING with the offset and, in the detail, `kind`: `Truncated`, `Trailing`, `NotShortest`, `Indefinite`, `Reserved`, `Unsupported`, `Tag`, `IntRange`, `KeyNotText`, `KeyOrder`, `KeyTwice`, `TooDeep`, `NotUtf8`, `ControlCharacter`. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_cbor_json(const uint8_t *cbor,
                           size_t cbor_len,
                           struct bmnn_buf **out,
                           struct bmnn_error **err);

/**
 * The bytes of a value: the other way of bmnn_cbor_json. The pairs of a map may
 * stand in any order; `*out` has them in the one that the encoding wants.
 *
 * Ownership: `item` is lent, `item_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_JSON if it is not in that form; BMNN_E_ENCODING if the value has no encoding, with `kind` in the detail: `IntRange`, `ControlCharacter` or `TooDeep`. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_cbor_from_json(const char *item,
                                size_t item_len,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * Whether a proof that came from elsewhere holds, without the ledger: a
 * tlog-proof, a consistency proof, a COSE receipt, a slip, or evidence of a
 * fork, which its beginning tells.
 *
 * `known` is a JSON object of what is known by another way, each where there is
 * one: `keys`, an array of the ledger's keys (verifier keys, or 64 hexadecimal
 * digits), of which any may have signed; `ledger`, the ledger-id; `since`, the
 * text of the checkpoint noted earlier, or of a proof that carries it. `entry`
 * is the entry that is proven, as bmnn_registry_entry_bytes gives it.
 *
 * `*out` becomes a JSON object: `form`, `holds` (null where that takes what was
 * not given), `why` (null if it holds, else `kind`, `vi`, `en`, and the `line` of
 * the text at fault if there is one), `not-proven` (each with `kind`, `vi`, `en`),
 * and as far as known `ledger`, `size`, `root`, `signed-by`, `since`, `entry`,
 * `leaf`, `act`, `id`, `on`, `standing`; of a slip `report`, what it shows by
 * itself, as bmnn_registry_slip_read gives it. A proof that does not hold is an
 * answer, and no error.
 *
 * Ownership: `proof`, `known` and `entry` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `known` and `entry` may be NULL where there is none; `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_PROOF if it is none of these, with `kind` `Malformed` in the detail; BMNN_E_JSON if `known` is not as said, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_proof_check(const uint8_t *proof,
                             size_t proof_len,
                             const char *known,
                             size_t known_len,
                             const uint8_t *entry,
                             size_t entry_len,
                             struct bmnn_buf **out,
                             struct bmnn_error **err);

/**
 * What a checkpoint says; its signature is not checked. `*out` becomes a JSON
 * object: `ledger`, the ledger-id; `size`; `root`.
 *
 * Ownership: `note` is lent, `note_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ENCODING if it is no checkpoint of a ledger, with `kind` `Malformed` in the detail; BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_checkpoint_json(const char *note,
                                 size_t note_len,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * Checks that a note is the checkpoint of just this ledger-id, size and root, and
 * that `key` signed it: each 32 bytes. The note's text is made anew from them and
 * compared byte by byte.
 *
 * Ownership: `note` (`note_len` bytes of UTF-8 or BMNN_ZSTR), `ledger`, `root` and `key` are lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ENCODING, BMNN_E_PROOF or BMNN_E_KEY, with `kind` in the detail: `Malformed`; `Mismatch`; `OtherKey`, `BadSignature`, or that of bmnn_key_id. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_checkpoint_check(const char *note,
                                  size_t note_len,
                                  const uint8_t *ledger,
                                  uint64_t size,
                                  const uint8_t *root,
                                  const uint8_t *key,
                                  struct bmnn_error **err);

/**
 * Reads a copy's name: `doc-17#3` is the copy numbered 3, `doc-17#u1` one
 * without a number, `doc-17#3/2.1` duplicate 1 of occasion 2 made from copy 3.
 * `*out` becomes a JSON object: `copy`, the name; `document`; `number`, or null;
 * `root`, the copy that it goes back to; and of a duplicate `parent`, `occasion`,
 * `duplicate-number`, else null.
 *
 * Ownership: `copy` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_RANGE if it is no name, with `kind` in the detail: `Malformed`, `Zero` or `TooDeep`. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_copy_parse(const char *copy,
                            size_t copy_len,
                            struct bmnn_buf **out,
                            struct bmnn_error **err);

/**
 * The name of a duplicate: number `number` of those that were made from `copy`
 * on its occasion `occasion`, each from 1. `*out` becomes the name.
 *
 * Ownership: `copy` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_RANGE if `copy` is no name, a number is 0, or it goes back through too many reproductions, with `kind` in the detail: `Malformed`, `Zero` or `TooDeep`. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_copy_duplicate(const char *copy,
                                size_t copy_len,
                                uint32_t occasion,
                                uint32_t number,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * Reads a day as acts write it: `2026-03-01`.
 *
 * Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_date_parse(const char *text,
                            size_t text_len,
                            bmnn_date *out,
                            struct bmnn_error **err);

/**
 * The day `days` later; earlier if negative. It stops at the calendar's ends.
 *
 * Ownership: the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE if `date` is no day, BMNN_E_NULL; `*out` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_date_plus_days(bmnn_date date,
                                int64_t days,
                                bmnn_date *out,
                                struct bmnn_error **err);

/**
 * The last day of a period of `months` that begins with an event on `date`
 * (Civil Code 2015 Art. 147(2), 148): the same day of the month, or the
 * month's last one where there is none. A year is twelve months. It stops at
 * 31 December 9999.
 *
 * Ownership: the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE if `date` is no day, BMNN_E_NULL; `*out` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_date_plus_months(bmnn_date date,
                                  uint32_t months,
                                  bmnn_date *out,
                                  struct bmnn_error **err);

/**
 * Days from `from` to `to`; negative if `to` is earlier.
 *
 * Ownership: the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE if one is no day, BMNN_E_NULL; `*out` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_date_days_until(bmnn_date from,
                                 bmnn_date to,
                                 int64_t *out,
                                 struct bmnn_error **err);

/**
 * A day as it is written in Vietnamese: `01/03/2026`.
 *
 * Ownership: the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE if `date` is no day, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API bmnn_status bmnn_date_vi(bmnn_date date, struct bmnn_buf **out, struct bmnn_error **err);

/**
 * What a document's secrecy is on a day, from the acts on it alone: `acts` is a
 * JSON array of acts in their order. `*out` is what bmnn_registry_status gives,
 * without `document`, `known-at`, `copies` and `duties`.
 *
 * Ownership: `packs` and `acts` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ACT with `index` and `path` in the detail, BMNN_E_JSON, BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_status(const struct bmnn_packs *packs,
                              const char *acts,
                              size_t acts_len,
                              bmnn_date on,
                              struct bmnn_buf **out,
                              struct bmnn_error **err);

/**
 * What the law says of an act after others, without a registry: what
 * bmnn_registry_decide gives, and `row`, the row that the act takes in a book, or
 * null. `before` is a JSON array of acts in their order, all allowed; `act` is one
 * JSON object; each with what a registry fills in, `id`, `by` and `pack`.
 * `recorded` is the day on which `act` is put on record, or 0 for its own. A
 * refusal of `act` is an answer.
 *
 * Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_REFUSED if one of `before` is not allowed, with `index` and `decision` in the detail; BMNN_E_ACT with `path`, and `index` if it is in `before`; BMNN_E_JSON, BMNN_E_DATE, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_decide(const struct bmnn_packs *packs,
                              const char *before,
                              size_t before_len,
                              const char *act,
                              size_t act_len,
                              bmnn_date recorded,
                              struct bmnn_buf **out,
                              struct bmnn_error **err);

/**
 * Reads an entry as it stands in a ledger, without the ledger: its form is
 * checked, and no signature. `*out` becomes a JSON object: `seq`, the position;
 * `prev`, the leaf hash of the entry before; `leaf`, its own; `received`, Unix
 * time in milliseconds; `signer`, the id of the key that signed; `cosigners`,
 * those that cosigned, and `cosignatures`, what they signed it with, in the same
 * order; `statement`, its bytes in hexadecimal, for bmnn_statement_check; `act`,
 * the act's JSON, or null if it is not in the ledger's encoding.
 *
 * Ownership: `entry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ENCODING if it is no entry, with `kind` in the detail: `Version`, `TooLong`, `TooManyCosigned`, `CosignatureOrder`, `CosignedByItself`, `UnknownAlgorithm`, or `BadEncoding`, and then the offset, and `fault`. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_entry_json(const uint8_t *entry,
                            size_t entry_len,
                            struct bmnn_buf **out,
                            struct bmnn_error **err);

/**
 * Makes one file for an inspector: a ZIP with the ledger, the texts of the packs
 * that were adopted, and the sealed values chosen. bmnn_verify_file verifies it
 * as it is. A file that is there already is not overwritten, and where it fails
 * none is left.
 *
 * `selection` is a JSON object with, each where there is one: `withheld`, an
 * array of positions, of which only the hashes go with it; `values`, whose
 * sealed values go with it: `"none"`, `"all"`, or an array of positions. What
 * the law wants withheld, and from whom, is for the person who exports to know:
 * nothing is chosen here. A file with values is as secret as the registry.
 *
 * `*out` becomes a JSON object: `ledger`, `root`, `entries`, `withheld` and
 * `values`, how many of each.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `selection` may be NULL, for everything and no values; `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_EXISTS, BMNN_E_NOT_FOUND if there is no such entry, BMNN_E_STATE if one may not be withheld (`ledger.…`, `key.…`: no signature could be checked without them), BMNN_E_VAULT if values are wanted and the host has no key to them, BMNN_E_JSON if `selection` is not as said, BMNN_E_PACK, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_export(const struct bmnn_registry *registry,
                                 const char *file,
                                 size_t file_len,
                                 const char *selection,
                                 size_t selection_len,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * The evidence that another ledger, in its folder, is no continuation of what
 * this registry noted of it (`witness.note`): a text that bmnn_proof_check
 * checks with that ledger's keys alone.
 *
 * That there is none proves nothing of entries that the other has not got yet: a
 * ledger that was cut, and is still shorter than what was noted, can only be
 * asked for the rest.
 *
 * Ownership: `registry` and `other` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND if nothing contradicts what was noted. BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_PACK, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_fork_evidence(const struct bmnn_registry *registry,
                                        const char *other,
                                        size_t other_len,
                                        struct bmnn_buf **out,
                                        struct bmnn_error **err);

/**
 * The same, where not the other ledger is at hand, but a consistency proof of it
 * from the size that was noted: a text, as bmnn_registry_consistency gives it.
 * (If that size is a power of two, the proof leaves out the root that it leads
 * from, and only the ledger itself shows a fork.)
 *
 * Ownership: `registry` and `way` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_PROOF if `way` is no consistency proof, BMNN_E_NOT_FOUND if nothing contradicts what was noted. BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_fork_evidence_by(const struct bmnn_registry *registry,
                                           const char *way,
                                           size_t way_len,
                                           struct bmnn_buf **out,
                                           struct bmnn_error **err);

/**
 * Verifies the ledger in a folder, or a ledger's file by itself, by its format
 * alone: links, signatures, keys and checkpoints. The acts are not replayed under
 * the law, and the report says so. `held` is what others hold of it, as in
 * bmnn_verify_against.
 *
 * Ownership: `place`, `held` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `held`, `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same place from several at once, too.
 * Errors: BMNN_E_JSON if `held` is not as said, BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_format(const char *place,
                               size_t place_len,
                               const char *held,
                               size_t held_len,
                               const struct bmnn_verify_options *options,
                               int32_t (*progress)(void *user,
                                                   uint64_t done,
                                                   uint64_t total,
                                                   uint64_t entries),
                               void *user,
                               struct bmnn_report **out,
                               struct bmnn_error **err);

/**
 * The system's clock and randomness, and a vault that a passphrase opens.
 *
 * Ownership: `passphrase` is lent (`passphrase_len` bytes of UTF-8 or BMNN_ZSTR), and copied into memory that is wiped; the caller owns `*out`, freed with bmnn_host_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_KEY if it is no passphrase, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_host_with_passphrase(const char *passphrase,
                                      size_t passphrase_len,
                                      struct bmnn_host **out,
                                      struct bmnn_error **err);

/**
 * The system's clock and randomness, and a vault that 32 bytes open which the
 * host keeps: in the system's key store, in a card.
 *
 * Ownership: `key` is lent, 32 bytes, and copied into memory that is wiped; the caller owns `*out`, freed with bmnn_host_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_host_with_key(const uint8_t *key,
                               struct bmnn_host **out,
                               struct bmnn_error **err);

/**
 * For tests alone: a clock that shows `unix_millis` until it is set, bytes that
 * follow from a seed, and a vault whose key everybody knows. Nobody is to take
 * what it makes for an agency's records: it makes registries of the agency
 * BMNN_AGENCY_FOR_TESTS alone, and opens no registry that was made with another
 * host (BMNN_E_STATE). Each opening begins the bytes anew: open a registry again
 * with another seed.
 *
 * Ownership: `seed` is lent, 32 bytes; the caller owns `*out`, freed with bmnn_host_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_host_for_tests(int64_t unix_millis,
                                const uint8_t *seed,
                                struct bmnn_host **out,
                                struct bmnn_error **err);

/**
 * A host like another, with services of the program's own in place of those
 * whose functions are given. They are called on the thread that uses the
 * registry, one call at a time for each registry; must not use that registry
 * (BMNN_E_REENTRANT); and must not throw, nor jump out of the call.
 *
 * What clock or randomness fail with comes back as BMNN_E_CALLBACK, with the
 * number as `host` in the detail, and `callback`. A clock that says no time is
 * BMNN_E_CLOCK, and too few random bytes are BMNN_E_RANDOM. Nothing is written
 * then, and nothing else is asked in their place.
 *
 * `destroy` of each is called once, when this host and every registry that uses
 * it are freed, and also when this call fails, for each whose `struct_size` was
 * found to be right.
 *
 * Ownership: `host` and the functions are lent; the functions are copied, their `user` is the library's until `destroy`. The caller owns `*out`, freed with bmnn_host_free, and `*err`.
 * NULL: `clock`, `randomness`, `log` and `err` may be NULL, and so may the members `user` and `destroy`.
 * Thread: any.
 * Errors: BMNN_E_RANGE if a `struct_size` is no size of theirs, BMNN_E_UNSUPPORTED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_host_with_services(const struct bmnn_host *host,
                                    const struct bmnn_clock_functions *clock,
                                    const struct bmnn_randomness_functions *randomness,
                                    const struct bmnn_log_functions *log,
                                    struct bmnn_host **out,
                                    struct bmnn_error **err);

/**
 * Moves the clock of a host for tests, and with it that of every registry that
 * was opened with it.
 *
 * Ownership: `host` is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_STATE if the host has another clock, BMNN_E_HANDLE, BMNN_E_NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_host_advance(const struct bmnn_host *host,
                              int64_t millis,
                              struct bmnn_error **err);

/**
 * Frees a host. Registries that were opened with it go on.
 *
 * Ownership: `host` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody uses it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_host_free(struct bmnn_host *host);

/**
 * Whether a text can be an id: 1 to 64 of `A-Z a-z 0-9 . _ : -`. `*is_own_agency`
 * becomes 1 if it is `self`, which in every registry is its own agency, else 0.
 *
 * Ownership: `id` is lent, `id_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_RANGE if it cannot, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*is_own_agency` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_id_check(const char *id,
                          size_t id_len,
                          int32_t *is_own_agency,
                          struct bmnn_error **err);

/**
 * Sets options to their beginning: `struct_size` to `size`, which is
 * sizeof(bmnn_verify_options), and all else to zero. For languages that have
 * no BMNN_VERIFY_OPTIONS_INIT.
 *
 * Ownership: `options` is lent, with room for `size` bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_RANGE if `size` is no size of theirs, BMNN_E_HANDLE, BMNN_E_NULL; nothing is written then.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_options_init(struct bmnn_verify_options *options,
                                     size_t size,
                                     struct bmnn_error **err);

/**
 * The id by which statements name a public key, its kid: 8 bytes into `out`, the
 * first of its SHA-256.
 *
 * Ownership: `key` is lent, 32 bytes, and `out`, with room for 8; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_KEY if no ledger takes such a key, with `kind` in the detail: `NoPoint`, `NotCanonical`, `SmallOrder` or `MixedOrder`. BMNN_E_NULL; `out` is then zero.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_key_id(const uint8_t *key,
                        uint8_t *out,
                        struct bmnn_error **err);

/**
 * Checks an Ed25519 signature as a ledger's are checked: RFC 8032 §5.1.7 without
 * the cofactor, in canonical form alone.
 *
 * Ownership: `key` (32 bytes), `message` and `signature` (64 bytes) are lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_KEY if it is not that key's over this message, with `kind` `BadSignature` in the detail, or if no ledger takes such a key, with the `kind` of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_key_check(const uint8_t *key,
                           const uint8_t *message,
                           size_t message_len,
                           const uint8_t *signature,
                           struct bmnn_error **err);

/**
 * The packs, in the order of their adoption: a JSON array of objects with `id`,
 * `vi`, `en`, `starts`, `ends`, `extends`, `note`.
 *
 * Ownership: `packs` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_list(const struct bmnn_packs *packs,
                            struct bmnn_buf **out,
                            struct bmnn_error **err);

/**
 * The pack in force on a day: what bmnn_packs_list says of it.
 *
 * Ownership: `packs` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if none covers the day, BMNN_E_DATE, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_on(const struct bmnn_packs *packs,
                          bmnn_date on,
                          struct bmnn_buf **out,
                          struct bmnn_error **err);

/**
 * A whole pack, by its id: what bmnn_packs_list says of it, and arrays of its
 * `provisions` (as bmnn_packs_provision gives them), `posts` and `marks` (as
 * bmnn_packs_mark gives them).
 *
 * Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_pack(const struct bmnn_packs *packs,
                            const char *id,
                            size_t id_len,
                            struct bmnn_buf **out,
                            struct bmnn_error **err);

/**
 * A mark of the pack in force on a day, `toi-mat`: a JSON object with
 * `id`, `kind`, `level`, `vi`, `en`, `rows` (each with its `text`, what `fill` is
 * written in, and `lettering`), and as far as its form was found `frame` and
 * `border` (in hundredths of a millimetre), `ink`, `placement`, each with its
 * `confidence`; `article`, `confidence`, and `can-be-drawn`, whether all that a
 * drawing needs is known. What is null was not found: it is not to be guessed.
 *
 * Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if no pack covers the day or it has no such mark, BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_mark(const struct bmnn_packs *packs,
                            bmnn_date on,
                            const char *id,
                            size_t id_len,
                            struct bmnn_buf **out,
                            struct bmnn_error **err);

/**
 * Reads a level as people write it, and says which liberties the writer took:
 * BMNN_LIBERTY_… added up, 0 for the printed spelling. A wrong diacritic is no
 * level, and neither is an English word.
 *
 * Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
 * NULL: `liberties` and `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_LEVEL, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then BMNN_LEVEL_NONE.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_level_parse(const char *text,
                             size_t text_len,
                             bmnn_level *out,
                             uint32_t *liberties,
                             struct bmnn_error **err);

/**
 * How a level is written: `form` is one of BMNN_LEVEL_AS_….
 *
 * Ownership: `*out` is static, NUL-terminated UTF-8; do not free it. The caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_RANGE for a level or form that is none, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_level_text(bmnn_level level,
                            int32_t form,
                            const char **out,
                            struct bmnn_error **err);

/**
 * The highest of some levels: the one that wins where they meet (Law
 * 29/2018/QH14 Art. 10(2)).
 *
 * Ownership: `levels` is lent, `count` of them, at least one; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_RANGE if one is no level or there is none, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE if misaligned; `*out` is then BMNN_LEVEL_NONE.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_level_highest(const bmnn_level *levels,
                               size_t count,
                               bmnn_level *out,
                               struct bmnn_error **err);

/**
 * What a verifier key says, the text by which those who check are told a key:
 * bmnn_registry_verifier_key gives a ledger's. `*out` becomes a JSON object:
 * `name`, under which it signs; `type`, 1 for a ledger's key and 4 for a
 * witness's; `key`, its 32 bytes in hexadecimal; `ledger`, the ledger-id that the
 * name holds, or null.
 *
 * Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ENCODING if it is none, with `kind` in the detail: `Malformed`, `Name`, `Type`, `NotLedger` or `Hash`; BMNN_E_KEY if no ledger takes such a key, with the `kind` of bmnn_key_id. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verifier_key_json(const char *text,
                                   size_t text_len,
                                   struct bmnn_buf **out,
                                   struct bmnn_error **err);

/**
 * Checks that a witness cosigned the checkpoint in a note. `witness` is the
 * witness's verifier key. `*size` becomes the checkpoint's size, `*time` the time
 * at which the witness says that he cosigned, in Unix seconds. The ledger's own
 * signature is not checked: that is bmnn_checkpoint_check.
 *
 * Ownership: `note` and `witness` are lent, so many bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
 * NULL: each of `size`, `time` and `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if no line of the note is of this witness, with `kind` `NotWitnessed` in the detail; BMNN_E_KEY if its signature is wrong, with `kind` `BadSignature`; BMNN_E_ENCODING if the note is none, with its `kind`, or `witness` is no verifier key, as bmnn_verifier_key_json. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; what is asked for is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_note_check_witness(const char *note,
                                    size_t note_len,
                                    const char *witness,
                                    size_t witness_len,
                                    uint64_t *size,
                                    uint64_t *time,
                                    struct bmnn_error **err);

/**
 * A document: a JSON object with `document`, its record; `subject`, its subject
 * line while the vault is open; `subject-erased-by`; and its `copies` and open
 * `duties`. Keys as in crates/bmnn-cli/JSON.md, here and below.
 *
 * Ownership: `registry` and `document` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_RANGE if `document` is no id, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_document(const struct bmnn_registry *registry,
                                   const char *document,
                                   size_t document_len,
                                   struct bmnn_buf **out,
                                   struct bmnn_error **err);

/**
 * A copy, `doc-17#3`: a JSON object with its `state`, `holder`, `person`,
 * `addressee`, `to`, `return-by`.
 *
 * Ownership: `registry` and `copy` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_RANGE if `copy` is no copy's name, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_copy(const struct bmnn_registry *registry,
                               const char *copy,
                               size_t copy_len,
                               struct bmnn_buf **out,
                               struct bmnn_error **err);

/**
 * The books: a JSON array of objects with `book`, `kind`, `year`, `volume`,
 * `party`, `next`, `last-date`, `kept`, `closed`.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_books(const struct bmnn_registry *registry,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * The rows of a book, in the order of their numbers: a JSON array of objects
 * with `book`, `number`, `act`, `document`, `on`, `state`. Voided and cancelled
 * rows are among them.
 *
 * Ownership: `registry` and `book` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND if there is no such book, BMNN_E_RANGE if `book` is no id, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_rows(const struct bmnn_registry *registry,
                               const char *book,
                               size_t book_len,
                               struct bmnn_buf **out,
                               struct bmnn_error **err);

/**
 * Everything of a kind, as it stands now: a JSON array. `kind` is one of
 * `party`, `person`, `position`, `delegation`, `pack`, `list`, `book`, `row`,
 * `document`, `copy`, `duty` (closed ones too), `incident`, `notice`, `noted`
 * (checkpoints of other ledgers), `erasure`; later versions know more.
 *
 * Ownership: `registry` and `kind` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_RANGE for a kind that is none, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_all(const struct bmnn_registry *registry,
                              const char *kind,
                              size_t kind_len,
                              struct bmnn_buf **out,
                              struct bmnn_error **err);

/**
 * The subject lines that hold every word of `words`, case and diacritics aside:
 * a JSON array of objects with `act`, `entry`, `document`, `field`, `text`. They
 * are compared in memory, through the open vault.
 *
 * Ownership: `registry` and `words` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_VAULT if the vault is not open, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_search(const struct bmnn_registry *registry,
                                 const char *words,
                                 size_t words_len,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * Looks for what other processes have put on record since: a registry that is
 * only read stays as it was until then.
 *
 * Ownership: `registry` is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_LOCKED, BMNN_E_KEY, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_NULL, BMNN_E_HANDLE.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_refresh(struct bmnn_registry *registry,
                                  struct bmnn_error **err);

/**
 * The packs that come with the library, oldest law first.
 *
 * Ownership: the caller owns `*out`, freed with bmnn_packs_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API bmnn_status bmnn_packs_built_in(struct bmnn_packs **out, struct bmnn_error **err);

/**
 * The packs of `packs` and one more, read from its TOML, as the latest. What
 * it extends must be among them. `name` is what its errors call it.
 *
 * Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_packs_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_PACK with the reason, and `line` in the detail, BMNN_E_HANDLE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_with(const struct bmnn_packs *packs,
                            const char *name,
                            size_t name_len,
                            const char *toml,
                            size_t toml_len,
                            struct bmnn_packs **out,
                            struct bmnn_error **err);

/**
 * What the pack in force on a day provides under an id, `extend.decide-before`:
 * a JSON object with `pack`, `id`, `value`, `vi`, `en`, `article` (`vi`, `en`),
 * `confidence`, and `refuses`, whether an act against it is refused rather than
 * warned of. A value that nobody has found is `{"unknown": true}`.
 *
 * Ownership: `packs` and `id` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if no pack covers the day or it has no such provision, BMNN_E_DATE, BMNN_E_HANDLE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_provision(const struct bmnn_packs *packs,
                                 bmnn_date on,
                                 const char *id,
                                 size_t id_len,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * The digest of a pack that comes with the library, `vn-2025`: 64 hexadecimal
 * digits, as `pack.adopt` wants them.
 *
 * Ownership: `id` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_pack_digest(const char *id,
                             size_t id_len,
                             struct bmnn_buf **out,
                             struct bmnn_error **err);

/**
 * Frees packs.
 *
 * Ownership: `packs` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody reads it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_packs_free(struct bmnn_packs *packs);

/**
 * Reads a date as old papers have it: `2014-05-31`, `2014-05` or `2014`.
 * `*earliest` and `*latest` become the days between which it lies; a term
 * reckoned from the latest one protects no less than the true one.
 *
 * Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
 * NULL: each of `earliest`, `latest` and `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; what is asked for is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_part_date_parse(const char *text,
                                 size_t text_len,
                                 bmnn_date *earliest,
                                 bmnn_date *latest,
                                 struct bmnn_error **err);

/**
 * The proof that the entry at a position is in the ledger, under the checkpoint
 * over the first `size` entries, or BMNN_NOW for the last one: a text (C2SP
 * tlog-proof).
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_prove(const struct bmnn_registry *registry,
                                uint64_t seq,
                                uint64_t size,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * The proof that the checkpoint over the first `size` entries, or BMNN_NOW for
 * the last one, only adds to the one over the first `old`: a text (C2SP
 * tlog-witness).
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_consistency(const struct bmnn_registry *registry,
                                      uint64_t old,
                                      uint64_t size,
                                      struct bmnn_buf **out,
                                      struct bmnn_error **err);

/**
 * The receipt of an entry for those who read COSE (RFC 9942): bytes. It is a new
 * signature by the ledger key over the last root.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_STATE in a registry opened to read, BMNN_E_KEY if the ledger key does not sign, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_cose_receipt(const struct bmnn_registry *registry,
                                       uint64_t seq,
                                       struct bmnn_buf **out,
                                       struct bmnn_error **err);

/**
 * The COSE receipt (RFC 9942) that the last checkpoint only adds to the one over
 * the first `old` entries: bytes, newly signed by the ledger key.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_STATE in a registry opened to read, BMNN_E_KEY if the ledger key does not sign, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_cose_consistency(const struct bmnn_registry *registry,
                                           uint64_t old,
                                           struct bmnn_buf **out,
                                           struct bmnn_error **err);

/**
 * The checkpoint over the first `size` entries, as it was signed: a note (C2SP).
 * There is one behind each commit, not behind each entry.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_checkpoint_at(const struct bmnn_registry *registry,
                                        uint64_t size,
                                        struct bmnn_buf **out,
                                        struct bmnn_error **err);

/**
 * The bytes of an entry as they stand in the ledger: what whoever checks a proof
 * of it needs. Sealed values are not in them.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_entry_bytes(const struct bmnn_registry *registry,
                                      uint64_t seq,
                                      struct bmnn_buf **out,
                                      struct bmnn_error **err);

/**
 * The key that signed the checkpoint over the first `size` entries, or BMNN_NOW
 * for the last one: a text with name and key (C2SP signed-note). Give it to those
 * who check proofs by another way than the proofs.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_verifier_key(const struct bmnn_registry *registry,
                                       uint64_t size,
                                       struct bmnn_buf **out,
                                       struct bmnn_error **err);

/**
 * How many entries the ledger has.
 *
 * Ownership: `registry` is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_size(const struct bmnn_registry *registry,
                               uint64_t *out,
                               struct bmnn_error **err);

/**
 * The ledger-id: 32 bytes into `out`.
 *
 * Ownership: `registry` is lent, and `out` with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; the bytes are then 0, if there are any.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_ledger_id(const struct bmnn_registry *registry,
                                    uint8_t *out,
                                    struct bmnn_error **err);

/**
 * The entry at a position, from 0: a JSON object with `seq`, `leaf`,
 * `received`, `signer`, `cosigners`, `act`. Going on from the last position
 * known is how a host keeps tables of its own up to date.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_entry(const struct bmnn_registry *registry,
                                uint64_t seq,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * The entries from a position on, at most `most` of them (1 to
 * BMNN_MOST_ENTRIES): a JSON object with `entries`, an array of what
 * bmnn_registry_entry gives; `next`, the position to ask from next; and `size`,
 * how many entries there are. Where `next` is `size`, there is nothing more yet.
 * So a host keeps tables of its own up to date.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_RANGE if `most` is out of its range, or `from` beyond the entries, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_since(const struct bmnn_registry *registry,
                                uint64_t from,
                                uint32_t most,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * What became of the act with an id of 16 bytes: its entry, as
 * bmnn_registry_entry gives it. A host that crashed while it waited asks so
 * before it tries again.
 *
 * Ownership: `registry` and `id` are lent, `id` 16 bytes; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_by_id(const struct bmnn_registry *registry,
                                const uint8_t *id,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

/**
 * The acts on something, in order: a JSON array of entries. `about` is the id
 * of a document (with its copies), or of a copy, person, party, position, book
 * or incident; `known_at` the last entry to look at, or BMNN_NOW.
 *
 * Ownership: `registry` and `about` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL, BMNN_E_UTF8, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_history(const struct bmnn_registry *registry,
                                  const char *about,
                                  size_t about_len,
                                  uint64_t known_at,
                                  struct bmnn_buf **out,
                                  struct bmnn_error **err);

/**
 * What a document's secrecy is on a day, and why: a JSON object with `standing`,
 * `level`, `ends`, `pack`, `because` with articles, `unverified`, and its
 * `copies` and `duties`. `known_at` is the last entry to look at, or BMNN_NOW.
 *
 * Ownership: `registry` and `document` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL, BMNN_E_DATE, BMNN_E_RANGE if `document` is no id, BMNN_E_UTF8, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_status(const struct bmnn_registry *registry,
                                 const char *document,
                                 size_t document_len,
                                 bmnn_date on,
                                 uint64_t known_at,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * The open duties, the most urgent first, seen from a day: a JSON array of
 * objects with `kind`, `about`, `due`, `days-left`, `overdue`, `provision`.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL, BMNN_E_DATE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_duties(const struct bmnn_registry *registry,
                                 bmnn_date on,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * The receipt of an entry: a text (C2SP tlog-proof) that proves to anyone,
 * without the ledger, that the entry is in it.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_VAULT, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_receipt(const struct bmnn_registry *registry,
                                  uint64_t seq,
                                  struct bmnn_buf **out,
                                  struct bmnn_error **err);

/**
 * The last checkpoint: a signed note (C2SP) that fixes every entry so far.
 * Whoever keeps it elsewhere can prove later that the ledger was cut back or
 * rewritten.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_checkpoint(const struct bmnn_registry *registry,
                                     struct bmnn_buf **out,
                                     struct bmnn_error **err);

/**
 * Checks that a COSE receipt (RFC 9942) proves of an entry that it is in a tree
 * whose root `key` signed, and gives that root: 32 bytes into `out`. Neither size
 * nor position are signed in such a receipt, nor a ledger named.
 *
 * Ownership: `receipt`, `entry` and `key` (32 bytes) are lent, and `out`, with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: with `kind` in the detail: BMNN_E_ENCODING if it is no receipt, `Malformed`, and then the offset, or `Algorithm`; BMNN_E_PROOF if it proves something else, `OtherKind` or `NotProven`; BMNN_E_KEY if that key did not sign, `OtherKey`, `BadSignature`, or that of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_receipt_check_inclusion(const uint8_t *receipt,
                                         size_t receipt_len,
                                         const uint8_t *entry,
                                         size_t entry_len,
                                         const uint8_t *key,
                                         uint8_t *out,
                                         struct bmnn_error **err);

/**
 * Checks that a COSE receipt proves of a tree whose root `key` signed that it
 * only adds to the one with the root `old_root`, and gives the later root: 32
 * bytes into `out`.
 *
 * Ownership: `receipt`, `old_root` (32 bytes) and `key` (32 bytes) are lent, and `out`, with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ENCODING, BMNN_E_PROOF or BMNN_E_KEY, with the `kind` of bmnn_receipt_check_inclusion in the detail; BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_receipt_check_consistency(const uint8_t *receipt,
                                           size_t receipt_len,
                                           const uint8_t *old_root,
                                           const uint8_t *key,
                                           uint8_t *out,
                                           struct bmnn_error **err);

/**
 * Makes a registry in `folder`, where nothing of one may be: `ledger.open`,
 * signed by `roots`, and the enrolment of the clerk's key. `opening` is a JSON
 * object: `agency`, the agency's name; `clerk`, `{"person", "key"}`, the id and
 * public key (64 hexadecimal digits) of whoever keeps it; and where wanted
 * `on` (the legal date), `threshold` (how many roots sign what roots sign; 1),
 * `further-roots` (public keys of roots that do not sign now), `after` (the end
 * of the closed ledger that this one succeeds: `[ledger-id, size, root]`, as a
 * report of that one has it). With a host for tests, `agency` is
 * BMNN_AGENCY_FOR_TESTS.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_registry_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_EXISTS, BMNN_E_JSON, BMNN_E_STATE with a host for tests and another agency, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_CLOCK, BMNN_E_REFUSED, BMNN_E_IO, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_create(const char *folder,
                                 size_t folder_len,
                                 const char *opening,
                                 size_t opening_len,
                                 const struct bmnn_signer *const *roots,
                                 size_t root_count,
                                 const struct bmnn_signer *ledger_key,
                                 const struct bmnn_host *host,
                                 struct bmnn_registry **out,
                                 struct bmnn_error **err);

/**
 * Opens the registry in `folder`, to put acts on record. `ledger_key` signs
 * its checkpoints.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_registry_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_KEY, BMNN_E_STATE if the host is for tests and the registry is not, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED, BMNN_E_LOCKED, BMNN_E_PACK, BMNN_E_IO, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_open(const char *folder,
                               size_t folder_len,
                               const struct bmnn_signer *ledger_key,
                               const struct bmnn_host *host,
                               struct bmnn_registry **out,
                               struct bmnn_error **err);

/**
 * Opens the registry in `folder` for reading: without key, lock or vault, also
 * from a disk that takes no writing.
 *
 * Ownership: `folder` is lent; the caller owns `*out`, freed with bmnn_registry_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_DAMAGED, BMNN_E_PACK, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_open_to_read(const char *folder,
                                       size_t folder_len,
                                       struct bmnn_registry **out,
                                       struct bmnn_error **err);

/**
 * Puts an act on record, if it may stand: a JSON object by the act's schema
 * (`acts.schema.json`), with plain values where it says sealed. The registry
 * fills in `id`, `by`, `seen` and `pack`. An act whose `id` is on record with
 * the same content is answered with the entry that is there.
 *
 * `*out` becomes a JSON object: `seq`, `id`, `act`, `leaf`, `row`, `repeated`,
 * `decision` with the duties that it opened and closed.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `cosigners` may be NULL if there are none; `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_REFUSED with article and reasons; BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. Nothing was written then, and `*out` is NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_perform(struct bmnn_registry *registry,
                                  const char *act,
                                  size_t act_len,
                                  const struct bmnn_signer *signer,
                                  const struct bmnn_signer *const *cosigners,
                                  size_t cosigner_count,
                                  struct bmnn_buf **out,
                                  struct bmnn_error **err);

/**
 * Puts several acts on record in one commit, all or nothing, each decided on
 * the state after the one before: a JSON array. `*out` becomes an array of
 * what bmnn_registry_perform gives.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: with `index` in the detail, which act it was, from 0: BMNN_E_REFUSED with article and reasons; BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE. Nothing was written then, and `*out` is NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_perform_all(struct bmnn_registry *registry,
                                      const char *acts,
                                      size_t acts_len,
                                      const struct bmnn_signer *signer,
                                      struct bmnn_buf **out,
                                      struct bmnn_error **err);

/**
 * What the law says of an act, without putting it on record: a JSON object
 * with `allowed`, and `reasons`, `warnings`, `irregular`, `opens`, `closes`.
 * A refusal is an answer here.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_ACT, BMNN_E_JSON, BMNN_E_OTHER_CONTENT, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_KEY, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_decide(struct bmnn_registry *registry,
                                 const char *act,
                                 size_t act_len,
                                 const struct bmnn_signer *signer,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * Says that the clock is right though it is far ahead of the last entry: what
 * BMNN_E_CLOCK asks for. It holds for the next call that puts acts on record.
 *
 * Ownership: `registry` is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_confirm_clock(struct bmnn_registry *registry,
                                        struct bmnn_error **err);

/**
 * Closes a registry, frees it, and says whether its end went well. What was
 * acknowledged is on the disk already; this brings what stands in the logs of
 * vault and index into their files, so that each is whole by itself.
 *
 * It is freed whatever this returns, but for BMNN_E_REENTRANT, BMNN_E_HANDLE and
 * BMNN_E_NULL.
 *
 * Ownership: `registry` is taken; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any, once nobody else uses it.
 * Errors: BMNN_E_POISONED if an earlier write failed, BMNN_E_VAULT, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_close(struct bmnn_registry *registry,
                                struct bmnn_error **err);

/**
 * Closes a registry and frees it. What was acknowledged is on the disk already;
 * where it matters whether the end went well, there is bmnn_registry_close.
 * From a callback of the registry itself nothing happens: it is in use.
 *
 * Ownership: `registry` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody uses it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_registry_free(struct bmnn_registry *registry);

/**
 * 1 if ledger and acts hold, 0 if not: no finding is an error then. What was
 * not proven is in bmnn_report_json.
 *
 * Ownership: `report` is lent.
 * NULL: allowed; the answer is then 0.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API int32_t bmnn_report_holds(const struct bmnn_report *report);

/**
 * How many entries the last checkpoint covers.
 *
 * Ownership: `report` is lent.
 * NULL: allowed; the answer is then 0.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API uint64_t bmnn_report_size(const struct bmnn_report *report);

/**
 * The root over the entries that the last checkpoint covers: 32 bytes.
 *
 * Ownership: `report` is lent; the bytes are the report's, and good until it is freed.
 * NULL: allowed; the answer is then NULL.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API const uint8_t *bmnn_report_root(const struct bmnn_report *report);

/**
 * How many findings are spelled out: a thousand of each kind at most.
 *
 * Ownership: `report` is lent.
 * NULL: allowed; the answer is then 0.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API size_t bmnn_report_findings(const struct bmnn_report *report);

/**
 * One finding, from 0, in the order of the ledger: its kind (`BadSignature`),
 * its severity (BMNN_SEVERITY_…), what it is about (BMNN_POSITION_…) and the
 * position there, and a sentence with the facts. Facts are told in English
 * alone: for a user, translate the kind.
 *
 * Ownership: `report` is lent; `*kind` and `*detail` are the report's, UTF-8 that ends in NUL, and good until it is freed. The caller owns `*err`.
 * NULL: each of `kind`, `severity`, `about`, `position`, `detail` and `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if there are not so many, BMNN_E_HANDLE, BMNN_E_NULL; what is asked for is then NULL or 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_report_finding(const struct bmnn_report *report,
                                size_t index,
                                const char **kind,
                                int32_t *severity,
                                int32_t *about,
                                uint64_t *position,
                                const char **detail,
                                struct bmnn_error **err);

/**
 * All that was found, as a JSON object: `holds`, `ledger`, `size`, `root`,
 * `entries`, `checkpoints`, `signatures`, `errors`, `acts`, `hands`, `findings`,
 * `not-proven` (each with `kind`, `vi`, `en`), `not-replayed`.
 *
 * Ownership: `report` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_report_json(const struct bmnn_report *report,
                             struct bmnn_buf **out,
                             struct bmnn_error **err);

/**
 * Where the next verification can begin: bytes for bmnn_verify_since. There are
 * some if the options asked for them, and ledger and acts hold up to the end.
 *
 * Ownership: `report` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if there is none, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_report_bookmark(const struct bmnn_report *report,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * Frees a report.
 *
 * Ownership: `report` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody reads it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_report_free(struct bmnn_report *report);

/**
 * Makes the folder of a new ring, or takes an empty one.
 *
 * Ownership: the texts are lent (so many bytes of UTF-8, or BMNN_ZSTR), the passphrase copied into memory that is wiped; the caller owns `*out`, freed with bmnn_ring_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_EXISTS if there are keys in the folder, BMNN_E_KEY if it is no passphrase, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_ring_create(const char *folder,
                             size_t folder_len,
                             const char *passphrase,
                             size_t passphrase_len,
                             struct bmnn_ring **out,
                             struct bmnn_error **err);

/**
 * Opens the ring in a folder. The passphrase is tried when the first key is
 * asked for.
 *
 * Ownership: the texts are lent (so many bytes of UTF-8, or BMNN_ZSTR), the passphrase copied into memory that is wiped; the caller owns `*out`, freed with bmnn_ring_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if there is no such folder, BMNN_E_KEY if it is no passphrase, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_ring_open(const char *folder,
                           size_t folder_len,
                           const char *passphrase,
                           size_t passphrase_len,
                           struct bmnn_ring **out,
                           struct bmnn_error **err);

/**
 * Makes a new key from the system's random bytes, and keeps it: on the disk
 * when this returns. `name` is `ledger`, `root-1`, `actor-` and a person's id, or
 * `witness`. `*out` becomes a JSON object with `name`, `kid` and `public-key`.
 * It signs nothing before it is enrolled.
 *
 * Ownership: `ring` and `name` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any. It takes as long as the ring's passphrase makes it, a second or so.
 * Errors: BMNN_E_EXISTS if there is a key of that name, BMNN_E_KEY if it is no name of a key or the passphrase does not open the keys that are there, BMNN_E_DAMAGED if one of these is damaged, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_ring_generate(const struct bmnn_ring *ring,
                               const char *name,
                               size_t name_len,
                               struct bmnn_buf **out,
                               struct bmnn_error **err);

/**
 * The keys that are there, by name: a JSON array of objects with `name` and
 * `kid` (null where the file does not say it). No passphrase is tried.
 *
 * Ownership: `ring` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if the folder is gone, BMNN_E_IO, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_ring_list(const struct bmnn_ring *ring,
                           struct bmnn_buf **out,
                           struct bmnn_error **err);

/**
 * Opens a key of the ring.
 *
 * Ownership: `ring` and `name` are lent; the caller owns `*out`, freed with bmnn_signer_free, and `*err`. The signer outlives the ring.
 * NULL: `err` may be NULL.
 * Thread: any. It takes as long as the ring's passphrase makes it, a second or so.
 * Errors: BMNN_E_KEY if it is no name of a key, there is none of that name, or the passphrase is another; BMNN_E_DAMAGED, BMNN_E_NOT_FOUND if the folder is gone, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_ring_signer(const struct bmnn_ring *ring,
                             const char *name,
                             size_t name_len,
                             struct bmnn_signer **out,
                             struct bmnn_error **err);

/**
 * Frees a ring, and wipes its passphrase. Signers that came out of it go on.
 *
 * Ownership: `ring` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody uses it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_ring_free(struct bmnn_ring *ring);

/**
 * Enrols `successor` as the ledger key, signed by `roots` (as many as the
 * registry's threshold wants), and goes on with it: the checkpoint over the
 * enrolment is the first that it signs, and bmnn_registry_open wants it from
 * then on. `on` is the legal date, 0 for the day of the host's clock. After a
 * compromise, `since` is the position from which on checkpoints of the key
 * before are doubtful; else BMNN_NOT_COMPROMISED.
 *
 * `*out` becomes what bmnn_registry_perform gives.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_KEY without a root, BMNN_E_DATE if `on` is no date, BMNN_E_REFUSED with article and reasons, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE: nothing was written then, and the key before stays. BMNN_E_POISONED if the registry is to be opened anew, which tells which key is in force. `*out` is NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_rotate_ledger_key(struct bmnn_registry *registry,
                                            const struct bmnn_signer *successor,
                                            const struct bmnn_signer *const *roots,
                                            size_t root_count,
                                            bmnn_date on,
                                            uint64_t since,
                                            struct bmnn_buf **out,
                                            struct bmnn_error **err);

/**
 * The commitment that stands in an act in place of a sealed value: 32 bytes into
 * `out`. `salt` is 32 bytes, `act_id` the act's id, 16 bytes; `value` is JSON in
 * the form of bmnn_cbor_json, so that a text is a JSON string.
 *
 * Ownership: `salt`, `act_id` and `value` are lent (`value_len` bytes of UTF-8 or BMNN_ZSTR), and `out`, with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_JSON if `value` is not in that form; BMNN_E_ENCODING if it has no encoding, with `kind` in the detail. BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_sealed_commitment(const uint8_t *salt,
                                   const uint8_t *act_id,
                                   const char *value,
                                   size_t value_len,
                                   uint8_t *out,
                                   struct bmnn_error **err);

/**
 * Checks that a value which was revealed is the one that an act committed to.
 * The arguments are as in bmnn_sealed_commitment; `commitment` is 32 bytes.
 *
 * Ownership: `commitment`, `salt`, `act_id` and `value` are lent (`value_len` bytes of UTF-8 or BMNN_ZSTR); the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_PROOF if it is another, with `kind` `SealMismatch` in the detail; BMNN_E_JSON if `value` is not in that form; BMNN_E_ENCODING, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_sealed_check(const uint8_t *commitment,
                              const uint8_t *salt,
                              const uint8_t *act_id,
                              const char *value,
                              size_t value_len,
                              struct bmnn_error **err);

/**
 * Which places of an act are sealed: `*out` becomes a JSON array of paths, such
 * as `decision/paper/volume`, in the order of the ledger. `act` is the act's
 * JSON, with plain values or with commitments there; `corrected` is the name of
 * the act that an `entry.correct` corrects.
 *
 * Ownership: `act` and `corrected` are lent, so many bytes of UTF-8 or BMNN_ZSTR; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `corrected` may be NULL where nothing is corrected; `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_ACT with `path` in the detail, or with `kind` `Sealed` if a map with the key `sealed` is no commitment; BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_sealed_places(const char *act,
                               size_t act_len,
                               const char *corrected,
                               size_t corrected_len,
                               struct bmnn_buf **out,
                               struct bmnn_error **err);

/**
 * The signer whose secret key is `seed` (RFC 8032 §5.1.5): for tests, and for
 * hosts that keep their keys themselves.
 *
 * Ownership: `seed` is lent, 32 bytes, and copied into memory that is wiped; the caller owns `*out`, freed with bmnn_signer_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_signer_from_seed(const uint8_t *seed,
                                  struct bmnn_signer **out,
                                  struct bmnn_error **err);

/**
 * A key of the ring in a folder, `keys` beside the ledger: `name` is `ledger`,
 * `root-1`, `actor-` and a person's id, or `witness`.
 *
 * Ownership: the texts are lent (so many bytes of UTF-8, or BMNN_ZSTR); the caller owns `*out`, freed with bmnn_signer_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any. It takes as long as the ring's passphrase makes it, a second or so.
 * Errors: BMNN_E_KEY if there is no such key or the passphrase is another, BMNN_E_NOT_FOUND if there is no such folder, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_signer_from_ring(const char *folder,
                                  size_t folder_len,
                                  const char *name,
                                  size_t name_len,
                                  const char *passphrase,
                                  size_t passphrase_len,
                                  struct bmnn_signer **out,
                                  struct bmnn_error **err);

/**
 * A signer of the host's own: a card, a module. Its functions are called on the
 * thread that uses the registry, one call at a time for each registry. They
 * must not use that registry (BMNN_E_REENTRANT), and must not throw, nor jump
 * out of the call. What they fail with comes back as BMNN_E_CALLBACK, with the
 * number as `host` in the detail, or as BMNN_E_CANCELLED. A signature that is
 * wrong, or not 64 bytes long, is BMNN_E_KEY.
 *
 * `destroy` is called once, when the signer and every registry that uses it
 * are freed, and also when this call fails, as soon as `struct_size` was found
 * to be right.
 *
 * Ownership: `functions` is lent and copied; `user` is the library's until `destroy`. The caller owns `*out`, freed with bmnn_signer_free, and `*err`.
 * NULL: `err` may be NULL, and so may the members `user` and `destroy`.
 * Thread: any.
 * Errors: BMNN_E_RANGE if `struct_size` is no size of theirs, BMNN_E_UNSUPPORTED, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_signer_of_host(const struct bmnn_signer_functions *functions,
                                struct bmnn_signer **out,
                                struct bmnn_error **err);

/**
 * The signer's public key: 32 bytes into `out`.
 *
 * Ownership: `signer` and `out` are lent, `out` with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_HANDLE, BMNN_E_NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_signer_public_key(const struct bmnn_signer *signer,
                                   uint8_t *out,
                                   struct bmnn_error **err);

/**
 * Frees a signer. Registries that sign with it go on.
 *
 * Ownership: `signer` is taken.
 * NULL: allowed; nothing happens.
 * Thread: any, once nobody uses it.
 * Errors: none.
 * Since: 1.0
 */
BMNN_API void bmnn_signer_free(struct bmnn_signer *signer);

/**
 * The slip of an entry under the last checkpoint, for a receiver who noted the
 * first `since` entries of this ledger last, or 0 if none: bytes, which a file
 * takes as they are. It is kept in the registry's folder, so that the answer is
 * known for one.
 *
 * What is sealed does not travel in it.
 *
 * Ownership: `registry` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_STATE for an entry that is of no use outside, BMNN_E_NOT_FOUND, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_slip(const struct bmnn_registry *registry,
                               uint64_t seq,
                               uint64_t since,
                               struct bmnn_buf **out,
                               struct bmnn_error **err);

/**
 * What a slip from another agency proves, held against what this registry knows:
 * a JSON object with `holds`, `slip` (its digest), `party`, `ledger`, `size`,
 * `root`, `about`, `standing`, `noted`, `signatures`, `findings` and `not-proven`.
 * A slip that does not hold is an answer, and no error. Nothing is recorded.
 *
 * `from` is the party who sent it, or NULL for whichever has that ledger;
 * `witnesses` a JSON array of the verifier keys of witnesses whose cosignatures
 * are to be checked.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `from` and `witnesses` may be NULL where there is none; `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_PROOF if it is no slip, BMNN_E_STATE if it is of this registry itself, BMNN_E_NOT_FOUND if there is no such party, BMNN_E_RANGE if `from` is no id, BMNN_E_JSON if `witnesses` is no array of keys, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_slip_read(const struct bmnn_registry *registry,
                                    const uint8_t *slip,
                                    size_t slip_len,
                                    const char *from,
                                    size_t from_len,
                                    const char *witnesses,
                                    size_t witnesses_len,
                                    struct bmnn_buf **out,
                                    struct bmnn_error **err);

/**
 * What follows from a slip that holds, on a legal date: a JSON object with `note`,
 * the draft of `witness.note`, null if its checkpoint was noted before; `act`,
 * the draft of `document.receive` or `copy.accept`, null if the slip tells of
 * something else; and `wanted`, the fields of `act` that the slip does not say in
 * clear and that the clerk reads off the document.
 *
 * Lay these over `act`, and put both on record with bmnn_registry_perform_all,
 * `note` first. A checkpoint is noted only if its slip went through here, with the
 * registry open since. The slip is kept in the registry's folder.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `from` and `witnesses` may be NULL where there is none; `err` may be NULL.
 * Thread: any; calls on one registry come one after the other.
 * Errors: BMNN_E_REFUSED if it does not hold, does not lead from what was noted, or answers nothing; BMNN_E_STATE if nobody enrolled has that ledger; BMNN_E_DATE, BMNN_E_PROOF if it is no slip, BMNN_E_STATE if it is of this registry itself, BMNN_E_NOT_FOUND if there is no such party, BMNN_E_RANGE if `from` is no id, BMNN_E_JSON if `witnesses` is no array of keys, BMNN_E_DAMAGED, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_POISONED, BMNN_E_REENTRANT, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_registry_slip_accept(struct bmnn_registry *registry,
                                      const uint8_t *slip,
                                      size_t slip_len,
                                      const char *from,
                                      size_t from_len,
                                      const char *witnesses,
                                      size_t witnesses_len,
                                      bmnn_date on,
                                      struct bmnn_buf **out,
                                      struct bmnn_error **err);

/**
 * Checks that a statement, an act as it was signed, is of `key` and for this
 * ledger, and reads it. `ledger` is the ledger-id, 32 bytes; NULL for the
 * `ledger.open` with which one begins. Whether that key may sign such an act is
 * the ledger's to say. `*out` becomes a JSON object: `kid`, the id of the key;
 * `name`, the act's name, or null; `act`, its JSON.
 *
 * Ownership: `statement`, `ledger` and `key` (32 bytes) are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `ledger` may be NULL, as said, and `err`.
 * Thread: any.
 * Errors: BMNN_E_ENCODING if it is no statement, with `kind` in the detail: `UnknownAlgorithm`, or `BadEncoding`, and then the offset, and `fault`. BMNN_E_KEY with `kind` `UnknownKey` if it names another key, `BadSignature`, or that of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_statement_check(const uint8_t *statement,
                                 size_t statement_len,
                                 const uint8_t *ledger,
                                 const uint8_t *key,
                                 struct bmnn_buf **out,
                                 struct bmnn_error **err);

/**
 * Checks that a cosignature is of `key`, which has the id `kid`, over the act of
 * a statement and for this ledger. `ledger` is as in bmnn_statement_check.
 *
 * Ownership: `statement`, `ledger`, `kid` (8 bytes), `signature` (64 bytes) and `key` (32 bytes) are lent; the caller owns `*err`.
 * NULL: `ledger` may be NULL, as said there, and `err`.
 * Thread: any.
 * Errors: BMNN_E_ENCODING if it is no statement, with the `kind` of bmnn_statement_check; BMNN_E_KEY with `kind` in the detail: `UnknownKey` if `kid` is another key's, `BadSignature`, or that of bmnn_key_id. BMNN_E_NULL, BMNN_E_LENGTH.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_cosignature_check(const uint8_t *statement,
                                   size_t statement_len,
                                   const uint8_t *ledger,
                                   const uint8_t *kid,
                                   const uint8_t *signature,
                                   const uint8_t *key,
                                   struct bmnn_error **err);

/**
 * The last protected day of a document of a level that was determined on a day,
 * with nothing else stated: the level's term under the packs.
 *
 * Ownership: `packs` is lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if the packs give no end, BMNN_E_DATE, BMNN_E_RANGE if `level` is none, BMNN_E_NULL, BMNN_E_HANDLE; `*out` is then 0.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_term_end(const struct bmnn_packs *packs,
                                bmnn_level level,
                                bmnn_date determined,
                                bmnn_date *out,
                                struct bmnn_error **err);

/**
 * The term of something protected, and why. `protection` is a JSON object:
 * `carrier` (`document`, `object`, `place`…), and as far as known `level`,
 * `determined` (a part-date), `protect` (what was stated: `{"years": 5}`,
 * `{"months": 6}`, `{"on": "2026-03-01"}`, `"unstated"`, `"when"`,
 * `"indefinite"`), `extended-to`, `listed` (whether it is on a list).
 *
 * `*out` becomes a JSON object: `end`, the last protected day or null; `unknown`,
 * whether nothing is known that would give one; `undecided`, whether the law
 * wants an act of somebody at the end; `because`, each with `vi`, `en`, `article`.
 *
 * Ownership: `packs` and `protection` are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_JSON with `field` in the detail, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_term(const struct bmnn_packs *packs,
                            const char *protection,
                            size_t protection_len,
                            struct bmnn_buf **out,
                            struct bmnn_error **err);

/**
 * What a stated protection comes to under one pack: `until` is JSON as `protect`
 * is in bmnn_packs_term. `*out` becomes a JSON object: `end`, the last protected
 * day or null; `at-event`, whether an event may end it before; `cut`, whether more
 * was stated than the level's term allows; `because`, an array of provisions.
 *
 * Ownership: `packs` and the texts are lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NOT_FOUND if there is no such pack, BMNN_E_JSON, BMNN_E_DATE, BMNN_E_RANGE if `level` is none, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_packs_resolve(const struct bmnn_packs *packs,
                               const char *pack,
                               size_t pack_len,
                               const char *until,
                               size_t until_len,
                               bmnn_date start,
                               bmnn_level level,
                               struct bmnn_buf **out,
                               struct bmnn_error **err);

/**
 * The protection of a whole whose parts have these: never less than any of
 * them. `untils` is a JSON array of at least one, each as `protect` is in
 * bmnn_packs_term, and so is `*out`.
 *
 * Ownership: `untils` is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_JSON, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_until_latest(const char *untils,
                              size_t untils_len,
                              struct bmnn_buf **out,
                              struct bmnn_error **err);

/**
 * Reads a time of day in Vietnam as acts write it: `14:05`. `*hour` becomes 0 to
 * 23, `*minute` 0 to 59.
 *
 * Ownership: `text` is lent, `text_len` bytes of UTF-8 or BMNN_ZSTR; the caller owns `*err`.
 * NULL: each of `hour`, `minute` and `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_DATE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH; what is asked for is then −1.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_time_parse(const char *text,
                            size_t text_len,
                            int32_t *hour,
                            int32_t *minute,
                            struct bmnn_error **err);

/**
 * The leaf hash of an entry, as bmnn_registry_entry_bytes gives it: 32 bytes into
 * `out`. The next entry begins with it as its link.
 *
 * Ownership: `entry` is lent, and `out`, with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_tree_leaf(const uint8_t *entry,
                           size_t entry_len,
                           uint8_t *out,
                           struct bmnn_error **err);

/**
 * The root over leaf hashes, `leaves_count` of 32 bytes each, one behind the
 * other: 32 bytes into `out`. Over none it is the hash of nothing.
 *
 * Ownership: `leaves` is lent, and `out`, with room for 32 bytes; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_NULL, BMNN_E_LENGTH; `out` is then zero.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_tree_root(const uint8_t *leaves,
                           size_t leaves_count,
                           uint8_t *out,
                           struct bmnn_error **err);

/**
 * Checks that `leaf` is the leaf hash at position `index`, from 0, of the tree
 * of `size` leaves with the root `root`. `path` are `path_count` hashes of 32
 * bytes each, from the leaf up.
 *
 * Ownership: `leaf`, `path` and `root` are lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_PROOF if the hashes do not lead there, with `kind` `NotProven` in the detail; BMNN_E_NULL, BMNN_E_LENGTH.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_tree_check_inclusion(const uint8_t *leaf,
                                      uint64_t index,
                                      uint64_t size,
                                      const uint8_t *path,
                                      size_t path_count,
                                      const uint8_t *root,
                                      struct bmnn_error **err);

/**
 * Checks that the tree of `old_size` leaves with the root `old_root` is the
 * beginning of the tree of `new_size` leaves with the root `new_root`. `path` are
 * `path_count` hashes of 32 bytes each.
 *
 * Ownership: `old_root`, `new_root` and `path` are lent; the caller owns `*err`.
 * NULL: `err` may be NULL.
 * Thread: any.
 * Errors: BMNN_E_PROOF if the hashes do not lead there, with `kind` `NotProven` in the detail; BMNN_E_NULL, BMNN_E_LENGTH.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_tree_check_consistency(uint64_t old_size,
                                        const uint8_t *old_root,
                                        uint64_t new_size,
                                        const uint8_t *new_root,
                                        const uint8_t *path,
                                        size_t path_count,
                                        struct bmnn_error **err);

/**
 * Verifies the registry in a folder as bmnn_verify_folder, with the 32 bytes that
 * open its vault (bmnn_host_with_key): each sealed value is compared with its
 * commitment, and not only looked for. Where there is no vault, the report says
 * what that leaves unproven.
 *
 * Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `key` (32 bytes) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same folder from several at once, too.
 * Errors: BMNN_E_KEY if `key` does not open the vault, and nothing was tried then; BMNN_E_VAULT if no key does any more, or its values are not encrypted yet; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with ledger or vault is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_unlocked(const char *folder,
                                 size_t folder_len,
                                 const uint8_t *key,
                                 const struct bmnn_verify_options *options,
                                 int32_t (*progress)(void *user,
                                                     uint64_t done,
                                                     uint64_t total,
                                                     uint64_t entries),
                                 void *user,
                                 struct bmnn_report **out,
                                 struct bmnn_error **err);

/**
 * As bmnn_verify_unlocked, of a vault that a passphrase opens
 * (bmnn_host_with_passphrase).
 *
 * Ownership: `folder`, `passphrase` (so many bytes of UTF-8 or BMNN_ZSTR) and `options` are lent, the passphrase copied into memory that is wiped; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same folder from several at once, too.
 * Errors: BMNN_E_KEY if it is no passphrase, or does not open the vault, and nothing was tried then; BMNN_E_VAULT if no key does any more, or its values are not encrypted yet; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with ledger or vault is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_unlocked_by_passphrase(const char *folder,
                                               size_t folder_len,
                                               const char *passphrase,
                                               size_t passphrase_len,
                                               const struct bmnn_verify_options *options,
                                               int32_t (*progress)(void *user,
                                                                   uint64_t done,
                                                                   uint64_t total,
                                                                   uint64_t entries),
                                               void *user,
                                               struct bmnn_report **out,
                                               struct bmnn_error **err);

/**
 * Verifies the registry in a folder: ledger, `tip`, and the acts replayed from
 * nothing under the packs that they adopted. No lock is taken, and nothing is
 * written.
 *
 * `progress`, unless it is NULL, is called now and then on the calling thread
 * with `user`, how many bytes of how many were read, and how many entries:
 * answer 0 to go on, BMNN_E_CANCELLED to break off, or another number not 0,
 * which becomes BMNN_E_CALLBACK with that number as `host` in its detail. `done`
 * may step back, where signatures are checked once more; the last word of a
 * verification that was not broken off is that all of it is done. It must not
 * throw, nor jump out of the call.
 *
 * Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same folder from several at once, too.
 * Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_folder(const char *folder,
                               size_t folder_len,
                               const struct bmnn_verify_options *options,
                               int32_t (*progress)(void *user,
                                                   uint64_t done,
                                                   uint64_t total,
                                                   uint64_t entries),
                               void *user,
                               struct bmnn_report **out,
                               struct bmnn_error **err);

/**
 * Verifies a ledger's file by itself, with the texts of adopted packs that lie
 * in `packs` beside it, if there are any; or an export (bmnn_registry_export),
 * with the packs and the sealed values that are in it, in place. What only a
 * whole folder could show, the report says that it was not proven.
 *
 * Ownership: `file` (`file_len` bytes of UTF-8 or BMNN_ZSTR) and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same file from several at once, too.
 * Errors: BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_file(const char *file,
                             size_t file_len,
                             const struct bmnn_verify_options *options,
                             int32_t (*progress)(void *user,
                                                 uint64_t done,
                                                 uint64_t total,
                                                 uint64_t entries),
                             void *user,
                             struct bmnn_report **out,
                             struct bmnn_error **err);

/**
 * Verifies the registry in a folder from where an earlier verification ended
 * that held and kept a bookmark (`keeps_bookmark`, bmnn_report_bookmark). What
 * stands before it is believed, and its acts are not replayed: the report says
 * so. If the ledger has not just that checkpoint in that place any more, the
 * verification begins at the start, and says what became of it.
 *
 * A bookmark is one's own: keep it where nobody else writes.
 *
 * Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `bookmark` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same folder from several at once, too.
 * Errors: BMNN_E_PROOF if it is no bookmark, or a damaged one; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_since(const char *folder,
                              size_t folder_len,
                              const uint8_t *bookmark,
                              size_t bookmark_len,
                              const struct bmnn_verify_options *options,
                              int32_t (*progress)(void *user,
                                                  uint64_t done,
                                                  uint64_t total,
                                                  uint64_t entries),
                              void *user,
                              struct bmnn_report **out,
                              struct bmnn_error **err);

/**
 * Verifies the registry in a folder against what others hold of it. `held` is a
 * JSON object with, each where there is one: `checkpoints`, an array of notes
 * that were kept elsewhere; `receipts`, an array of tlog-proofs; `roots`, an
 * array of the public keys (64 hexadecimal digits) of all the roots that opened
 * it. Whatever does not fit is a finding: that the ledger was cut or rewritten
 * since.
 *
 * Ownership: `folder` (`folder_len` bytes of UTF-8 or BMNN_ZSTR), `held` and `options` are lent; the caller owns `*out`, freed with bmnn_report_free, and `*err`.
 * NULL: `options`, `progress`, `user` and `err` may be NULL.
 * Thread: any; on the same folder from several at once, too.
 * Errors: BMNN_E_JSON if `held` is not as said; BMNN_E_NO_LEDGER, BMNN_E_FORMAT, BMNN_E_IO, BMNN_E_CANCELLED, BMNN_E_CALLBACK, BMNN_E_UNSUPPORTED, BMNN_E_RANGE, BMNN_E_UTF8, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE; `*out` is then NULL. What is wrong with the ledger is no error, but in the report.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_verify_against(const char *folder,
                                size_t folder_len,
                                const char *held,
                                size_t held_len,
                                const struct bmnn_verify_options *options,
                                int32_t (*progress)(void *user,
                                                    uint64_t done,
                                                    uint64_t total,
                                                    uint64_t entries),
                                void *user,
                                struct bmnn_report **out,
                                struct bmnn_error **err);

/**
 * Cosigns a checkpoint of another ledger as a witness (C2SP tlog-cosignature,
 * v1), if it is the first of that ledger that is shown, or only adds to the one
 * cosigned last, which is kept in `folder`. The folder is made if it is not
 * there; lose it, and two histories of one ledger can be cosigned.
 *
 * `shown` is the checkpoint's note, or a consistency proof that leads to it from
 * the one cosigned last. `ledger_key` is that ledger's verifier key, known by
 * another way. `name` is the name that the witness signs under, without spaces
 * and `+`; `unix_seconds` is when it says that it signed.
 *
 * `*out` becomes a JSON object: `cosignature`, the line; `note`, the checkpoint
 * with it behind; `ledger`, `size`, `root` and `time`.
 *
 * Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
 * NULL: `err` may be NULL.
 * Thread: any; on the same folder from several at once, and from several processes, too.
 * Errors: BMNN_E_REFUSED if it does not add to what was cosigned, or the ledger's key did not sign it. BMNN_E_PROOF if `shown` is neither, BMNN_E_KEY if `ledger_key` is no verifier key of that ledger, or the signer failed, BMNN_E_RANGE if `name` cannot stand in a note, BMNN_E_DAMAGED if what was kept is no checkpoint, BMNN_E_IO, BMNN_E_UTF8, BMNN_E_LENGTH, BMNN_E_HANDLE, BMNN_E_NULL; `*out` is then NULL.
 * Since: 1.0
 */
BMNN_API
bmnn_status bmnn_witness_cosign(const char *folder,
                                size_t folder_len,
                                const char *name,
                                size_t name_len,
                                const struct bmnn_signer *signer,
                                const char *ledger_key,
                                size_t ledger_key_len,
                                const char *shown,
                                size_t shown_len,
                                uint64_t unix_seconds,
                                struct bmnn_buf **out,
                                struct bmnn_error **err);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* BMNN_H */
