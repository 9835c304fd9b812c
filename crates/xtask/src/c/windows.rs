//! `cargo xtask windows`: the C library for Windows, made here and tried under
//! wine.
//!
//! ```text
//! bmnn-capi ─► bmnn.dll ─► names as in abi/symbols.txt, what it imports, its flags
//!           ├► libbmnn.dll.a   what GNU's linker wants
//!           └► bmnn.lib        what Microsoft's wants
//! bindings/c/tests, examples ─► run where the folder has Vietnamese letters
//! bindings/c/tests/shared    ─► one registry, worked on from Linux and from Windows
//! ```
//!
//! Debian's own Rust makes it: it brings the sources of the standard library,
//! which is built along.

use super::library::differing;
use super::place::Place;
use super::programs::Test;
use crate::consumers::{self, as_rustc_says};
use crate::header;
use crate::install::WINDOWS;
use crate::needs;
use crate::run::{Program, cargo, program, root};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// A kind of Windows that the library is for.
struct Target {
    /// Rust's name for it.
    rust: &'static str,
    /// What GNU's tools for it begin with.
    gnu: &'static str,
    /// LLVM's name for its processor.
    llvm: &'static str,
    /// What the library must say of itself.
    flags: &'static [&'static str],
}

const X64: Target = Target {
    rust: "x86_64-pc-windows-gnu",
    gnu: "x86_64-w64-mingw32",
    llvm: "i386:x86-64",
    flags: &["HIGH_ENTROPY_VA", "DYNAMIC_BASE", "NX_COMPAT"],
};

/// What comes with Windows, and nothing else, may be asked for.
const IMPORTS: [&str; 9] = [
    "kernel32.dll",
    "ntdll.dll",
    "msvcrt.dll",
    "ws2_32.dll",
    "userenv.dll",
    "advapi32.dll",
    "bcrypt.dll",
    "bcryptprimitives.dll",
    "api-ms-win-core-synch-l1-2-0.dll",
];

/// Where the programs run: paths are UTF-16 to the system.
const WORKPLACE: &str = "Phòng văn thư – sổ mật";

/// How many determinations each side adds to the shared registry at a time.
const ACTS: u64 = 20;
/// The entries with which it begins.
const BEGUN: u64 = 8;

/// Builds the library for Windows and tries it.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}` is no argument of windows: it takes none"
        ));
    }
    let made = built()?;
    needs::meet("its consumers", &needs::OF_CONSUMERS)?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    let place = Place::ready("windows")?;
    X64.looked_at(&place, &made)?;
    let windows = Windows::ready(&place, &X64, &made)?;
    place.ledgers()?;
    copy(
        &place.folder.join("ledgers"),
        &windows.folder.join("ledgers"),
    )?;
    let mut tests = place.tests()?;
    // What was freed may be no memory at all there: whether it is refused is
    // tried where memory stays.
    tests.retain(Test::is_watched);
    for test in &tests {
        windows.tried(test)?;
    }
    windows.shared_registry()?;
    windows.consumers()?;
    eprintln!(
        "{} programs under wine, and one registry of both",
        tests.len()
    );
    Ok(())
}

impl Target {
    /// Builds it by Debian's Rust, which stands behind ours on the path.
    fn built(&self) -> Result<PathBuf, String> {
        let build = program("/usr/bin/cargo").args([
            "rustc",
            "--locked",
            "--release",
            "--package",
            "bmnn-capi",
            "--lib",
            "-Zbuild-std=std,panic_unwind",
            "--target",
            self.rust,
            "--",
            "--print=native-static-libs",
        ]);
        let build = build.env("PATH", "/usr/bin:/bin");
        // It stands for a nightly one, to build the standard library along.
        let build = build
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTC", "/usr/bin/rustc");
        let made = root().join("target").join(self.rust).join("release");
        as_rustc_says(build, &WINDOWS)?;
        // What Microsoft's linker wants is made from the names.
        let listed = root().join(header::SYMBOLS);
        let listed = std::fs::read_to_string(&listed)
            .map_err(|cause| format!("cannot read `{}`: {cause}", listed.display()))?;
        let definition = made.join("bmnn.def");
        std::fs::write(&definition, format!("LIBRARY bmnn.dll\nEXPORTS\n{listed}"))
            .map_err(|cause| format!("cannot write `{}`: {cause}", definition.display()))?;
        program("llvm-dlltool-22")
            .args(["-m", self.llvm, "-D", "bmnn.dll", "-d"])
            .args([&definition, Path::new("-l"), &made.join("bmnn.lib")])
            .output()?;
        Ok(made)
    }

