//! A program that bends every argument of every function, made from the header.
//!
//! All else being blank memory, each pointer in turn is NULL, misaligned, or an
//! object of another type, and each length 0, 1, impossible, or BMNN_ZSTR. For
//! every such call there are laws:
//!
//! - it returns, with 0 or a number that its `Errors` names;
//! - what failed gives an error with the same number, what succeeded gives none;
//! - every place for an object is emptied, and filled on success alone;
//! - it does not succeed if a pointer is NULL that its `NULL` does not name.

use crate::header::Function;
use std::fmt::Write;

/// What a parameter is to the sweep.
enum Kind {
    /// A callback: none is given.
    Callback,
    /// A place for an object, `bmnn_buf **out`: the type.
    Made(String),
    /// Any other pointer; the type, if it is one of ours.
    Pointer(Option<String>),
    /// How long the text before it is, or how many there are.
    Length,
    /// Another number.
    Number,
}

struct Parameter<'a> {
    text: &'a str,
    name: &'a str,
    kind: Kind,
}

fn parameter(text: &str) -> Parameter<'_> {
    let name = text.rsplit([' ', '*']).next().unwrap_or_default();
    let ours = text
        .split([' ', '*'])
        .find(|word| word.starts_with("bmnn_"))
        .map(str::to_owned);
    let kind = match text.matches('*').count() {
        _ if text.contains("(*") => Kind::Callback,
        0 if text.starts_with("size_t ") => Kind::Length,
        0 => Kind::Number,
        2 if !text.contains("const") => Kind::Made(ours.unwrap_or_default()),
        _ => Kind::Pointer(
            ours.filter(|_| text.starts_with("const struct ") || text.starts_with("struct ")),
        ),
    };
    Parameter { text, name, kind }
}

/// What a field of a function's comment says; `as bmnn_other` is what the other
/// says.
fn field<'a>(all: &'a [Function], function: &'a Function, name: &str, next: &str) -> String {
    let plain: Vec<&str> = function
        .comment
        .lines()
        .map(|line| line.trim_start_matches([' ', '*']))
        .collect();
    let plain = plain.join(" ");
    let said = plain.split_once(name).map_or("", |(_, rest)| rest);
    let said = said.split_once(next).map_or(said, |(said, _)| said).trim();
    let other = said.strip_prefix("as ").and_then(|other| {
        let other = other
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .next()?;
        all.iter().find(|function| function.name == other)
    });
    match other {
        Some(other) if other.name != function.name => {
            format!("{} {said}", field(all, other, name, next))
        }
        _ => said.to_owned(),
    }
}

/// The program.
pub(super) fn source(all: &[Function]) -> Result<String, String> {
    let mut text = String::from(OPENING);
    let mut rows = String::new();
    for function in all {
        one(&mut text, &mut rows, all, function)
            .map_err(|_| format!("`{}` cannot be swept", function.name))?;
    }
    text.push_str("static const struct row rows[] = {\n");
    text.push_str(&rows);
    text.push_str("};\n");
    text.push_str(CLOSING);
    Ok(text)
}

