//! `cargo xtask c`: the C library as C and C++ programs see it.
//!
//! ```text
//! bmnn-capi ─► libbmnn.so ─► names as in abi/symbols.txt, and what the linker was told
//!           └► libbmnn.a
//! include/bmnn.h ─► alone, twice, under every standard, by gcc and clang
//!                ─► every.c   names every function       ┐ made here
//!                ─► sweep.c   bends every argument       ┘
//! bindings/c/tests ─► shared by gcc, static by clang: run, and run under valgrind
//! ```

mod sweep;

use crate::header::{self, Function, functions, root};
use crate::needs;
use crate::run::{Program, cargo, program};
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What a header must bear.
const WARNINGS: [&str; 4] = ["-pedantic", "-Wall", "-Wextra", "-Werror"];

/// The compilers and the standards that the header is tried under.
const STANDARDS: [(&str, &str, &[&str]); 4] = [
    ("gcc", "c", &["c99", "c11"]),
    ("clang", "c", &["c99", "c11"]),
    ("g++", "c++", &["c++11", "c++20"]),
    ("clang++", "c++", &["c++11", "c++20"]),
];

/// What the static library wants of the system.
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// A leak of any kind, and any access that is wrong, is a failure.
const VALGRIND: [&str; 6] = [
    "--quiet",
    "--leak-check=full",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=all",
    "--error-exitcode=99",
    "--suppressions=bindings/c/tests/valgrind.supp",
];

/// Programs that are given the ledgers.
const TESTS: &str = "bindings/c/tests";
/// What programs of others begin with: each is given a folder that it makes.
const EXAMPLES: &str = "bindings/c/examples";
/// What `bmnn.hpp` is tried with, in the same way.
const CPP: &str = "bindings/cpp/tests";

/// The test that keeps what is freed, all of which valgrind would report.
const NOT_UNDER_VALGRIND: &str = "freed";

/// Ledgers that the tests verify: the folder, the file of vectors, the case.
const LEDGERS: [(&str, &str, &str); 3] = [
    ("đúng", "registries.json", "registries/in-order"),
    ("trái luật", "registries.json", "registries/unlisted"),
    ("sai chữ ký", "ledgers.json", "ledgers/statement-bit"),
];

/// Builds the library and tries it.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!("`{unknown}` is no argument of c: it takes none"));
    }
    needs::meet("the C tests", &needs::OF_C)?;
    header::run(&["--check".to_owned()])?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    let place = Place::ready()?;
    let header = place.text(&root().join("include/bmnn.h"))?;
    let declared = functions(&header);

    place.header_alone()?;
    place.shared_library(&declared)?;
    place.ledgers()?;
    let mut tests = place.tests()?;
    tests.push(place.made("every.c", &every(&declared))?);
    tests.push(place.made("sweep.c", &sweep::source(&declared)?)?);
    for test in &tests {
        place.tried(test)?;
    }
    place.python()?;
    eprintln!(
        "{} programs, shared and static, each under valgrind too; {} functions",
        tests.len(),
        declared.len()
    );
    Ok(())
}

/// Where it is all made: `target/c`, beside the folder of the build.
struct Place {
    /// What cargo built.
    built: PathBuf,
    folder: PathBuf,
}