    /// Its names, what it asks of Windows, and what it says of itself.
    fn looked_at(&self, place: &Place, made: &Path) -> Result<(), String> {
        let listed = place.text(&root().join(header::SYMBOLS))?;
        let told = program(format!("{}-objdump", self.gnu))
            .args(["--private-headers"])
            .args([made.join("bmnn.dll")])
            .env("LC_ALL", "C")
            .output()?;
        if let Some(fault) = differing("bmnn.dll", &exports(&told), &listed) {
            return Err(fault);
        }
        if let Some(fault) = unfit(&told, self.flags) {
            return Err(fault);
        }
        Ok(())
    }
}

/// Builds the library for 64-bit Windows, and says where it is: `bmnn.dll`, what
/// either linker wants for it, and `libbmnn.a`.
pub(crate) fn built() -> Result<PathBuf, String> {
    needs::meet("the library for Windows", &needs::OF_WINDOWS)?;
    X64.built()
}

/// The names that a library exports, as `objdump` tells them.
fn exports(told: &str) -> Vec<String> {
    let table = told.split("[Ordinal/Name Pointer] Table").nth(1);
    let mut names: Vec<String> = table
        .unwrap_or_default()
        .lines()
        .skip(1)
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_whitespace().last().map(str::to_owned))
        .collect();
    names.sort_unstable();
    names
}

/// What is wrong with what a library imports and with its flags.
fn unfit(told: &str, flags: &[&str]) -> Option<String> {
    let imports = told
        .lines()
        .filter_map(|line| line.trim().strip_prefix("DLL Name: "));
    let imports: Vec<String> = imports.map(str::to_lowercase).collect();
    if imports.is_empty() {
        return Some("bmnn.dll asks nothing of Windows: was it read?".to_owned());
    }
    if let Some(strange) = imports
        .iter()
        .find(|name| !IMPORTS.contains(&name.as_str()))
    {
        return Some(format!("bmnn.dll wants `{strange}`"));
    }
    let lacking = flags
        .iter()
        .find(|flag| !told.lines().any(|line| line.trim() == **flag));
    lacking.map(|flag| format!("bmnn.dll is not {flag}"))
}

/// A Windows to run programs in.
struct Windows<'t> {
    target: &'t Target,
    /// Where the chore makes things.
    place: &'t Place,
    /// What cargo built.
    made: &'t Path,
    /// Where its programs, the library and their files are.
    folder: PathBuf,
    /// Wine's own files.
    prefix: PathBuf,
}

impl<'t> Windows<'t> {
    fn ready(place: &'t Place, target: &'t Target, made: &'t Path) -> Result<Self, String> {
        let folder = place.folder.join(WORKPLACE);
        std::fs::create_dir_all(folder.join("made"))
            .and_then(|()| std::fs::copy(made.join("bmnn.dll"), folder.join("bmnn.dll")))
            .map_err(|cause| format!("cannot fill `{}`: {cause}", folder.display()))?;
        let windows = Self {
            target,
            place,
            made,
            prefix: place.folder.join("wine"),
            folder,
        };
        // Wine 8 has no such library, from which Rust takes randomness.
        let stub = windows.folder.join("bcryptprimitives.dll");
        place.quietly(
            program(format!("{}-gcc", target.gnu))
                .args([
                    "-shared",
                    "-O2",
                    "bindings/c/tests/windows/bcryptprimitives.c",
                    "-ladvapi32",
                ])
                .args([OsStr::new("-o"), stub.as_os_str()]),
        )?;
        eprintln!("wine: its folders");
        place.quietly(windows.wine("wineboot.exe").args(["--init"]))?;
        Ok(windows)
    }

    /// A program of Windows, started where its files are.
    fn wine(&self, name: impl AsRef<OsStr>) -> Program {
        self.with_wine(program("wine").args([name]).within(&self.folder))
    }

    /// What wine, or a program that starts it, has to know.
    fn with_wine(&self, program: Program) -> Program {
        program
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            // No browser, no .NET of wine's own: nothing to be asked about.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .env("DISPLAY", "")
    }