fn one(
    text: &mut String,
    rows: &mut String,
    all: &[Function],
    function: &Function,
) -> std::fmt::Result {
    let name = &function.name;
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .map(|text| parameter(text))
        .collect();
    let null = field(all, function, "NULL:", "Thread:");
    let errors = field(all, function, "Errors:", "Since:");
    let gives_status =
        function.returns == "bmnn_status" && parameters.iter().any(|one| one.name == "err");

    let mut arguments = Vec::new();
    let mut traits = String::new();
    let mut made = String::new();
    let mut laws = String::new();
    let mut frees = String::new();
    for (i, parameter) in parameters.iter().enumerate() {
        let mut may_be_null =
            null.starts_with("allowed") || null.contains(&format!("`{}`", parameter.name));
        let followed_by_length = parameters
            .get(i + 1)
            .is_some_and(|next| matches!(next.kind, Kind::Length));
        let (argument, letter) = match &parameter.kind {
            Kind::Callback => ("0".to_owned(), '-'),
            Kind::Length => ("now->length".to_owned(), '-'),
            Kind::Number => ("0".to_owned(), '-'),
            Kind::Made(_) if parameter.name != "err" && !parameter.text.contains("char") => {
                (format!("place({i}, &made{i})"), 'o')
            }
            Kind::Made(_) => (format!("place({i}, &made{i})"), 'e'),
            Kind::Pointer(Some(_)) => (format!("place({i}, &blank)"), 'h'),
            Kind::Pointer(None) if followed_by_length => (format!("place({i}, &blank)"), 't'),
            Kind::Pointer(None) => (format!("place({i}, &blank)"), 'p'),
        };
        if let Kind::Made(kind) = &parameter.kind {
            writeln!(made, "    {kind} *made{i} = ({kind} *)OLD;")?;
            if parameter.name == "err" {
                writeln!(laws, "    law_of_error(status, made{i}, {i});")?;
                writeln!(frees, "    bmnn_error_free(made{i});")?;
            } else {
                writeln!(laws, "    law_of_object(status, made{i}, {i});")?;
                writeln!(frees, "    {kind}_free(made{i});")?;
            }
        }
        if parameter.name == "err" {
            may_be_null = true;
        }
        traits.push(if may_be_null {
            letter.to_ascii_uppercase()
        } else {
            letter
        });
        arguments.push(argument);
    }
    let call = format!("{name}({})", arguments.join(", "));
    writeln!(
        text,
        "static bmnn_status go_{name}(void) {{\n    bmnn_status status = BMNN_OK;\n{made}"
    )?;
    if gives_status {
        writeln!(
            text,
            "    status = {call};\n{laws}{frees}    return status;\n}}\n"
        )?;
    } else {
        writeln!(text, "    (void){call};\n{frees}    return status;\n}}\n")?;
    }
    let errors = errors.replace(['"', '\\'], "");
    let fallible = i32::from(gives_status);
    writeln!(
        rows,
        "    {{\"{name}\", go_{name}, \"{traits}\", {fallible},\n     \"{errors}\"}},"
    )
}

const OPENING: &str = r#"/* Bends every argument of every function; made by `cargo xtask c`. */
#include "bmnn.h"

#include <stdio.h>
#include <string.h>

struct row {
    const char *name;
    bmnn_status (*go)(void);
    /* A letter for each argument: h a handle, t a text, p another pointer, o a
     * place for an object, e for an error, - no pointer; a capital if it may be
     * NULL. */
    const char *arguments;
    int fallible;
    /* What its Errors says. */
    const char *errors;
};

enum bent { NOTHING, NULLED, SKEWED, ANOTHER };

struct turn {
    enum bent bent;
    size_t at; /* which argument, or EVERY */
    size_t length;
};
#define EVERY SIZE_MAX

static union {
    unsigned char bytes[4096];
    uint64_t aligned;
} blank, other;

static const struct row *row;
static const struct turn *now;
static long failures, calls;

static void law(int holds, const char *what) {
    if (holds) return;
    failures++;
    printf("%s: %s (bent %d, argument %ld, length %lu)\n", row->name, what, (int)now->bent,
           now->at == EVERY ? -1L : (long)now->at, (unsigned long)now->length);
}

static void *place(size_t i, void *good) {
    if (now->at != i && now->at != EVERY) return good;
    switch (now->bent) {
    case NULLED: return NULL;
    /* Where the library to write there after all, there would be room. */
    case SKEWED: return other.bytes + 1;
    case ANOTHER: return other.bytes + 64;
    default: return good;
    }
}

/* What stands in a place before a call: no object, and freeing it does nothing. */
#define OLD ((void *)(other.bytes + 64))

static int is_bent(size_t i) {
    return now->bent != NOTHING && (now->at == i || now->at == EVERY);
}

/* With an `err` that cannot be written nothing is done. */
static int error_is_skewed(void) {
    return now->bent == SKEWED && now->at != EVERY && row->arguments[now->at] == 'E';
}

static void law_of_object(bmnn_status status, const void *object, size_t i) {
    if (is_bent(i)) return;
    if (error_is_skewed()) {
        law(object == OLD, "a place is written beside a misaligned error");
        return;
    }
    law(object != OLD, "a place is not emptied");
    law(status == BMNN_OK || object == NULL || object == OLD, "an object beside a failure");
}

static void law_of_error(bmnn_status status, bmnn_error *error, size_t i) {
    if (is_bent(i)) return;
    law(error != OLD, "a place is not emptied");
    if (error == OLD) return;
    law((status == BMNN_OK) == (error == NULL), "an error is given if and only if it fails");
    law(bmnn_error_status(error) == status, "the error has the number that was returned");
    if (error == NULL) return;
    law(bmnn_error_message_en(error)[0] != 0, "an error says something in English");
    law(bmnn_error_message_vi(error)[0] != 0, "an error says something in Vietnamese");
    law(bmnn_error_detail_json(error)[0] == '{', "an error has details");
}

