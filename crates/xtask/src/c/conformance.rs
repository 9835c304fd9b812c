//! The vectors, asked of the C library: from C, from C++, and from Python; the
//! answers of all are those expected, and the same bytes.

use super::asan;
use super::place::Place;
use super::programs::{Test, VALGRIND};
use crate::run::{Program, cargo, program, root};
use std::collections::BTreeMap;
use std::ffi::OsString;

/// How many cases the library has functions for. It only grows.
pub(crate) const ANSWERED: &str = "953";

/// The programs that are asked: what each is called, and its source with `main`.
const SUBJECTS: [(&str, &str); 2] = [
    ("c", "bindings/c/conform/conform.c"),
    ("c++", "bindings/cpp/conform/conform.cpp"),
];

/// Builds what puts the vectors to a program.
pub(crate) fn runner() -> Result<(), String> {
    let build = ["build", "--locked", "--package", "bmnn-conformance"];
    cargo(build).args(["--bin", "try"]).checked()
}

/// Where a program answers otherwise than C, of what it answers.
pub(crate) fn differing(in_c: &str, other: &str) -> Option<String> {
    let in_c: BTreeMap<_, _> = in_c
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let mut lines = other.lines();
    let found = lines.find(|line| match line.split_once('\t') {
        Some((case, answer)) => in_c.get(case) != Some(&answer),
        None => true,
    })?;
    let case = found.split('\t').next().unwrap_or_default();
    let expected = in_c.get(case).unwrap_or(&"nothing");
    Some(format!("C answers {expected}, and not {found}"))
}

impl Place {
    /// Asks all.
    pub(super) fn conformance(&self) -> Result<(), String> {
        runner()?;
        let mut all = Vec::new();
        for (name, source) in SUBJECTS {
            let test = Test::of(root().join(source)).and_others()?;
            for (how, answers) in self.conforming(name, &test)? {
                all.push((format!("{name}, {how}"), answers));
            }
        }
        eprintln!("Python: conform.py");
        let script = root().join("bindings/python/conform.py");
        let subject = program("python3").args([script]);
        let in_python = self.asked("python", ["--at-least", ANSWERED], subject)?;
        all.push(("Python".to_owned(), in_python));
        let in_c = all.first().map(|(_, answers)| answers.clone());
        let in_c = in_c.unwrap_or_default();
        match all
            .iter()
            .find_map(|(name, one)| Some((name, differing(&in_c, one)?)))
        {
            None => Ok(()),
            Some((name, found)) => Err(format!("{name} answers otherwise: {found}")),
        }
    }

    /// What a program answers: linked with the shared library; with the static one,
    /// under sanitizers; and under valgrind.
    fn conforming(&self, name: &str, test: &Test) -> Result<Vec<(&'static str, String)>, String> {
        eprintln!("{}: conform", name.to_uppercase());
        let scratch = self.write(&format!("conformed/{name}/ledger.bmnn"), b"")?;
        let scratch = scratch.parent().ok_or("a file without a folder")?;
        let shared = self.folder.join(format!("conform-{name}"));
        let lookup = self.lookup();
        let compiled = test.compiled(test.gnu, &shared);
        self.quietly(compiled.args([lookup.as_str(), "-lbmnn"]))?;
        let fixed = self.folder.join(format!("conform-{name}-asan"));
        self.quietly(asan::with_archive(test, &fixed, &self.archive()))?;
        asan::is_in(&fixed)?;

        let all = ["--at-least", ANSWERED];
        let alone = program(&shared).args([scratch]);
        let sanitized = program(&fixed).args([scratch]);
        // Under valgrind all of them take a minute.
        let watched = program("valgrind").args(VALGRIND).args([&shared, scratch]);
        Ok(vec![
            ("shared", self.asked(name, all, alone)?),
            (
                "sanitized",
                self.asked(&format!("{name}-asan"), all, sanitized)?,
            ),
            (
                "watched",
                self.asked(&format!("{name}-watched"), ["--every", "8"], watched)?,
            ),
        ])
    }

    /// What a subject answers, if all of it is right.
    fn asked(&self, name: &str, how: [&str; 2], subject: Program) -> Result<String, String> {
        let answers = self.folder.join(format!("answers-{name}"));
        let asking = program(self.built.join("try"))
            .args([OsString::from("--answers"), answers.clone().into()])
            .args(how)
            .args(subject.words())
            .env("LD_LIBRARY_PATH", self.folder.join("lib"))
            .env("PYTHONPATH", root().join("bindings/python"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("BMNN_LIBRARY", self.folder.join("lib/libbmnn.so.1"));
        self.quietly(asan::watched(asking))?;
        self.text(&answers)
    }
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn an_answer_that_is_not_that_of_c_is_told() {
        let in_c = "a\t1\nb\t2\n";
        for same in [in_c, "b\t2\n", ""] {
            assert_eq!(differing(in_c, same), None, "{same:?}");
        }
        for (other, told) in [
            ("a\t1\nb\t3\n", "b\t3"),
            ("c\t1\n", "nothing"),
            ("a\n", "not a"),
        ] {
            let found = differing(in_c, other).unwrap_or_default();
            assert!(found.contains(told), "{found}");
        }
    }
}
