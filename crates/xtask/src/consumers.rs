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
use crate::install::{self, LINUX, System};
use crate::needs;
use crate::run::{Program, cargo, program, root};
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
    let asked = ["rustc", "--locked", "--package", "bmnn-capi", "--lib"];
    let asked = cargo(asked).args(["--crate-type=staticlib", "--", "--print=native-static-libs"]);
    as_rustc_says(asked, &LINUX)?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    let place = Place::ready("consumers")?;
    let outsider = Outsider {
        system: &LINUX,
        built: &place.built,
        cmake: &[],
        compilers: ["cc".to_owned(), "c++".to_owned()],
        beside: &[],
        end: "",
        run: &|path: &Path| place.with_library(program(path)),
        surroundings: &|program: Program| program,
    };
    outsider.tried(&place)
}

/// Builds as `asked`, and fails unless the libraries that we name are those that
/// rustc names.
pub(crate) fn as_rustc_says(asked: Program, system: &System) -> Result<(), String> {
    let log = root().join("target/native-static-libs");
    eprintln!("\n$ {asked}");
    let there = asked.logged(&log)?;
    let said = fs::read_to_string(&log).unwrap_or_default();
    let libraries = said
        .lines()
        .find_map(|line| line.split_once("native-static-libs: "));
    let wants = system.wants;
    match libraries {
        Some((_, libraries)) if there && libraries.trim() == wants => Ok(()),
        Some((_, libraries)) if there => Err(format!(
            "the static library wants `{}`, and installed files say `{wants}`",
            libraries.trim()
        )),
        _ => Err(format!("rustc does not say its libraries:\n{said}")),
    }
}

/// Somebody whose project uses the installed library.
pub(crate) struct Outsider<'a> {
    pub(crate) system: &'a System,
    /// Where the library was built.
    pub(crate) built: &'a Path,
    /// What CMake is told beside where the library is.
    pub(crate) cmake: &'a [String],
    /// For C and for C++.
    pub(crate) compilers: [String; 2],
    /// What the system wants beside a program.
    pub(crate) beside: &'a [PathBuf],
    /// How the names of programs end.
    pub(crate) end: &'a str,
    /// Starts what was built.
    pub(crate) run: &'a dyn Fn(&Path) -> Program,
    /// What a program that starts others has to know.
    pub(crate) surroundings: &'a dyn Fn(Program) -> Program,
}

impl Outsider<'_> {
    /// Installs, moves what was installed, and builds and runs the project.
    pub(crate) fn tried(&self, place: &Place) -> Result<(), String> {
        let outside = Outside::new()?;
        let project = outside.0.join("Dự án của văn phòng");
        for source in ["bindings/c/consumer/CMakeLists.txt"]
            .iter()
            .chain(&SOURCES)
        {
            copied(&root().join(source), &project)?;
        }
        let installed = outside.0.join("installed");
        install::lay(self.system, self.built, &installed)?;
        let prefix = outside.0.join("Thư viện đã cài");
        fs::rename(&installed, &prefix).map_err(|cause| format!("cannot move it: {cause}"))?;
        eprintln!("consumers: CMake");
        self.by_cmake(place, &project, &prefix)?;
        eprintln!("consumers: pkg-config");
        self.by_pkg_config(place, &project, &prefix)?;
        eprintln!("consumers: eight programs, in C and C++, shared and static");
        Ok(())
    }

    /// By `find_package(bmnn)`.
    fn by_cmake(&self, place: &Place, project: &Path, prefix: &Path) -> Result<(), String> {
        let built = project.join("build");
        let found = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
        place.quietly(
            program("cmake")
                .args([Path::new("-S"), project, Path::new("-B"), &built])
                .args([found])
                .args(self.cmake),
        )?;
        place.quietly(program("cmake").args([Path::new("--build"), &built]))?;
        for file in self.beside {
            copied(file, &built)?;
        }
        let tested = program("ctest")
            .args(["--output-on-failure", "--no-tests=error", "--test-dir"])
            .args([&built]);
        place.quietly((self.surroundings)(tested))
    }

    /// By `pkg-config`, with what it prints left to a shell, as a makefile does.
    fn by_pkg_config(&self, place: &Place, project: &Path, prefix: &Path) -> Result<(), String> {
        let asked = |program: Program| program.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
        let said = program("pkg-config").args(["--static", "--libs-only-l", "bmnn"]);
        let (private, wants) = (asked(said).output()?, self.system.wants);
        if private.trim() != format!("-lbmnn {wants}") {
            return Err(format!("bmnn.pc says `{private}`, not `-lbmnn {wants}`"));
        }
        for file in self.beside {
            copied(file, project)?;
        }
        let standards = ["-std=c99", "-std=c++17"];
        for ((compiler, standard), source) in self.compilers.iter().zip(standards).zip(SOURCES) {
            let source = Path::new(source).file_name().unwrap_or_default();
            for package in ["bmnn", "bmnn-static"] {
                let name = format!("{}-{package}", source.display());
                let output = project.join(format!("{name}{}", self.end));
                let line = format!(
                    "eval \"{compiler} {standard} -o '{}' '{}' $(pkg-config --cflags --libs {package})\"",
                    output.display(),
                    project.join(source).display()
                );
                place.quietly(asked(program("sh").args(["-e", "-c", &line])))?;
                let run = (self.run)(&output).within(project);
                place.quietly(run.args([format!("registry of {name}")]))?;
            }
        }
        Ok(())
    }
}

/// Copies a file into a folder.
fn copied(file: &Path, folder: &Path) -> Result<(), String> {
    let name = file.file_name().unwrap_or_default();
    fs::create_dir_all(folder)
        .and_then(|()| fs::copy(file, folder.join(name)))
        .map(drop)
        .map_err(|cause| format!("cannot copy `{}`: {cause}", file.display()))
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
