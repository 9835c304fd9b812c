//! `cargo xtask header`: the C header, out of the functions of `bmnn-capi`, the
//! list of their names, the layout of the structs, and the imports of C#.
//!
//! cbindgen writes the declarations; what it cannot know is added here (the
//! macro `BMNN_API`) or taken away (what is written for readers of the Rust
//! code). Every function says five things to its caller, or there is no header.

use crate::run::root;
use crate::{imports, layout};
use cbindgen::{
    Braces, Builder, Config, DocumentationStyle, ExportConfig, FunctionConfig, Language, Layout,
    ParseConfig,
};
use std::fs;
use std::path::PathBuf;

/// What every function says to its caller, each at the start of a line.
const FIELDS: [&str; 5] = ["Ownership:", "NULL:", "Thread:", "Errors:", "Since: "];

/// The sources that a reader of the header wants first; the others follow by
/// name.
const FIRST: [&str; 4] = ["status.rs", "version.rs", "error.rs", "buf.rs"];

const OPENING: &str = "\
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
 * bmnn_signer_ and bmnn_witness_; bmnn_has_feature(\"registry\") is 0 there.
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0 */";

const API: &str = "
/* How a function is seen: define BMNN_STATIC to link the static library. */
#if defined(BMNN_STATIC)
#define BMNN_API
#elif defined(_WIN32)
#define BMNN_API __declspec(dllimport)
#elif defined(__GNUC__)
#define BMNN_API __attribute__((visibility(\"default\")))
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
#define BMNN_AGENCY_FOR_TESTS \"CƠ QUAN THỬ NGHIỆM\"";

/// A function as the header declares it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: String,
    /// What it returns, as C writes it.
    pub(crate) returns: String,
    /// The parameters, as C writes them: `const char *text`.
    pub(crate) parameters: Vec<String>,
    /// The comment before it.
    pub(crate) comment: String,
}

/// Writes the header and all that follows from it; with `--check`, only
/// compares them.
pub(crate) fn run(flags: &[String]) -> Result<(), String> {
    let check = match flags {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("`header` takes no flag but `--check`".to_owned()),
    };
    let header = generated()?;
    let names: String = sorted_names(&header)
        .iter()
        .map(|name| format!("{name}\n"))
        .collect();
    let structs = layout::structs(&header)?;
    let (methods, codes) = (imports::methods(&header)?, imports::codes(&header)?);
    for (name, text) in [
        ("include/bmnn.h", header),
        (SYMBOLS, names),
        (LAYOUT, layout::as_json(&structs)),
        ("crates/bmnn-capi/src/layout.rs", layout::as_rust(&structs)),
        (imports::METHODS, methods),
        (imports::CODES, codes),
    ] {
        let file = root().join(name);
        if check {
            let same = fs::read_to_string(&file).is_ok_and(|committed| committed == text);
            same.then_some(()).ok_or_else(|| {
                format!("`{name}` is not what bmnn-capi says: run `cargo xtask header`")
            })?;
        } else {
            file.parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&file, text))
                .map_err(|cause| format!("cannot write `{name}`: {cause}"))?;
        }
    }
    Ok(())
}

/// The names that the shared library exports, one a line, sorted.
pub(crate) const SYMBOLS: &str = "crates/bmnn-capi/abi/symbols.txt";

/// Where the members of structs lie.
const LAYOUT: &str = "crates/bmnn-capi/abi/layout.json";

fn sorted_names(header: &str) -> Vec<String> {
    let mut names: Vec<String> = functions(header).into_iter().map(|f| f.name).collect();
    names.sort_unstable();
    names
}

/// The header as the sources say it, if every function says what it must.
pub(crate) fn generated() -> Result<String, String> {
    let config = Config {
        language: Language::C,
        cpp_compat: true,
        header: Some(OPENING.to_owned()),
        include_guard: Some("BMNN_H".to_owned()),
        no_includes: true,
        sys_includes: vec!["stddef.h".to_owned(), "stdint.h".to_owned()],
        after_includes: Some(API.to_owned()),
        usize_is_size_t: true,
        braces: Braces::SameLine,
        tab_width: 4,
        documentation_style: DocumentationStyle::Doxy,
        // Its value has no name in cbindgen; it stands above.
        export: ExportConfig {
            exclude: vec!["BMNN_ZSTR".to_owned()],
            ..ExportConfig::default()
        },
        function: FunctionConfig {
            prefix: Some("BMNN_API".to_owned()),
            args: Layout::Auto,
            ..FunctionConfig::default()
        },
        parse: ParseConfig {
            parse_deps: false,
            ..ParseConfig::default()
        },
        ..Config::default()
    };
    let builder = Builder::new().with_config(config);
    let bindings = sources()?
        .into_iter()
        .fold(builder, Builder::with_src)
        .generate()
        .map_err(|cause| format!("cbindgen: {cause}"))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    let text = String::from_utf8(text).map_err(|_| "cbindgen wrote what is no text")?;
    let text = for_c(&text);
    complete(&text)?;
    Ok(text)
}

