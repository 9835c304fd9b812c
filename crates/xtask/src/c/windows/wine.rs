//! A Windows to run programs in, which wine is: under a folder whose path holds
//! Vietnamese letters.

use super::target::Target;
use crate::c::place::Place;
use crate::c::programs::Test;
use crate::run::{Program, program};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Where the programs run: paths are UTF-16 to the system.
const WORKPLACE: &str = "Phòng văn thư – sổ mật – ";

/// A Windows to run programs in.
pub(super) struct Windows<'t> {
    pub(super) target: &'t Target,
    /// Where the chore makes things.
    pub(super) place: &'t Place,
    /// What cargo built.
    pub(super) made: &'t Path,
    /// Where its programs, the library and their files are.
    pub(super) folder: PathBuf,
    /// Wine's own files.
    prefix: PathBuf,
}

impl<'t> Windows<'t> {
    pub(super) fn ready(
        place: &'t Place,
        target: &'t Target,
        made: &'t Path,
    ) -> Result<Self, String> {
        let folder = place.folder.join([WORKPLACE, target.nuget].concat());
        std::fs::create_dir_all(folder.join("made"))
            .and_then(|()| std::fs::copy(made.join("bmnn.dll"), folder.join("bmnn.dll")))
            .map_err(|cause| format!("cannot fill `{}`: {cause}", folder.display()))?;
        let windows = Self {
            target,
            place,
            made,
            prefix: place.folder.join(format!("wine-{}", target.nuget)),
            folder,
        };
        eprintln!("wine: its folders, for {}", target.nuget);
        place.quietly(windows.wine("wineboot.exe").args(["--init"]))?;
        // Wine 8 has no such library, from which Rust takes randomness; Windows has it
        // here.
        let stub = windows
            .prefix
            .join("drive_c/windows/system32/bcryptprimitives.dll");
        place.quietly(
            program(format!("{}-gcc", target.gnu))
                .args([
                    "-shared",
                    "-O2",
                    "bindings/c/tests/windows/bcryptprimitives.c",
                    // Its name without how many bytes of arguments it takes, which 32 bits add.
                    "-Wl,--kill-at",
                    "-ladvapi32",
                ])
                .args([OsStr::new("-o"), stub.as_os_str()]),
        )?;
        Ok(windows)
    }

    /// A program of Windows, started where its files are.
    pub(super) fn wine(&self, name: impl AsRef<OsStr>) -> Program {
        self.with_wine(program("wine").args([name]).within(&self.folder))
    }

    /// What wine, or a program that starts it, has to know.
    pub(super) fn with_wine(&self, program: Program) -> Program {
        program
            .env("WINEPREFIX", &self.prefix)
            .env("WINEARCH", self.target.wine)
            .env("WINEDEBUG", "-all")
            // Names of files here are UTF-8, whatever this chore was started with.
            .env("LC_ALL", "C.UTF-8")
            // No browser, no .NET of wine's own: nothing to be asked about.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .env("DISPLAY", "")
    }

    /// Compiles a test, and says what its program is called.
    pub(super) fn linked(&self, test: &Test) -> Result<OsString, String> {
        let name = OsString::from(format!("{}.exe", test.name));
        let compiler = format!("{}-{}", self.target.gnu, test.gnu);
        // Formats as C has them, in place of those of Microsoft's old library.
        let flags = [
            "-D__USE_MINGW_ANSI_STDIO=1",
            "-static-libgcc",
            "-static-libstdc++",
        ];
        let compile = test
            .compiled(&compiler, &self.folder.join(&name))
            .args(flags);
        // Tests have threads as C has them elsewhere; these go into the program.
        let threads = ["-Wl,-Bstatic", "-lpthread", "-Wl,-Bdynamic"];
        let compile = compile.args([self.made.join("libbmnn.dll.a")]);
        self.place.quietly(compile.args(threads))?;
        Ok(name)
    }

    pub(super) fn tried(&self, test: &Test) -> Result<(), String> {
        eprintln!("wine: {}", test.name);
        let name = self.linked(test)?;
        self.place
            .quietly(self.wine(name).args(test.given_below("wine")))
    }
}

/// A path as Windows has it, in wine.
pub(super) fn seen(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}
