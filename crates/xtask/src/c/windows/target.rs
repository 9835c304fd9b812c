//! The library as it is built for a kind of Windows, and what can be told from
//! the file alone.

use crate::c::library::{differing, every};
use crate::c::place::Place;
use crate::c::programs::Test;
use crate::consumers::as_rustc_says;
use crate::header::{self, functions};
use crate::install::{System, WINDOWS, WINDOWS_X86};
use crate::run::{program, root};
use std::path::{Path, PathBuf};

/// A kind of Windows that the library is for.
pub(super) struct Target {
    /// Rust's name for it.
    rust: &'static str,
    /// NuGet's name for it.
    pub(super) nuget: &'static str,
    /// What GNU's tools for it begin with.
    pub(super) gnu: &'static str,
    /// LLVM's name for its processor.
    llvm: &'static str,
    /// Wine's name for it.
    pub(super) wine: &'static str,
    /// Wine's own program, which starts others.
    loader: &'static str,
    /// What is laid out of it.
    pub(super) system: &'static System,
    /// Rust's objects with which a library begins and ends, where it wants some.
    ends: &'static [&'static str],
    /// What a file of it is.
    format: &'static str,
    /// What the library must say of itself.
    flags: &'static [&'static str],
}

pub(super) const X64: Target = Target {
    rust: "x86_64-pc-windows-gnu",
    nuget: "win-x64",
    gnu: "x86_64-w64-mingw32",
    llvm: "i386:x86-64",
    wine: "win64",
    loader: "/usr/lib/wine/wine64",
    system: &WINDOWS,
    ends: &[],
    format: "pei-x86-64",
    flags: &["HIGH_ENTROPY_VA", "DYNAMIC_BASE", "NX_COMPAT"],
};

/// What an Office of 32 bits loads.
pub(super) const X86: Target = Target {
    rust: "i686-pc-windows-gnu",
    nuget: "win-x86",
    gnu: "i686-w64-mingw32",
    llvm: "i386",
    wine: "win32",
    loader: "/usr/lib/wine/wine",
    system: &WINDOWS_X86,
    ends: &["rsbegin", "rsend"],
    format: "pei-i386",
    flags: &["DYNAMIC_BASE", "NX_COMPAT"],
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

/// Where the sources of Rust's first and last objects are.
const ENDS: &str = "/usr/lib/rustlib/src/rust/library/rtstartup";

impl Target {
    /// Builds it by Debian's Rust, which stands behind ours on the path.
    pub(super) fn built(&self) -> Result<PathBuf, String> {
        let made = root().join("target").join(self.rust).join("release");
        let ends = self.ends(&made)?;
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
            "-L",
        ]);
        let build = build.args([ends]);
        let build = build.env("PATH", "/usr/bin:/bin");
        // It stands for a nightly one, to build the standard library along.
        let build = build
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTC", "/usr/bin/rustc");
        as_rustc_says(build, self.system)?;
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

    /// Compiles Rust's own first and last objects, and says where `rustc` is to
    /// look for them: the build of the standard library does not make them.
    fn ends(&self, made: &Path) -> Result<PathBuf, String> {
        let folder = made.with_file_name("ends");
        std::fs::create_dir_all(&folder)
            .map_err(|cause| format!("cannot make `{}`: {cause}", folder.display()))?;
        for name in self.ends {
            program("/usr/bin/rustc")
                .args(["--target", self.rust, "--emit=obj", "-o"])
                .args([folder.join(format!("{name}.o"))])
                .args([Path::new(ENDS).join(format!("{name}.rs"))])
                .env("RUSTC_BOOTSTRAP", "1")
                .checked()?;
        }
        Ok(folder)
    }

    /// Whether wine here runs its programs.
    pub(super) fn runs(&self) -> bool {
        Path::new(self.loader).exists()
    }

    /// Its names, what it asks of Windows, and what it says of itself; its import
    /// libraries have every name, and its compiler the layout of structs that Rust
    /// has.
    pub(super) fn looked_at(&self, place: &Place, made: &Path) -> Result<(), String> {
        eprintln!("{}: what is told by the files", self.nuget);
        let header = place.text(&root().join("include/bmnn.h"))?;
        let compiler = format!("{}-gcc", self.gnu);
        place.layouts(&header, &[&compiler])?;
        let every = Test::of(place.write("every.c", every(&functions(&header)).as_bytes())?);
        let output = place.folder.join(format!("every-{}.exe", self.nuget));
        for library in ["libbmnn.dll.a", "bmnn.lib"] {
            let links = every.compiled(&compiler, &output);
            place.quietly(links.args([made.join(library)]))?;
        }
        let listed = place.text(&root().join(header::SYMBOLS))?;
        let told = program(format!("{}-objdump", self.gnu))
            .args(["--private-headers"])
            .args([made.join("bmnn.dll")])
            .env("LC_ALL", "C")
            .output()?;
        if let Some(fault) = differing("bmnn.dll", &exports(&told), &listed) {
            return Err(fault);
        }
        if let Some(fault) = unfit(&told, self.format, self.flags) {
            return Err(fault);
        }
        Ok(())
    }
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

/// What is wrong with what a library is, with what it imports and with its flags.
fn unfit(told: &str, format: &str, flags: &[&str]) -> Option<String> {
    let is = format!("file format {format}");
    if !told.lines().any(|line| line.trim_end().ends_with(&is)) {
        return Some(format!("bmnn.dll is not of {is}"));
    }
    // Without this it lies where it was linked for, whatever its flags say.
    if !told
        .lines()
        .any(|line| line.contains(" Base Relocation Directory [.reloc]"))
    {
        return Some("bmnn.dll cannot be moved: it has no relocations".to_owned());
    }
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

#[cfg(test)]
mod tests {
    use super::{X64, exports, unfit};

    const TOLD: &str = "\
bmnn.dll:     file format pei-x86-64\n\
Entry 5 0000000000900000 00003a0c Base Relocation Directory [.reloc]\n\
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
        let unfit = |told: &str| unfit(told, X64.format, X64.flags);
        assert_eq!(unfit(TOLD), None);
        assert!(unfit(&TOLD.replace("pei-x86-64", "pei-i386")).is_some());
        assert!(unfit(&TOLD.replace("[.reloc]", "")).is_some());
        for flag in X64.flags {
            assert!(unfit(&TOLD.replace(flag, "")).is_some(), "{flag}");
        }
        let more = format!("{TOLD}\tDLL Name: libgcc_s_seh-1.dll\n");
        assert!(unfit(&more).is_some());
        assert!(unfit("").is_some());
    }
}
