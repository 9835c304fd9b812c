//! `cargo xtask c`: the C library as C and C++ programs see it.
//!
//! ```text
//! bmnn-capi ─► libbmnn.so ─► names as in abi/symbols.txt, and what the linker was told
//!           └► libbmnn.a
//! include/bmnn.h ─► alone, twice, under every standard, by gcc and clang
//!                ─► layout.c  where members lie          ┐
//!                ─► every.c   names every function       │ made here
//!                ─► sweep.c   bends every argument       ┘
//! bindings/c/tests ─► shared by gcc, static by clang: run, and run under valgrind and sanitizers
//! bindings/c/fuzz  ─► whatever comes from outside, to every function that reads it
//! vectors ─► bindings/c/conform, bindings/cpp/conform, bindings/python/conform.py: the same answers
//! ```

mod asan;
mod conformance;
mod fuzz;
mod history;
mod library;
mod otherwise;
mod place;
mod programs;
mod sweep;
pub(crate) mod windows;

use crate::header::{self, functions};
use crate::layout;
use crate::needs;
use crate::readme;
use crate::run::{cargo, program, root};
pub(crate) use conformance::{ANSWERED, differing, runner};
pub(crate) use otherwise::injected;
pub(crate) use place::Place;
use programs::Test;

/// What a header must bear.
const WARNINGS: [&str; 4] = ["-pedantic", "-Wall", "-Wextra", "-Werror"];

/// The compilers and the standards that the header is tried under.
const STANDARDS: [(&str, &str, &[&str]); 4] = [
    ("gcc", "c", &["c99", "c11"]),
    ("clang", "c", &["c99", "c11"]),
    ("g++", "c++", &["c++11", "c++20"]),
    ("clang++", "c++", &["c++11", "c++20"]),
];

/// Builds the library and tries it.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let long = match args {
        [] => false,
        [flag] if flag == "--long" => true,
        _ => return Err("`c` takes no flag but `--long`".to_owned()),
    };
    needs::meet("the C tests", &needs::OF_C)?;
    header::run(&["--check".to_owned()])?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    let place = Place::ready("c")?;
    let header = place.text(&root().join("include/bmnn.h"))?;
    let declared = functions(&header);

    place.header_alone()?;
    place.layouts(&header, &["gcc", "clang"])?;
    place.shared_library(&declared)?;
    place.ledgers()?;
    let mut tests = place.tests()?;
    for (name, text) in [
        ("every.c", library::every(&declared)),
        ("sweep.c", sweep::source(&declared)?),
    ] {
        tests.push(Test::of(place.write(name, text.as_bytes())?));
    }
    for (name, text) in readme::programs("c")? {
        let source = place.write(&format!("{name}.c"), text.as_bytes())?;
        tests.push(Test::of(source));
    }
    for test in &tests {
        place.tried(test)?;
    }
    let old = place.history()?;
    place.sanitized(&tests)?;
    place.readers()?;
    if long {
        place.sanitized_within(&tests)?;
    }
    place.otherwise()?;
    place.python()?;
    place.conformance()?;
    eprintln!(
        "{} programs, shared and static, each under valgrind and sanitizers too, {old} of older \
         headers; {} functions",
        tests.len(),
        declared.len()
    );
    Ok(())
}

impl Place {
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

    /// Compilers lay the structs out as `abi/layout.json` says.
    fn layouts(&self, header: &str, compilers: &[&str]) -> Result<(), String> {
        let source = layout::as_c(&layout::structs(header)?);
        let source = self.write("layout.c", source.as_bytes())?;
        compilers.iter().try_for_each(|compiler| {
            let flags = ["-std=c11", "-fsyntax-only", "-Iinclude"];
            self.quietly(program(compiler).args(flags).args(WARNINGS).args([&source]))
        })
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
}