    /// Compiles a test, and says what its program is called.
    fn linked(&self, test: &Test) -> Result<OsString, String> {
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

    fn tried(&self, test: &Test) -> Result<(), String> {
        eprintln!("wine: {}", test.name);
        let name = self.linked(test)?;
        self.place
            .quietly(self.wine(name).args(test.given_below("wine")))
    }

    /// A project outside finds what was installed for Windows.
    fn consumers(&self) -> Result<(), String> {
        eprintln!("wine: consumers");
        let flags = "-static-libgcc -static-libstdc++";
        let settings = [
            "-DCMAKE_SYSTEM_NAME=Windows".to_owned(),
            format!("-DCMAKE_C_COMPILER={}-gcc", self.target.gnu),
            format!("-DCMAKE_CXX_COMPILER={}-g++", self.target.gnu),
            format!("-DCMAKE_EXE_LINKER_FLAGS={flags}"),
            "-DCMAKE_CROSSCOMPILING_EMULATOR=wine".to_owned(),
        ];
        let system = consumers::Outsider {
            system: &WINDOWS,
            built: self.made,
            cmake: &settings,
            compilers: [
                format!("{}-gcc {flags}", self.target.gnu),
                format!("{}-g++ {flags}", self.target.gnu),
            ],
            beside: &[
                self.folder.join("bmnn.dll"),
                self.folder.join("bcryptprimitives.dll"),
            ],
            end: ".exe",
            run: &|program: &Path| self.wine(program),
            surroundings: &|program: Program| self.with_wine(program),
        };
        system.tried(self.place)
    }

    /// One folder that both systems write to, in turn and at once.
    fn shared_registry(&self) -> Result<(), String> {
        let office = Test::of(root().join("bindings/c/tests/shared/office.c"));
        let there = self.linked(&office)?;
        let place = self.place;
        let here = place.folder.join("office");
        place.quietly(
            office
                .compiled("gcc", &here)
                .args([place.lookup().as_str(), "-lbmnn"]),
        )?;
        let linux = || place.with_library(program(&here).within(&self.folder));
        let windows = || self.wine(&there);
        let count = ACTS.to_string();
        let holds = |side: &str, program: Program, wanted: u64| {
            let told = program.args(["verify"]).output()?;
            match told.trim().parse::<u64>() {
                Ok(entries) if entries == wanted => Ok(()),
                _ => Err(format!(
                    "{side} finds `{}` entries where {wanted} were written",
                    told.trim()
                )),
            }
        };
        eprintln!("one registry: made on Linux, worked on under wine, and back");
        linux().args(["make"]).output().map(drop)?;
        windows().args(["add", &count, "a"]).output().map(drop)?;
        holds("Windows", windows(), BEGUN + ACTS)?;
        holds("Linux", linux(), BEGUN + ACTS)?;
        linux().args(["add", &count, "b"]).output().map(drop)?;
        holds("Windows", windows(), BEGUN + 2 * ACTS)?;
        eprintln!("the lock: two programs of Windows add at once");
        let (one, other) = std::thread::scope(|both| {
            let one = both.spawn(|| windows().args(["add", &count, "c"]).output().map(drop));
            let other = windows().args(["add", &count, "d"]).output().map(drop);
            (one.join(), other)
        });
        one.map_err(|_| "a thread of this chore ended badly")??;
        other?;
        holds("Windows", windows(), BEGUN + 4 * ACTS)?;
        holds("Linux", linux(), BEGUN + 4 * ACTS)
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

#[cfg(test)]
mod tests {
    use super::{X64, exports, unfit};

    const TOLD: &str = "\
DllCharacteristics\t00000160\n\t\t\t\t\tHIGH_ENTROPY_VA\n\t\t\t\t\tDYNAMIC_BASE\n\t\t\t\t\tNX_COMPAT\n\
\tDLL Name: KERNEL32.dll\n\tDLL Name: ntdll.dll\n\
[Ordinal/Name Pointer] Table\n\t[   1] bmnn_b\n\t[   0] bmnn_a\n\nother\n";

    #[test]
    fn the_names_are_those_of_the_table() {
        assert_eq!(exports(TOLD), ["bmnn_a", "bmnn_b"]);
        assert_eq!(exports("no table"), Vec::<String>::new());
    }

    #[test]
    fn what_is_unfit_is_told() {
        assert_eq!(unfit(TOLD, X64.flags), None);
        for flag in X64.flags {
            assert!(
                unfit(&TOLD.replace(flag, ""), X64.flags).is_some(),
                "{flag}"
            );
        }
        let more = format!("{TOLD}\tDLL Name: libgcc_s_seh-1.dll\n");
        assert!(unfit(&more, X64.flags).is_some());
        assert!(unfit("", X64.flags).is_some());
    }
}
