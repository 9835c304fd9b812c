//! `cargo xtask consumers`: a project outside of ours finds the installed
//! library, links it both ways, and runs.
//!
//! ```text
//! libbmnn.so, libbmnn.a ─ install ─► a prefix, which is then moved
//! bindings/c/consumer ─► CMake, find_package(bmnn) ─► four programs, run by ctest
//! clerk.c, morning.cpp ─► pkg-config bmnn, bmnn-static ─► four programs, run
//! ```
//!
//! Prefix and project lie in folders with spaces and Vietnamese letters in their
//! names, outside of the workspace.

use crate::c::Place;
use crate::header::root;
use crate::install::{self, SYSTEM};
use crate::needs;
use crate::run::{Program, cargo, program};
use std::fs;
use std::path::{Path, PathBuf};

/// The programs of the project, and where they are here.
const SOURCES: [&str; 2] = [
    "bindings/c/examples/clerk.c",
    "bindings/cpp/tests/morning.cpp",
];

/// Installs, builds and runs.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}` is no argument of consumers: it takes none"
        ));
    }
    needs::meet("the consumers of the C library", &needs::OF_CONSUMERS)?;
    as_rustc_says()?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    let place = Place::ready("consumers")?;
    let outside = Outside::new()?;
    // The project of somebody else.
    let project = outside.0.join("Dự án của văn phòng");
    for source in ["bindings/c/consumer/CMakeLists.txt"]
        .iter()
        .chain(&SOURCES)
    {
        let source = root().join(source);
        let name = source.file_name().unwrap_or_default();
        fs::create_dir_all(&project)
            .and_then(|()| fs::copy(&source, project.join(name)))
            .map_err(|cause| format!("cannot copy `{}`: {cause}", source.display()))?;
    }
    let installed = outside.0.join("installed");
    install::lay(&place.built, &installed)?;
    let prefix = outside.0.join("Thư viện đã cài");
    fs::rename(&installed, &prefix).map_err(|cause| format!("cannot move it: {cause}"))?;

    eprintln!("consumers: CMake");
    cmake(&place, &project, &prefix)?;
    eprintln!("consumers: pkg-config");
    pkg_config(&place, &project, &prefix)?;
    eprintln!("consumers: eight programs, in C and C++, shared and static");
    Ok(())
}

/// The libraries that we name are those that rustc names.
fn as_rustc_says() -> Result<(), String> {
    let folder = root().join("target/consumers");
    fs::create_dir_all(&folder).map_err(|cause| format!("`{}`: {cause}", folder.display()))?;
    let log = folder.join("native-static-libs");
    let asked = ["rustc", "--locked", "--package", "bmnn-capi", "--lib"];
    let there = cargo(asked)
        .args(["--crate-type=staticlib", "--", "--print=native-static-libs"])
        .logged(&log)?;
    let said = fs::read_to_string(&log).unwrap_or_default();
    let libraries = said
        .lines()
        .find_map(|line| line.split_once("native-static-libs: "));
    match libraries {
        Some((_, libraries)) if there && libraries.trim() == SYSTEM => Ok(()),
        Some((_, libraries)) if there => Err(format!(
            "the static library wants `{}`, and installed files say `{SYSTEM}`",
            libraries.trim()
        )),
        _ => Err(format!("rustc does not say its libraries:\n{said}")),
    }
}

/// By `find_package(bmnn)`.
fn cmake(place: &Place, project: &Path, prefix: &Path) -> Result<(), String> {
    let built = project.join("build");
    let found = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
    place.quietly(
        program("cmake")
            .args([Path::new("-S"), project, Path::new("-B"), &built])
            .args([found]),
    )?;
    place.quietly(program("cmake").args([Path::new("--build"), &built]))?;
    place.quietly(
        program("ctest")
            .args(["--output-on-failure", "--no-tests=error", "--test-dir"])
            .args([&built]),
    )
}

/// By `pkg-config`, with what it prints left to a shell, as a makefile does.
fn pkg_config(place: &Place, project: &Path, prefix: &Path) -> Result<(), String> {
    let asked = |program: Program| program.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
    let said = |flags: &[&str]| asked(program("pkg-config").args(flags)).output();
    let private = said(&["--static", "--libs-only-l", "bmnn"])?;
    if private.trim() != format!("-lbmnn {SYSTEM}") {
        return Err(format!("bmnn.pc says `{private}`, not `-lbmnn {SYSTEM}`"));
    }
    for (compiler, source) in [
        ("cc -std=c99", "clerk.c"),
        ("c++ -std=c++17", "morning.cpp"),
    ] {
        for package in ["bmnn", "bmnn-static"] {
            let output = project.join(format!("{source}-{package}"));
            let line = format!(
                "eval \"{compiler} -o '{}' '{}' $(pkg-config --cflags --libs {package})\"",
                output.display(),
                project.join(source).display()
            );
            place.quietly(asked(program("sh").args(["-e", "-c", &line])))?;
            let found =
                program(&output).args([project.join(format!("registry of {source} {package}"))]);
            let found = match package {
                "bmnn" => found.env("LD_LIBRARY_PATH", prefix.join("lib")),
                _ => found,
            };
            place.quietly(found)?;
        }
    }
    Ok(())
}

/// A folder outside of the workspace, gone when we are.
struct Outside(PathBuf);

impl Outside {
    fn new() -> Result<Self, String> {
        let name = format!("bmnn consumers {}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        match fs::create_dir(&folder) {
            Ok(()) => Ok(Self(folder)),
            Err(cause) => Err(format!("cannot make `{}`: {cause}", folder.display())),
        }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        // What is left is in the system's own temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}
