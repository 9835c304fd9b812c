//! The tests in C and C++ under AddressSanitizer, LeakSanitizer and the
//! sanitizer of undefined behaviour.
//!
//! ```text
//! a test ─┬─ gcc ───► with libbmnn.so     in every run: what the program does, what it
//!         ├─ clang ─► with libbmnn.a      leaks, and what the library copies for it
//!         └─ clang ─► with libbmnn.a whose Rust and SQLite are instrumented too (--long)
//! ```
//!
//! A sanitizer that is not in says nothing: each program is asked by `nm` whether
//! it is, and two programs that are wrong have to be caught.

use super::place::Place;
use super::programs::Test;
use crate::install::LINUX;
use crate::run::{Program, cargo, program};
use std::ffi::OsString;
use std::path::Path;

const SANITIZED: [&str; 3] = [
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
    "-fno-omit-frame-pointer",
];

/// SQLite has static tables of one name in several functions, which would be
/// taken for one table defined twice.
const OPTIONS: &str = "detect_leaks=1:strict_string_checks=1:detect_odr_violation=0";

/// For which target the library is built whose Rust is instrumented: being named,
/// it has flags of its own, apart from those of what is run while building.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What every part of that library has: the sanitizer, and counters by which
/// libFuzzer sees where an input came to. In one unit each, since GNU's linker
/// does not take counters of functions that it dropped.
const WITHIN: &str = "-Zsanitizer=address -Ccodegen-units=1 -Cpasses=sancov-module \
     -Cllvm-args=-sanitizer-coverage-level=3 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table";

/// A program that is wrong, and what is said of it.
const WRONG: [(&str, &str, &str); 2] = [
    (
        "leak.c",
        "#include \"bmnn.h\"\n\
         int main(void) {\n    bmnn_packs *packs = NULL;\n    \
         return bmnn_packs_built_in(&packs, NULL) != BMNN_OK;\n}\n",
        "LeakSanitizer: detected memory leaks",
    ),
    (
        "overflow.c",
        "#include \"bmnn.h\"\n#include <stdlib.h>\n\
         int main(void) {\n    unsigned char seed[32] = {1};\n    bmnn_signer *signer = NULL;\n    \
         unsigned char *key = malloc(31);\n    \
         if (bmnn_signer_from_seed(seed, &signer, NULL) != BMNN_OK) return 0;\n    \
         (void)bmnn_signer_public_key(signer, key, NULL);\n    \
         bmnn_signer_free(signer);\n    free(key);\n    return 0;\n}\n",
        "AddressSanitizer: heap-buffer-overflow",
    ),
];

impl Place {
    /// Every test that may be watched, with both libraries as they are.
    pub(super) fn sanitized(&self, tests: &[Test]) -> Result<(), String> {
        eprintln!("C: sanitizers");
        let (lookup, archive) = (self.lookup(), self.archive());
        let shared = |test: &Test, output: &Path| {
            let compiled = test.compiled(test.gnu, output);
            compiled.args(SANITIZED).args([lookup.as_str(), "-lbmnn"])
        };
        for test in tests.iter().filter(|test| test.is_watched()) {
            self.holds(test, "asan", &|output| shared(test, output))?;
            self.holds(test, "asan-static", &|output| {
                with_archive(test, output, &archive)
            })?;
        }
        self.awake("asan-wrong", WRONG.get(..1).unwrap_or_default(), &archive)
    }

    /// The same with a static library of which every part is instrumented; it
    /// takes minutes to build.
    pub(super) fn sanitized_within(&self, tests: &[Test]) -> Result<(), String> {
        eprintln!("C: sanitizers, within the library too");
        cargo([
            "build",
            "--locked",
            "--package",
            "bmnn-capi",
            "--target",
            TARGET,
        ])
        .env("RUSTFLAGS", WITHIN)
        // What a stable compiler takes only when it is asked twice.
        .env("RUSTC_BOOTSTRAP", "1")
        .checked()?;
        let folder = self.built.parent().unwrap_or(&self.built);
        let archive = folder.join(TARGET).join("debug/libbmnn.a");
        for test in tests.iter().filter(|test| test.is_watched()) {
            self.holds(test, "asan-within", &|output| {
                with_archive(test, output, &archive)
            })?;
        }
        self.awake("asan-wrong-within", &WRONG, &archive)?;
        self.readers_for_long(&archive)
    }

    /// The readers' seeds, with the static library as it is.
    pub(super) fn replayed_under_sanitizers(
        &self,
        readers: &Test,
        given: impl Iterator<Item = OsString>,
    ) -> Result<(), String> {
        let made = self.folder.join("readers-asan");
        let compiled = with_archive(readers, &made, &self.archive());
        self.quietly(compiled.args(["-DREPLAY"]))?;
        is_in(&made)?;
        self.quietly(watched(program(&made).args(given)))
    }

    /// Builds a test as `built` says, and runs it.
    fn holds(
        &self,
        test: &Test,
        how: &str,
        built: &dyn Fn(&Path) -> Program,
    ) -> Result<(), String> {
        let output = self.folder.join(format!("{}-{how}", test.name));
        self.quietly(built(&output))?;
        is_in(&output)?;
        let run = program(&output).args(test.given(self, how));
        self.quietly(self.with_library(watched(run)))
    }

    /// Fails unless what is wrong is told.
    fn awake(&self, how: &str, wrong: &[(&str, &str, &str)], archive: &Path) -> Result<(), String> {
        for (name, source, said) in wrong {
            let test = Test::of(self.write(&format!("wrong/{name}"), source.as_bytes())?);
            let output = self.folder.join(format!("{}-{how}", test.name));
            self.quietly(with_archive(&test, &output, archive))?;
            match self.quietly(watched(program(&output))) {
                Err(reason) if reason.contains(said) => {}
                Err(reason) => return Err(format!("{name} fails otherwise: {reason}")),
                Ok(()) => return Err(format!("the sanitizer is asleep: {name} succeeds")),
            }
        }
        Ok(())
    }
}

/// A test made by clang with a static library.
pub(super) fn with_archive(test: &Test, output: &Path, archive: &Path) -> Program {
    test.compiled(test.llvm, output)
        .args(SANITIZED)
        .args(["-DBMNN_STATIC"])
        .args([archive])
        .args(LINUX.wants.split(' '))
}

/// What a program with sanitizers is told.
pub(super) fn watched(run: Program) -> Program {
    run.env("ASAN_OPTIONS", OPTIONS)
        .env("UBSAN_OPTIONS", "print_stacktrace=1")
}

/// Fails unless the program has the sanitizer, its own or as a library.
pub(super) fn is_in(output: &Path) -> Result<(), String> {
    let names = program("nm").args([output]).output()?;
    let mut names = names.lines().filter_map(|line| line.rsplit(' ').next());
    match names.any(|name| name.split('@').next() == Some("__asan_init")) {
        true => Ok(()),
        false => Err(format!("`{}` has no sanitizer in it", output.display())),
    }
}
