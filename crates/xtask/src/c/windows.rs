//! `cargo xtask windows`: the C library for Windows, made here and tried under
//! wine.
//!
//! ```text
//! bmnn-capi ─► bmnn.dll ─► names as in abi/symbols.txt, what it imports, its flags; for
//!           │              64 bits and for 32, which an old Office has
//!           ├► libbmnn.dll.a   what GNU's linker wants
//!           └► bmnn.lib        what Microsoft's wants
//! bindings/c/tests, examples ─► run where the folder has Vietnamese letters
//! bindings/dotnet/tests      ─► on .NET 8 for Windows, as many as on Linux
//! bindings/*/tests           ─► one registry, worked on from Linux and from Windows, in C and C#
//! ```
//!
//! Debian's own Rust makes it: it brings the sources of the standard library,
//! which is built along. What is for 32 bits runs where wine has 32 bits, which
//! Debian packages for another architecture alone; else that is told in the end.

mod csharp;
mod target;
mod together;
mod wine;

use super::place::Place;
use super::programs::Test;
use crate::dotnet::windows::programs;
use crate::needs;
use crate::run::cargo;
use std::path::{Path, PathBuf};
use target::{X64, X86};
use wine::Windows;

/// Builds the library for Windows and tries it.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}` is no argument of windows: it takes none"
        ));
    }
    let made = built()?;
    let made_x86 = built_x86()?;
    needs::meet("its consumers", &needs::OF_CONSUMERS)?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    let place = Place::ready("windows")?;
    place.ledgers()?;
    X64.looked_at(&place, &made)?;
    X86.looked_at(&place, &made_x86)?;

    let windows = Windows::ready(&place, &X64, &made)?;
    let mut ran = windows.c_programs()?;
    windows.consumers()?;
    let programs = programs(&windows.folder.join("C sharp"))?;
    windows.for_dotnet(&programs)?;
    let tests = windows.csharp_tests(&programs)?;
    windows.shared_registry(&programs)?;
    windows.clerk(&programs)?;
    let x86 = if X86.runs() {
        let windows = Windows::ready(&place, &X86, &made_x86)?;
        ran += windows.c_programs()?;
        windows.consumers()?;
        "win-x86 built, looked at and run"
    } else {
        "win-x86 built and looked at, and NOT RUN: there is no wine of 32 bits here (Debian: dpkg \
         --add-architecture i386 && apt-get update && apt-get install wine32:i386)"
    };
    eprintln!("{ran} programs and {tests} C# tests under wine, one registry of both; {x86}");
    Ok(())
}

/// Builds the library for 64-bit Windows, and says where it is: `bmnn.dll`, what
/// either linker wants for it, and `libbmnn.a`.
pub(crate) fn built() -> Result<PathBuf, String> {
    needs::meet("the library for Windows", &needs::OF_WINDOWS)?;
    X64.built()
}

/// The same for programs of 32 bits.
pub(crate) fn built_x86() -> Result<PathBuf, String> {
    needs::meet("the library for Windows", &needs::OF_WINDOWS)?;
    X86.built()
}

impl Windows<'_> {
    /// Compiles and runs the tests and examples in C and C++; says how many.
    fn c_programs(&self) -> Result<usize, String> {
        copy(
            &self.place.folder.join("ledgers"),
            &self.folder.join("ledgers"),
        )?;
        let mut tests = self.place.tests()?;
        // What was freed may be no memory at all there: whether it is refused is
        // tried where memory stays.
        tests.retain(Test::is_watched);
        for test in &tests {
            self.tried(test)?;
        }
        Ok(tests.len())
    }
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let failing = |cause| format!("cannot copy `{}`: {cause}", from.display());
    std::fs::create_dir_all(to).map_err(failing)?;
    for entry in std::fs::read_dir(from).map_err(failing)? {
        let path = entry.map_err(failing)?.path();
        let place = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &place)?;
        } else {
            std::fs::copy(&path, &place).map_err(failing)?;
        }
    }
    Ok(())
}
