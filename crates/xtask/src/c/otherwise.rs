//! Libraries that are built otherwise than the shipped one.
//!
//! ```text
//! --features inject                        panics where it is asked to: what that leaves behind
//! --no-default-features --features verify  for those who only verify: no code that signs
//! ```

use super::place::Place;
use super::programs::{Test, VALGRIND};
use crate::header;
use crate::run::{cargo, program, root};
use std::fs;
use std::path::{Path, PathBuf};

/// The one function more that it has.
const INJECTED: &str = "bmnn_inject_panic";
const TEST: &str = "bindings/c/tests/inject/panic.c";
const SHIPPED: [&str; 4] = ["build", "--locked", "--package", "bmnn-capi"];

/// What a library that only verifies exports none of, by the beginning.
const SIGNING: [&str; 5] = [
    "bmnn_signer_",
    "bmnn_ring_",
    "bmnn_host_",
    "bmnn_registry_",
    "bmnn_act_",
];
/// What is inside of a library that signs.
const SIGNS: [&str; 2] = ["SigningKey", "PlainSigner"];
/// The tests that want nothing else.
const VERIFYING: [&str; 7] = [
    "dates", "format", "law", "levels", "options", "packs", "verify",
];

impl Place {
    /// Builds them, and in the end the shipped one anew, so that nobody finds
    /// another in its place.
    pub(super) fn otherwise(&self) -> Result<(), String> {
        let tried = self.panics().and_then(|()| self.verifies());
        cargo(SHIPPED).checked()?;
        tried
    }

    /// Builds a library with these flags, and copies it into a folder.
    fn built_as(&self, name: &str, flags: &[&str]) -> Result<PathBuf, String> {
        cargo(SHIPPED).args(flags).checked()?;
        let library = self.built.join("libbmnn.so");
        let library = fs::read(&library)
            .map_err(|cause| format!("cannot read `{}`: {cause}", library.display()))?;
        for file in ["libbmnn.so", "libbmnn.so.1"] {
            self.write(&format!("{name}/{file}"), &library)?;
        }
        Ok(self.folder.join(name))
    }

    /// A library that only verifies has nothing that signs, and passes the tests
    /// of what it has.
    fn verifies(&self) -> Result<(), String> {
        eprintln!("C: a library that only verifies");
        let flags = ["--no-default-features", "--features", "verify"];
        let folder = self.built_as("verify-only", &flags)?;
        let listed = self.text(&root().join(header::SYMBOLS))?;
        for name in exported(&folder.join("libbmnn.so"))? {
            let listed = listed.lines().any(|one| one == name);
            if !listed || SIGNING.iter().any(|signing| name.starts_with(signing)) {
                return Err(format!("a library that only verifies exports `{name}`"));
            }
        }
        // In the shipped one each is found: so it would be in this one.
        for (file, wanted) in [("lib/libbmnn.so", true), ("verify-only/libbmnn.so", false)] {
            let inside = program("nm").args([self.folder.join(file)]).output()?;
            for signs in SIGNS {
                let found = inside.lines().find(|line| line.contains(signs));
                if found.is_some() != wanted {
                    let found = found.unwrap_or("nothing");
                    return Err(format!("`{file}`: of `{signs}` there is {found}"));
                }
            }
        }
        let lookup = format!("-L{}", folder.display());
        for name in VERIFYING {
            let test = Test::of(root().join(format!("bindings/c/tests/{name}.c")));
            let made = self.folder.join(format!("{name}-verify-only"));
            let compiled = test.compiled(test.gnu, &made);
            self.quietly(compiled.args([lookup.as_str(), "-lbmnn"]))?;
            let run = program(&made).args(test.given(self, "verify-only"));
            self.quietly(run.env("LD_LIBRARY_PATH", &folder))?;
        }
        Ok(())
    }

    /// What a panic inside the library leaves behind.
    fn panics(&self) -> Result<(), String> {
        eprintln!("C: panics");
        let folder = self.built_as("inject", &["--features", "inject"])?;
        // The shipped one has it not; and where it is, it is found.
        for (file, wanted) in [("lib/libbmnn.so", false), ("inject/libbmnn.so", true)] {
            let has = exported(&self.folder.join(file))?;
            if has.iter().any(|name| name == INJECTED) != wanted {
                return Err(format!("`{file}` has `{INJECTED}`: {}", !wanted));
            }
        }
        let test = Test::of(root().join(TEST));
        let made = self.folder.join(&test.name);
        let lookup = format!("-L{}", folder.display());
        self.quietly(
            test.compiled(test.gnu, &made)
                .args([lookup.as_str(), "-lbmnn"]),
        )?;
        let alone = program(&made).args(test.given(self, "shared"));
        let watched = program("valgrind").args(VALGRIND).args([&made]);
        for run in [alone, watched.args(test.given(self, "watched"))] {
            self.quietly(
                run.env("LD_LIBRARY_PATH", &folder)
                    .env("RUST_BACKTRACE", "0"),
            )?;
        }
        Ok(())
    }
}

/// The names that a library exports.
fn exported(library: &Path) -> Result<Vec<String>, String> {
    let exported = program("nm")
        .args(["--dynamic", "--defined-only", "--format=posix"])
        .args([library])
        .output()?;
    let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    Ok(exported.lines().map(first).collect())
}