/// Every source of the crate, in the header's order.
pub(crate) fn sources() -> Result<Vec<PathBuf>, String> {
    let folder = root().join("crates/bmnn-capi/src");
    let unread = |cause| format!("cannot read `{}`: {cause}", folder.display());
    let mut sources = fs::read_dir(&folder)
        .map_err(unread)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(unread))
        .collect::<Result<Vec<_>, _>>()?;
    // From lib.rs cbindgen would go on to all the others, once more; what is for
    // tests is in no library that is shipped.
    sources.retain(|path| {
        let is = |name| path.ends_with(name);
        let ours = ["lib.rs", "tests.rs", "inject.rs"];
        path.extension().is_some_and(|end| end == "rs") && !ours.into_iter().any(is)
    });
    let place = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        let first = FIRST.iter().position(|first| name == *first);
        (first.unwrap_or(FIRST.len()), path.clone())
    };
    sources.sort_by_key(place);
    Ok(sources)
}

/// What cbindgen wrote, without the sections for readers of Rust, and with
/// negative numbers that stand in any expression.
fn for_c(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut for_rust = false;
    for line in text.lines() {
        let section = line.trim_start().strip_prefix("* # ");
        if section.is_some_and(|name| name.starts_with("Safety")) {
            for_rust = true;
            // The empty line before it goes too.
            if lines.last().is_some_and(|last| last.trim() == "*") {
                lines.pop();
            }
            continue;
        }
        if section.is_some() || line.trim() == "*/" {
            for_rust = false;
        }
        if !for_rust {
            lines.push(in_parentheses(line));
        }
    }
    lines.join("\n") + "\n"
}

/// `#define X -1` as `#define X (-1)`.
fn in_parentheses(line: &str) -> String {
    match line.split_once(" -") {
        Some((define, number)) if define.starts_with("#define ") => format!("{define} (-{number})"),
        _ => line.to_owned(),
    }
}

/// Fails where a function does not say what it must, or where the header has
/// what C callers could not use.
fn complete(header: &str) -> Result<(), String> {
    // Out of an `Option` around an alias of a function cbindgen makes a struct
    // that is passed by value.
    if header.contains("Option_") {
        return Err(
            "a function is optional through an alias: write its type out inside the `Option`"
                .to_owned(),
        );
    }
    if header.contains("enum ") && header.contains("typedef enum") {
        return Err("an enum has no fixed size in C: use numbers".to_owned());
    }
    let structs: Vec<&str> = header
        .lines()
        .filter_map(|line| line.strip_prefix("typedef struct "))
        .filter_map(|line| line.split([' ', ';']).next())
        .collect();
    for function in functions(header) {
        let name = &function.name;
        // Who reads of one function is not sent to another for its errors.
        if function.comment.contains("Errors: as ") {
            return Err(format!("`{name}` does not say its own `Errors`"));
        }
        let said = |field: &&str| {
            function.comment.lines().any(|line| {
                let line = line.trim_start_matches([' ', '*']);
                line.strip_prefix(*field)
                    .is_some_and(|rest| !rest.trim().is_empty())
            })
        };
        if let Some(unsaid) = FIELDS.iter().find(|field| !said(field)) {
            return Err(format!("`{name}` does not say `{}`", unsaid.trim()));
        }
        let values = function.parameters.iter().chain([&function.returns]);
        for value in values.filter(|value| !value.contains('*')) {
            let mut words = value.split_whitespace();
            if words.any(|word| word == "struct" || structs.contains(&word)) {
                return Err(format!("`{name}` has a struct by value: `{value}`"));
            }
        }
    }
    Ok(())
}

