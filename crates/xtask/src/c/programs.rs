//! The tests and examples in C and C++: compiled, linked both ways, and run.

use super::WARNINGS;
use super::place::Place;
use crate::install::LINUX;
use crate::run::{Program, entries, program, root};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Programs that are given the ledgers, and where to make their own.
const TESTS: &str = "bindings/c/tests";
/// What programs of others begin with: each is given a folder that it makes.
const EXAMPLES: &str = "bindings/c/examples";
/// What `bmnn.hpp` is tried with, in the same way.
const CPP: &str = "bindings/cpp/tests";
/// Where programs are that use `bmnn.hpp`.
const WRAPPING: &str = "bindings/cpp";

/// A leak of any kind, and any access that is wrong, is a failure.
pub(super) const VALGRIND: [&str; 6] = [
    "--quiet",
    "--leak-check=full",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=all",
    "--error-exitcode=99",
    "--suppressions=bindings/c/tests/valgrind.supp",
];

/// Ledgers that the tests verify: the folder, the file of vectors, the case.
const LEDGERS: [(&str, &str, &str); 3] = [
    ("đúng", "registries.json", "registries/in-order"),
    ("trái luật", "registries.json", "registries/unlisted"),
    ("sai chữ ký", "ledgers.json", "ledgers/statement-bit"),
];

/// A program in C or C++ that uses the library.
pub(super) struct Test {
    /// The file's name without its end.
    pub(super) name: String,
    source: PathBuf,
    /// The other sources that it is made of.
    others: Vec<PathBuf>,
    /// What GNU's compiler for it is called.
    pub(super) gnu: &'static str,
    /// What LLVM's is called.
    pub(super) llvm: &'static str,
    standard: &'static str,
    /// It makes a registry where it is told, and is told nothing else.
    makes: bool,
}

impl Test {
    pub(super) fn of(source: PathBuf) -> Self {
        let name = source.file_stem().unwrap_or_default();
        let plus = source.extension().is_some_and(|end| end == "cpp");
        let wraps = source.starts_with(root().join(WRAPPING));
        let (gnu, llvm, standard) = match (plus, wraps) {
            (true, true) => ("g++", "clang++", "-std=c++17"),
            (true, false) => ("g++", "clang++", "-std=c++11"),
            (false, _) => ("gcc", "clang", "-std=c99"),
        };
        Self {
            name: name.to_string_lossy().into_owned(),
            gnu,
            llvm,
            standard,
            makes: wraps || source.starts_with(root().join(EXAMPLES)),
            source,
            others: Vec::new(),
        }
    }

    /// With all that is written in the same language beside it.
    pub(super) fn and_others(mut self) -> Result<Self, String> {
        let folder = self.source.parent().ok_or("a source without a folder")?;
        self.others = entries(folder)?;
        let end = self.source.extension();
        self.others
            .retain(|path| *path != self.source && path.extension() == end);
        Ok(self)
    }

    /// It tries what a sanitizer and valgrind report, each rightly: that an
    /// object which was freed is refused.
    pub(super) fn is_watched(&self) -> bool {
        self.name != "freed"
    }

    /// `compiler` making `output` of it; libraries are to follow.
    pub(super) fn compiled(&self, compiler: &str, output: &Path) -> Program {
        program(compiler)
            .args([self.standard, "-g", "-Iinclude", "-Ibindings/c/tests"])
            .args(WARNINGS)
            .args([
                OsString::from("-o"),
                output.into(),
                self.source.clone().into(),
            ])
            .args(&self.others)
    }

    /// What it is told: where the ledgers are, if it wants them, and where to
    /// make its own.
    pub(super) fn given(&self, place: &Place, how: &str) -> Vec<PathBuf> {
        let below = self.given_below(how).into_iter();
        below.map(|given| place.folder.join(given)).collect()
    }

    /// The same, from the folder in which these things are.
    pub(super) fn given_below(&self, how: &str) -> Vec<PathBuf> {
        let own = format!("made/{}-{how}", self.name).into();
        match self.makes {
            true => vec![own],
            false => vec!["ledgers".into(), own],
        }
    }
}

impl Place {
    /// Folders with ledgers, out of the vectors.
    pub(super) fn ledgers(&self) -> Result<(), String> {
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
    pub(super) fn tests(&self) -> Result<Vec<Test>, String> {
        let mut all = Vec::new();
        for folder in [TESTS, EXAMPLES, CPP] {
            let folder = root().join(folder);
            let mut some = entries(&folder)?;
            let is_source = |path: &PathBuf| {
                path.extension()
                    .is_some_and(|end| end == "c" || end == "cpp")
            };
            some.retain(is_source);
            if some.is_empty() {
                return Err(format!("there is nothing in `{}`", folder.display()));
            }
            all.extend(some.into_iter().map(Test::of));
        }
        Ok(all)
    }

    /// Compiles a test, links it both ways, and runs it both ways, then under
    /// valgrind.
    pub(super) fn tried(&self, test: &Test) -> Result<(), String> {
        let name = &test.name;
        eprintln!("C: {name}");
        let shared = self.folder.join(name);
        let lookup = self.lookup();
        self.quietly(
            test.compiled(test.gnu, &shared)
                .args([lookup.as_str(), "-lbmnn"]),
        )?;
        let fixed = self.folder.join(format!("{name}-static"));
        let linked = test
            .compiled(test.llvm, &fixed)
            .args(["-DBMNN_STATIC"])
            .args([self.archive()]);
        self.quietly(linked.args(LINUX.wants.split(' ')))?;

        let given = |how: &str| test.given(self, how);
        self.quietly(self.with_library(program(&shared).args(given("shared"))))?;
        self.quietly(program(&fixed).args(given("static")))?;
        if !test.is_watched() {
            return Ok(());
        }
        let watched = program("valgrind").args(VALGRIND).args([&shared]);
        self.quietly(self.with_library(watched.args(given("watched"))))
    }
}

/// The bytes of a text in hexadecimal.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| char::from(letter).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::from_hex;

    #[test]
    fn hexadecimal() {
        assert_eq!(from_hex("00ff1A"), Some(vec![0, 255, 26]));
        assert_eq!((from_hex("0"), from_hex("0g")), (None, None));
    }
}
