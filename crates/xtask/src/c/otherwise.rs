//! Libraries that are built otherwise than the shipped one.
//!
//! ```text
//! --features inject                        panics where it is asked to: what that leaves behind
//! --no-default-features --features verify  for those who only verify: no code that signs
//! ```

use super::place::Place;
use super::programs::{Test, VALGRIND};
use crate::header;
use crate::install::LINUX;
use crate::run::{built, cargo, program, root};
use std::fs;
use std::path::{Path, PathBuf};

/// The one function more that it has.
const INJECTED: &str = "bmnn_inject_panic";
const TEST: &str = "bindings/c/tests/inject/panic.c";
const INJECTING: [&str; 2] = ["--features", "inject"];
const SHIPPED: [&str; 4] = ["build", "--locked", "--package", "bmnn-capi"];

/// What a library that only verifies exports none of, by the beginning.
const SIGNING: [&str; 6] = [
    "bmnn_signer_",
    "bmnn_witness_",
    "bmnn_ring_",
    "bmnn_host_",
    "bmnn_registry_",
    "bmnn_act_",
];
/// What is inside of a library that signs.
const SIGNS: [&str; 2] = ["SigningKey", "PlainSigner"];
/// What it says of itself.
const SAYS_SO: &str = "#include \"bmnn.h\"\n\
     int main(void) {\n    return bmnn_has_feature(\"registry\", BMNN_ZSTR) != 0 ||\n           \
     bmnn_has_feature(\"verify\", BMNN_ZSTR) != 1;\n}\n";
/// The tests that want nothing else.
const VERIFYING: [&str; 8] = [
    "dates", "format", "law", "levels", "options", "packs", "pieces", "verify",
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
        let library = bytes(&self.built.join("libbmnn.so"))?;
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
        self.says_so()?;
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

    /// The static library that was just built says what it can, and is linked
    /// with nothing else.
    fn says_so(&self) -> Result<(), String> {
        let test = Test::of(self.write("verify-only.c", SAYS_SO.as_bytes())?);
        let made = self.folder.join("verify-only-static");
        let linked = test.compiled(test.llvm, &made).args(["-DBMNN_STATIC"]);
        let linked = linked.args([self.built.join("libbmnn.a")]);
        self.quietly(linked.args(LINUX.wants.split(' ')))?;
        self.quietly(program(&made))
    }

    /// What a panic inside the library leaves behind.
    fn panics(&self) -> Result<(), String> {
        eprintln!("C: panics");
        let folder = self.built_as("inject", &INJECTING)?;
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

/// A library that panics where it is asked to, as a file in `folder`: what the C
/// chore made, if that was of the library that is built now, else made anew.
pub(crate) fn injected(folder: &Path) -> Result<PathBuf, String> {
    let made_by_c = root().join("target/c");
    let (shipped, built) = (made_by_c.join("lib/libbmnn.so"), built()?);
    let ours = folder.join("libbmnn-inject.so");
    let of_now = matches!((bytes(&shipped), bytes(&built.join("libbmnn.so"))),
        (Ok(then), Ok(now)) if then == now);
    let library = match bytes(&made_by_c.join("inject/libbmnn.so")) {
        Ok(library) if of_now => Ok(library),
        _ => {
            let made = cargo(SHIPPED).args(INJECTING).checked();
            let library = made.and_then(|()| bytes(&built.join("libbmnn.so")));
            cargo(SHIPPED).checked()?;
            library
        }
    }?;
    fs::write(&ours, library)
        .map_err(|cause| format!("cannot write `{}`: {cause}", ours.display()))?;
    match exported(&ours)?.iter().any(|name| name == INJECTED) {
        true => Ok(ours),
        false => Err(format!("`{}` has no `{INJECTED}`", ours.display())),
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|cause| format!("cannot read `{}`: {cause}", file.display()))
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