/// Every function of a header, in its order.
pub(crate) fn functions(header: &str) -> Vec<Function> {
    let mut declarations = header.split("\nBMNN_API");
    let mut before = declarations.next().unwrap_or_default();
    let mut functions = Vec::new();
    for rest in declarations {
        let comment = before.rsplit_once("/**").map_or("", |(_, comment)| comment);
        // What stands between the comment and the function is not its comment.
        let comment = comment.strip_suffix("*/").unwrap_or_default();
        let declaration = rest.split_once(';').map_or(rest, |(first, _)| first);
        before = rest;
        functions.extend(function(declaration, comment));
    }
    functions
}

fn function(declaration: &str, comment: &str) -> Option<Function> {
    let line = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
    let (head, parameters) = line.split_once('(')?;
    let at = head.rfind([' ', '*'])? + 1;
    let (returns, name) = head.split_at_checked(at)?;
    Some(Function {
        name: name.to_owned(),
        returns: returns.trim().to_owned(),
        parameters: split(parameters.strip_suffix(')')?),
        comment: comment.to_owned(),
    })
}

/// Parameters at their commas, but not at those within a function's type.
fn split(parameters: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut all = vec![String::new()];
    for letter in parameters.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = all.last_mut() {
            last.push(letter);
        }
    }
    let all = all.iter().map(|one| one.trim().to_owned());
    all.filter(|one| !one.is_empty() && one != "void").collect()
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, complete, for_c, functions, generated};

    const GOOD: &str = "
/**
 * Does it.
 *
 * Ownership: none.
 * NULL: no.
 * Thread: any.
 * Errors: none.
 * Since: 1.0
 *
 * # Safety
 *
 * Trust me.
 */
BMNN_API
bmnn_status bmnn_do(const char *text,
                    int32_t (*progress)(void *user, uint64_t done),
                    struct bmnn_error **err);
";

    #[test]
    fn a_function_is_read_as_it_is_declared() {
        let all = functions(GOOD);
        let [only] = all.as_slice() else {
            panic!("{all:?}")
        };
        assert_eq!(
            (only.name.as_str(), only.returns.as_str()),
            ("bmnn_do", "bmnn_status")
        );
        assert_eq!(
            only.parameters,
            [
                "const char *text",
                "int32_t (*progress)(void *user, uint64_t done)",
                "struct bmnn_error **err"
            ]
        );
    }

    #[test]
    fn a_function_that_lacks_a_field_is_refused() {
        assert_eq!(complete(GOOD), Ok(()));
        for field in FIELDS {
            let lacking = GOOD.replace(&format!(" * {field}"), " * ");
            let refusal = complete(&lacking).unwrap_err();
            assert_eq!(
                refusal,
                format!("`bmnn_do` does not say `{}`", field.trim())
            );
        }
        let undocumented = GOOD.replace(" */\n", " */\nint x;\n");
        assert!(complete(&undocumented).is_err());
        let field_of_another = format!("{GOOD}BMNN_API\nvoid bmnn_other(void);\n");
        assert!(complete(&field_of_another).is_err());
    }

    #[test]
    fn a_struct_by_value_is_refused() {
        let aliased = GOOD.replace("const char *text", "struct Option_progress text");
        assert!(complete(&aliased).is_err());
        let by_value = GOOD.replace("const char *text", "struct bmnn_date date");
        assert!(complete(&by_value).is_err());
        let typedef = format!("typedef struct bmnn_day bmnn_day;\n{GOOD}");
        let by_value = typedef.replace("const char *text", "bmnn_day date");
        assert!(complete(&by_value).is_err());
    }

    #[test]
    fn what_is_for_readers_of_rust_is_left_out() {
        let text = for_c(GOOD);
        assert!(!text.contains("Safety") && !text.contains("Trust me"));
        assert!(text.contains(" * Since: 1.0\n */\n"));
        assert_eq!(for_c("#define X -1"), "#define X (-1)\n");
    }

    #[test]
    fn the_header_has_every_exported_function() {
        let header = generated().unwrap();
        let declared = functions(&header).len();
        let sources = super::sources().unwrap();
        let exported: usize = sources
            .iter()
            .map(|file| std::fs::read_to_string(file).unwrap())
            .map(|source| source.matches("\n#[unsafe(no_mangle)]").count())
            .sum();
        assert_eq!(declared, exported);
    }
}