/* Whether the list names it, and not only a longer one. */
static int names(const char *list, const char *name) {
    size_t length = strlen(name);
    const char *found = list;
    while ((found = strstr(found, name)) != NULL) {
        char next = found[length];
        if (next != '_' && !(next >= 'A' && next <= 'Z')) return 1;
        found += length;
    }
    return 0;
}

static bmnn_status take(enum bent bent, size_t at, size_t length) {
    struct turn turn;
    bmnn_status status;
    turn.bent = bent;
    turn.at = at;
    turn.length = length;
    now = &turn;
    memset(&blank, 0, sizeof blank);
    memset(&other, 0, sizeof other);
    memcpy(other.bytes + 64, "another!", 8);
    status = row->go();
    calls++;
    law(status <= 0, "a status is not positive");
    law(strcmp(bmnn_status_name(status), "BMNN_E_UNKNOWN") != 0, "a status has a name");
    law(status == BMNN_OK || names(row->errors, bmnn_status_name(status)) ||
            (bent == SKEWED && status == BMNN_E_HANDLE),
        bmnn_status_name(status));
    return status;
}

"#;

const CLOSING: &str = r#"
#define COUNT(all) (sizeof all / sizeof *all)

int main(void) {
    static const size_t lengths[] = {0, 1, SIZE_MAX / 2 + 1, SIZE_MAX - 1, BMNN_ZSTR};
    size_t r, i, n;
    for (r = 0; r < COUNT(rows); r++) {
        int needs_a_pointer = 0;
        row = &rows[r];
        for (i = 0; row->arguments[i] != 0; i++) needs_a_pointer |= strchr("htpo", row->arguments[i]) != NULL;
        for (n = 0; n < COUNT(lengths); n++) {
            (void)take(NOTHING, EVERY, lengths[n]);
            (void)take(NULLED, EVERY, lengths[n]);
        }
        if (row->fallible && needs_a_pointer)
            law(take(NULLED, EVERY, 1) != BMNN_OK, "succeeds though every pointer is NULL");
        for (i = 0; row->arguments[i] != 0; i++) {
            char argument = row->arguments[i];
            bmnn_status before = take(NOTHING, EVERY, 1), status;
            if (argument == '-') continue;
            status = take(NULLED, i, 1);
            if (row->fallible && strchr("htpo", argument) != NULL)
                law(status != BMNN_OK, "succeeds though a pointer is NULL that must not be");
            if (row->fallible && strchr("HTPOE", argument) != NULL)
                law(status != BMNN_E_NULL || before == BMNN_E_NULL, "refuses NULL where it may be");
            (void)take(NULLED, i, 0);
            status = take(SKEWED, i, 0);
            if (row->fallible && strchr("hHoO", argument) != NULL)
                law(status != BMNN_OK, "succeeds with a misaligned pointer");
            if (row->fallible && argument == 'E')
                law(status == BMNN_E_HANDLE, "a misaligned error is not refused");
            if (strchr("hH", argument) != NULL) {
                status = take(ANOTHER, i, 0);
                law(!row->fallible || status != BMNN_OK, "takes an object for another");
            }
        }
    }
    printf("%ld calls of %lu functions\n", calls, (unsigned long)COUNT(rows));
    return failures != 0;
}
"#;

#[cfg(test)]
mod tests {
    use super::source;
    use crate::header::functions;

    #[test]
    fn a_function_becomes_a_row() {
        let header = "\n/**\n * NULL: `key` and `err` may be NULL.\n * Thread: any.\n \
            * Errors: BMNN_E_NULL.\n * Since: 1.0\n */\nBMNN_API\nbmnn_status bmnn_do(\
            const struct bmnn_packs *key, const char *text, size_t text_len, int32_t *number, \
            struct bmnn_buf **out, struct bmnn_error **err);\n";
        let text = source(&functions(header)).unwrap();
        assert!(text.contains("{\"bmnn_do\", go_bmnn_do, \"Ht-poE\", 1,\n     \"BMNN_E_NULL.\"}"));
        assert!(text.contains("bmnn_buf_free(made4);"));
    }
}
