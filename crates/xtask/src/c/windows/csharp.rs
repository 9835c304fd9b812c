//! C# under wine: the tests, the example, and a registry that others made.

use super::wine::{Windows, seen};
use crate::dotnet::windows::Programs;
use crate::run::{Program, program};
use std::ffi::OsStr;
use std::path::Path;

/// What claims to be the library, of a later ABI.
const OTHER_ABI: &str = "bindings/dotnet/tests/other_abi.c";
/// What mends wine's list of handlers, for the hook that loads it.
const FRAMES: &str = "bindings/dotnet/tests/wine/frames.c";

/// After so many seconds what hangs is ended, and the chore fails.
const PATIENCE: &str = "120";

impl Windows<'_> {
    /// Lays out what the programs want.
    pub(super) fn for_dotnet(&self, programs: &Programs) -> Result<(), String> {
        let frames = programs.hook.with_file_name("frames.dll");
        // The compiler takes the address of a thread's own block for a mistake.
        let flags = ["-shared", "-O2", "-Wall", "-Wextra", "-Wno-array-bounds"];
        for (source, library) in [
            (FRAMES, &frames),
            (OTHER_ABI, &self.folder.join("newer.dll")),
        ] {
            self.place.quietly(
                program(format!("{}-gcc", self.target.gnu))
                    .args(flags)
                    .args([OsStr::new(source), OsStr::new("-o"), library.as_os_str()]),
            )?;
        }
        Ok(())
    }

    /// A program of .NET, started where its files are.
    pub(super) fn dotnet(&self, programs: &Programs, compiled: &Path) -> Program {
        let started = program("timeout").args(["--kill-after=10", PATIENCE, "wine"]);
        let started = started.args([&programs.runtime]).within(&self.folder);
        self.with_wine(started.args([seen(compiled)]))
            // Its assemblies name it; wine's own is enough for that.
            .env("WINEDLLOVERRIDES", "mshtml=")
            .env("DOTNET_STARTUP_HOOKS", seen(&programs.hook))
            .env("BMNN_LIBRARY", seen(&self.folder.join("bmnn.dll")))
            .env("RUST_BACKTRACE", "0")
    }

    /// Every test that Linux has, each in a process of its own; says how many.
    ///
    /// One process for all of them does not end under wine 8: what it leaves in its
    /// list of handlers is mended only as far as it shows when the next exception is
    /// raised.
    pub(super) fn csharp_tests(&self, programs: &Programs) -> Result<usize, String> {
        let wanted = programs.names.len();
        eprintln!("wine: {wanted} C# tests");
        let mut passed = 0;
        let mut failed = String::new();
        for (number, name) in programs.names.iter().enumerate() {
            let work = self.folder.join(format!("đã làm/{number}"));
            let test = self
                .dotnet(programs, &programs.tests)
                .args(["--only", name])
                .env("BMNN_TESTS", seen(&work))
                .env("BMNN_NEWER_ABI", seen(&self.folder.join("newer.dll")));
            let log = self.place.folder.join("csharp.log");
            let held = test.logged(&log)?;
            let told = self.place.text(&log)?;
            match held && is_one(&told) {
                true => passed += 1,
                false => failed += &format!("\n{name}: {told}"),
            }
            // The tests of the loader leave copies of the library.
            let _ = std::fs::remove_dir_all(&work);
        }
        match wanted > 0 && passed == wanted {
            true => Ok(passed),
            false => Err(format!(
                "of {wanted} C# tests {passed} passed under wine:{failed}"
            )),
        }
    }
}

/// Whether the runner says that one test ran, and passed.
fn is_one(told: &str) -> bool {
    let last = told.lines().last().unwrap_or_default();
    last.trim_end() == "1 passed, 0 failed"
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn the_last_line_counts() {
        assert!(is_one("1 passed, 0 failed\r\n"));
        for other in [
            "",
            "0 passed, 0 failed",
            "2 passed, 0 failed",
            "1 passed, 1 failed",
        ] {
            assert!(!is_one(other), "{other}");
        }
        assert!(!is_one("1 passed, 0 failed\nmore"));
    }
}
