//! The vectors, asked of the C library: from C, and from Python; the answers of
//! both are those expected, and the same bytes.

use super::WARNINGS;
use super::place::Place;
use super::programs::VALGRIND;
use crate::run::{cargo, program, root};
use std::ffi::OsString;
use std::path::Path;

/// How many cases the library has functions for. It only grows.
pub(crate) const ANSWERED: &str = "568";

/// Builds what puts the vectors to a program.
pub(crate) fn runner() -> Result<(), String> {
    let build = ["build", "--locked", "--package", "bmnn-conformance"];
    cargo(build).args(["--bin", "try"]).checked()
}

impl Place {
    /// Asks both.
    pub(super) fn conformance(&self) -> Result<(), String> {
        runner()?;
        eprintln!("C: conform");
        let subject = self.folder.join("conform");
        let lookup = self.lookup();
        self.quietly(
            program("gcc")
                .args(["-std=c99", "-g", "-Iinclude"])
                .args(WARNINGS)
                .args([OsString::from("-o"), subject.clone().into()])
                .args(["bindings/c/conform/conform.c", lookup.as_str(), "-lbmnn"]),
        )?;
        let scratch = self.write("conformed/ledger.bmnn", b"")?;
        let scratch = scratch.parent().ok_or("a file without a folder")?;
        let told = [subject.as_os_str(), scratch.as_os_str()];
        let in_c = self.asked("c", ["--at-least", ANSWERED], told)?;
        // Under valgrind all of them take a minute.
        let watched = ["valgrind"].into_iter().chain(VALGRIND).map(OsString::from);
        let watched = watched.chain(told.map(OsString::from));
        self.asked("watched", ["--every", "8"], watched)?;
        eprintln!("Python: conform.py");
        let script = root().join("bindings/python/conform.py");
        let in_python = self.asked(
            "python",
            ["--at-least", ANSWERED],
            [Path::new("python3"), &script],
        )?;
        if in_c == in_python {
            return Ok(());
        }
        let mut lines = in_c.lines().zip(in_python.lines());
        let other = lines.find(|(c, python)| c != python);
        Err(format!("C and Python answer differently: {other:?}"))
    }

    /// What a subject answers, if all of it is right.
    fn asked<T: AsRef<std::ffi::OsStr>>(
        &self,
        name: &str,
        how: [&str; 2],
        subject: impl IntoIterator<Item = T>,
    ) -> Result<String, String> {
        let answers = self.folder.join(format!("answers-{name}"));
        let asking = program(self.built.join("try"))
            .args([OsString::from("--answers"), answers.clone().into()])
            .args(how)
            .args(subject)
            .env("LD_LIBRARY_PATH", self.folder.join("lib"))
            .env("PYTHONPATH", root().join("bindings/python"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("BMNN_LIBRARY", self.folder.join("lib/libbmnn.so.1"));
        self.quietly(asking)?;
        self.text(&answers)
    }
}