impl Place {
    fn ready() -> Result<Self, String> {
        // Cargo builds the library for the profile that it built us for.
        let us = std::env::current_exe().map_err(|cause| format!("where am I? {cause}"))?;
        let built = us.parent().ok_or("a program without a folder")?.to_owned();
        let folder = built.parent().ok_or("a build without a folder")?.join("c");
        let place = Self { built, folder };
        match fs::remove_dir_all(&place.folder) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!(
                    "cannot empty `{}`: {cause}",
                    place.folder.display()
                ));
            }
            _ => {}
        }
        // The linker wants one name, the loader the other.
        let shared = fs::read(place.built.join("libbmnn.so"))
            .map_err(|cause| format!("there is no shared library: {cause}"))?;
        for name in ["lib/libbmnn.so", "lib/libbmnn.so.1"] {
            place.write(name, &shared)?;
        }
        Ok(place)
    }

    fn text(&self, file: &Path) -> Result<String, String> {
        fs::read_to_string(file)
            .map_err(|cause| format!("cannot read `{}`: {cause}", file.display()))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let file = self.folder.join(name);
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&file, bytes))
            .map_err(|cause| format!("cannot write `{}`: {cause}", file.display()))?;
        Ok(file)
    }

    /// Runs a program that says nothing unless it fails.
    fn quietly(&self, program: Program) -> Result<(), String> {
        let shown = program.to_string();
        let log = self.folder.join("log");
        if program.logged(&log)? {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&fs::read(&log).unwrap_or_default()).into_owned();
        Err(format!("`{shown}` fails:\n{said}"))
    }

    /// The header alone, included twice, under every standard by every
    /// compiler.
    fn header_alone(&self) -> Result<(), String> {
        let twice = "#include \"bmnn.h\"\n#include \"bmnn.h\"\nint main(void) { return 0; }\n";
        let source = self.write("twice.c", twice.as_bytes())?;
        for (compiler, language, standards) in STANDARDS {
            for standard in standards {
                let standard = format!("-std={standard}");
                self.quietly(
                    program(compiler)
                        .args([
                            standard.as_str(),
                            "-x",
                            language,
                            "-fsyntax-only",
                            "-Iinclude",
                        ])
                        .args(WARNINGS)
                        .args([&source]),
                )?;
            }
        }
        Ok(())
    }

    /// What the shared library exports, and how it was linked.
    fn shared_library(&self, declared: &[Function]) -> Result<(), String> {
        let library = self.folder.join("lib/libbmnn.so");
        let asked = |tool: &str, flags: &[&str]| {
            program(tool)
                .args(flags)
                .args([&library])
                .env("LC_ALL", "C")
                .output()
        };
        let exported = asked("nm", &["--dynamic", "--defined-only", "--format=posix"])?;
        let listed = self.text(&root().join(header::SYMBOLS))?;
        same_names(&exported, &listed, declared)?;
        linked(
            &asked("readelf", &["--dynamic", "--wide"])?,
            &asked("readelf", &["--segments", "--wide"])?,
        )
    }

    /// Folders with ledgers, out of the vectors.
    fn ledgers(&self) -> Result<(), String> {
        for (folder, file, id) in LEDGERS {
            let file = root().join("crates/bmnn-conformance/vectors/v1").join(file);
            let group: Value = serde_json::from_str(&self.text(&file)?)
                .map_err(|cause| format!("`{}`: {cause}", file.display()))?;
            let cases = group.get("cases").and_then(Value::as_array);
            let mut cases = cases.into_iter().flatten();
            let case = cases.find(|case| case.get("id").is_some_and(|one| one == id));
            let ledger = case.and_then(|case| case.pointer("/input/ledger")?.as_str());
            let ledger = ledger.and_then(from_hex);
            let ledger = ledger.ok_or_else(|| format!("there is no vector `{id}`"))?;
            self.write(&format!("ledgers/{folder}/ledger.bmnn"), &ledger)?;
        }
        self.write("ledgers/no-ledger", b"BMNNLDG2")?;
        self.write("made/.keep", b"").map(drop)
    }

    /// The tests that are written by hand, and the examples.
    fn tests(&self) -> Result<Vec<PathBuf>, String> {
        let mut all = Vec::new();
        for folder in [TESTS, EXAMPLES, CPP] {
            let folder = root().join(folder);
            let unread = |cause| format!("cannot read `{}`: {cause}", folder.display());
            let mut some = Vec::new();
            for entry in fs::read_dir(&folder).map_err(unread)? {
                let path = entry.map_err(unread)?.path();
                if path
                    .extension()
                    .is_some_and(|end| end == "c" || end == "cpp")
                {
                    some.push(path);
                }
            }
            if some.is_empty() {
                return Err(format!("there is nothing in `{}`", folder.display()));
            }
            some.sort();
            all.append(&mut some);
        }
        Ok(all)
    }

    fn made(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        self.write(name, text.as_bytes())
    }

    /// The same library as Python sees it.
    fn python(&self) -> Result<(), String> {
        eprintln!("Python: bmnn.py");
        self.quietly(
            program("python3")
                .args(["-m", "unittest", "discover", "--start-directory"])
                .args([root().join("bindings/python/tests")])
                .env("PYTHONPATH", root().join("bindings/python"))
                .env("PYTHONDONTWRITEBYTECODE", "1")
                .env("BMNN_LIBRARY", self.folder.join("lib/libbmnn.so.1")),
        )
    }

    /// Compiles a test, links it both ways, and runs it both ways, then under
    /// valgrind.
    fn tried(&self, test: &Path) -> Result<(), String> {
        let name = test
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let plus = test.extension().is_some_and(|end| end == "cpp");
        let wraps = test.starts_with(root().join(CPP));
        let (ours, other, standard) = match (plus, wraps) {
            (true, true) => ("g++", "clang++", "-std=c++17"),
            (true, false) => ("g++", "clang++", "-std=c++11"),
            (false, _) => ("gcc", "clang", "-std=c99"),
        };
        eprintln!("C: {name}");
        let compiled = |compiler, output: &Path| {
            program(compiler)
                .args([standard, "-g", "-Iinclude", "-Ibindings/c/tests"])
                .args(WARNINGS)
                .args([OsString::from("-o"), output.into(), test.into()])
        };

        let shared = self.folder.join(&name);
        let libraries = self.folder.join("lib");
        let lookup = format!("-L{}", libraries.display());
        self.quietly(compiled(ours, &shared).args([lookup.as_str(), "-lbmnn"]))?;

        let fixed = self.folder.join(format!("{name}-static"));
        let archive = [self.built.join("libbmnn.a")];
        let linked = compiled(other, &fixed)
            .args(["-DBMNN_STATIC"])
            .args(archive);
        self.quietly(linked.args(SYSTEM))?;

        // A test is given the ledgers, an example where to make its own.
        let makes = wraps || test.starts_with(root().join(EXAMPLES));
        let given = |how: &str| match makes {
            true => [self.folder.join(format!("made/{name}-{how}"))],
            false => [self.folder.join("ledgers")],
        };
        let with_library = |program: Program| program.env("LD_LIBRARY_PATH", &libraries);
        self.quietly(with_library(program(&shared).args(given("shared"))))?;
        self.quietly(program(&fixed).args(given("static")))?;
        if name == NOT_UNDER_VALGRIND {
            return Ok(());
        }
        let watched = program("valgrind").args(VALGRIND).args([&shared]);
        self.quietly(with_library(watched.args(given("watched"))))
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| char::from(letter).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

/// Fails unless the library exports what the list says, which is what the
/// header declares.
fn same_names(exported: &str, listed: &str, declared: &[Function]) -> Result<(), String> {
    let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let mut exported: Vec<String> = exported.lines().map(first).collect();
    exported.sort_unstable();
    let listed: Vec<&str> = listed.lines().collect();
    if let Some(leak) = exported
        .iter()
        .find(|name| !listed.contains(&name.as_str()))
    {
        return Err(format!("libbmnn.so exports `{leak}`, which is not listed"));
    }
    if let Some(lost) = listed
        .iter()
        .find(|name| !exported.iter().any(|one| one == *name))
    {
        return Err(format!(
            "libbmnn.so does not export `{lost}`, which is listed"
        ));
    }
    let undefined = declared
        .iter()
        .find(|function| !exported.contains(&function.name));
    match undefined {
        Some(function) => Err(format!("`{}` is declared and not there", function.name)),
        None => Ok(()),
    }
}

/// Fails unless the library has the name that programs ask for, looks nothing
/// up late or in folders of its own, and stays loaded.
fn linked(dynamic: &str, segments: &str) -> Result<(), String> {
    let line = |word: &str| {
        dynamic
            .lines()
            .find(|line| line.contains(word))
            .unwrap_or_default()
    };
    let flags = line("(FLAGS_1)");
    let stack = segments
        .lines()
        .find(|line| line.contains("GNU_STACK"))
        .unwrap_or_default();
    let facts = [
        (
            line("(SONAME)").contains("[libbmnn.so.1]"),
            "the soname libbmnn.so.1",
        ),
        (
            line("(RPATH)").is_empty() && line("(RUNPATH)").is_empty(),
            "no RPATH",
        ),
        (flags.contains("NOW"), "NOW"),
        (flags.contains("NODELETE"), "NODELETE"),
        (line("(TEXTREL)").is_empty(), "no relocation of code"),
        (segments.contains("GNU_RELRO"), "RELRO"),
        (stack.contains(" RW "), "a stack that is not executable"),
    ];
    match facts.into_iter().find(|(holds, _)| !holds) {
        None => Ok(()),
        Some((_, wanted)) => Err(format!("libbmnn.so does not have {wanted}")),
    }
}

/// A program that names every function, so that each must be there to link.
fn every(declared: &[Function]) -> String {
    let rows: String = declared
        .iter()
        .map(|function| format!("    (void (*)(void)){},\n", function.name))
        .collect();
    format!(
        "#include \"bmnn.h\"\n\n\
         static void (*const volatile every[])(void) = {{\n{rows}}};\n\n\
         int main(void) {{\n    size_t i;\n    \
         for (i = 0; i < sizeof every / sizeof *every; i++)\n        \
         if (every[i] == NULL) return 1;\n    return 0;\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{from_hex, linked, same_names};
    use crate::header::functions;

    #[test]
    fn a_name_too_many_or_too_few_is_told() {
        let declared = functions("\n/** */\nBMNN_API void bmnn_a(void);\n");
        let exported = "bmnn_a T 10 20\nbmnn_b T 20 20\n";
        assert_eq!(same_names(exported, "bmnn_a\nbmnn_b\n", &declared), Ok(()));
        assert!(same_names(exported, "bmnn_a\n", &declared).is_err());
        assert!(same_names(exported, "bmnn_a\nbmnn_b\nbmnn_c\n", &declared).is_err());
        assert!(same_names("bmnn_b T 1 2\n", "bmnn_b\n", &declared).is_err());
    }

    #[test]
    fn each_fact_of_the_link_is_looked_at() {
        let dynamic = "(SONAME) Library soname: [libbmnn.so.1]\n(FLAGS_1) Flags: NOW NODELETE\n";
        let segments = "GNU_RELRO 0x0\nGNU_STACK 0x0 RW  0\n";
        assert_eq!(linked(dynamic, segments), Ok(()));
        for (from, to) in [("so.1", "so.2"), ("NOW ", ""), (" NODELETE", "")] {
            assert!(
                linked(&dynamic.replace(from, to), segments).is_err(),
                "{from}"
            );
        }
        for more in ["(RPATH)", "(RUNPATH)", "(TEXTREL)"] {
            assert!(
                linked(&format!("{dynamic}{more}\n"), segments).is_err(),
                "{more}"
            );
        }
        for (from, to) in [("RELRO", ""), ("RW ", "RWE")] {
            assert!(
                linked(dynamic, &segments.replace(from, to)).is_err(),
                "{from}"
            );
        }
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(from_hex("00ff1A"), Some(vec![0, 255, 26]));
        assert_eq!((from_hex("0"), from_hex("0g")), (None, None));
    }
}
